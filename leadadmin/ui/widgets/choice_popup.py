"""A pop-up that offers choices: one, or several with tick boxes; with a search where there are many."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadadmin.ui.icons import CELL, paint_icon
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import RADIUS_CARD, RADIUS_CONTROL, SPACE_M, SPACE_S, SPACE_XS
from leadadmin.ui.style.proxy import CHECK_SIZE, paint_check
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.fields import SearchField
from leadadmin.ui.widgets.labels import Label

Index = QModelIndex | QPersistentModelIndex
_CHOICE = Qt.ItemDataRole.UserRole
_ROW, _MOST_ROWS, _SEARCH_FROM = 32, 10, 9
_WIDTH, _WIDEST = 200, 340


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its key, its words, and an icon's name (may be empty)."""

    key: Hashable
    text: str
    icon: str = ""


class _Choices(QAbstractListModel):
    def __init__(self, *, several: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.several = several
        self.all: list[Choice] = []
        self.shown: list[Choice] = []
        self.chosen: set[Hashable] = set()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.shown[index.row()]
        if role == _CHOICE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return choice.text
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if choice.key in self.chosen else Qt.CheckState.Unchecked
        return None

    def narrow(self, text: str) -> None:
        self.beginResetModel()
        wanted = text.strip().casefold()
        self.shown = [choice for choice in self.all if wanted in choice.text.casefold()]
        self.endResetModel()

    def tell(self) -> None:
        if self.shown:
            self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(option.widget)
        choice: Choice = index.data(_CHOICE)
        chosen = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            here = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection if here else theme.hover))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS_CONTROL, RADIUS_CONTROL)
        room = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        middle = option.rect.center().y()
        model = index.model()
        if isinstance(model, _Choices) and model.several:
            box = QRect(room.left(), middle - CHECK_SIZE // 2 + 1, CHECK_SIZE, CHECK_SIZE)
            paint_check(painter, box, theme, chosen)
            room = room.adjusted(CHECK_SIZE + SPACE_S, 0, 0, 0)
        elif chosen == Qt.CheckState.Checked:
            mark = QRect(room.right() - CELL + 1, middle - CELL // 2 + 1, CELL, CELL)
            paint_icon(painter, mark, "check", theme.color("accent_text"))
            room = room.adjusted(0, 0, -CELL - SPACE_S, 0)
        if choice.icon:
            paint_icon(
                painter, QRect(room.left(), middle - CELL // 2 + 1, CELL, CELL), choice.icon, QColor(theme.text2)
            )
            room = room.adjusted(CELL + SPACE_S, 0, 0, 0)
        font = type_font(Type.BODY)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        text = QFontMetrics(font).elidedText(choice.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()


class ChoicePopup(QFrame):
    """Opens below a chip or button. A click, Enter or Space chooses; the arrows move; Esc closes.

    `changed` tells that the choice is another one, made by a person. With `several` it stays open.
    """

    changed = Signal()

    def __init__(self, says: str, *, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._several = several
        self._choices = _Choices(several=several, parent=self)
        self.search = SearchField(self.tr("Search"), key="")
        self.search.setMaximumWidth(_WIDEST)
        self.list = QListView()
        self.list.setModel(self._choices)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(says)
        self.list.viewport().setAutoFillBackground(False)
        self._none = Label(self.tr("Nothing matches"), tone="muted")
        self._none.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_S)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        box.setSpacing(SPACE_XS)
        box.addWidget(self.search)
        box.addWidget(self.list)
        box.addWidget(self._none)
        self.setAccessibleName(says)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._take)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what was chosen and is not there any more is dropped, silently."""
        self._choices.all = list(choices)
        self._choices.chosen &= {choice.key for choice in choices}
        self._choices.narrow(self.search.text())

    def choices(self) -> list[Choice]:
        """Return what is offered, in order."""
        return list(self._choices.all)

    def chosen(self) -> tuple[Hashable, ...]:
        """Return the chosen keys, in the order of the choices."""
        return tuple(choice.key for choice in self._choices.all if choice.key in self._choices.chosen)

    def choose(self, *keys: Hashable) -> None:
        """Choose exactly these, silently."""
        self._choices.chosen = set(keys)
        self._choices.tell()

    def open_below(self, widget: QWidget) -> None:
        """Open below `widget`."""
        self.search.setVisible(len(self._choices.all) >= _SEARCH_FROM)
        self.search.clear()
        self._choices.narrow("")
        self._size()
        at = widget.mapToGlobal(widget.rect().bottomLeft())
        screen = widget.screen().availableGeometry()
        left = max(screen.left(), min(at.x(), screen.right() - self.width()))
        self.move(left, at.y() + SPACE_XS)
        self.show()
        first = next((n for n, c in enumerate(self._choices.shown) if c.key in self._choices.chosen), 0)
        self.list.setCurrentIndex(self._choices.index(first))
        (self.list if self.search.isHidden() else self.search).setFocus(Qt.FocusReason.PopupFocusReason)

    def _size(self) -> None:
        metrics = QFontMetrics(type_font(Type.BODY))
        wide = max((metrics.horizontalAdvance(choice.text) for choice in self._choices.all), default=0)
        icons = CELL + SPACE_S if any(choice.icon for choice in self._choices.all) else 0
        wide += 4 * SPACE_S + SPACE_M + CHECK_SIZE + SPACE_S + icons
        self.list.setFixedHeight(_ROW * max(1, min(_MOST_ROWS, len(self._choices.all))) + 2)
        self.setFixedWidth(max(_WIDTH, min(_WIDEST, wide)))
        self._none.setVisible(not self._choices.shown)
        self.adjustSize()

    def _narrow(self, text: str) -> None:
        self._choices.narrow(text)
        self._none.setVisible(not self._choices.shown)
        self.list.setVisible(bool(self._choices.shown))
        if self._choices.shown:
            self.list.setCurrentIndex(self._choices.index(0))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        key = self._choices.shown[index.row()].key
        if self._several:
            self._choices.chosen ^= {key}
        else:
            self._choices.chosen = {key}
            self.hide()
        self._choices.tell()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if key in enters or (key == Qt.Key.Key_Space and watched is self.list):
                self._take(self.list.currentIndex())
                return True
            if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
