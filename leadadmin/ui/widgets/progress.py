"""Thin bars: progress in the status bar and shares in lists."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadadmin.ui.style.metrics import RADIUS_BAR
from leadadmin.ui.theme import Theme, theme_of


def paint_bar(painter: QPainter, rect: QRectF, share: float, theme: Theme, color: str = "") -> None:
    """Paint a bar of `share` (0 to 1) on its track; a share above nothing is never invisible."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = min(RADIUS_BAR, rect.height() / 2)
    painter.setBrush(QColor(theme.track))
    painter.drawRoundedRect(rect, radius, radius)
    if share > 0:
        width = max(rect.height(), rect.width() * min(share, 1.0))
        painter.setBrush(QColor(color or theme.bar))
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), radius, radius)
    painter.restore()


class Bar(QWidget):
    """A bar of a share, or of an unknown one (None: a quiet half-length part in the middle)."""

    def __init__(
        self, share: float | None = 0.0, *, width: int = 0, height: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._share = share
        self._size = QSize(width or 120, height)
        self.setFixedHeight(height)
        if width:
            self.setFixedWidth(width)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float | None) -> None:
        """Show a share of 0 to 1, or None while it is unknown."""
        self._share = share
        self.setAccessibleDescription("" if share is None else f"{share:.0%}")
        self.update()

    def share(self) -> float | None:
        """Return what is shown."""
        return self._share

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        theme = theme_of(self)
        rect = QRectF(self.rect())
        paint_bar(painter, rect, self._share or 0.0, theme)
        if self._share is None:
            quarter = rect.width() / 4
            paint_bar(painter, rect.adjusted(quarter, 0, -quarter, 0), 1.0, theme)
