"""Bar list: names, bars and counts one below the other; a click on one says which."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.ui.formats import number
from leadadmin.ui.style.fonts import SEMIBOLD, Type, type_font
from leadadmin.ui.style.metrics import RADIUS_CONTROL, SPACE_M, SPACE_S
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.progress import paint_bar

_ROW = 30
_BAR = 6


@dataclass(frozen=True, slots=True)
class BarItem:
    """One line: what `chosen` says of it, its words, its count."""

    key: str
    text: str
    count: int


class _BarRow(QAbstractButton):
    def __init__(self, item: BarItem, share: float) -> None:
        super().__init__()
        self.item, self._share = item, share
        self.setText(item.text)
        self.setAccessibleName(f"{item.text}: {number(item.count)}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected_row if self.isChecked() else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        room = self.rect().adjusted(SPACE_S, 0, -SPACE_S, 0)
        count_font = type_font(Type.BODY, SEMIBOLD)
        count = number(self.item.count)
        count_width = max(48, QFontMetrics(count_font).horizontalAdvance(count))
        bar_width = max(40, round(room.width() * 0.38))
        bar_left = room.right() + 1 - count_width - bar_width
        words = room.adjusted(0, 0, bar_left - room.right() - SPACE_M - 1, 0)
        font = type_font(Type.BODY)
        painter.setFont(font)
        painter.setPen(QColor(theme.text2))
        says = QFontMetrics(font).elidedText(self.item.text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), says)
        top = (self.height() - _BAR) / 2
        paint_bar(painter, QRectF(bar_left, top, bar_width, _BAR), self._share, theme)
        painter.setFont(count_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)


class BarList(QWidget):
    """Bars are shares of the largest count. `chosen` carries a key, or "" when the chosen one is clicked again."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_BarRow] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def set_items(self, items: Sequence[BarItem]) -> None:
        """Show these; what was chosen stays chosen, silently, while its key is there."""
        before = self.current()
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        most = max((item.count for item in items), default=0)
        self._rows = []
        for item in items:
            row = _BarRow(item, item.count / most if most else 0.0)
            row.setChecked(item.key == before)
            row.clicked.connect(self._clicked)
            self._box.addWidget(row)
            self._rows.append(row)

    def current(self) -> str:
        """Return the chosen key; empty when none is."""
        return next((row.item.key for row in self._rows if row.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose by key, or nothing with an empty or unknown one; told as if clicked."""
        for row in self._rows:
            row.setChecked(row.item.key == key)
        self.chosen.emit(self.current())

    def _clicked(self, on: bool) -> None:
        clicked = self.sender()
        for row in self._rows:
            if row is not clicked:
                row.setChecked(False)
        self.chosen.emit(self.current() if on else "")
