"""A bar of parts with its legend: what a whole is made of, in up to seven parts (design, Look, Charts)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leadadmin.ui.formats import number, percent
from leadadmin.ui.style.metrics import RADIUS_BAR
from leadadmin.ui.theme import theme_of

SERIES_OTHER = 7
_LEAST = 2.0
_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its count, and its colour as the number of a series, 1 to 7."""

    name: str
    count: int
    series: int


class StackedBar(QWidget):
    """Parts in order, each at least 2 px while it has any, parted by 1 px of base; names on hover."""

    def __init__(self, parts: Sequence[Part] = (), *, height: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._height = height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts."""
        self._parts = tuple(parts)
        self.setAccessibleName(", ".join(f"{part.name} {number(part.count)}" for part in parts))
        self.update()

    def parts(self) -> tuple[Part, ...]:
        """Return the parts in order."""
        return self._parts

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)

    def spans(self) -> list[tuple[Part, float, float]]:
        """Return where each part that has any begins and ends, in pixels from the left."""
        shown = [part for part in self._parts if part.count > 0]
        total = sum(part.count for part in shown)
        if not total:
            return []
        room = self.width() - _GAP * (len(shown) - 1)
        small = [part for part in shown if part.count / total * room < _LEAST]
        left_for_large = room - _LEAST * len(small)
        large_total = total - sum(part.count for part in small)
        made, at = [], 0.0
        for part in shown:
            wide = _LEAST if part in small else part.count / large_total * left_for_large
            made.append((part, at, at + wide))
            at += wide + _GAP
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = min(RADIUS_BAR, self.height() / 2)
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(shape)
        spans = self.spans()
        painter.fillRect(self.rect(), QColor(theme.base if spans else theme.track))
        painter.setPen(Qt.PenStyle.NoPen)
        for part, start, end in spans:
            painter.fillRect(QRectF(start, 0, end - start, self.height()), QColor(theme.series[part.series - 1]))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            total = sum(part.count for part in self._parts)
            for part, start, end in self.spans():
                if start <= event.pos().x() <= end:
                    says = f"{part.name}: {number(part.count)} ({percent(part.count / total, 1)})"
                    QToolTip.showText(event.globalPos(), says, self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
