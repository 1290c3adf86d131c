"""Pictures of the window, as the documents and `leadadmin demo --picture` have them."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from leadadmin.ui import screenshots
from leadadmin.ui.screenshot_scenes import SCENES, Scene
from leadadmin.ui.small_png import save_small
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import DARK, LIGHT
from tests.helpers.office import sqlite_office


@pytest.fixture
def place(tmp_path: Path) -> str:
    office = sqlite_office(tmp_path)
    office.workspace.close()
    return str(tmp_path / "office.leadadmin")


def test_the_window_is_saved_as_it_first_looks(qapp: QApplication, place: str, tmp_path: Path) -> None:
    file = tmp_path / "new" / "window.png"
    screenshots.save_window_picture(place, file)
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (screenshots.WIDTH, screenshots.HEIGHT)
    assert picture.pixelColor(700, 5) == QColor(LIGHT.base)


def test_each_scene_is_drawn_in_both_themes(qapp: QApplication, place: str, tmp_path: Path) -> None:
    try:
        made = screenshots.take_pictures(qapp, place, tmp_path / "out", ["settings"])
    finally:
        apply_theme(qapp, LIGHT)
    assert [file.name for file in made] == ["settings-light.png", "settings-dark.png"]
    assert QImage(str(made[1])).pixelColor(700, 5) == QColor(DARK.base)


def test_a_scene_that_never_stands_is_a_sentence(
    qapp: QApplication, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshots, "PATIENCE_SECONDS", 0.1)
    never = Scene("never", lambda window, desk: None, lambda window, desk: False)
    with screenshots.studio(qapp, place, LIGHT, tmp_path) as room, pytest.raises(screenshots.NotSettled, match="never"):
        room.show(never)


def test_few_colours_become_a_palette_and_areas_stay_exact(tmp_path: Path) -> None:
    plain = QImage(64, 64, QImage.Format.Format_RGB32)
    plain.fill(QColor("#1E2127"))
    for x in range(64):
        for y in range(32):
            plain.setPixelColor(x, y, QColor("#22252C"))
    plain.setPixelColor(3, 3, QColor("#23262D"))
    save_small(plain, tmp_path / "few.png")
    few = QImage(str(tmp_path / "few.png"))
    assert few.format() == QImage.Format.Format_Indexed8
    assert few.pixelColor(40, 40) == QColor("#1E2127")
    assert few.pixelColor(40, 4) == few.pixelColor(3, 3) == QColor("#22252C")


def test_many_colours_are_all_kept(tmp_path: Path) -> None:
    plain = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            plain.setPixelColor(x, y, QColor(x * 4, y * 4, 7))
    save_small(plain, tmp_path / "many.png")
    assert QImage(str(tmp_path / "many.png")).convertToFormat(QImage.Format.Format_RGB32) == plain


def test_names_of_scenes_are_unique() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)
