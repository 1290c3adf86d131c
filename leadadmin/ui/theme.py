"""Colours: one `Theme` object holds every token of the look; the only place with hex values.

Source of the values and of their contrast: design, Look, Colour. A widget never keeps a theme: it asks
`theme_of(self)` while it paints, so a change of palette is all that a change of theme needs.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget


class Tone(StrEnum):
    """What a colour means. Never the only carrier of a message: an icon's shape and a word go with it."""

    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Tint:
    """Colours of one tone: text on base or on the tint, the tint itself, the line around it."""

    text: str
    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour of the program; values are `#RRGGBB`."""

    dark: bool
    window: str
    base: str
    alternate: str
    raised: str
    hover: str
    nav_selected: str
    text: str
    text2: str
    muted: str
    disabled: str
    border: str
    divider: str
    chart_grid: str
    control_line: str
    field_line: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    focus: str
    selection: str
    selected_row: str
    bar: str
    track: str
    success: Tint
    warning: Tint
    danger: Tint
    info: Tint
    neutral: Tint
    series: tuple[str, ...]
    single: str
    heat_low: str
    heat_high: str
    shadow: str

    def tint(self, tone: Tone) -> Tint:
        """Return the colours of `tone`."""
        tint = getattr(self, tone.value)
        if not isinstance(tint, Tint):
            raise TypeError(f"{tone} is not a tone")
        return tint

    def color(self, token: str) -> QColor:
        """Return the colour of a token: `muted`, a tone (`danger`: its text), or `danger.fill`, `danger.line`.

        Raises `AttributeError` for a token that does not exist.
        """
        name, _, part = token.partition(".")
        value = getattr(self, name)
        if isinstance(value, Tint):
            value = getattr(value, part or "text")
        return QColor(value)


LIGHT = Theme(
    dark=False,
    window="#F4F5F7",
    base="#FFFFFF",
    alternate="#F8F9FB",
    raised="#FFFFFF",
    hover="#EEF1F5",
    nav_selected="#E6E9EF",
    text="#1A1E27",
    text2="#444C5A",
    muted="#5F6877",
    disabled="#9098A5",
    border="#E0E4EA",
    divider="#ECEEF2",
    chart_grid="#EBEEF2",
    control_line="#C6CCD6",
    field_line="#828A99",
    accent="#2C5BD0",
    accent_hover="#244DB3",
    on_accent="#FFFFFF",
    accent_text="#2350BE",
    focus="#2C5BD0",
    selection="#E4ECFC",
    selected_row="#EDF3FE",
    bar="#4A77DC",
    track="#E6E9EF",
    success=Tint("#16794A", "#E3F4EA", "#9BD1B3"),
    warning=Tint("#8A5600", "#FDF1D8", "#E6C476"),
    danger=Tint("#B3261E", "#FCE9E7", "#EDAAA4"),
    info=Tint("#2350BE", "#E8EFFD", "#AFC5F5"),
    neutral=Tint("#4A5260", "#ECEEF2", "#C6CCD6"),
    series=("#2452B0", "#C07A22", "#14705F", "#A25BE6", "#3E9ACC", "#861A14", "#8A92A0"),
    single="#3F74DE",
    heat_low="#EEF2FA",
    heat_high="#1F4499",
    shadow="#1A1E27",
)

DARK = Theme(
    dark=True,
    window="#17191E",
    base="#1E2127",
    alternate="#22252C",
    raised="#272B33",
    hover="#2A2E37",
    nav_selected="#2A2E37",
    text="#E7EAF0",
    text2="#BFC5D0",
    muted="#9AA2B1",
    disabled="#666E7C",
    border="#343943",
    divider="#2B2F38",
    chart_grid="#2B2F38",
    control_line="#454C59",
    field_line="#737C8C",
    accent="#3D6BE0",
    accent_hover="#3562D6",
    on_accent="#FFFFFF",
    accent_text="#8FB0FF",
    focus="#8FB0FF",
    selection="#263961",
    selected_row="#24304D",
    bar="#5C86EC",
    track="#363C47",
    success=Tint("#6CCB97", "#1D3529", "#34664C"),
    warning=Tint("#E9B95A", "#3A2E16", "#6E5828"),
    danger=Tint("#FF9A91", "#43221F", "#7E3A35"),
    info=Tint("#8FB0FF", "#222F52", "#3D5591"),
    neutral=Tint("#BFC5D0", "#30353F", "#454C59"),
    series=("#6390D8", "#E8A13F", "#38C8A6", "#A650E4", "#C2DAE9", "#D9534F", "#858D9B"),
    single="#6E9BFF",
    heat_low="#262C38",
    heat_high="#8FB0FF",
    shadow="#000000",
)


def high_contrast(palette: QPalette) -> Theme:
    """Make a theme of the system's own colours: tints become lines (design, Look, Accessibility)."""
    role = QPalette.ColorRole
    wanted = (role.Base, role.Text, role.Highlight, role.HighlightedText, role.Link)
    return _high_contrast(*(palette.color(QPalette.ColorGroup.Active, key).name() for key in wanted))


