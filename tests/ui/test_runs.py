"""Runs by clicks: the history, receipts, rejected rows, files, and retry with a corrected cell."""

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from leadadmin.domain.people import Person
from leadadmin.store import people, schema
from leadadmin.ui.desk import RUNS
from leadadmin.ui.pages.runs import RunsPage, spec
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from tests.helpers.accessible import assert_all_named
from tests.helpers.clicks import click, click_cell, click_header, column_texts, pick, press, write
from tests.helpers.desk import DeskBench
from tests.helpers.office import phone
from tests.injector.conftest import Bench
from tests.injector.test_runner import row as good_row
from tests.ui.laid import lay_injector, lay_runs

SOURCE, RESULT, ADDED = 1, 3, 4


@pytest.fixture
def ids(desk_bench: DeskBench) -> dict[str, int]:
    return lay_runs(desk_bench)


def opened(bench: DeskBench, qtbot: QtBot, **args: Any) -> RunsPage:
    window = bench.window(spec(bench.desk))
    qtbot.addWidget(window)
    window.show()
    window.go("runs", **args)
    page = window.page("runs")
    assert isinstance(page, RunsPage)
    qtbot.waitUntil(lambda: page.header._note.text() != "")
    return page


@pytest.fixture
def page(desk_bench: DeskBench, ids: dict[str, int], qtbot: QtBot) -> RunsPage:
    return opened(desk_bench, qtbot)


def chip(page: RunsPage, name: str) -> ChoiceChip:
    found = page.findChild(ChoiceChip, f"runs-{name}")
    assert found is not None
    return found


def named(page: RunsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, f"runs-{name}")
    assert found is not None
    return found


def sources(page: RunsPage) -> list[str]:
    return column_texts(page.table, SOURCE)


def numbers(page: RunsPage) -> list[str]:
    return column_texts(page.rows.table, 0)


def choose(page: RunsPage, qtbot: QtBot, run_id: int) -> None:
    row = page._model.place_of(run_id)
    assert row >= 0
    click_cell(page.table, row, SOURCE)
    qtbot.waitUntil(lambda: page._receipt is not None and page._receipt.report.run_id == run_id)


def counts(page: RunsPage) -> dict[str, str]:
    lines = page.receipt.counts._lines.values()
    return {name.text(): rows.text() for _, name, _, rows in lines if rows.isVisible()}


def test_the_history_of_today_and_yesterday(page: RunsPage, ids: dict[str, int], qtbot: QtBot) -> None:
    assert chip(page, "when").text() == "When: today and yesterday"
    assert sources(page) == ["Members", "Members", "fair.csv", "old.csv"]
    assert column_texts(page.table, RESULT) == ["Running 2,000", "Failed", "Done", "Done"]
    assert column_texts(page.table, ADDED) == ["1,990", "0", "4", "0"]
    assert page.header._note.text() == "3 today"
    qtbot.waitUntil(lambda: page.receipt.counts.verdict.text() == "Adds up so far")
    assert page.table.current_key() == ids["running"]


def test_filters(page: RunsPage, qtbot: QtBot) -> None:
    pick(chip(page, "when"), "today")
    qtbot.waitUntil(lambda: sources(page) == ["Members", "Members", "fair.csv"])
    pick(chip(page, "door"), "Injector")
    qtbot.waitUntil(lambda: sources(page) == ["Members", "Members"])
    chip(page, "door").popup.hide()
    pick(chip(page, "result"), "Failed")
    qtbot.waitUntil(lambda: page.header._note.text() == "1 shown")
    chip(page, "result").popup.hide()
    chip(page, "door").choose()
    chip(page, "result").choose()
    pick(chip(page, "person"), "Ida")
    qtbot.waitUntil(lambda: sources(page) == ["fair.csv"])
    pick(chip(page, "pool"), "Fair")
    qtbot.waitUntil(lambda: chip(page, "pool").text() == "Pool: Fair")
    assert page.header.search is not None
    write(page.header.search, "nothing")
    qtbot.waitUntil(lambda: sources(page) == [])
    state = page.table._empty
    assert state is not None
    click(state.findChildren(QPushButton)[0])
    qtbot.waitUntil(lambda: len(sources(page)) == 4)
    assert page.header._note.text() == "4 runs"


