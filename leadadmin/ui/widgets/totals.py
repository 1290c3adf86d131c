"""Totals row: one row below a table, its columns bound to the table's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from leadadmin.ui.models.base_columns import Col, ColumnsModel, Index, Kind
from leadadmin.ui.style.metrics import TOTALS_HEIGHT
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.cells import CellDelegate
from leadadmin.ui.widgets.table import DataTable


@dataclass(frozen=True, slots=True)
class Totals:
    """Texts by column key, and shares (0 to 1) for percent columns."""

    texts: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, float | None] = field(default_factory=dict)


def _column(col: Col[Any]) -> Col[Totals]:
    key = col.key
    percent = col.kind == Kind.PERCENT
    return Col(
        key,
        col.title,
        text=lambda totals: totals.texts.get(key, ""),
        kind=col.kind if col.right else Kind.TEXT,
        share=(lambda totals: totals.shares.get(key)) if percent else None,
        minimum=col.minimum,
    )


class _TotalsModel(ColumnsModel[Totals]):
    def __init__(self, model: ColumnsModel[Any]) -> None:
        super().__init__([_column(col) for col in model.columns])
        self.totals = Totals()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def row_at(self, row: int) -> Totals:
        return self.totals

    def key_at(self, row: int) -> object:
        return "totals"

    def replace(self, totals: Totals) -> None:
        self.totals = totals
        self.dataChanged.emit(self.index(0, 0), self.index(0, len(self.columns) - 1))


class TotalsRow(QTableView):
    """Put it directly below its table; `show_totals` fills it."""

    def __init__(self, table: DataTable, *, says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        model = table.model()
        if not isinstance(model, ColumnsModel):
            raise TypeError("totals need a table over a ColumnsModel")
        self._table = table
        self._totals = _TotalsModel(model)
        self._totals.setParent(self)
        self.setModel(self._totals)
        self.setItemDelegate(CellDelegate(self, strong=True, page_edges=table.cells.page_edges))
        self.setAccessibleName(says or self.tr("Totals"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setFixedHeight(TOTALS_HEIGHT)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TOTALS_HEIGHT)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(0)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = table.horizontalHeader()
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._moved)
        table.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        table.horizontalScrollBar().rangeChanged.connect(self._range)
        self._bind()

    def show_totals(self, totals: Totals) -> None:
        """Show sums; columns that are not named stay empty."""
        self._totals.replace(totals)

    def _bind(self) -> None:
        upper, own = self._table.horizontalHeader(), self.horizontalHeader()
        for number in range(upper.count()):
            own.setSectionHidden(number, upper.isSectionHidden(number))
            own.resizeSection(number, upper.sectionSize(number))
        for at in range(upper.count()):
            own.moveSection(own.visualIndex(upper.logicalIndex(at)), at)

    def _resized(self, number: int, before: int, now: int) -> None:
        del before
        self.horizontalHeader().setSectionHidden(number, now == 0)
        if now:
            self.horizontalHeader().resizeSection(number, now)

    def _moved(self, number: int, before: int, now: int) -> None:
        del number
        self.horizontalHeader().moveSection(before, now)

    def _range(self) -> None:
        self.horizontalScrollBar().setValue(self._table.horizontalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.alternate))
        painter.fillRect(0, 0, self.viewport().width(), 1, QColor(theme.control_line))
        painter.end()
        super().paintEvent(event)