@lru_cache(maxsize=4)
def _high_contrast(base: str, text: str, highlight: str, on_highlight: str, link: str) -> Theme:
    dark = QColor(base).lightness() < 128
    own: dict[str, Any] = {}
    for field in fields(Theme):
        value = getattr(LIGHT, field.name)
        if isinstance(value, Tint):
            own[field.name] = Tint(text, base, text)
        elif isinstance(value, str):
            own[field.name] = text if field.name in _LINES_AND_TEXTS else base
    for name in ("accent", "accent_hover", "focus", "bar", "single", "heat_high"):
        own[name] = highlight
    chosen = _mixed(base, highlight, 0.35)
    own |= {"selection": chosen, "selected_row": chosen, "nav_selected": chosen}
    own |= {"hover": _mixed(base, highlight, 0.2), "track": _mixed(base, text, 0.3)}
    own |= {"on_accent": on_highlight, "accent_text": link, "dark": dark}
    return replace(DARK if dark else LIGHT, **own)


def _mixed(ground: str, color: str, share: float) -> str:
    one, other = QColor(ground), QColor(color)
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(low + (high - low) * share) for low, high in pairs)).name()


_LINES_AND_TEXTS = frozenset(
    {"text", "text2", "muted", "disabled", "border", "divider", "chart_grid", "control_line", "field_line"}
)
# Role that carries the theme's mark: style sheets never touch it, so it survives a widget's own colours.
_MARK = QPalette.ColorRole.Mid
_BY_MARK = {LIGHT.border.lower(): LIGHT, DARK.border.lower(): DARK}


def theme_for(palette: QPalette) -> Theme:
    """Return the theme a palette was made from; a foreign palette (high contrast) makes one of its own."""
    mark = palette.color(QPalette.ColorGroup.Active, _MARK).name()
    found = _BY_MARK.get(mark)
    return found if found is not None else high_contrast(palette)


def theme_of(widget: QWidget) -> Theme:
    """Return the theme in force for `widget`; call it while painting and keep nothing."""
    return theme_for(widget.palette())


def theme_now() -> Theme:
    """Return the application's theme, for what paints without a widget (icons)."""
    return theme_for(QGuiApplication.palette())


def make_palette(theme: Theme) -> QPalette:
    """Return the palette of a theme; every role is set, so nothing of the system's shows through."""
    role = QPalette.ColorRole
    active = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.alternate,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Text: theme.text,
        role.Button: theme.base,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger.text,
        role.Light: theme.raised,
        role.Midlight: theme.divider,
        role.Mid: theme.border,
        role.Dark: theme.control_line,
        role.Shadow: theme.shadow,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent_text,
        role.LinkVisited: theme.accent_text,
    }
    palette = QPalette()
    for key, value in active.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.track))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(theme.disabled))
    return palette
