"""A chip that offers choices: by mouse, by keys, with a search."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.choice_popup import Choice
from tests.helpers.clicks import click, pick, press, write

FEW = [Choice("a", "Injector", "syringe"), Choice("b", "Upload", "upload"), Choice("c", "API")]
MANY = [Choice(n, f"Campaign {n}") for n in range(40)]


def made(qtbot: QtBot, choices: list[Choice], *, several: bool = True) -> tuple[ChoiceChip, list[tuple[object, ...]]]:
    chip = ChoiceChip("Door", choices, several=several)
    qtbot.addWidget(chip)
    chip.show()
    heard: list[tuple[object, ...]] = []
    chip.chosen_changed.connect(lambda: heard.append(chip.chosen()))
    return chip, heard


def test_several_by_mouse(qtbot: QtBot) -> None:
    chip, heard = made(qtbot, FEW)
    click(chip)
    assert chip.popup.isVisible()
    assert chip.popup.search.isHidden()
    pick(chip, "Upload")
    assert chip.text() == "Door: Upload"
    pick(chip, "Injector")
    assert chip.text() == "Door: 2 chosen"
    assert chip.popup.isVisible()
    assert heard == [("b",), ("a", "b")]
    pick(chip, "Injector")
    pick(chip, "Upload")
    assert (chip.chosen(), chip.text()) == ((), "Door")


def test_one_closes_and_the_cross_takes_it_away(qtbot: QtBot) -> None:
    chip, heard = made(qtbot, FEW, several=False)
    click(chip)
    pick(chip, "API")
    assert not chip.popup.isVisible()
    chip.resize(chip.sizeHint())
    click(chip, QPoint(chip.width() - 14, chip.height() // 2))
    assert not chip.popup.isVisible()
    assert heard == [("c",), ()]
    assert chip.accessibleDescription() == ""


def test_search_and_keys(qtbot: QtBot) -> None:
    chip, heard = made(qtbot, MANY)
    chip.setFocus()
    press(chip, Qt.Key.Key_Space)
    popup = chip.popup
    write(popup.search, "ign 3")
    assert popup.list.model().rowCount() == 11
    press(popup.search, Qt.Key.Key_Down)
    press(popup.search, Qt.Key.Key_Return)
    assert heard == [(30,)]
    write(popup.search, "zz")
    assert not popup.list.isVisible()
    press(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_choices_that_go_are_dropped(qtbot: QtBot) -> None:
    chip, heard = made(qtbot, FEW)
    chip.choose("a", "b")
    chip.set_choices(FEW[1:])
    assert (chip.chosen(), chip.text(), heard) == (("b",), "Door: Upload", [])
