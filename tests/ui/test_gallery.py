"""The gallery takes its pictures, which also draws every widget in both themes."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadadmin.ui.gallery import take_pictures
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import DARK, LIGHT


def test_pictures_of_every_page_in_both_themes(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    paths = take_pictures(qapp, tmp_path, 1280, 800)
    apply_theme(qapp, LIGHT)
    assert len(paths) == 10
    for path in paths:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 800)
        theme = LIGHT if "light" in path.name else DARK
        assert image.pixelColor(100, 500).name() == theme.window.lower()
