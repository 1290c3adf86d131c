"""Card: a white box with a hairline and an optional header; and plain containers."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import RADIUS_CARD, SPACE_L, SPACE_S
from leadadmin.ui.theme import Tone, theme_of
from leadadmin.ui.widgets.labels import Label


class Card(QWidget):
    """A box on the page: radius 8, 1 px border, 16 px inside. `tone` colours its line, `filled` its ground."""

    def __init__(
        self,
        title: str = "",
        note: str = "",
        *,
        tone: Tone | None = None,
        filled: bool = False,
        margin: int = SPACE_L,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._filled = tone, filled
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(SPACE_L - 1, 0, SPACE_S, 0)
        self.header.setSpacing(SPACE_S)
        if title:
            self.add_header(title, note)
        self.body = QVBoxLayout()
        top = 0 if title else margin - 1
        self.body.setContentsMargins(max(margin - 1, 0), max(top, 0), max(margin - 1, 0), max(margin - 1, 0))
        self.body.setSpacing(SPACE_S)
        self._outer.addLayout(self.body)

    def add_header(self, title: str, note: str) -> None:
        """Put title and muted note on top; `self.header` takes more at its right."""
        holder = QWidget()
        holder.setFixedHeight(40)
        holder.setLayout(self.header)
        self.title = Label(title, Type.CARD_TITLE)
        self.header.addWidget(self.title)
        self.note = Label(note, Type.CAPTION, tone="muted")
        self.header.addWidget(self.note)
        self.header.addStretch()
        self._outer.addWidget(holder)
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme.tint(self._tone) if self._tone else None
        painter.setPen(QPen(QColor(tint.line if tint else theme.border), 1))
        painter.setBrush(
            QColor(tint.fill if tint and self._filled else theme.alternate if self._filled else theme.base)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)


class Pane(QWidget):
    """A plain area in a colour of the theme (`base`, `alternate`, `window`)."""

    def __init__(self, color: str = "base", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = color

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme_of(self).color(self._color))


class ScrollPage(QScrollArea):
    """A vertical scroll area without ground of its own; `inner` carries the layout given."""

    def __init__(self, layout: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner = QWidget()
        self.inner.setLayout(layout)
        self.setWidget(self.inner)
        self.inner.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