def test_the_receipt_adds_up(page: RunsPage, ids: dict[str, int], desk_bench: DeskBench, qtbot: QtBot) -> None:
    choose(page, qtbot, ids["done"])
    shown = page.receipt
    assert shown.title.whole() == "fair.csv"
    assert ">Fair</a>, by Ida" in shown.about.text()
    assert shown.times.text() == f"Today 12:00 · 2 s · 5 rows/s · run {ids['done']}"
    assert shown.counts.read.text() == "10"
    assert counts(page) == {
        "Added": "4", "Updated": "1", "Unchanged": "0", "Duplicates": "1", "Suppressed": "0", "Rejected": "4",
        "Seen before": "0",
    }  # fmt: skip
    assert (shown.counts.verdict.text(), shown.counts.sum.text()) == ("The receipt adds up", "10")
    assert [(p.name, p.series) for p in shown.counts.bar.parts()] == [
        ("Added", 3), ("Updated", 1), ("Duplicates", 2), ("Rejected", 6),
    ]  # fmt: skip
    assert shown.reasons_title.text() == "4 rejected, by reason"
    texts = [label.text() for label in shown._rest_widget.findChildren(type(shown.times))]
    assert "Priority was taken for call-backs (2 rows)." in texts
    assert "fax" in texts
    desk_bench.going.window = None
    shown.about.linkActivated.emit("pool")
    assert desk_bench.going.went[-1] == ("leads", {"pool_id": ids["pool"]})


def test_put_aside_is_shown_when_there_is_any(
    page: RunsPage, ids: dict[str, int], desk_bench: DeskBench, qtbot: QtBot
) -> None:
    choose(page, qtbot, ids["done"])
    with desk_bench.office.workspace.transaction() as database:
        runs = schema.runs
        database.execute(update(runs).where(runs.c.id == ids["done"]).values(deferred=2, rows_read=12))
    desk_bench.desk.bus.tell(RUNS)
    qtbot.waitUntil(lambda: counts(page).get("Put aside") == "2")
    assert "Superseded" not in counts(page)


def test_a_failed_run_says_why_and_what_to_do(page: RunsPage, ids: dict[str, int], qtbot: QtBot) -> None:
    choose(page, qtbot, ids["failed"])
    assert page.receipt.banner.isVisible()
    said = page.receipt.banner.accessibleName()
    assert said == "The server “crm-db” cannot be reached. Look whether it runs."
    texts = [label.text() for label in page.receipt._rest_widget.findChildren(type(page.receipt.times))]
    assert texts == ["Last id imported", "Before", "7", "Passed", "5", "After", "7"]
    choose(page, qtbot, ids["done"])
    assert not page.receipt.banner.isVisible()


def test_rejected_rows_narrowed_by_a_reason(page: RunsPage, ids: dict[str, int], qtbot: QtBot) -> None:
    choose(page, qtbot, ids["done"])
    qtbot.waitUntil(lambda: numbers(page) == ["3", "4", "7", "9"])
    assert column_texts(page.rows.table, 2) == ["12", "x", "13", "–"]
    assert column_texts(page.rows.table, 3)[1] == "No digits in the value"
    bars = page.receipt.reasons._rows
    assert [(bar.item.text, bar.item.count) for bar in bars] == [("Phone invalid", 3), ("No phone number", 1)]
    click(bars[0])
    qtbot.waitUntil(lambda: numbers(page) == ["3", "4", "7"])
    reason = page.findChild(Chip, "runs-reason")
    assert reason is not None
    assert reason.text() == "Phone invalid: 3"
    press(reason, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(numbers(page)) == 4)
    assert page.receipt.reasons.current() == ""
    assert not reason.isVisible()


