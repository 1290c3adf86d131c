"""Legend: a small square in a series' colour, the name, and a number."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadadmin.ui.charts.stacked_bar import Part
from leadadmin.ui.formats import number
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.labels import Label


class Swatch(QWidget):
    """A square of 10 px in the colour of a series, 1 to 7; decoration beside its name."""

    def __init__(self, series: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = series
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme_of(self).series[self._series - 1]))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)


class Legend(QWidget):
    """The parts of a stacked bar in one line that wraps."""

    def __init__(self, parts: list[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=18)
        for part in parts:
            item = QWidget()
            row = QHBoxLayout(item)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(7)
            row.addWidget(Swatch(part.series))
            row.addWidget(Label(part.name, Type.CAPTION, tone="text2"))
            row.addWidget(Label(number(part.count), Type.CAPTION, weight=SEMIBOLD))
            flow.addWidget(item)
