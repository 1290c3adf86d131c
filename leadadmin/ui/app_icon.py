"""The program's own icon, drawn from the theme: a white telephone on the accent; a red dot for open alerts."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from leadadmin.ui.icons import paint_icon
from leadadmin.ui.theme import LIGHT

_SIZES = (16, 20, 24, 32, 48, 64, 128, 256)


def app_icon(*, dot: bool = False) -> QIcon:
    """Return the icon for windows and the tray, in all common sizes."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_draw(size, dot))
    return made


def _draw(size: int, dot: bool) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.accent))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.22, size * 0.22)
    inner = round(size * 0.62)
    place = QRect(0, 0, inner, inner)
    place.moveCenter(pixmap.rect().center())
    paint_icon(painter, place, "phone-forwarded", QColor(LIGHT.on_accent))
    if dot:
        across = size * 0.38
        painter.setBrush(QColor(LIGHT.danger.text))
        painter.drawEllipse(QRectF(size - across, 0, across, across))
    painter.end()
    return pixmap
