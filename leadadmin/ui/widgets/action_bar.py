"""Action bar: 56 high at the foot of a page or panel, with a line above."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadadmin.ui.style.metrics import ACTION_BAR_HEIGHT, PAGE_MARGIN, SPACE_S
from leadadmin.ui.theme import theme_of


class ActionBar(QWidget):
    """`add` puts things at the left, `add_apart` at the right end (Delete; or Save as the panel's main one)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(ACTION_BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, 1, PAGE_MARGIN, 0)
        row.setSpacing(SPACE_S)
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        for part in (self._left, self._right):
            part.setSpacing(SPACE_S)
        row.addLayout(self._left)
        row.addStretch()
        row.addLayout(self._right)

    def add(self, widget: QWidget) -> None:
        """Add at the left, after the others."""
        self._left.addWidget(widget)

    def add_apart(self, widget: QWidget) -> None:
        """Add at the right, after the others there."""
        self._right.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.base))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.border))
