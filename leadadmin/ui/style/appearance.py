"""Puts a theme on the application and follows the system's choice of light or dark.

`QStyleHints.setColorScheme` does nothing on bare X11, so the palette is always set here and the hint only
tells the platform which title bars and native dialogs to draw.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from leadadmin.app.settings import ThemeMode
from leadadmin.ui.style.density import set_compact_rows
from leadadmin.ui.style.focus import FocusRing
from leadadmin.ui.style.fonts import BODY_POINTS, body_font
from leadadmin.ui.style.proxy import LeadadminStyle
from leadadmin.ui.style.sheet import style_sheet
from leadadmin.ui.theme import DARK, LIGHT, Theme, high_contrast, make_palette


def apply_theme(app: QApplication, theme: Theme, *, points: float = BODY_POINTS) -> None:
    """Set style, font, palette and style sheet; safe to call again with another theme or text size."""
    if not isinstance(app.property("leadadminStyle"), bool):
        app.setStyle(LeadadminStyle())
        FocusRing(app)
        app.setProperty("leadadminStyle", True)
    font = body_font(points)
    if app.font() != font:
        app.setFont(font)
    # Replacing a sheet polishes every widget once per ancestor; taking it away first, once in all.
    app.setStyleSheet("")
    app.setPalette(make_palette(theme))
    app.setStyleSheet(style_sheet(theme))


class Appearance(QObject):
    """Keeps the application's theme as chosen: the system's, light, or dark.

    With high contrast asked for by the system, the system's own colours are used instead.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, mode: ThemeMode = "system", points: float = BODY_POINTS, *, compact: bool = False
    ) -> None:
        super().__init__(app)
        self._app, self._mode, self._points = app, mode, points
        set_compact_rows(app, compact)
        self._system_palette = app.palette()
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._apply()

    @property
    def mode(self) -> ThemeMode:
        """Which of the three is chosen."""
        return self._mode

    def set_mode(self, mode: ThemeMode) -> None:
        """Choose light, dark or the system's, now."""
        self._mode = mode
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode)
        if scheme is None:
            self._hints.unsetColorScheme()
        else:
            self._hints.setColorScheme(scheme)
        self._apply()

    def set_points(self, points: float) -> None:
        """Choose the body's text size, 9 to 14 points."""
        self._points = points
        self._apply()

    def set_compact(self, compact: bool) -> None:
        """Choose rows of 30 px or of 36 px, in every table."""
        set_compact_rows(self._app, compact)
        self._apply()

    def theme(self) -> Theme:
        """Return the theme that the choice and the system give now."""
        if self._hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return high_contrast(self._system_palette)
        if self._mode == "system":
            return DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _follow(self) -> None:
        self._apply()

    def _apply(self) -> None:
        apply_theme(self._app, self.theme(), points=self._points)
        self.changed.emit()
