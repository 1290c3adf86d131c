"""Empty state: what there is not yet, why one would want it, and the way there."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leadadmin.ui.icons import paint_icon
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.labels import Label

TONE_ICONS = {
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-x",
    Tone.INFO: "info",
    Tone.NEUTRAL: "info",
}
"""What stands before a verdict."""


class IconLabel(QWidget):
    """An icon of a size and colour token; decoration, so assistive tools pass it by."""

    def __init__(self, name: str, size: int, color: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._color = name, size, color
        self.setFixedSize(size, size)

    def show_icon(self, name: str, color: str) -> None:
        """Show another icon."""
        self._name, self._color = name, color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        color = theme_of(self).color(self._color)
        paint_icon(QPainter(self), QRect(0, 0, self._size, self._size), self._name, color)


class EmptyState(QWidget):
    """Centred icon, title, one sentence, up to two buttons (the first may be primary)."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        *buttons: QPushButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Label(title, Type.PANEL_TITLE, wrap=True)
        self.sentence = Label(sentence, tone="text2", wrap=True)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setFixedWidth(440)
        middle = Qt.AlignmentFlag.AlignHCenter
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        box.setSpacing(SPACE_S)
        box.addStretch(2)
        box.addWidget(IconLabel(icon_name, 40), 0, middle)
        box.addSpacing(SPACE_S)
        box.addWidget(self.title)
        # Beside stretches instead of aligned: an aligned label would not be asked for its height when it wraps.
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self.sentence)
        line.addStretch()
        box.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch()
        for made in buttons:
            row.addWidget(made)
        row.addStretch()
        if buttons:
            box.addSpacing(SPACE_M)
        box.addLayout(row)
        box.addStretch(3)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
