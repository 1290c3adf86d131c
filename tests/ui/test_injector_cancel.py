"""Long work on an injector: its progress, and a cancel that says what stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store import browse_runs, injectors
from leadadmin.ui.operations.injectors import run_now
from leadadmin.ui.widgets.banner import Banner
from tests.helpers.crm import Crm, furnish_crm
from tests.helpers.desk import DeskBench
from tests.ui.injector_form_help import Driver, drive

ENDLESS = (
    "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more)"
    " SELECT n AS id, printf('020 %04d %04d', n / 10000 % 10000, n % 10000) AS tel, 'A' AS first, 'B' AS last FROM more"
    " WHERE n > :last_id"
)
SILENT = f"{ENDLESS} AND n < 0"
"""Never returns a row and never ends."""


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    return furnish_crm(desk_bench, tmp_path)


@pytest.fixture
def driver(crm: Crm, desk_bench: DeskBench, qtbot: QtBot) -> Driver:
    return drive(desk_bench, qtbot)


def ask(crm: Crm, query: str) -> None:
    endless = replace(crm.stored().injector, query=query)
    crm.workspace.write(lambda database: injectors.change(database, endless, who="test"))


def test_a_test_can_be_stopped(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    ask(crm, SILENT)
    driver.open(crm.injector_id)
    driver.click("test")
    qtbot.waitUntil(lambda: bool(driver.bench.desk.tasks.running()))
    banner = driver.find(Banner, "verdict")
    qtbot.waitUntil(lambda: banner.accessibleName() == "Testing. Nothing is written.")
    assert not driver.button("enable").isEnabled()
    assert driver.button("enable").toolTip() == "It is being tried just now."
    assert driver.button("verdict-action").text() == "Cancel"
    driver.click("verdict-action")
    qtbot.waitUntil(lambda: banner.accessibleName() == "Stopped. Nothing was written.", timeout=10_000)
    assert driver.button("verdict-action").text() == "Test again"
    assert driver.bench.desk.tasks.running() == []


def test_a_run_shows_its_rows_and_says_what_a_cancel_leaves(crm: Crm, driver: Driver, qtbot: QtBot) -> None:
    ask(crm, ENDLESS)
    desk = driver.bench.desk
    task = run_now(desk, crm.injector_id, "Web")
    assert task.label == "Running “Web”"
    assert task.stays == "Rows that were saved before stay; the next run takes the rest."
    qtbot.waitUntil(lambda: task.state.done > 0, timeout=30_000)
    task.cancel()
    qtbot.waitUntil(lambda: bool(driver.bench.said), timeout=30_000)
    said = driver.bench.said[-1]
    assert said.text == "“Web” was stopped."
    with crm.workspace.reading() as database:
        (run,) = browse_runs.runs_page(database, RunFilter(injector_id=crm.injector_id))
    assert run.outcome is RunOutcome.CANCELLED
    added = run.tally.of(RowOutcome.ADDED)
    assert added > 0
    assert f"What was saved stays: {added:,} added" in said.detail
    assert crm.stored().state.watermark is None, "the rest is asked for again"
