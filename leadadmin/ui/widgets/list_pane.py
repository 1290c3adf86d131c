"""List pane: two-line items with icon and pill, 288 wide, at the left of a page."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leadadmin.ui.icons import NAV, paint_icon
from leadadmin.ui.style.focus import shows_focus
from leadadmin.ui.style.fonts import SEMIBOLD, Type, text_scale, type_font
from leadadmin.ui.style.metrics import LIST_PANE_WIDTH, RADIUS_CONTROL, ROW_TWO_LINES_HEIGHT, SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.style.proxy import paint_focus_ring
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.pill import PillSpec, paint_pill, pill_width

Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: its key, name, second line; icon, pill and a time at the right are optional.

    `indent` is its depth in a tree. `heading` makes it a heading of a group, such as a day: not selectable, one line.
    """

    key: str
    title: str
    second: str = ""
    icon: str = ""
    icon_color: str = "text2"
    pill: PillSpec | None = None
    time: str = ""
    dot: bool = False
    heading: bool = False
    indent: int = 0


class _Items(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[ListItem] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = item.pill.text if item.pill else ""
            return ", ".join(part for part in (item.title, item.second, state, item.time) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.items[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def replace(self, items: list[ListItem]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: ListItem = index.data(_ITEM)
        lines = QFontMetrics(type_font(Type.BODY, SEMIBOLD)).height() + QFontMetrics(type_font(Type.CAPTION)).height()
        return QSize(120, 36 if item.heading else max(ROW_TWO_LINES_HEIGHT, lines + 20) + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        item: ListItem = index.data(_ITEM)
        theme = theme_of(view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if item.heading:
            painter.setFont(type_font(Type.CAPTION, SEMIBOLD))
            painter.setPen(QColor(theme.text2))
            painter.drawText(option.rect.adjusted(SPACE_S, SPACE_S, 0, 0), flags, item.title)
            painter.restore()
            return
        box = option.rect.adjusted(0, 2, 0, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected_row if selected else theme.hover))
            painter.drawRoundedRect(QRectF(box), RADIUS_CONTROL, RADIUS_CONTROL)
        if option.state & QStyle.StateFlag.State_HasFocus and shows_focus(view):
            paint_focus_ring(painter, box, theme)
        left, right = box.left() + SPACE_M + item.indent * SPACE_L, box.right() - SPACE_M
        if item.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QRectF(left - 3, box.center().y() - 3.5, 8, 8))
        if item.icon:
            left += SPACE_L if item.dot or item.time else 0
            place = QRect(left, box.center().y() - NAV // 2 + 1, NAV, NAV)
            paint_icon(painter, place, item.icon, theme.color(item.icon_color))
            left += NAV + SPACE_M
        if item.pill is not None:
            width = pill_width(item.pill)
            paint_pill(painter, right - width + 1, box.center().y() + 1, width, item.pill, theme)
            right -= width + SPACE_S
        elif item.time:
            painter.setFont(type_font(Type.CAPTION))
            painter.setPen(QColor(theme.muted))
            end = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(QRect(left, box.top(), right - left + 1, box.height()), end, item.time)
            right -= QFontMetrics(painter.font()).horizontalAdvance(item.time) + SPACE_S
        self._lines(painter, QRect(left, box.top() + 10, right - left, box.height() - 20), item, view)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, item: ListItem, view: QWidget) -> None:
        theme = theme_of(view)
        half = room.height() // 2
        plain = type_font(Type.BODY) if item.time and not item.dot else type_font(Type.BODY, SEMIBOLD)
        lines = (
            (item.title, plain, theme.text, QRect(room.left(), room.top(), room.width(), half)),
            (
                item.second,
                type_font(Type.CAPTION),
                theme.text2,
                QRect(room.left(), room.top() + half, room.width(), half),
            ),
        )
        for text, font, color, place in lines:
            painter.setFont(font)
            painter.setPen(QColor(color))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)


class ListPane(QListView):
    """The list at the left of a page. `set_items` keeps the chosen key; `chosen` tells a new one."""

    chosen = Signal(str)

    def __init__(self, *, says: str, width: int = LIST_PANE_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = _Items()
        self._items.setParent(self)
        self.setModel(self._items)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFixedWidth(round(width * (1 + text_scale()) / 2))  # half of the growth: it is not alone
        self.setViewportMargins(SPACE_S, SPACE_S - 2, SPACE_S, SPACE_S)
        self.setAccessibleName(says)
        self.selectionModel().currentChanged.connect(self._moved)

    def set_items(self, items: list[ListItem]) -> None:
        """Show other items; the chosen one stays chosen, silently, while its key is there."""
        before, top = self.current(), self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self._items.replace(items)
        self.selectionModel().blockSignals(blocked)
        if before and not self.choose(before, silent=True):
            self.chosen.emit("")
        self.verticalScrollBar().setValue(top)

    def current(self) -> str:
        """Return the chosen key; empty when none."""
        index = self.currentIndex()
        return self._items.items[index.row()].key if index.isValid() else ""

    def choose(self, key: str, *, silent: bool = False) -> bool:
        """Choose by key; returns whether it is there."""
        for row, item in enumerate(self._items.items):
            if item.key == key and not item.heading:
                blocked = self.selectionModel().blockSignals(silent)
                self.setCurrentIndex(self._items.index(row))
                self.selectionModel().blockSignals(blocked)
                self.viewport().update()
                return True
        return False

    def clear_choice(self) -> None:
        """Choose nothing, silently."""
        blocked = self.selectionModel().blockSignals(True)
        self.selectionModel().clear()
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        del before
        self.chosen.emit(self._items.items[now.row()].key if now.isValid() else "")
