"""Cells of a table: one delegate that draws each kind of column from the theme.

It reads columns and rows straight from the model (no variant per role), elides through a small cache, and
makes no pixmaps while painting.
"""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from leadadmin.ui.formats import percent
from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.models.base_columns import NOTHING, Col, ColumnsModel, Index, Kind
from leadadmin.ui.style.fonts import MEDIUM, SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import PAGE_MARGIN
from leadadmin.ui.style.proxy import CHECK_SIZE, paint_check, paint_focus_ring
from leadadmin.ui.theme import Theme, theme_of
from leadadmin.ui.widgets.pill import paint_pill
from leadadmin.ui.widgets.progress import paint_bar

CELL_MARGIN = 10
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP, _NUMBER_WIDTH = 48, 6, 8, 34
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_ICON_GAP = 7
_CACHE_SIZE = 8192


def cell_room(view: QTableView, rect: QRect, column: int, *, page_edges: bool) -> QRect:
    """Return a cell's room without its margins; at the page's edges the margin is the page's."""
    left = right = CELL_MARGIN
    if page_edges:
        header = view.horizontalHeader()
        shown = [n for n in range(header.count()) if not header.isSectionHidden(header.logicalIndex(n))]
        if shown and header.logicalIndex(shown[0]) == column:
            left = PAGE_MARGIN
        if shown and header.logicalIndex(shown[-1]) == column:
            right = PAGE_MARGIN
    return rect.adjusted(left, 0, -right, 0)


