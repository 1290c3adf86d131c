"""The Test of an injector on its page: steps, verdicts, what a run would leave, dry run, export, enable."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.app import injectors as work
from leadadmin.domain.injector import Injector
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.watermark import IdType
from leadadmin.injector.runner import Order
from leadadmin.injector.trial_report import TrialReport
from leadadmin.store import injectors
from leadadmin.ui.pages.injector_test.facts import FactsPane
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.pill import Pill
from leadadmin.ui.widgets.segments import SegmentedControl
from tests.helpers.accessible import assert_all_named
from tests.helpers.crm import QUERY, Crm, furnish_crm
from tests.helpers.desk import DeskBench
from tests.ui.injector_form_help import Driver, drive


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    return furnish_crm(desk_bench, tmp_path)


@pytest.fixture
def driver(crm: Crm, desk_bench: DeskBench, qtbot: QtBot) -> Driver:
    return drive(desk_bench, qtbot)


def verdict(driver: Driver) -> str:
    return driver.trial.findChild(Banner, "verdict").accessibleName()  # type: ignore[union-attr]


def tried(driver: Driver, *, dry: bool = False) -> None:
    """Wait until the try has ended."""
    driver.qtbot.waitUntil(
        lambda: (
            driver.window.page("injector_test") is not None
            and driver.trial._tried is not None
            and driver.trial._tried.dry == dry
        ),
        timeout=10_000,
    )


def start(driver: Driver, crm: Crm) -> None:
    driver.open(crm.injector_id)
    driver.click("test")
    tried(driver)


def rows(driver: Driver) -> list[tuple[str, str, str, str, str]]:
    model = driver.trial.rows._model
    assert model is not None
    wanted = [model.column_of(key) for key in ("verdict", "id", "name", "phone", "happens")]
    return [
        tuple(str(model.index(row, n).data()) for n in wanted)  # type: ignore[misc]
        for row in range(model.rowCount())
    ]


def texts(driver: Driver) -> set[str]:
    return {label.text() for label in driver.trial.findChildren(QLabel) if label.isVisible()}


def test_a_test_from_the_form_shows_a_verdict_for_each_row(crm: Crm, driver: Driver) -> None:
    start(driver, crm)
    assert rows(driver) == [
        ("Add", "1", "mille Demosen", "+44 20 7946 0001", "New lead in “Web”"),
        ("Add", "2", "ANTON Eksempel", "+44 20 7946 0002", "New lead in “Web”"),
        ("Rejected", "3", "karl Proevesen", "12", "Phone “12” is too short: a British number has 7, 9 or 10 digits"),
        ("Duplicate", "4", "ida Opfundsen", "+44 20 7946 0001", rows(driver)[3][4]),
    ]
    assert verdict(driver).startswith(
        "The test passed with remarks. 25% of the rows would be rejected; the injector pauses above 50%. "
        "Most common: phone invalid (1)."
    )
    segments = driver.find(SegmentedControl, "verdicts")
    assert [button.accessibleName() for button in segments._buttons.values()] == [
        "All 4", "Add 2", "Duplicate 1", "Rejected 1",
    ]  # fmt: skip
    pill = driver.trial.header.findChild(Pill)
    assert pill is not None
    assert pill.spec().text == "Test of 4 rows"


def test_the_left_side_says_what_was_done_and_what_a_run_would_leave(crm: Crm, driver: Driver) -> None:
    start(driver, crm)
    said = {"Settings are complete", "Connected to CRM", "Query: 4 rows", "Nothing was written."}
    said |= {"Field mapping: 4 of 6 columns are used", "All 4 values are whole numbers."}
    driver.qtbot.waitUntil(lambda: said <= texts(driver))
    assert driver.find(QLabel, "watermark-after").text() == "4"
    ignored = {pill.spec().text for pill in driver.trial._facts.findChildren(Pill)}
    assert ignored == {"mail", "city"}


def test_the_rejected_are_shown_by_the_verdicts_button(crm: Crm, driver: Driver) -> None:
    start(driver, crm)
    assert driver.find(QPushButton, "verdict-action").text() == "Show the 1"
    driver.click("verdict-action")
    assert [row[0] for row in rows(driver)] == ["Rejected"]
    assert driver.find(QLabel, "row-title").text() == "Row 3: rejected"


def test_a_row_shows_its_fields(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    start(driver, crm)
    assert driver.find(QLabel, "row-title").text() == "Row 1: new lead in “Web”"
    qtbot.waitUntil(lambda: {"First name", "mille", "Surname", "Demosen", "new"} <= texts(driver))
    driver.trial.rows._table.choose(3)
    qtbot.waitUntil(lambda: {"Phone", "Too short: a British number has 7, 9 or 10 digits"} <= texts(driver))


def test_a_row_that_met_a_lead_shows_it_beside(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.bench.desk.program.runner.run(crm.injector_id, Order("test"))
    crm.add((5, "020 7946 0002", "Anton", "Andersen", "", ""))
    start(driver, crm)
    assert [row[0] for row in rows(driver)] == ["Duplicate"]
    title = driver.find(QLabel, "row-title").text()
    assert title.startswith("Row 1: duplicate of lead ")
    qtbot.waitUntil(lambda: {"Now", "ANTON", "Anton"} <= texts(driver))
    driver.click("open-lead")
    key, args = driver.bench.going.went[-1]
    assert key == "lead"
    assert str(args["lead_id"]) in title.replace(",", "")


def test_nothing_new_passes_too(crm: Crm, driver: Driver) -> None:
    driver.bench.desk.program.runner.run(crm.injector_id, Order("test"))
    start(driver, crm)
    assert verdict(driver) == "The test passed. The source returned no rows after the last id."
    assert not driver.button("export").isEnabled()
    assert driver.button("export").toolTip() == "There are no rows to save."


def test_a_failure_names_the_step_what_to_do_and_the_server(crm: Crm, driver: Driver) -> None:
    broken = replace(crm.stored().injector, query="SELECT nowhere FROM people WHERE id > :last_id")
    crm.workspace.write(lambda database: injectors.change(database, broken, who="test"))
    start(driver, crm)
    assert verdict(driver).startswith("The test failed at “Query”. ")
    driver.qtbot.waitUntil(lambda: any("no such column: nowhere" in text for text in texts(driver)))
    assert not driver.button("enable").isEnabled()
    assert driver.button("enable").toolTip() == "These settings have not passed a test."
    mended = replace(crm.stored().injector, query=QUERY)
    crm.workspace.write(lambda database: injectors.change(database, mended, who="test"))
    driver.trial._tried = None
    driver.click("verdict-action")
    tried(driver)
    assert verdict(driver).startswith("The test passed")


def test_a_mapping_without_a_phone_fails_at_the_mapping(crm: Crm, driver: Driver) -> None:
    bare = replace(crm.stored().injector, mapping=Mapping((MappingEntry(("first",), "first_name"),)))
    crm.workspace.write(lambda database: injectors.change(database, bare, who="test"))
    start(driver, crm)
    assert verdict(driver).startswith("The test failed at “Field mapping”. No column goes to “Phone” or “Mobile”")
    driver.click("back-to-form")
    driver.qtbot.waitUntil(lambda: len(driver.form.draft.columns) == 6)
    assert crm.stored().state.columns_seen, "the columns that were seen are kept for the form"


def test_the_test_saves_changes_first(crm: Crm, driver: Driver) -> None:
    driver.open(crm.injector_id)
    driver.section("source")
    driver.type_into("injector-description", "Tested as typed")
    driver.click("test")
    tried(driver)
    assert crm.stored().injector.description == "Tested as typed"
    with crm.workspace.reading() as database:
        assert work.is_tested(database, crm.stored())


def test_enable_from_the_page(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    start(driver, crm)
    driver.click("enable")
    qtbot.waitUntil(lambda: crm.stored().state.enabled)
    qtbot.waitUntil(lambda: driver.button("enable").text() == "Enabled")
    assert driver.button("enable").toolTip() == "It is enabled already."


def test_a_dry_run_judges_all_rows_and_can_be_downloaded(
    crm: Crm, driver: Driver, qtbot: QtBot, tmp_path: Path
) -> None:
    crm.add(*((100 + n, f"020 7946 {n:04}", "=1+1", f"Nr {n}", "", "") for n in range(300, 700)))
    start(driver, crm)
    assert driver.trial._tried is not None
    assert driver.trial._tried.report.tally.read == 200, "a test judges the first 200 rows"
    driver.click("dry-run-all")
    tried(driver, dry=True)
    assert driver.trial._tried.report.tally.read == 404
    target = tmp_path / "rows.csv"
    driver.trial.rows.ask_file = lambda _name: str(target)
    assert driver.button("export").text() == "Download as CSV"
    driver.click("export")
    qtbot.waitUntil(lambda: [said.text for said in driver.bench.said] == ["The rows are saved."])
    with target.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == 404
    assert [row["Verdict"] for row in table[:4]] == ["add", "add", "rejected", "duplicate"]
    assert table[2]["Reason"] == "phone_invalid"
    assert table[4]["First name"] == "'=1+1", "no spreadsheet calculates it"
    assert table[0]["Phone"] == "+442079460001"
    with crm.workspace.reading() as database:
        assert injectors.get(database, crm.injector_id).state.watermark is None, "nothing was written"


def test_the_rows_of_a_test_can_be_saved(crm: Crm, driver: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    start(driver, crm)
    target = tmp_path / "no" / "rows.csv"
    driver.trial.rows.ask_file = lambda _name: str(target)
    driver.click("export")
    qtbot.waitUntil(lambda: any("cannot be written" in said.text for said in driver.bench.said))
    target.parent.mkdir()
    driver.click("export")
    qtbot.waitUntil(lambda: driver.bench.said[-1].text == "The rows are saved.")
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 5


def test_going_back_does_not_test_again(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    start(driver, crm)
    first = driver.trial._tried
    driver.window.go("runs")
    driver.window.back()
    assert driver.window.current_key() == "injector_test"
    qtbot.wait(50)
    assert driver.trial._tried is first


def test_every_control_has_a_name(crm: Crm, driver: Driver) -> None:
    start(driver, crm)
    assert_all_named(driver.trial)
    assert driver.trial.findChild(QWidget, "trial-rows") is not None
    assert Qt.FocusPolicy.NoFocus != driver.button("enable").focusPolicy()


def test_a_source_that_takes_no_last_id_is_said_to_be_passed_nothing(qtbot: QtBot) -> None:
    pane = FactsPane()
    qtbot.addWidget(pane)
    report = TrialReport(True, (), id_type=IdType.INTEGER, watermark_now="7", watermark_after="9")
    pane.show_report(report, Injector("Web", unique_id_field="id"))
    said = [label.text() for label in pane.findChildren(QLabel)]
    assert said[said.index("Passed to the source") + 1] == "–"
    assert not any(text.startswith("Passed from before the last id") for text in said)
