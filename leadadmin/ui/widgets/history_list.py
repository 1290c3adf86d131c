"""History: what happened, entry by entry along a line, grouped by day (design, A lead)."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.style.fonts import MEDIUM, SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import RADIUS_CONTROL, SPACE_L, SPACE_M
from leadadmin.ui.style.proxy import paint_focus_ring
from leadadmin.ui.theme import Theme, theme_of

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole
_ROW, _DAY, _CIRCLE = 49, 84, 28


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `day` is shown where it begins; `exact` is the whole moment, for the tooltip; `key` is the page's."""

    day: str
    time: str
    exact: str
    icon: str
    title: str
    second: str = ""
    key: object = None


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.second, entry.exact) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (entry.title, entry.second, entry.exact) if part)
        return None

    def replace(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(240, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Entries):
            return
        at, entries = index.row(), model.entries
        entry, theme, box = entries[at], theme_of(option.widget), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(box.adjusted(_DAY - 4, 1, 0, -1)), RADIUS_CONTROL, RADIUS_CONTROL)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget.hasFocus():
            paint_focus_ring(painter, box.adjusted(_DAY - 4, 1, -1, -1), theme)
        first_of_day = at == 0 or entries[at - 1].day != entry.day
        if first_of_day:
            self._write(
                painter,
                QRect(box.left(), box.top(), _DAY - 4, _ROW),
                entry.day,
                type_font(Type.CAPTION, SEMIBOLD),
                theme.text2,
            )
        self._line(painter, box, theme, above=at > 0, below=at < len(entries) - 1)
        circle = QRect(box.left() + _DAY, box.center().y() - _CIRCLE // 2 + 1, _CIRCLE, _CIRCLE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.neutral.fill))
        painter.drawEllipse(circle)
        place = QRect(0, 0, CELL, CELL)
        place.moveCenter(circle.center())
        paint_icon(painter, place, entry.icon, QColor(theme.neutral.text))
        self._words(painter, box, entry, theme)
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, theme: Theme, *, above: bool, below: bool) -> None:
        middle, x = box.center().y() + 1, box.left() + _DAY + _CIRCLE // 2
        top = box.top() if above else middle
        bottom = box.bottom() + 1 if below else middle
        painter.fillRect(x, top, 1, bottom - top, QColor(theme.border))

    def _words(self, painter: QPainter, box: QRect, entry: Entry, theme: Theme) -> None:
        caption = type_font(Type.CAPTION)
        time = QFontMetrics(caption).horizontalAdvance(entry.time)
        left = box.left() + _DAY + _CIRCLE + SPACE_M
        room = QRect(left, box.top() + 6, box.right() - left - time - 2 * SPACE_M, (_ROW - 12) // 2)
        if not entry.second:
            room = QRect(room.left(), box.top(), room.width(), _ROW)
        self._write(painter, room, entry.title, type_font(Type.BODY, MEDIUM), theme.text)
        if entry.second:
            self._write(painter, room.translated(0, room.height()), entry.second, caption, theme.text2)
        end = QRect(box.right() - time - SPACE_M, box.top(), time + 1, _ROW)
        self._write(painter, end, entry.time, caption, theme.muted)

    def _write(self, painter: QPainter, room: QRect, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class HistoryList(QListView):
    """`opened` carries the key of an entry that was double-clicked or chosen with Enter."""

    opened = Signal(object)

    def __init__(self, *, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = _Entries(self)
        self.setModel(self._entries)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setViewportMargins(SPACE_L, 0, SPACE_M, 0)
        self.setAccessibleName(says)
        self.viewport().setAutoFillBackground(False)
        self.activated.connect(self._open)

    def set_entries(self, entries: list[Entry]) -> None:
        """Show these, the newest first; the place stays."""
        top = self.verticalScrollBar().value()
        self._entries.replace(entries)
        self.verticalScrollBar().setValue(top)

    def entries(self) -> list[Entry]:
        """Return what is shown."""
        return list(self._entries.entries)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._entries.entries[index.row()].key)
