"""Pill: a state in a word, tinted; all but the good state carry an icon, so colour never stands alone."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadadmin.ui.icons import PILL as ICON_SIZE
from leadadmin.ui.icons import paint_icon
from leadadmin.ui.style.fonts import MEDIUM, Type, type_font
from leadadmin.ui.style.metrics import PILL_HEIGHT
from leadadmin.ui.theme import Theme, Tone, theme_of

_EDGE = 8
_GAP = 4


@dataclass(frozen=True, slots=True)
class PillSpec:
    """What a pill shows. Leave `icon` empty only for the good state and for plain counts."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


def pill_width(spec: PillSpec) -> int:
    """Return the width a pill needs."""
    text = QFontMetrics(type_font(Type.CAPTION, MEDIUM)).horizontalAdvance(spec.text)
    return max(PILL_HEIGHT, text + 2 * _EDGE + (ICON_SIZE + _GAP if spec.icon else 0))


def paint_pill(painter: QPainter, left: int, middle: int, room: int, spec: PillSpec, theme: Theme) -> None:
    """Paint a pill from `left`, centred on `middle`, at most `room` wide (its text is elided then)."""
    tint = theme.tint(spec.tone)
    width = min(pill_width(spec), room)
    box = QRect(left, middle - PILL_HEIGHT // 2, width, PILL_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on_plain = tint.fill == theme.base  # high contrast: the tint becomes a line
    painter.setPen(QPen(QColor(tint.line), 1) if on_plain else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint.fill))
    half = PILL_HEIGHT / 2
    shape = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5) if on_plain else QRectF(box)
    painter.drawRoundedRect(shape, half, half)
    inner = box.adjusted(_EDGE, 0, -_EDGE, 0)
    if spec.icon:
        place = QRect(inner.left(), middle - ICON_SIZE // 2, ICON_SIZE, ICON_SIZE)
        paint_icon(painter, place, spec.icon, QColor(tint.text))
        inner.setLeft(inner.left() + ICON_SIZE + _GAP)
    painter.setPen(QColor(tint.text))
    font = type_font(Type.CAPTION, MEDIUM)
    painter.setFont(font)
    text = spec.text
    if width < pill_width(spec):
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    if spec.icon:
        align = Qt.AlignmentFlag.AlignLeft
    else:
        align, inner = Qt.AlignmentFlag.AlignHCenter, inner.adjusted(-2, 0, 2, 0)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | align), text)
    painter.restore()


class Pill(QWidget):
    """A pill as a widget."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.NEUTRAL, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._spec = PillSpec(text, tone, icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_spec(self, spec: PillSpec) -> None:
        """Show another state."""
        self._spec = spec
        self.setAccessibleName(spec.text)
        self.updateGeometry()
        self.update()

    def spec(self) -> PillSpec:
        """Return what is shown."""
        return self._spec

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._spec), PILL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_pill(painter, 0, self.height() // 2, self.width(), self._spec, theme_of(self))
