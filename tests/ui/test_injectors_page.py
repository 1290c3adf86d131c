"""The list of injectors: what it shows, and what its menu does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from leadadmin.app import injectors as work
from leadadmin.injector.runner import LEASE_SECONDS, Order, lease_resource
from leadadmin.sources.base import CancelToken
from leadadmin.store import injectors, leases
from leadadmin.store.leases import Lease
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.pages.injectors.page import InjectorsPage
from leadadmin.ui.pages.injectors.page import spec as list_spec
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.widgets.cells import cell_room
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.table import DataTable
from tests.helpers.crm import Crm, furnish_crm
from tests.helpers.desk import DeskBench


class Elsewhere(Page):
    """Stands in for a page that the list opens."""

    def __init__(self) -> None:
        super().__init__("Elsewhere")


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    return furnish_crm(desk_bench, tmp_path)


@pytest.fixture
def window(desk_bench: DeskBench, qtbot: QtBot) -> MainWindow:
    others = [PageSpec(key, key, "layers", Elsewhere) for key in ("injector", "injector_test", "runs")]
    made = desk_bench.window(list_spec(desk_bench.desk), *others)
    qtbot.addWidget(made)
    made.show()
    made.go("injectors")
    return made


def page_of(window: MainWindow) -> InjectorsPage:
    page = window.page("injectors")
    assert isinstance(page, InjectorsPage)
    return page


def table_of(window: MainWindow) -> DataTable:
    table = page_of(window).findChild(DataTable, "injectors")
    assert isinstance(table, DataTable)
    return table


def cells(window: MainWindow, row: int = 0) -> dict[str, str]:
    model = page_of(window)._model
    return {col.key: str(model.index(row, n).data()) for n, col in enumerate(model.columns)}


def shown(window: MainWindow, qtbot: QtBot, rows: int = 1) -> None:
    qtbot.waitUntil(lambda: page_of(window)._model.rowCount() == rows)


def menu_of(window: MainWindow, qtbot: QtBot) -> dict[str, QAction]:
    """Open the context menu of the current row with the keyboard's menu key."""
    table = table_of(window)
    table.choose(page_of(window)._model.row_at(0).id)
    table.context_wanted.emit(table.mapToGlobal(table.rect().center()))
    menu = page_of(window).findChildren(QMenu, "injector-menu")[-1]
    assert menu.isVisible()
    return {action.text(): action for action in menu.actions() if action.text()}


def test_without_an_injector_there_is_a_way_to_the_first(
    window: MainWindow, qtbot: QtBot, desk_bench: DeskBench
) -> None:
    new = next(b for b in table_of(window).findChildren(QPushButton) if b.text() == "New injector")
    qtbot.waitUntil(new.isVisible)
    qtbot.mouseClick(new, Qt.MouseButton.LeftButton)
    assert desk_bench.going.went[-1] == ("injector", {"injector_id": None})


