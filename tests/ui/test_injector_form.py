"""The form of an injector: load, check, save; nothing is written while one types."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.app import injectors as work
from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.weekdays import Weekday
from leadadmin.sources.base import CancelToken
from leadadmin.store import injectors
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import DARK, LIGHT
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.pill import Pill
from tests.helpers.accessible import assert_all_named
from tests.helpers.crm import Crm, furnish_crm
from tests.helpers.desk import DeskBench
from tests.ui.injector_form_help import Driver, drive


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    return furnish_crm(desk_bench, tmp_path)


@pytest.fixture
def driver(desk_bench: DeskBench, qtbot: QtBot) -> Driver:
    return drive(desk_bench, qtbot)


def saved(driver: Driver, name: str) -> None:
    driver.qtbot.waitUntil(lambda: [said.text for said in driver.bench.said] == [f"“{name}” is saved."])


def test_a_new_injector_is_made_by_typing_and_choosing(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(None)
    assert driver.form.header.title() == "New injector"
    driver.type_into("injector-name", "Shop")
    driver.choose("injector-connection", "CRM")
    driver.type_into("injector-query", "SELECT id, tel FROM people WHERE id > :last_id")
    driver.type_into("injector-unique-id", "id")
    driver.choose("injector-campaign", "Solar 2026 (SOLAR26)")
    driver.type_into("injector-allocation", "Shop leads")
    with crm.workspace.reading() as database:
        assert injectors.by_name(database, "Shop") is None, "typing writes nothing"
    qtbot.keyClick(driver.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    saved(driver, "Shop")
    with crm.workspace.reading() as database:
        stored = injectors.by_name(database, "Shop")
    assert stored is not None
    made = stored.injector
    assert (made.connection_id, made.query) == (crm.connection_id, "SELECT id, tel FROM people WHERE id > :last_id")
    assert (made.unique_id_field, made.allocation) == ("id", "Shop leads")
    assert made.campaign_id == driver.bench.office.campaign.id
    assert made.template_id == driver.bench.office.template.id, "the campaign brings its template"
    assert made.schedule.time_zone == "Europe/London", "and its time zone"
    assert driver.form.header.title() == "Shop"
    assert not driver.button("save").isEnabled()
    assert driver.button("save").toolTip() == "There are no changes to save."


def test_what_is_missing_is_said_beside_its_field(crm: Crm, driver: Driver) -> None:
    driver.open(None)
    assert visible_sentences(driver) == set(), "nothing is red before anything was asked"
    driver.type_into("injector-name", "Shop")
    driver.click("test")
    said = visible_sentences(driver)
    assert "Choose the connection that the leads come from." in said
    assert "Choose the campaign that the leads belong to." in said
    assert driver.form.sections[0].section.is_open()
    assert driver.form.sections[3].section.is_open()
    driver.choose("injector-connection", "CRM")
    assert "Choose the connection that the leads come from." not in visible_sentences(driver)


def visible_sentences(driver: Driver) -> set[str]:
    """The sentences in danger on the form."""
    return {
        label.text() for label in driver.form.findChildren(QLabel)
        if label.property("tone") == "danger" and label.isVisible() and label.text()
    }  # fmt: skip


def test_a_taken_name_is_said_at_the_name(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(None)
    driver.type_into("injector-name", "web")
    driver.click("save")
    qtbot.waitUntil(lambda: "An injector called “web” exists already." in visible_sentences(driver))
    driver.type_into("injector-name", "web 2")
    assert visible_sentences(driver) == set()


def test_sections_that_need_work_are_open_first(crm: Crm, driver: Driver) -> None:
    driver.open(None)
    opened = {each.key for each in driver.form.sections if each.section.is_open()}
    assert {"source", "identity", "where-to", "mapping"} <= opened
    assert not opened & {"duplicates", "limits", "schedule"}


def test_closed_sections_say_their_content(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    said = {each.key: each.summary() for each in driver.form.sections}
    assert said["source"] == "CRM · query"
    assert said["identity"] == "id, integer"
    assert said["schedule"] == "Every 5 minutes · UTC"
    assert said["where-to"] == "Template Solar · campaign Solar 2026 · allocation (lead pool) Web"
    assert said["duplicates"] == "Don’t allow duplicate phone numbers · in this campaign"
    assert said["limits"] == "Stop after 5 minutes or 1,000,000 rows · pause above 50% rejected"


def test_the_schedule_is_said_in_words_with_its_next_times(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    driver.section("schedule")
    driver.choose("schedule-runs", "Every N hours")
    driver.qtbot.keyClick(driver.find(QWidget, "schedule-number"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    driver.qtbot.keyClicks(driver.find(QWidget, "schedule-number"), "2")
    driver.type_into("schedule-zone", "Europe/Copenhagen")
    assert words(driver) == "Every 2 hours"
    times = [pill.spec().text for pill in driver.form.sections[2].section.findChildren(Pill) if pill.isVisible()]
    assert len(times) == 5
    for day in (6, 7):
        qtbot.mouseClick(driver.form.sections[2]._days._days[day], Qt.MouseButton.LeftButton)
    assert words(driver) == "Every 2 hours, Monday to Friday"
    driver.click("save")
    saved(driver, "Web")
    schedule = crm.stored().injector.schedule
    assert schedule.to_config() == {
        "every": "2h", "days": ["mon", "tue", "wed", "thu", "fri"], "time_zone": "Europe/Copenhagen",
    }  # fmt: skip


def words(driver: Driver) -> str:
    return driver.find(QLabel, "schedule-words").text()


def test_a_cron_expression_that_is_not_understood_stops_saving(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    driver.section("schedule")
    driver.choose("schedule-runs", "By a cron expression")
    driver.type_into("schedule-cron", "0 25 * * *")
    assert words(driver) == "–"
    assert "“25” is not a hour of a cron expression; use 0 to 23." in visible_sentences(driver)
    driver.click("save")
    assert driver.bench.said == []
    assert crm.stored().injector.schedule.cron == ""
    driver.type_into("schedule-cron", "0 8 * * mon-fri")
    assert words(driver) == "At 08:00, Monday to Friday"


def test_times_of_the_week_are_added_and_removed(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    driver.section("schedule")
    driver.choose("schedule-runs", "At times of the week")
    driver.click("schedule-add-time")
    assert words(driver) == "Monday and Tuesday at 08:00"
    driver.click("save")
    saved(driver, "Web")
    assert [one.day for one in crm.stored().injector.schedule.weekly] == [Weekday.MONDAY, Weekday.TUESDAY]


def test_unsaved_changes_are_protected(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    driver.section("source")
    driver.type_into("injector-description", "From the shop")
    assert driver.window.go("runs") is False
    assert driver.window.current_key() == "injector"
    assert "Save the changes to “Web”, or discard them." in driver.bench.said[-1].text
    driver.click("discard")
    assert driver.window.current_key() == "runs", "it goes where it was going"
    assert crm.stored().injector.description == ""


def test_saving_goes_on_to_where_one_was_going(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    driver.section("source")
    driver.type_into("injector-description", "From the shop")
    driver.window.go("runs")
    driver.click("save-and-go")
    qtbot.waitUntil(lambda: driver.window.current_key() == "runs")
    assert crm.stored().injector.description == "From the shop"


def test_a_change_by_somebody_else_is_not_overwritten(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    driver.section("source")
    driver.type_into("injector-description", "Mine")
    theirs = replace(crm.stored().injector, description="Theirs")
    crm.workspace.write(lambda database: injectors.change(database, theirs, who="somebody"))
    driver.click("save")
    qtbot.waitUntil(lambda: driver.window.findChild(QWidget, "load-anew") is not None)
    assert crm.stored().injector.description == "Theirs"
    driver.click("load-anew")
    qtbot.waitUntil(lambda: driver.find(LineEdit, "injector-description").text() == "Theirs")


def test_another_program_s_change_is_seen_at_once(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    theirs = replace(crm.stored().injector, allow_duplicates=AllowDuplicates.ALLOW)
    crm.workspace.write(lambda database: injectors.change(database, theirs, who="somebody"))
    driver.bench.desk.bus.tell("injectors")
    qtbot.waitUntil(lambda: driver.form.sections[4].summary() == "Allow duplicates")
    assert not driver.form.draft.dirty


def test_the_switch_needs_a_test(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    switch = driver.find(QWidget, "injector-enabled")
    assert not switch.isEnabled()
    assert driver.sentence() == "Not enabled. It was never tested: test these settings to switch it on."
    assert switch.toolTip() == driver.sentence()
    work.try_out(driver.bench.desk.program, crm.stored(), cancel=CancelToken())
    driver.bench.desk.bus.tell("injectors")
    qtbot.waitUntil(switch.isEnabled)
    assert driver.sentence() == "Not enabled. These settings are tested: switch it on."
    driver.click("injector-enabled")
    qtbot.waitUntil(lambda: crm.stored().state.enabled)
    qtbot.waitUntil(lambda: driver.sentence() == "Enabled. It runs by its schedule.")
    driver.click("injector-enabled")
    qtbot.waitUntil(lambda: not crm.stored().state.enabled)


def test_a_change_of_tested_settings_switches_it_off_and_says_so(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    work.try_out(driver.bench.desk.program, crm.stored(), cancel=CancelToken())
    work.enable(driver.bench.desk.program, crm.injector_id)
    driver.open(crm.injector_id)
    qtbot.waitUntil(lambda: driver.sentence() == "Enabled. It runs by its schedule.")
    driver.section("source")
    driver.type_into("injector-query", "SELECT id, tel, first, last FROM people WHERE id > :last_id")
    assert driver.sentence() == "Not saved yet. Saving switches it off until you test these settings."
    driver.click("save")
    saved(driver, "Web")
    assert "switched off" in driver.bench.said[-1].detail
    assert not crm.stored().state.enabled
    assert driver.sentence().startswith("Not enabled. The settings have changed since the last test")


def test_a_change_that_needs_no_test_leaves_it_on(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    work.try_out(driver.bench.desk.program, crm.stored(), cancel=CancelToken())
    work.enable(driver.bench.desk.program, crm.injector_id)
    driver.open(crm.injector_id)
    driver.section("source")
    driver.type_into("injector-description", "From the shop")
    assert driver.sentence() == "Changed, and not saved yet."
    driver.click("save")
    saved(driver, "Web")
    assert crm.stored().state.enabled


def test_the_sample_query_can_be_copied(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.open(crm.injector_id)
    driver.section("source")
    assert driver.button("sample-procedure").text() == "Sample query for my database"
    driver.click("sample-procedure")
    qtbot.waitUntil(lambda: driver.window.findChild(QPlainTextEdit, "code") is not None)
    code = driver.find(QPlainTextEdit, "code").toPlainText()
    assert ":last_id" in code
    assert "people" in code
    driver.click("copy-code")
    assert QGuiApplication.clipboard().text() == code


def test_the_link_follows_the_theme(crm: Crm, driver: Driver, qapp: QApplication) -> None:
    driver.open(crm.injector_id)
    label = driver.find(QLabel, "injector-sentence")
    assert LIGHT.accent_text in label.text()
    try:
        apply_theme(qapp, DARK)
        assert DARK.accent_text in label.text()
    finally:
        apply_theme(qapp, LIGHT)


def test_run_now_from_the_form(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    work.try_out(driver.bench.desk.program, crm.stored(), cancel=CancelToken())
    driver.open(crm.injector_id)
    qtbot.waitUntil(lambda: driver.button("run-now").isEnabled())
    driver.click("run-now")
    qtbot.waitUntil(lambda: any("2 added" in said.text for said in driver.bench.said))
    qtbot.waitUntil(lambda: driver.find(QWidget, "strip-rewind").isVisible())


def test_every_control_has_a_name(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    for each in driver.form.sections:
        each.section.set_open(True)
    assert_all_named(driver.form)
