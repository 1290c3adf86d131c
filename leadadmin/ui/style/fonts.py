"""Type: one family, seven sizes, figures of one width (design, Look, Type).

Sizes are kept as a share of the body size, so a larger text size in the settings enlarges all of them.
"""

import sys
from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont, QGuiApplication

FAMILIES = ("Segoe UI", "Inter", "Noto Sans")
BODY_POINTS = 9.75
_MAC_POINTS = 96 / 72  # macOS counts 72 points to the inch where the others count 96


class Type(Enum):
    """A role of text; the value is its size in points at 96 dpi when the body has 9.75."""

    CAPTION = 9.0
    BODY = 9.75
    CARD_TITLE = 10.5
    PANEL_TITLE = 11.25
    PAGE_TITLE = 15.0
    FIGURE = 18.0


REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold
_TITLES = frozenset({Type.CARD_TITLE, Type.PANEL_TITLE, Type.PAGE_TITLE, Type.FIGURE})


def body_font(points: float = BODY_POINTS) -> QFont:
    """Return the application's font with tabular figures; `points` is the chosen text size, 9 to 14."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(points * (_MAC_POINTS if sys.platform == "darwin" else 1.0))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_scale() -> float:
    """Return how much larger the chosen text is than the body's 9.75 points, at least 1.

    Lengths that hold words (label columns, table columns) grow with it.
    """
    base = BODY_POINTS * (_MAC_POINTS if sys.platform == "darwin" else 1.0)
    return max(1.0, QGuiApplication.font().pointSizeF() / base)


def type_font(kind: Type = Type.BODY, weight: QFont.Weight | None = None) -> QFont:
    """Return the font of a role; titles and figures are semibold unless `weight` says otherwise.

    The font is shared: copy it before changing it.
    """
    if weight is None:
        weight = SEMIBOLD if kind in _TITLES else REGULAR
    return _made(QGuiApplication.font().key(), kind, weight)


@lru_cache(maxsize=64)
def _made(base: str, kind: Type, weight: QFont.Weight) -> QFont:
    del base  # only the cache's key: another text size makes other fonts
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(font.pointSizeF() * kind.value / Type.BODY.value)
    font.setWeight(weight)
    return font