def test_a_row_says_how_an_injector_stands(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    shown(window, qtbot)
    assert cells(window) == {
        "name": "Web", "state": "Not tested", "source": "CRM · query", "pool": "Web", "frequency": "Every 5 minutes",
        "last_run": "–", "last_time": "–", "next_run": "–", "runner": "–",
    }  # fmt: skip
    program = desk_bench.desk.program
    assert work.try_out(program, crm.stored(), cancel=CancelToken()).ok
    work.enable(program, crm.injector_id)
    page_of(window).refresh()
    qtbot.waitUntil(lambda: cells(window)["state"] == "Enabled")
    assert cells(window)["next_run"].startswith(("today", "tomorrow"))


def test_a_run_that_is_under_way_shows_where(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    shown(window, qtbot)
    held = leases.acquire(crm.workspace, lease_resource(crm.injector_id), desk_bench.desk.program.holder, LEASE_SECONDS)
    assert isinstance(held, Lease)
    page_of(window).refresh()
    qtbot.waitUntil(lambda: cells(window)["state"] == "Running")
    assert cells(window)["runner"] == held.label
    actions = menu_of(window, qtbot)
    assert not actions["Run now"].isEnabled()
    assert held.label in actions["Run now"].toolTip()
    assert "when the run has ended" in actions["Delete"].toolTip()


def test_search_narrows_and_says_when_nothing_is_found(crm: Crm, window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot)
    search = page_of(window).header.search
    assert search is not None
    qtbot.keyClicks(search, "crm")
    assert page_of(window)._model.rowCount() == 1
    qtbot.keyClicks(search, "x")
    assert page_of(window)._model.rowCount() == 0
    search.clear()
    assert page_of(window)._model.rowCount() == 1


def test_enter_opens_the_form(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    shown(window, qtbot)
    table = table_of(window)
    table.choose(crm.injector_id)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk_bench.going.went[-1] == ("injector", {"injector_id": crm.injector_id})


def test_what_needs_a_test_says_so(crm: Crm, window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot)
    actions = menu_of(window, qtbot)
    for words in ("Run now", "Enable"):
        assert not actions[words].isEnabled()
        assert "Test it first" in actions[words].toolTip()
    assert not actions["Rewind…"].isEnabled()
    assert actions["Test"].isEnabled()


def test_run_now_says_the_receipts_sum(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    program = desk_bench.desk.program
    work.try_out(program, crm.stored(), cancel=CancelToken())
    page_of(window).refresh()
    qtbot.waitUntil(lambda: page_of(window)._model.rowCount() == 1 and cells(window)["state"] == "Off")
    menu_of(window, qtbot)["Run now"].trigger()
    qtbot.waitUntil(lambda: bool(desk_bench.said))
    assert desk_bench.said[-1].text == "“Web” ran: 2 added, 1 duplicate, 1 rejected"
    assert "4 rows read" in desk_bench.said[-1].detail
    qtbot.waitUntil(lambda: cells(window)["last_run"] == "2 added, 1 rejected")
    act = desk_bench.said[-1].on_action
    assert act is not None
    act()
    assert desk_bench.going.went[-1][0] == "runs"


def test_a_run_elsewhere_is_not_run_twice(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    program = desk_bench.desk.program
    work.try_out(program, crm.stored(), cancel=CancelToken())
    page_of(window).refresh()
    qtbot.waitUntil(lambda: page_of(window)._model.rowCount() == 1 and cells(window)["state"] == "Off")
    run = menu_of(window, qtbot)["Run now"]
    held = leases.acquire(crm.workspace, lease_resource(crm.injector_id), program.holder, LEASE_SECONDS)
    assert isinstance(held, Lease)
    run.trigger()
    qtbot.waitUntil(lambda: bool(desk_bench.said))
    assert f"is running on {held.label}" in desk_bench.said[-1].text


def test_switching_on_and_off_again(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    work.try_out(desk_bench.desk.program, crm.stored(), cancel=CancelToken())
    page_of(window).refresh()
    qtbot.waitUntil(lambda: page_of(window)._model.rowCount() == 1 and cells(window)["state"] == "Off")
    menu_of(window, qtbot)["Enable"].trigger()
    qtbot.waitUntil(lambda: cells(window)["state"] == "Enabled")
    menu_of(window, qtbot)["Disable"].trigger()
    qtbot.waitUntil(lambda: cells(window)["state"] == "Off")
    assert not crm.stored().state.enabled


def test_a_copy_has_a_name_of_its_own(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    shown(window, qtbot)
    menu_of(window, qtbot)["Copy"].trigger()
    qtbot.waitUntil(lambda: [key for key, _args in desk_bench.going.went] == ["injector"])
    with crm.workspace.reading() as database:
        names = [each.injector.name for each in injectors.list_all(database)]
    assert names == ["Web", "Web (2)"]


def test_delete_can_be_undone(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    shown(window, qtbot)
    table_of(window).choose(crm.injector_id)
    table_of(window).setFocus()
    qtbot.keyClick(table_of(window), Qt.Key.Key_Delete)
    shown(window, qtbot, rows=0)
    assert desk_bench.said[-1].text == "“Web” is deleted."
    undo = desk_bench.said[-1].on_action
    assert undo is not None
    undo()
    shown(window, qtbot, rows=1)
    assert cells(window)["name"] == "Web"


def test_one_that_ran_is_archived_and_comes_back(
    crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench
) -> None:
    shown(window, qtbot)
    desk_bench.desk.program.runner.run(crm.injector_id, Order("test"))
    page_of(window).refresh()
    qtbot.waitUntil(lambda: page_of(window)._model.row_at(0).listed.stored.state.started_once)
    menu_of(window, qtbot)["Archive"].trigger()
    shown(window, qtbot, rows=0)
    undo = desk_bench.said[-1].on_action
    assert undo is not None
    undo()
    shown(window, qtbot, rows=1)
    assert crm.stored().injector.id == crm.injector_id
    assert not crm.stored().injector.archived


def test_next_runs_are_sorted_by_time(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    """Sorting by “Next run” goes by the moment, and injectors without one come last."""
    work.try_out(desk_bench.desk.program, crm.stored(), cancel=CancelToken())
    work.copy(desk_bench.desk.program, crm.injector_id)
    work.enable(desk_bench.desk.program, crm.injector_id)
    page_of(window).refresh()
    shown(window, qtbot, rows=2)
    table_of(window).sort_by("next_run")
    assert [row.listed.stored.injector.name for row in page_of(window)._model.rows()] == ["Web", "Web (2)"]
    first = page_of(window)._model.row_at(0).next_run
    assert first is not None
    assert datetime.now(UTC) < first <= datetime.now(UTC) + timedelta(minutes=5)


def test_the_note_counts_what_is_switched_on(crm: Crm, window: MainWindow, qtbot: QtBot, desk_bench: DeskBench) -> None:
    program = desk_bench.desk.program
    work.try_out(program, crm.stored(), cancel=CancelToken())
    work.copy(program, crm.injector_id)
    work.enable(program, crm.injector_id)
    with crm.workspace.transaction() as database:
        injectors.run_failed(database, crm.injector_id)
    page_of(window).refresh()
    shown(window, qtbot, rows=2)
    assert cells(window)["state"] == "Failing"
    assert page_of(window).header._note.text() == "2 injectors, 1 on"


def test_the_next_run_is_not_cut_in_a_narrow_window(crm: Crm, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    shown(window, qtbot)
    table = table_of(window)
    qtbot.waitUntil(lambda: table.horizontalHeader().length() == table.viewport().width())
    column = page_of(window)._model.column_of("next_run")
    assert table.isColumnHidden(page_of(window)._model.column_of("runner")), "the last one has the page’s margin"
    rect = QRect(0, 0, table.columnWidth(column), 36)
    room = cell_room(table, rect, column, page_edges=True).width()
    assert QFontMetrics(type_font(Type.BODY)).horizontalAdvance("tomorrow 20:48") <= room
    assert not table.isColumnHidden(page_of(window)._model.column_of("frequency"))
