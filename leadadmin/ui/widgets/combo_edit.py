"""A field one can type into or choose from: a list that narrows to what contains the letters typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import RADIUS_CONTROL, SPACE_M, SPACE_S
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.fields import ComboBox

_NOTE = Qt.ItemDataRole.UserRole + 1
_ITEM_HEIGHT = 32
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that can be chosen, and what is said beside it, such as a procedure's parameters."""

    text: str
    note: str = ""


class _ChoiceDelegate(QStyledItemDelegate):
    """The text, and after it the note in muted."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = QFontMetrics(type_font(Type.BODY))
        words = f"{index.data() or ''}  {index.data(_NOTE) or ''}"
        return QSize(metrics.horizontalAdvance(words) + 2 * SPACE_M, _ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = theme_of(self._owner)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(option.rect.adjusted(4, 0, -4, 0), RADIUS_CONTROL, RADIUS_CONTROL)
        room = option.rect.adjusted(SPACE_M, 0, -SPACE_M, 0)
        font = type_font(Type.BODY)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        text = metrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(room, flags, text)
        left = room.left() + metrics.horizontalAdvance(text) + SPACE_S
        note_room = QRect(left, room.top(), max(0, room.right() - left), room.height())
        painter.setPen(QColor(theme.muted))
        note = metrics.elidedText(str(index.data(_NOTE) or ""), Qt.TextElideMode.ElideRight, note_room.width())
        painter.drawText(note_room, flags, note)
        painter.restore()


class ComboEdit(ComboBox):
    """One line of text with a list of suggestions. `edited` tells the text after every change by a person."""

    edited = Signal(str)

    def __init__(self, *, placeholder: str = "", says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(says=says, parent=parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(_ChoiceDelegate(self))
        line = self.lineEdit()
        if line is None:
            raise AssertionError("an editable combo box has a line edit")
        self._line = line
        line.setPlaceholderText(placeholder)
        line.setAccessibleName(says)
        line.textEdited.connect(self.edited)
        self.activated.connect(lambda _index: self.edited.emit(self.currentText()))
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setItemDelegate(_ChoiceDelegate(self))
        for view in (popup, self.view()):
            if isinstance(view, QListView):
                view.setUniformItemSizes(True)  # hundreds of countries or time zones are not measured one by one
        completer.activated.connect(self._completed)
        self.setCompleter(completer)

    def _completed(self, text: str) -> None:
        self.edited.emit(text)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other texts; what stands in the field stays."""
        text = self.currentText()
        blocked = self.blockSignals(True)
        self.clear()
        for choice in choices:
            self.addItem(choice.text)
            self.setItemData(self.count() - 1, choice.note, _NOTE)
            self.setItemData(self.count() - 1, choice.note, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(-1)
        self.setEditText(text)
        self.blockSignals(blocked)

    def show_text(self, text: str) -> None:
        """Show a text, unless it stands there already (the cursor would jump)."""
        if self.currentText() != text:
            blocked = self.blockSignals(True)
            self.setEditText(text)
            self.blockSignals(blocked)

    def set_placeholder(self, text: str) -> None:
        """Show another hint while the field is empty."""
        self._line.setPlaceholderText(text)
