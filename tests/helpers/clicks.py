"""What a person does with mouse and keys, for tests of the desktop."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.table import DataTable

LEFT = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click a widget, in its middle or at `place`."""
    QTest.mouseClick(widget, LEFT, _NO_KEYS, place or widget.rect().center())


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key."""
    QTest.keyClick(widget, key)


def write(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)


def cell(view: QAbstractItemView, row: int, column: int = 0) -> QPoint:
    """The middle of a cell."""
    model = view.model()
    if model is None:
        raise AssertionError("the view has no model")
    return view.visualRect(model.index(row, column)).center()


def click_cell(view: QAbstractItemView, row: int, column: int = 0, *, double: bool = False) -> None:
    """Click a cell of a list or table, or double click it."""
    place = cell(view, row, column)
    QTest.mouseClick(view.viewport(), LEFT, _NO_KEYS, place)
    if double:
        QTest.mouseDClick(view.viewport(), LEFT, _NO_KEYS, place)


def click_header(table: DataTable, column: int) -> None:
    """Click the header of a column."""
    header = table.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    click(header.viewport(), QPoint(middle, header.height() // 2))


def pick(chip: ChoiceChip, text: str) -> None:
    """Open a chip and click the choice called `text`."""
    if not chip.popup.isVisible():
        click(chip)
    model = chip.popup.list.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() == text:
            click_cell(chip.popup.list, row)
            return
    raise AssertionError(f"“{text}” is not offered")


def column_texts(table: DataTable, column: int) -> list[str]:
    """What a column of a table shows, from the top."""
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]
