"""The table: keeping one's place, ticks, copying, columns that hide, and what it remembers."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from leadadmin.ui.formats import number, percent
from leadadmin.ui.memory import FileMemory, ShortMemory
from leadadmin.ui.models.base_columns import Col, Kind
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.pill import PillSpec
from leadadmin.ui.widgets.table import DataTable
from leadadmin.ui.widgets.totals import Totals, TotalsRow


@dataclass(frozen=True, slots=True)
class Pool:
    key: int
    name: str
    ready: int
    used: float | None = 0.5


COLUMNS: list[Col[Pool]] = [
    Col("name", "Name", lambda p: p.name, strong=True, minimum=160, stretch=True),
    Col("ready", "Ready to dial", lambda p: number(p.ready), Kind.NUMBER, width=104, sort=lambda p: p.ready),
    Col("used", "Used %", lambda p: percent(p.used), Kind.PERCENT, width=114, share=lambda p: p.used, hides=1),
    Col("state", "Status", lambda p: "Active", Kind.PILL, width=112, pill=lambda p: PillSpec("Active", Tone.SUCCESS)),
    Col("more", "Second", lambda p: p.name, Kind.TEXT, hidden=True),
]
POOLS = [Pool(n, f"Pool {n:03}", n * 1000) for n in range(200)]


def make(qtbot: QtBot, *, tickable: bool = False, memory: ShortMemory | FileMemory | None = None) -> DataTable:
    model: RowsModel[Pool] = RowsModel(COLUMNS, key=lambda p: p.key, tickable=tickable)
    table = DataTable(model, says="Lead pools", memory=memory, name="pools")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(900, 400)
    model.set_rows(POOLS)
    table.show()
    return table


def model_of(table: DataTable) -> RowsModel[Pool]:
    model = table.model()
    assert isinstance(model, RowsModel)
    return model


def shown(table: DataTable) -> list[str]:
    header = table.horizontalHeader()
    columns = [header.logicalIndex(at) for at in range(header.count())]
    return [model_of(table).columns[n].key for n in columns if not header.isSectionHidden(n)]


def test_new_rows_keep_selection_current_row_and_scroll(qtbot: QtBot) -> None:
    table = make(qtbot)
    assert table.choose(120)
    table.verticalScrollBar().setValue(3000)
    top_before = model_of(table).key_at(table.rowAt(1))
    fresh = [Pool(p.key, p.name, p.ready + 1) for p in POOLS if p.key not in (5, 6, 7)]
    model_of(table).set_rows(fresh)
    assert table.current_key() == 120
    assert table.selected_keys() == [120]
    assert model_of(table).key_at(table.rowAt(1)) == top_before


def test_the_selection_of_a_row_that_is_gone_goes(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.choose(120)
    model_of(table).set_rows([p for p in POOLS if p.key != 120])
    assert 120 not in table.selected_keys()


def test_a_click_on_a_header_sorts_by_value_and_back(qtbot: QtBot) -> None:
    table = make(qtbot)
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 50, 16)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert model_of(table).row_at(0).ready == 0
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert model_of(table).row_at(0).ready == 199_000
    assert header.sortIndicatorSection() == 1


def test_selected_rows_are_copied_as_seen(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.choose(2)
    table.horizontalHeader().moveSection(0, 1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ready to dial\tName\tUsed %\tStatus\n2,000\tPool 002\t50%\tActive"


def test_a_tab_in_a_value_does_not_break_the_copy(qtbot: QtBot) -> None:
    table = make(qtbot)
    model_of(table).set_rows([Pool(1, "a\tb\nc", 1)])
    table.selectAll()
    assert table.selection_as_tsv().splitlines()[1].startswith("a b c\t1\t")


def test_ticks_by_click_space_and_header(qtbot: QtBot) -> None:
    table = make(qtbot, tickable=True)
    model = model_of(table)
    box = table.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert model.ticked() == {1}
    assert table.selected_keys() == []  # a tick is no selection
    table.choose(3)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked() == {1, 3}
    header = table.horizontalHeader()
    all_rows = QPoint(header.sectionViewportPosition(0) + 30, 16)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=all_rows)
    assert len(model.ticked()) == 200
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=all_rows)
    assert model.ticked() == set()


def test_enter_and_double_click_open_a_row(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.choose(4)
    with qtbot.waitSignal(table.row_opened) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [4]
    place = table.visualRect(model_of(table).index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.row_opened) as heard:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2]


def test_the_stretching_column_takes_the_rest(qtbot: QtBot) -> None:
    table = make(qtbot)
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(1200, 400)
    assert header.length() == table.viewport().width()


def test_in_a_narrow_window_the_dispensable_column_hides_and_comes_back(qtbot: QtBot) -> None:
    table = make(qtbot)
    assert shown(table) == ["name", "ready", "used", "state"]
    table.resize(420, 400)
    assert shown(table) == ["name", "ready", "state"]
    table.resize(900, 400)
    assert shown(table) == ["name", "ready", "used", "state"]


def test_columns_are_chosen_and_one_always_stays(qtbot: QtBot) -> None:
    table = make(qtbot)
    layout = table.layout_of_columns
    layout.choose("more", True)
    assert "more" in shown(table)
    for key in ("name", "ready", "used", "state", "more"):
        layout.choose(key, False)
    assert shown(table) == ["more"]
    layout.reset()
    assert shown(table) == ["name", "ready", "used", "state"]


def test_the_columns_menu_offers_choice_and_sorting(qtbot: QtBot) -> None:
    table = make(qtbot, tickable=True)
    menu = table.layout_of_columns.menu(table.sort_by)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Sort by", "Name", "Ready to dial", "Used %", "Status", "Second", "Columns as they were"]
    menu.actions()[texts.index("Used %") + 1].trigger()
    assert "used" not in shown(table)
    sorting = menu.actions()[0].menu()
    assert sorting is not None
    next(action for action in sorting.actions() if action.text() == "Ready to dial").trigger()
    assert table.layout_of_columns.sort() == ("ready", True)


def test_what_a_person_did_to_the_columns_is_remembered(qtbot: QtBot) -> None:
    memory = ShortMemory()
    table = make(qtbot, memory=memory)
    table.horizontalHeader().moveSection(1, 0)
    table.setColumnWidth(1, 150)
    table.layout_of_columns.choose("used", False)
    table.sort_by("ready", ascending=False)
    table.layout_of_columns.keep()
    again = make(qtbot, memory=memory)
    assert shown(again) == ["ready", "name", "state"]
    assert again.columnWidth(1) == 150
    assert again.layout_of_columns.sort() == ("ready", False)
    assert model_of(again).row_at(0).ready == 199_000


def test_numbers_are_never_cut(qtbot: QtBot) -> None:
    table = make(qtbot)
    model_of(table).set_rows([Pool(1, "a", 1_000_000_000_000_000)])
    table.grab()
    need = table.fontMetrics().horizontalAdvance("1,000,000,000,000,000")
    qtbot.waitUntil(lambda: table.columnWidth(1) > need)


def test_an_empty_table_says_so_and_loading_does_not(qtbot: QtBot) -> None:
    table = make(qtbot)
    empty = EmptyState("layers", "No pools yet", "A pool holds leads to dial.")
    table.set_empty(empty)
    assert not empty.isVisible()
    model_of(table).set_rows([])
    assert empty.isVisible()
    table.set_loading(True)
    assert not empty.isVisible()
    table.set_loading(False)
    assert empty.isVisible()


def test_grey_blocks_come_only_when_reading_takes_long(qtbot: QtBot) -> None:
    table = make(qtbot)
    model_of(table).set_rows([])
    table.set_loading(True)
    plain = table.viewport().grab().toImage()
    qtbot.waitUntil(lambda: table.viewport().grab().toImage() != plain, timeout=2000)
    table.set_loading(False)


def test_totals_follow_the_tables_columns(qtbot: QtBot) -> None:
    table = make(qtbot)
    totals = TotalsRow(table)
    qtbot.addWidget(totals)
    totals.show_totals(Totals({"name": "Sum of 3 ticked", "ready": "1,041"}, {"used": 0.8}))
    table.setColumnWidth(1, 180)
    table.horizontalHeader().moveSection(1, 0)
    own, upper = totals.horizontalHeader(), table.horizontalHeader()
    assert own.sectionSize(1) == 180
    assert [own.logicalIndex(n) for n in range(5)] == [upper.logicalIndex(n) for n in range(5)]
    table.layout_of_columns.choose("used", False)
    assert own.isSectionHidden(2)
    assert totals.model().index(0, 1).data() == "1,041"
    totals.grab()


def test_the_table_tells_its_name(qtbot: QtBot) -> None:
    assert make(qtbot).accessibleName() == "Lead pools"


def test_memory_in_a_file_lasts(tmp_path: Path) -> None:
    path = tmp_path / "desktop.ini"
    first = FileMemory(path)
    first.keep("columns/pools", '{"order": ["a, b"]}')
    del first
    assert FileMemory(path).recall("columns/pools") == '{"order": ["a, b"]}'
    assert FileMemory(path).recall("nothing") == ""