def test_live_runs_count_on(page: RunsPage, ids: dict[str, int], desk_bench: DeskBench, qtbot: QtBot) -> None:
    choose(page, qtbot, ids["done"])
    with desk_bench.office.workspace.transaction() as database:
        runs = schema.runs
        database.execute(update(runs).where(runs.c.id == ids["running"]).values(rows_read=3000, added=2990))
    desk_bench.desk.bus.tell(RUNS)
    qtbot.waitUntil(lambda: column_texts(page.table, RESULT)[0] == "Running 3,000")
    assert page.table.current_key() == ids["done"]


def test_one_run_is_shown_whatever_the_filter(desk_bench: DeskBench, ids: dict[str, int], qtbot: QtBot) -> None:
    with desk_bench.office.workspace.transaction() as database:
        runs = schema.runs
        database.execute(update(runs).where(runs.c.id == ids["old"]).values(started_at=1_000, changed_at=1_000))
    page = opened(desk_bench, qtbot, run_id=ids["old"])
    qtbot.waitUntil(lambda: page.table.current_key() == ids["old"])
    assert chip(page, "when").text() == "When"
    assert page.receipt.title.whole() == "old.csv"


def test_sorted_by_added(page: RunsPage) -> None:
    click_header(page.table, ADDED)
    click_header(page.table, ADDED)
    assert column_texts(page.table, ADDED) == ["1,990", "4", "0", "0"]


def test_rejected_rows_in_a_file(
    page: RunsPage, ids: dict[str, int], desk_bench: DeskBench, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(page, qtbot, ids["done"])
    asked: list[str] = []

    def answer(name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    page.ask_file = answer
    click(named(page, "save"))
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    assert asked == [f"fair run {ids['done']} rejected rows.csv"]
    assert desk_bench.said[0].text == f"4 rows saved in “{asked[0]}”"
    with (tmp_path / asked[0]).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["tel", "last", "born", "Row", "Field", "Reason", "Because"]
    assert lines[1][:6] == ["12", "Tester", "1980-02-01", "3", "Phone", "phone_invalid"]
    page.ask_file = lambda _name: None
    click(named(page, "save"))
    choose(page, qtbot, ids["failed"])
    assert not named(page, "save").isEnabled()
    assert named(page, "save").toolTip() == "No row of this run was rejected."


def test_rows_of_an_upload_cannot_be_retried(page: RunsPage, ids: dict[str, int], qtbot: QtBot) -> None:
    choose(page, qtbot, ids["done"])
    assert not named(page, "retry").isEnabled()
    assert page.receipt.waiting.text() == "Only rows that an injector brought can be retried here."
    qtbot.waitUntil(lambda: len(numbers(page)) == 4)
    click_cell(page.rows.table, 0, double=True)
    assert page.row.isVisible()
    assert page.row.editors["born"].text() == "1980-02-01"
    assert page.row.editors["tel"].isReadOnly()
    assert not named(page, "row-retry").isEnabled()


# -- retry


@pytest.fixture
def bench(desk_bench: DeskBench) -> Bench:
    made = lay_injector(desk_bench)
    made.source.columns = (*made.source.columns, "njAgent")
    made.source.rows = [
        (*good_row(1), None), (2, "12", None, "Ann", "Tester", None, None, None), (*good_row(3), "bo"),
        (*good_row(4), "bo"),
    ]  # fmt: skip
    return made


def test_a_corrected_cell_is_retried(bench: Bench, desk_bench: DeskBench, qtbot: QtBot) -> None:
    first = bench.run().run_id
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: numbers(page) == ["2", "3", "4"])
    click_cell(page.rows.table, 0, double=True)
    assert page.row.isVisible()
    assert page.row.title.text() == f"Row 2 of run {first}"
    cell = page.row.editors["tel"]
    assert (cell.text(), cell.property("problem"), cell.hasFocus()) == ("12", True, True)
    assert not named(page, "row-reset").isEnabled()
    cell.selectAll()
    write(cell, "13")
    click(named(page, "row-reset"))
    assert cell.text() == "12"
    cell.selectAll()
    write(cell, phone(2))
    assert page.row.changed_cells() == {"tel": phone(2)}
    click(named(page, "row-retry"))
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    said = desk_bench.said[0]
    assert (said.text, said.detail, said.tone) == ("1 row retried", "1 added", Tone.SUCCESS)
    qtbot.waitUntil(page.row.taken.isVisible)
    assert "Retried in run 2" in page.row.taken.accessibleName()
    assert not named(page, "row-retry").isEnabled()
    assert not named(page, "row-reset").isEnabled()
    qtbot.waitUntil(lambda: column_texts(page.rows.table, 4)[0] == "run 2")
    qtbot.waitUntil(lambda: page.receipt.waiting.text() == "2 rejected rows can be retried")
    assert len(page._model.all_rows()) == 2
    click(named(page, "row-retried"))
    qtbot.waitUntil(lambda: page.table.current_key() == 2)
    assert page.receipt.isVisible()
    qtbot.waitUntil(lambda: counts(page)["Added"] == "1")


def test_esc_goes_back_to_the_receipt(bench: Bench, desk_bench: DeskBench, qtbot: QtBot) -> None:
    bench.run()
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: len(numbers(page)) == 3)
    click_cell(page.rows.table, 0)
    press(page.rows.table, Qt.Key.Key_Return)
    assert page.row.isVisible()
    window = desk_bench.going.window
    assert window is not None
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.receipt.isVisible)
    assert page.rows.table.hasFocus()


