"""Header of a table: aligned as its column, with the sort's arrow, a tick box for all, and a columns menu."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from leadadmin.ui.icons import paint_icon
from leadadmin.ui.models.base_columns import ColumnsModel, Kind
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.style.fonts import SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import TABLE_HEADER_HEIGHT
from leadadmin.ui.style.proxy import CHECK_SIZE, paint_check
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.cells import cell_room

_ARROW, _GAP, _SPARE = 12, 2, 8


class TableHeader(QHeaderView):
    """32 high on `alternate`, caption semibold muted, a hairline below."""

    menu_wanted = Signal(QPoint)

    def __init__(self, view: QTableView, *, page_edges: bool = True) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view, self._page_edges = view, page_edges
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(TABLE_HEADER_HEIGHT)
        self.setMinimumSectionSize(36)
        self.setMouseTracking(True)
        self.setSortIndicatorClearable(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), TABLE_HEADER_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.alternate))
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, QColor(theme.border))
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, ColumnsModel) or not rect.isValid():
            return
        theme = theme_of(self)
        col = model.columns[logicalIndex]
        room = cell_room(self._view, rect, logicalIndex, page_edges=self._page_edges)
        if col.kind == Kind.TICK and isinstance(model, RowsModel):
            box = QRect(room.left(), rect.top() + (rect.height() - CHECK_SIZE) // 2, CHECK_SIZE, CHECK_SIZE)
            paint_check(painter, box, theme, model.tick_state(), enabled=model.rowCount() > 0)
            return
        font = type_font(Type.CAPTION, SEMIBOLD)
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        if sorted_here:  # the arrow may use the margin, so that a title does not get shorter by being sorted
            room = room.adjusted(-_SPARE, 0, 0, 0) if col.right else room.adjusted(0, 0, _SPARE, 0)
        space = room.width() - (_ARROW + _GAP if sorted_here else 0)
        text = QFontMetrics(font).elidedText(col.title, Qt.TextElideMode.ElideRight, space)
        used = QFontMetrics(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(QColor(theme.text2 if sorted_here else theme.muted))
        side = Qt.AlignmentFlag.AlignRight if col.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if sorted_here:
            left = room.right() + 1 - used - _ARROW - _GAP if col.right else room.left() + used + _GAP
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            place = QRect(left, rect.center().y() - _ARROW // 2 + 1, _ARROW, _ARROW)
            paint_icon(painter, place, "arrow-up" if up else "arrow-down", QColor(theme.text2))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())
