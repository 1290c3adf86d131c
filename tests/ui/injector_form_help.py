"""Driving the form of an injector as a person does: by its controls, found by what they are called."""

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadadmin.domain.system_fields import SystemField
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.pages.injector_form.mapping_view import FieldPicker, MappingGrid
from leadadmin.ui.pages.injector_form.page import InjectorPage
from leadadmin.ui.pages.injector_form.page import spec as form_spec
from leadadmin.ui.pages.injector_test.page import InjectorTestPage
from leadadmin.ui.pages.injector_test.page import spec as test_spec
from leadadmin.ui.pages.injectors.page import spec as list_spec
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.sections import Section
from tests.helpers.desk import DeskBench

W = TypeVar("W", bound=QWidget)


class Elsewhere(Page):
    """Stands in for a page of somebody else."""

    def __init__(self) -> None:
        super().__init__("Elsewhere")


@dataclass
class Driver:
    """The window with the injectors' pages, and hands on its controls."""

    bench: DeskBench
    window: MainWindow
    qtbot: QtBot

    @property
    def form(self) -> InjectorPage:
        page = self.window.page("injector")
        assert isinstance(page, InjectorPage)
        return page

    @property
    def trial(self) -> InjectorTestPage:
        page = self.window.page("injector_test")
        assert isinstance(page, InjectorTestPage)
        return page

    def open(self, injector_id: int | None) -> None:
        """Open the form and wait until it shows the injector."""
        self.window.go("injector", injector_id=injector_id)
        self.qtbot.waitUntil(
            lambda: self.form.draft.material.templates != () and self.form._id == injector_id, timeout=10_000
        )

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def section(self, key: str, *, opened: bool = True) -> Section:
        """A section, opened or closed by a click on its title."""
        section = self.find(Section, f"section-{key}")
        if section.is_open() != opened:
            self.qtbot.mouseClick(section._header, Qt.MouseButton.LeftButton)
        assert section.is_open() == opened
        return section

    def click(self, name: str) -> None:
        made = self.find(QAbstractButton, name)
        assert made.isEnabled(), f"{name}: {made.toolTip()}"
        # Only the mark and the words of a radio button or tick box take clicks, not the rest of its row.
        small = QPoint(8, made.height() // 2) if isinstance(made, QRadioButton | QCheckBox) else made.rect().center()
        self.qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=small)

    def type_into(self, name: str, text: str) -> None:
        """Replace what stands in a field (also one with a list) by typing."""
        field = self.find(QWidget, name)
        line = field.lineEdit() if isinstance(field, QComboBox) else field
        assert isinstance(line, QLineEdit | QPlainTextEdit)
        line.setFocus()
        self.qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClicks(line, text)
        if isinstance(field, QComboBox) and (completer := field.completer()) is not None:
            popup = completer.popup()
            if popup is not None:
                popup.hide()  # the list that typing opened

    def choose(self, name: str, text: str) -> None:
        """Choose from a list: open it, go to the text with the keyboard, Enter."""
        box = self.find(QComboBox, name)
        row = box.findText(text)
        assert row >= 0, f"{name} offers {[box.itemText(n) for n in range(box.count())]}"
        box.setFocus()
        box.showPopup()
        box.view().setCurrentIndex(box.model().index(row, 0))
        self.qtbot.keyClick(box.view(), Qt.Key.Key_Return)
        assert box.currentText() == text

    def choices(self, name: str) -> list[str]:
        box = self.find(QComboBox, name)
        return [box.itemText(n) for n in range(box.count())]

    # -- the mapping grid

    @property
    def grid(self) -> MappingGrid:
        return self.find(MappingGrid, "mapping-grid")

    def grid_rows(self) -> list[tuple[str, str, str, str]]:
        """Column, field, transform and status of every row."""
        model = self.grid.model_of_lines
        wanted = [model.column_of(key) for key in ("column", "field", "transform", "status")]
        return [
            tuple(str(model.index(row, n).data()) for n in wanted)  # type: ignore[misc]
            for row in range(model.rowCount())
        ]

    def grid_cell(self, column: str, key: str) -> QPoint:
        """The middle of a cell, after its row became the current one."""
        model = self.grid.model_of_lines
        row = next(n for n, line in enumerate(model.rows()) if line.column == column)
        index = model.index(row, model.column_of(key))
        self.grid.scrollTo(index)
        return self.grid.visualRect(index).center()

    def click_cell(self, column: str, key: str) -> None:
        self.qtbot.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=self.grid_cell(column, key))

    def click_link(self, column: str) -> None:
        """Click the link at the end of a row (Accept, New field…)."""
        model = self.grid.model_of_lines
        row = next(n for n, line in enumerate(model.rows()) if line.column == column)
        place = self.grid.mapping_cells.link_rect(model.index(row, model.column_of("status")))
        assert place.isValid()
        self.qtbot.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    def press_in_grid(self, column: str, key: str, press: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Make a cell current without editing it, and press a key there."""
        model = self.grid.model_of_lines
        row = next(n for n, line in enumerate(model.rows()) if line.column == column)
        self.grid.setCurrentIndex(model.index(row, model.column_of(key)))
        self.grid.setFocus()
        self.qtbot.keyClick(self.grid, press, modifier or Qt.KeyboardModifier.NoModifier)

    def pick(self, column: str, target: str | SystemField | None) -> None:
        """Edit the field of a row by F2, choose, Enter, and wait until the grid has taken it."""
        self.press_in_grid(column, "field", Qt.Key.Key_F2)
        picker = self.find(FieldPicker, "field-picker")
        assert picker.choose_target(target), target
        before = self.form.draft.mapping
        self.qtbot.keyClick(picker, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.form.draft.mapping != before)

    def sentence(self) -> str:
        """What the strip says."""
        label = self.find(QWidget, "injector-sentence")
        return label.accessibleName()

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)


def drive(bench: DeskBench, qtbot: QtBot) -> Driver:
    """A window with the injectors' pages, shown."""
    desk = bench.desk
    others = [PageSpec(key, key, "layers", Elsewhere) for key in ("runs", "connections", "lead")]
    window = bench.window(list_spec(desk), form_spec(desk), test_spec(desk), *others)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Driver(bench, window, qtbot)