def test_rejected_rows_are_retried_after_the_cause_was_mended(
    bench: Bench, desk_bench: DeskBench, qtbot: QtBot
) -> None:
    bench.run()
    with desk_bench.office.workspace.transaction() as database:
        people.add_person(database, Person("bo", "Bo", desk_bench.office.team.id or 0), who="test")
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: page.receipt.waiting.text() == "3 rejected rows can be retried")
    click(named(page, "retry"))
    assert named(page, "retry").toolTip() == "They are being retried."
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    said = desk_bench.said[0]
    assert (said.text, said.detail, said.tone) == ("3 rows retried", "2 added, 1 rejected", Tone.WARNING)
    qtbot.waitUntil(lambda: page.receipt.waiting.text() == "Every rejected row was retried.")
    qtbot.waitUntil(lambda: column_texts(page.rows.table, 4) == ["run 2"] * 3)
    assert said.action == "Show receipt"
    assert said.on_action is not None
    said.on_action()
    qtbot.waitUntil(lambda: page.table.current_key() == 2)
    qtbot.waitUntil(lambda: numbers(page) == ["1"])


def test_a_retry_that_cannot_begin_is_said_and_can_be_tried_again(
    bench: Bench, desk_bench: DeskBench, qtbot: QtBot
) -> None:
    first = bench.run().run_id or 0
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: len(numbers(page)) == 3)
    click_cell(page.rows.table, 0, double=True)
    with desk_bench.office.workspace.transaction() as database:
        rows = schema.run_rows
        database.execute(update(rows).where(rows.c.run_id == first).values(retried_in=first))
    click(named(page, "row-retry"))
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    assert "no refused rows that were not retried" in desk_bench.said[0].text
    assert named(page, "row-retry").isEnabled()


def test_no_runs_yet(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot)
    pick(chip(page, "when"), "today")
    chip(page, "when").choose()
    page.refresh()
    qtbot.waitUntil(lambda: page.table._empty is not None and page.table._empty.accessibleName() == "No runs yet")
    assert page._nothing.isVisible()


def test_every_control_has_a_name(page: RunsPage, ids: dict[str, int], qtbot: QtBot) -> None:
    choose(page, qtbot, ids["done"])
    qtbot.waitUntil(lambda: len(numbers(page)) == 4)
    assert_all_named(page)
    click_cell(page.rows.table, 0, double=True)
    assert_all_named(page)
