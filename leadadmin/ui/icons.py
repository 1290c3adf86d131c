"""Icons: Lucide drawings (ISC licence, resources/icons/LICENSE) in the colours of the theme.

`icon("database", "muted")` follows a change of theme by itself, because the colour is looked up when it is
painted. Rendered pictures are cached by name, size, colour and device pixel ratio in Qt's own pixmap cache,
which is emptied with the application.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from leadadmin.app.paths import resource_path
from leadadmin.ui.theme import theme_now

NAV, CELL, PILL = 20, 16, 12
"""Sizes in device-independent pixels: navigation and lists, buttons and cells, pills."""

_GRID = 24
_STROKE = 1.5


@cache
def _source(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")


def _renderer(name: str, color: str, stroke: float) -> QSvgRenderer:
    svg = _source(name).replace("currentColor", color)
    svg = svg.replace('stroke-width="2"', f'stroke-width="{stroke:.3f}"')
    return QSvgRenderer(QByteArray(svg.encode()))


def icon_pixmap(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    """Return a square picture of `size` device-independent pixels for a screen of `ratio`.

    Raises `FileNotFoundError` when there is no such icon.
    """
    key = f"icon:{name}:{size}:{color.name(QColor.NameFormat.HexArgb)}:{ratio:.3f}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    pixels = max(1, round(size * ratio))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    # The same stroke at every size: small icons stay as dark as the text beside them.
    renderer = _renderer(name, color.name(), min(_STROKE, size / 8) * _GRID / size)
    painter = QPainter(pixmap)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def paint_icon(painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
    """Paint an icon into `rect` (square, device-independent pixels)."""
    # Not asked of `painter.device()`: in an icon engine that may be a device that is gone (seen in PySide6 6.11).
    ratio = abs(painter.deviceTransform().m11()) or 1.0
    painter.drawPixmap(rect.topLeft(), icon_pixmap(name, color, rect.width(), ratio))


class _Engine(QIconEngine):
    """Paints one icon in a theme's colour; `gap` keeps free room at its right, for buttons."""

    def __init__(self, name: str, token: str, gap: int) -> None:
        super().__init__()
        self._name, self._token, self._gap = name, token, gap

    def _color(self, mode: QIcon.Mode) -> QColor:
        return theme_now().color("disabled" if mode == QIcon.Mode.Disabled else self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        size = min(rect.width() - self._gap, rect.height())
        top = rect.top() + (rect.height() - size) // 2
        paint_icon(painter, QRect(rect.left(), top, size, size), self._name, self._color(mode))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap((QSizeF(size) * scale).toSize())
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token, self._gap)

    def key(self) -> str:
        return "leadadmin"


@cache
def icon(name: str, color: str = "text", *, gap: int = 0) -> QIcon:
    """Return the icon `name` (a Lucide name, see resources/icons) in the colour of a theme's token.

    `gap` keeps that much free room at the icon's right, which buttons need beside their text.
    Raises `FileNotFoundError` when there is no such icon.
    """
    _source(name)
    return QIcon(_Engine(name, color, gap))
