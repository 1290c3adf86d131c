"""Rewind: look first, then do it (spec 2, Rewind)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from leadadmin.injector.runner import LEASE_SECONDS, Order, lease_resource
from leadadmin.store import leases
from leadadmin.store.leases import Lease
from leadadmin.ui.pages.injectors.rewind_dialog import RewindDialog
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from tests.helpers.accessible import assert_all_named
from tests.helpers.crm import Crm, furnish_crm
from tests.helpers.desk import DeskBench
from tests.ui.injector_form_help import Driver, drive


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    """An injector that ran: four rows, two of them leads; a fifth came since."""
    made = furnish_crm(desk_bench, tmp_path)
    desk_bench.desk.program.runner.run(made.injector_id, Order("test"))
    made.add((5, "020 7946 0005", "asta", "Opfundsen", "", ""))
    return made


@pytest.fixture
def driver(crm: Crm, desk_bench: DeskBench, qtbot: QtBot) -> Driver:
    """The form with the dialog open."""
    made = drive(desk_bench, qtbot)
    made.open(crm.injector_id)
    made.click("strip-rewind")
    return made


def figures(driver: Driver) -> list[str]:
    dialog = driver.find(RewindDialog, "rewind")
    return [dialog._figures._values[key].text() for key in ("rows", "dropped", "new")]  # type: ignore[attr-defined]


def test_it_shows_first_what_would_come_back(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    assert driver.find(LineEdit, "rewind-value").text() == "4"
    assert not driver.button("rewind-do").isEnabled()
    assert driver.button("rewind-do").toolTip() == "Look what would come back first."
    driver.type_into("rewind-value", "1")
    driver.click("rewind-look")
    qtbot.waitUntil(lambda: figures(driver) == ["4", "3", "1"])
    assert crm.stored().state.watermark == "4", "looking writes nothing"
    driver.type_into("rewind-value", "0")
    assert figures(driver) == ["–", "–", "–"], "another value was not looked at"
    assert not driver.button("rewind-do").isEnabled()
    driver.click("rewind-look")
    qtbot.waitUntil(lambda: figures(driver) == ["5", "4", "1"])
    driver.click("rewind-do")
    qtbot.waitUntil(lambda: crm.stored().state.watermark == "0")
    qtbot.waitUntil(lambda: "“Web” goes on after 0." in [said.text for said in driver.bench.said])


def test_to_where_it_stood_before_a_run(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: driver.find(ComboBox, "rewind-run").count() == 1)
    driver.click("rewind-before-run")
    assert driver.find(QRadioButton, "rewind-before-run").isChecked()
    assert "2 added, 1 duplicate, 1 rejected" in driver.find(ComboBox, "rewind-run").itemText(0)
    driver.find(ComboBox, "rewind-run").setCurrentIndex(0)
    driver.click("rewind-look")
    qtbot.waitUntil(lambda: figures(driver) == ["5", "4", "1"])
    driver.click("rewind-do")
    qtbot.waitUntil(lambda: crm.stored().state.watermark == "0")


def test_a_value_of_another_type_is_refused_beside_the_field(driver: Driver, qtbot: QtBot) -> None:
    driver.type_into("rewind-value", "yesterday")
    driver.click("rewind-look")
    qtbot.waitUntil(
        lambda: any("is not of the id type integer" in each.text() for each in driver.window.findChildren(QLabel))
    )
    assert not driver.button("rewind-do").isEnabled()


def test_while_it_runs_nothing_is_changed(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    driver.type_into("rewind-value", "0")
    driver.click("rewind-look")
    qtbot.waitUntil(lambda: driver.button("rewind-do").isEnabled())
    held = leases.acquire(
        crm.workspace, lease_resource(crm.injector_id), driver.bench.desk.program.holder, LEASE_SECONDS
    )
    assert isinstance(held, Lease)
    driver.click("rewind-do")
    qtbot.waitUntil(
        lambda: (
            any("nothing was changed" in each.accessibleName() for each in driver.window.findChildren(QLabel))
            or "nothing was changed" in driver.find(RewindDialog, "rewind")._problem.accessibleName()
        )
    )
    assert crm.stored().state.watermark == "4"


def test_every_control_has_a_name(driver: Driver) -> None:
    assert_all_named(driver.find(RewindDialog, "rewind"))
