"""Fields: single-line editors in the look of the program. Each can show a problem and say why it is off."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from leadadmin.ui.icons import CELL, icon, paint_icon
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.labels import repolish


def set_problem(editor: QWidget, problem: str) -> None:
    """Give an editor the danger line and the problem as accessible description; empty takes it away."""
    if bool(problem) != bool(editor.property("problem")):
        editor.setProperty("problem", bool(problem))
        repolish(editor)
        editor.update()
    editor.setAccessibleDescription(problem)
    if isinstance(editor, LineEdit):
        editor.show_problem_icon(bool(problem))


class LineEdit(QLineEdit):
    """A field for one line of text, with an optional icon at its left."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        icon_name: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setProperty("small", small)
        self._problem: QAction | None = None
        if icon_name:
            self.addAction(icon(icon_name, "muted"), QLineEdit.ActionPosition.LeadingPosition)

    def show_problem_icon(self, shown: bool) -> None:
        """Show a cross in a circle at the end of the field, so that colour is not alone."""
        if shown and self._problem is None:
            end = QLineEdit.ActionPosition.TrailingPosition
            self._problem = self.addAction(icon("circle-x", "danger"), end)
        elif not shown and self._problem is not None:
            self.removeAction(self._problem)
            self._problem = None


class SearchField(LineEdit):
    """A search field: magnifier, words, and the key that gets there (hidden while there is text)."""

    def __init__(self, placeholder: str, *, key: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, icon_name="search", parent=parent)
        self._key = key
        self.setClearButtonEnabled(True)
        self.setAccessibleName(placeholder)
        self.setMinimumWidth(200)
        self.setMaximumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus() or not self._key:
            return
        font = type_font(Type.CAPTION)
        taken = self.fontMetrics().horizontalAdvance(self.placeholderText()) + CELL + 3 * SPACE_M
        if taken + QFontMetrics(font).horizontalAdvance(self._key) + SPACE_M > self.width():
            return
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(QColor(theme_of(self).muted))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(self.rect().adjusted(0, 0, -SPACE_M + 1, 0), flags, self._key)


_WIDEST_LIST = 480


class _ListDelegate(QStyledItemDelegate):
    """A combo box's own delegate ignores the style sheet's item rules; this one follows them."""


class ComboBox(QComboBox):
    """A choice of one from a list. The wheel does not change it: pages scroll under the pointer.

    Items: `add(text, key, icon_name)`; the key is given back by `key()`.
    """

    def __init__(
        self, *, placeholder: str = "", small: bool = False, says: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("small", small)
        self.setAccessibleName(says)
        self.setPlaceholderText(placeholder)
        self.setItemDelegate(_ListDelegate(self))
        self.setIconSize(QSize(CELL, CELL))
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)

    def add(self, text: str, key: object = None, icon_name: str = "") -> None:
        """Add a choice; its key is the text unless given."""
        data = text if key is None else key
        if icon_name:
            self.addItem(icon(icon_name, "text2"), text, data)
        else:
            self.addItem(text, data)

    def key(self) -> object:
        """Return the key of the choice, or None when nothing is chosen."""
        return self.currentData()

    def choose(self, key: object) -> bool:
        """Choose by key; an unknown key chooses nothing and returns False."""
        for number in range(self.count()):
            if self.itemData(number) == key:
                self.setCurrentIndex(number)
                return True
        self.setCurrentIndex(-1)
        return False

    def showPopup(self) -> None:
        """The list is as wide as its words, also under a box that is narrower, such as a cell of a table."""
        words = self.view()
        words.setMinimumWidth(min(_WIDEST_LIST, words.sizeHintForColumn(0) + 2 * SPACE_M))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - CELL - 9, (self.height() - CELL) // 2, CELL, CELL)
        theme = theme_of(self)
        color = theme.text2 if self.isEnabled() else theme.disabled
        paint_icon(painter, place, "chevron-down", QColor(color))


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves it. `lines` is its height; it scrolls beyond."""

    def __init__(self, text: str = "", *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self._set_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_height()

    def _set_height(self) -> None:
        line = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(self._lines * line + 2 * SPACE_S + 6)
