"""Contrast of every pair that the look promises, computed from the tokens (WCAG 2.2, relative luminance)."""

from dataclasses import fields, replace

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from leadadmin.ui.style.appearance import Appearance, apply_theme
from leadadmin.ui.style.sheet import style_sheet
from leadadmin.ui.theme import DARK, LIGHT, Theme, Tint, Tone, high_contrast, make_palette, theme_for, theme_of

TEXT, LINE = 4.5, 3.0
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("ground", ["base", "window", "alternate", "raised", "hover", "nav_selected", "selected_row"])
def test_texts_can_be_read_on_every_ground(theme: Theme, ground: str) -> None:
    for name in ("text", "text2"):
        assert contrast(getattr(theme, name), getattr(theme, ground)) >= TEXT, name
    if ground not in ("nav_selected", "hover"):
        assert contrast(theme.muted, getattr(theme, ground)) >= TEXT


@BOTH
def test_white_on_accent_and_texts_on_selection(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= TEXT
    assert contrast(theme.on_accent, theme.accent_hover) >= TEXT
    assert contrast(theme.text, theme.selection) >= TEXT
    assert contrast(theme.text2, theme.selection) >= TEXT
    assert contrast(theme.accent_text, theme.base) >= TEXT


@BOTH
@pytest.mark.parametrize("tone", list(Tone))
def test_tones_can_be_read_on_base_and_tint(theme: Theme, tone: Tone) -> None:
    tint = theme.tint(tone)
    assert contrast(tint.text, tint.fill) >= TEXT
    assert contrast(tint.text, theme.base) >= TEXT
    assert contrast(theme.text, tint.fill) >= TEXT  # the words of banners


@BOTH
def test_lines_of_controls_focus_bars_and_series(theme: Theme) -> None:
    assert contrast(theme.field_line, theme.base) >= LINE
    assert contrast(theme.focus, theme.base) >= LINE
    assert contrast(theme.bar, theme.track) >= LINE
    for color in (*theme.series, theme.single):
        assert contrast(color, theme.base) >= LINE, color


@BOTH
def test_a_palette_leads_back_to_its_theme(theme: Theme) -> None:
    assert theme_for(make_palette(theme)) is theme


def test_a_foreign_palette_gives_the_systems_colours_and_lines_for_tints() -> None:
    palette = QPalette(QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#FFFF00"))
    made = high_contrast(palette)
    assert made.text == "#ffff00"
    assert made.danger == Tint("#ffff00", "#000000", "#ffff00")
    assert made.dark


def test_every_token_is_a_colour() -> None:
    for theme in (LIGHT, DARK):
        for field in fields(theme):
            value = getattr(theme, field.name)
            for color in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
                assert QColor(color).isValid(), field.name


def test_a_token_is_found_by_name_and_part() -> None:
    assert LIGHT.color("danger").name() == LIGHT.danger.text.lower()
    assert LIGHT.color("danger.fill").name() == LIGHT.danger.fill.lower()
    with pytest.raises(AttributeError):
        LIGHT.color("no such token")
    with pytest.raises(TypeError):
        replace(LIGHT, danger="#FFFFFF").tint(Tone.DANGER)  # type: ignore[arg-type]


@BOTH
def test_the_style_sheet_is_filled(theme: Theme) -> None:
    assert "$" not in style_sheet(theme)


def test_widgets_follow_a_change_of_theme(qapp: QApplication, qtbot: QtBot) -> None:
    shown, hidden, later = QLabel("Shown"), QLabel("Hidden after it was seen"), QLabel("Shown later")
    for label in (shown, hidden, later):
        qtbot.addWidget(label)
    shown.show()
    hidden.show()
    hidden.hide()
    for theme in (DARK, LIGHT, DARK):
        apply_theme(qapp, theme)
        later.show()
        qapp.processEvents()
        assert [theme_of(label) for label in (shown, hidden, later)] == [theme] * 3
    apply_theme(qapp, LIGHT)


def test_appearance_is_chosen_or_the_systems(qapp: QApplication) -> None:
    appearance = Appearance(qapp, "dark")
    assert theme_for(qapp.palette()) is DARK
    appearance.set_mode("light")
    assert theme_for(qapp.palette()) is LIGHT
    appearance.set_mode("system")
    assert appearance.theme() in (LIGHT, DARK)
    size = qapp.font().pointSizeF()
    appearance.set_points(14)
    assert qapp.font().pointSizeF() > size
    appearance.set_points(9.75)
    appearance.deleteLater()
