"""Lead pools by clicks: figures, filters, sums, and switching pools on and off."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from leadadmin.store import pools as store
from leadadmin.ui.desk import POOLS
from leadadmin.ui.pages.pools import PoolsPage, spec
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.totals import TotalsRow
from tests.helpers.accessible import assert_all_named
from tests.helpers.clicks import click, click_cell, click_header, column_texts, pick, press, write
from tests.helpers.desk import DeskBench
from tests.ui.laid import lay_pools

NAME = 1


@pytest.fixture
def pools(desk_bench: DeskBench) -> dict[str, int]:
    return lay_pools(desk_bench)


@pytest.fixture
def page(desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot) -> PoolsPage:
    return opened(desk_bench, qtbot, rows=len(pools))


def opened(bench: DeskBench, qtbot: QtBot, *, rows: int) -> PoolsPage:
    window = bench.window(spec(bench.desk))
    qtbot.addWidget(window)
    window.show()
    window.go("pools")
    page = window.page("pools")
    assert isinstance(page, PoolsPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == rows)
    return page


def chip(page: PoolsPage, name: str) -> ChoiceChip:
    found = page.findChild(ChoiceChip, f"pools-{name}")
    assert found is not None
    return found


def named(page: PoolsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, f"pools-{name}")
    assert found is not None
    return found


def names(page: PoolsPage) -> list[str]:
    return column_texts(page.table, NAME)


def note(page: PoolsPage) -> str:
    return page.header._note.text()


def sums(page: PoolsPage) -> list[str]:
    row = page.findChild(TotalsRow)
    assert row is not None
    model = row.model()
    texts = [str(model.index(0, n).data()) for n in range(model.columnCount())]
    return [text for text in texts[1:10] if text]


def tick(page: PoolsPage, row: int) -> None:
    click_cell(page.table, row, 0)


def test_ten_columns_with_figures_and_sums(page: PoolsPage) -> None:
    titles = [page.table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(1, 11)]
    assert titles == [
        "Name", "Campaign", "Project", "Ready to dial", "Open", "Closed %", "Used %", "Total", "Uploaded", "Status",
    ]  # fmt: skip
    row = names(page).index("Web")
    shown = [page.table.model().index(row, n).data() for n in range(1, 9)]
    assert shown == ["Web", "Solar 2026", "Residential", "9", "9", "25%", "50%", "12"]
    assert page.table.model().index(names(page).index("Givers"), 10).data() == "Inactive"
    assert note(page) == "3 pools"
    assert sums(page) == ["Sum of 3 shown", "13", "14", "18%", "35%", "17"]


def test_percent_is_read_aloud(page: PoolsPage) -> None:
    index = page.table.model().index(names(page).index("Web"), 6)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "25 percent"


def test_search_and_filters_narrow(page: PoolsPage) -> None:
    assert page.header.search is not None
    write(page.header.search, "GIV")
    assert (names(page), note(page)) == (["Givers"], "1 of 3 shown")
    press(page.header.search, Qt.Key.Key_A)
    assert names(page) == []
    assert page.escape()
    pick(chip(page, "project"), "Residential")
    assert sorted(names(page)) == ["Fair", "Web"]
    chip(page, "project").popup.hide()
    pick(chip(page, "door"), "Upload")
    chip(page, "door").popup.hide()
    assert names(page) == ["Fair"]
    assert sums(page)[0] == "Sum of 1 shown"
    click(named(page, "clear"))
    assert len(names(page)) == 3
    pick(chip(page, "status"), "Inactive")
    assert names(page) == ["Givers"]
    chip(page, "status").popup.hide()
    chip(page, "status").choose()
    pick(chip(page, "campaign"), "Solar 2026")
    assert sorted(names(page)) == ["Fair", "Web"]


def test_sorted_by_value(page: PoolsPage) -> None:
    click_header(page.table, 8)
    assert names(page) == ["Givers", "Fair", "Web"]
    click_header(page.table, 8)
    assert names(page) == ["Web", "Fair", "Givers"]


def test_ticked_pools_are_summed_and_switched_with_undo(
    page: PoolsPage, desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot
) -> None:
    def active() -> dict[str, bool]:
        with desk_bench.office.workspace.reading() as database:
            return {name: store.get(database, pool).active for name, pool in pools.items()}

    assert not page.actions_bar.isVisible()
    tick(page, names(page).index("Web"))
    assert sums(page)[0] == "Sum of 1 ticked"
    assert named(page, "activate").toolTip() == "All of them are active."
    assert not named(page, "activate").isEnabled()
    tick(page, names(page).index("Givers"))
    assert named(page, "activate").isEnabled()
    click(named(page, "deactivate"))
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    assert desk_bench.said[0].text == "1 pool deactivated"
    assert active() == {"Web": False, "Fair": True, "Givers": False}
    row = names(page).index("Web")
    qtbot.waitUntil(lambda: page.table.model().index(row, 10).data() == "Inactive")
    undo = desk_bench.said[0].on_action
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: page.table.model().index(row, 10).data() == "Active")
    assert active() == {"Web": True, "Fair": True, "Givers": False}
    click(named(page, "untick"))
    assert not page.actions_bar.isVisible()


def test_a_change_elsewhere_shows_and_selection_stays(
    page: PoolsPage, desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot
) -> None:
    click_cell(page.table, names(page).index("Fair"), NAME)
    with desk_bench.office.workspace.transaction() as database:
        store.set_active(database, pools["Web"], False, who="someone else")
    desk_bench.desk.bus.tell(POOLS)
    row = names(page).index("Web")
    qtbot.waitUntil(lambda: page.table.model().index(row, 10).data() == "Inactive")
    assert page.table.selected_keys() == [pools["Fair"]]


def test_enter_and_double_click_open_the_leads(page: PoolsPage, desk_bench: DeskBench, pools: dict[str, int]) -> None:
    desk_bench.going.window = None
    click_cell(page.table, names(page).index("Fair"), NAME, double=True)
    assert desk_bench.going.went[-1] == ("leads", {"pool_id": pools["Fair"]})
    press(page.table, Qt.Key.Key_Home)
    click_cell(page.table, names(page).index("Web"), NAME)
    press(page.table, Qt.Key.Key_Return)
    assert desk_bench.going.went[-1] == ("leads", {"pool_id": pools["Web"]})


def test_copied_with_titles(page: PoolsPage) -> None:
    click_cell(page.table, names(page).index("Fair"), NAME)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QApplication.clipboard().text().splitlines()
    assert head.startswith("Name\tCampaign")
    assert line.startswith("Fair\tSolar 2026")


def test_the_layout_is_remembered(page: PoolsPage, desk_bench: DeskBench, qtbot: QtBot) -> None:
    click_header(page.table, 8)
    page.table.layout_of_columns.choose("rejected", True)
    page.table.layout_of_columns.choose("project", False)
    qtbot.waitUntil(lambda: "rejected" in desk_bench.desk.memory.recall("columns/pools"))
    kept = json.loads(desk_bench.desk.memory.recall("columns/pools"))
    assert kept["sort"] == ["total", True]
    again = PoolsPage(desk_bench.desk)
    qtbot.addWidget(again)
    assert again.table.layout_of_columns.is_chosen("rejected")
    assert not again.table.layout_of_columns.is_chosen("project")


def test_no_pools_yet_says_how_they_come(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot, rows=0)
    qtbot.waitUntil(lambda: note(page) == "0 pools")
    state = page.table._empty
    assert state is not None
    assert state.isVisible()
    assert state.accessibleName() == "No lead pools yet"
    desk_bench.going.window = None
    found = [b for b in state.findChildren(QPushButton) if b.text() == "Go to injectors"]
    click(found[0])
    assert desk_bench.going.went[-1] == ("injectors", {})


def test_nothing_that_matches_offers_all(page: PoolsPage) -> None:
    assert page.header.search is not None
    write(page.header.search, "zzz")
    state = page.table._empty
    assert state is not None
    click(state.findChildren(QPushButton)[0])
    assert len(names(page)) == 3


def test_the_tick_column_leaves_the_selection(page: PoolsPage) -> None:
    click_cell(page.table, 0, NAME)
    before = page.table.selected_keys()
    tick(page, 2)
    assert page.table.selected_keys() == before


def test_every_control_has_a_name(page: PoolsPage) -> None:
    tick(page, 0)
    assert_all_named(page)
    click(chip(page, "campaign"))
    assert_all_named(chip(page, "campaign").popup)
