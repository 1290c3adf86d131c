"""Icons: every drawing renders in the colour asked for, and follows the theme."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from leadadmin.app.paths import resource_path
from leadadmin.ui.icons import icon, icon_pixmap
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import DARK, LIGHT

ICONS = sorted(resource_path("icons").glob("*.svg"))


def strongest(pixmap: QPixmap) -> QColor:
    image = pixmap.toImage()
    spots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(spots, key=lambda spot: spot.alpha())


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_drawings_have_no_colour_of_their_own_and_render(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    assert "currentColor" in svg
    assert not re.search(r"#[0-9a-fA-F]{3,6}", svg)
    spot = strongest(icon_pixmap(path.stem, QColor("#FF0000"), 24, 1.0))
    assert spot.alpha() > 100
    assert spot.red() > 200
    assert spot.green() < 60


def test_the_licence_is_beside_the_icons() -> None:
    assert "ISC License" in resource_path("icons/LICENSE").read_text(encoding="utf-8")


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon")


def test_pixels_follow_the_screens_ratio() -> None:
    pixmap = icon_pixmap("database", QColor("#000000"), 16, 1.5)
    assert pixmap.size() == QSize(24, 24)
    assert pixmap.devicePixelRatio() == 1.5


def test_one_icon_follows_the_theme(qapp: QApplication) -> None:
    made = icon("database", "danger")
    light = strongest(made.pixmap(QSize(20, 20), 1.0)).name()
    apply_theme(qapp, DARK)
    dark = strongest(made.pixmap(QSize(20, 20), 1.0)).name()
    apply_theme(qapp, LIGHT)
    assert (light, dark) == (LIGHT.danger.text.lower(), DARK.danger.text.lower())


def test_disabled_has_its_own_colour() -> None:
    off = strongest(icon("database", "text").pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled))
    assert abs(off.red() - QColor(LIGHT.disabled).red()) < 12