class CellDelegate(QStyledItemDelegate):
    """Draws every cell of a `DataTable` and of its totals; ticks rows on click."""

    too_narrow = Signal(int, int)

    def __init__(self, view: QTableView, *, strong: bool = False, page_edges: bool = True) -> None:
        super().__init__(view)
        self._view, self._strong = view, strong
        self.page_edges = page_edges
        self.hovered = -1
        self._elided: dict[tuple[str, int, str], str] = {}

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ColumnsModel):
            super().paint(painter, option, index)
            return
        theme = theme_of(self._view)
        col: Col[Any] = model.columns[index.column()]
        row = model.row_at(index.row())
        selected = self._ground(painter, option, index, theme)
        room = cell_room(self._view, option.rect, index.column(), page_edges=self.page_edges)
        middle = option.rect.top() + option.rect.height() // 2
        painter.save()
        painter.setClipRect(option.rect)
        match col.kind:
            case Kind.TICK:
                state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole) or 0)
                box = QRect(room.left(), middle - CHECK_SIZE // 2, CHECK_SIZE, CHECK_SIZE)
                paint_check(painter, box, theme, state)
            case Kind.PERCENT:
                self._percent(painter, room, col, row, theme)
            case Kind.PILL:
                self._pill(painter, room, col, row, theme)
            case Kind.TWO_LINES:
                self._two_lines(painter, room, col, row, theme)
            case Kind.NUMBER:
                self._number(painter, room, col, row, index.column(), theme, selected)
            case _:
                self._icon_text(painter, room, col, row, theme, selected)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            paint_focus_ring(painter, option.rect.adjusted(1, 0, -1, -1), theme, 4)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, theme: Theme) -> bool:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        model = index.model()
        ticked = isinstance(model, ColumnsModel) and model.is_ticked(index.row())
        if selected or ticked:
            painter.fillRect(option.rect, QColor(theme.selected_row))
        elif index.row() == self.hovered:
            painter.fillRect(option.rect, QColor(theme.hover))
        if not self._strong:
            rect = option.rect
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.divider))
        return bool(selected or ticked)

    def _color(self, col: Col[Any], row: Any, theme: Theme, selected: bool) -> QColor:
        name = col.tone(row) if col.tone else "text"
        if name == "muted" and selected:
            name = "text2"
        return theme.color(name or "text")

    def _font(self, col: Col[Any]) -> QFont:
        if self._strong:
            return type_font(Type.BODY, SEMIBOLD)
        return type_font(Type.BODY, MEDIUM if col.strong else None)

    def elide(self, text: str, font: QFont, width: int) -> str:
        """Return the text as it fits, from a cache."""
        key = (text, width, font.key())
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > _CACHE_SIZE:
                self._elided.clear()
            found = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = found
        return found

    def _text(self, painter: QPainter, room: QRect, text: str, font: QFont, color: QColor) -> None:
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(room, _LEFT, self.elide(text, font, room.width()))

    def _icon_text(self, painter: QPainter, room: QRect, col: Col[Any], row: Any, theme: Theme, selected: bool) -> None:
        color, font = self._color(col, row, theme, selected), self._font(col)
        name = col.icon(row) if col.icon else ""
        if name:
            own = col.icon_tone(row) if col.icon_tone else col.tone(row) if col.tone else ""
            tinted = theme.color(own if own not in ("", "text") else "text2")
            place = QRect(room.left(), room.top() + (room.height() - CELL) // 2, CELL, CELL)
            paint_icon(painter, place, name, tinted)
            room = room.adjusted(CELL + _ICON_GAP, 0, 0, 0)
        text = col.text(row)
        self._text(painter, room, text, font, QColor(theme.muted) if text == NOTHING else color)

    def _number(
        self, painter: QPainter, room: QRect, col: Col[Any], row: Any, column: int, theme: Theme, selected: bool
    ) -> None:
        text, font = col.text(row), self._font(col)
        need = QFontMetrics(font).horizontalAdvance(text)
        if need > room.width():
            self.too_narrow.emit(column, self._view.columnWidth(column) + need - room.width())
        painter.setFont(font)
        painter.setPen(QColor(theme.muted) if text == NOTHING else self._color(col, row, theme, selected))
        painter.drawText(room.adjusted(min(0, room.width() - need), 0, 0, 0), _RIGHT, text)

    def _percent(self, painter: QPainter, room: QRect, col: Col[Any], row: Any, theme: Theme) -> None:
        share = col.share(row) if col.share else None
        painter.setFont(self._font(col))
        if share is None:
            text = col.text(row)
            painter.setPen(QColor(theme.muted))
            painter.drawText(room, _RIGHT, text)
            return
        # Of the widest number in the totals' font, so that bars of rows and totals stand below one another.
        widest = QFontMetrics(type_font(Type.BODY, SEMIBOLD)).horizontalAdvance(percent(1.0))
        number_width = max(_NUMBER_WIDTH, widest)
        left = room.right() + 1 - number_width - _BAR_GAP - _BAR_WIDTH
        top = room.center().y() - _BAR_HEIGHT / 2 + 0.5
        paint_bar(painter, QRectF(left, top, _BAR_WIDTH, _BAR_HEIGHT), share, theme)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, _RIGHT, col.text(row))

    def _pill(self, painter: QPainter, room: QRect, col: Col[Any], row: Any, theme: Theme) -> None:
        spec = col.pill(row) if col.pill else None
        if spec is not None:
            paint_pill(painter, room.left(), room.center().y() + 1, room.width(), spec, theme)
        else:
            self._text(painter, room, col.text(row) or NOTHING, self._font(col), QColor(theme.muted))

    def _two_lines(self, painter: QPainter, room: QRect, col: Col[Any], row: Any, theme: Theme) -> None:
        if col.icon and (name := col.icon(row)):
            place = QRect(room.left(), room.center().y() - 10, 20, 20)
            tone = (col.tone(row) if col.tone else "") or "text2"
            paint_icon(painter, place, name, theme.color(tone))
            room = room.adjusted(20 + 12, 0, 0, 0)
        first, second = type_font(Type.BODY, SEMIBOLD), type_font(Type.CAPTION)
        upper, lower = QFontMetrics(first).height(), QFontMetrics(second).height()
        top = room.center().y() - (upper + lower + 2) // 2
        line = QRect(room.left(), top, room.width(), upper)
        self._text(painter, line, col.text(row), first, QColor(theme.text))
        below = QRect(room.left(), top + upper + 2, room.width(), lower)
        self._text(painter, below, col.second(row) if col.second else "", second, QColor(theme.text2))

    # -- behaviour

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        if not isinstance(model, ColumnsModel):
            return super().sizeHint(option, index)
        col = model.columns[index.column()]
        wide = QFontMetrics(self._font(col)).horizontalAdvance(str(index.data() or "")) + 2 * CELL_MARGIN
        if col.icon:
            wide += CELL + _ICON_GAP
        return QSize(max(col.minimum, wide), self._view.verticalHeader().defaultSectionSize())

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(model, ColumnsModel) and model.columns[index.column()].kind == Kind.TICK:
            if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
                on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
                state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
                return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
            return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        model = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, ColumnsModel):
            return super().helpEvent(event, view, option, index)
        text = index.data(Qt.ItemDataRole.ToolTipRole) or self._whole_if_cut(option.rect, index, model)
        QToolTip.showText(event.globalPos(), text or "", view.viewport(), option.rect)
        return True

    def _whole_if_cut(self, rect: QRect, index: Index, model: ColumnsModel[Any]) -> str:
        col = model.columns[index.column()]
        text = col.text(model.row_at(index.row()))
        room = cell_room(self._view, rect, index.column(), page_edges=self.page_edges).width()
        room -= CELL + _ICON_GAP if col.icon else 0
        return text if QFontMetrics(self._font(col)).horizontalAdvance(text) > room else ""
