"""The columns of the history of runs, as wide as their titles need."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from leadadmin.ui.pages.runs import RunsPage, spec
from leadadmin.ui.style.fonts import SEMIBOLD, Type, type_font
from leadadmin.ui.widgets.cells import cell_room
from tests.helpers.desk import DeskBench
from tests.ui.laid import lay_runs


def test_titles_are_whole_in_a_narrow_window(desk_bench: DeskBench, qtbot: QtBot) -> None:
    lay_runs(desk_bench)
    window = desk_bench.window(spec(desk_bench.desk))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.go("runs")
    page = window.page("runs")
    assert isinstance(page, RunsPage)
    table, header = page.table, page.table.horizontalHeader()
    qtbot.waitUntil(lambda: header.length() == table.viewport().width())
    metrics = QFontMetrics(type_font(Type.CAPTION, SEMIBOLD))
    for column, col in enumerate(page._model.columns):
        if not table.isColumnHidden(column):
            rect = QRect(0, 0, table.columnWidth(column), 32)
            room = cell_room(table, rect, column, page_edges=True).width()
            assert metrics.horizontalAdvance(col.title) <= room, col.title
