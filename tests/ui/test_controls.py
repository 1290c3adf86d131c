"""Small controls by mouse and keyboard, and what assistive tools hear of them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFocusFrame, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.ui.widgets.buttons import Button, button, icon_button
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.pill import Pill, PillSpec, pill_width
from leadadmin.ui.widgets.segments import Segment, SegmentedControl
from leadadmin.ui.widgets.switch import Switch
from leadadmin.ui.widgets.tabs import Tabs
from leadadmin.ui.widgets.weekdays import WeekdayPicker


def role(widget: QWidget) -> QAccessible.Role:
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face.role()


def test_a_switch_is_a_tick_box_to_assistive_tools_and_space_toggles_it(qtbot: QtBot) -> None:
    switch = Switch("Enabled")
    qtbot.addWidget(switch)
    assert role(switch) == QAccessible.Role.CheckBox
    with qtbot.waitSignal(switch.toggled):
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_what_is_off_says_why(qtbot: QtBot) -> None:
    made = button("Enable")
    qtbot.addWidget(made)
    made.why_not("Test these settings first.")
    assert not made.isEnabled()
    assert made.toolTip() == made.accessibleDescription() == "Test these settings first."
    made.why_not("")
    assert made.isEnabled()
    assert made.toolTip() == ""


def test_a_click_calls_without_arguments(qtbot: QtBot) -> None:
    heard: list[tuple[object, ...]] = []
    made = button("Save", "save", lambda *args: heard.append(args))
    qtbot.addWidget(made)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert heard == [()]


def test_an_icon_alone_has_a_name(qtbot: QtBot) -> None:
    made = icon_button("ellipsis", "More")
    qtbot.addWidget(made)
    assert made.accessibleName() == made.toolTip() == "More"
    assert made.sizeHint().width() >= 28


@pytest.mark.parametrize("small", [False, True])
def test_heights_of_buttons(qtbot: QtBot, small: bool) -> None:
    made = Button("Save", "save", small=small)
    qtbot.addWidget(made)
    made.show()
    assert made.height() == (28 if small else 32)


def test_the_keyboard_gets_a_focus_ring_and_it_goes_with_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = button("First"), button("Second")
    row.addWidget(first)
    row.addWidget(second)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    qtbot.waitUntil(lambda: [frame.widget() for frame in window.findChildren(QFocusFrame)] == [second])
    window.setFocus()
    qtbot.waitUntil(lambda: not window.findChildren(QFocusFrame))


def test_segments_are_radio_buttons_and_arrows_move_the_choice(qtbot: QtBot) -> None:
    control = SegmentedControl([Segment("all", "All", count="200"), Segment("add", "Add"), Segment("x", "Rejected")])
    qtbot.addWidget(control)
    control.show()
    assert control.current() == "all"
    first = control.findChildren(QWidget)[0]
    assert role(first) == QAccessible.Role.RadioButton
    assert first.accessibleName() == "All 200"
    control.activateWindow()
    qtbot.waitUntil(control.isActiveWindow)
    first.setFocus()
    with qtbot.waitSignal(control.chosen) as heard:
        QTest.keyClick(first, Qt.Key.Key_Right)
    assert heard.args == ["add"]
    assert control.current() == "add"


def test_new_counts_keep_the_chosen_segment_silently(qtbot: QtBot) -> None:
    control = SegmentedControl([Segment("open", "Open", count="3"), Segment("all", "All")])
    qtbot.addWidget(control)
    control.choose("all")
    heard: list[str] = []
    control.chosen.connect(heard.append)
    control.set_segments([Segment("open", "Open", count="2"), Segment("all", "All")])
    assert control.current() == "all"
    assert heard == []
    with pytest.raises(KeyError):
        control.choose("nowhere")


def test_a_chip_opens_by_click_and_goes_by_its_cross_or_delete(qtbot: QtBot) -> None:
    chip = Chip("Project", "Autumn", removable=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    assert chip.accessibleName() == "Project: Autumn"
    with qtbot.waitSignal(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    with qtbot.assertNotEmitted(chip.clicked), qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 18, 14))
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_chips_wrap_and_the_row_grows(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    chips = [Chip("Campaign", f"number {n}", removable=True) for n in range(8)]
    for chip in chips:
        flow.addWidget(chip)
    one_line = flow.heightForWidth(4000)
    assert flow.heightForWidth(400) > 2 * one_line
    holder.resize(400, flow.heightForWidth(400))
    holder.show()
    assert all(chip.geometry().right() <= 400 and chip.geometry().bottom() < holder.height() for chip in chips)
    assert all(chip.width() == chip.sizeHint().width() for chip in chips)


def test_a_hidden_item_takes_no_place_in_the_flow(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    first, second = button("First"), button("Second")
    flow.addWidget(first)
    flow.insert_widget(0, second)
    holder.resize(400, 40)
    holder.show()
    assert second.x() < first.x()
    second.hide()
    qtbot.waitUntil(lambda: first.x() == 0)
    assert flow.count() == 2
    assert flow.itemAt(5) is None


def test_tabs_keep_their_width_whichever_is_current(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.add("Autumn project", "a", "star")
    tabs.add("Runs dry this week", "b")
    tabs.show()
    before = [tabs.tabRect(n) for n in range(2)]
    tabs.choose("b")
    assert tabs.key() == "b"
    assert [tabs.tabRect(n) for n in range(2)] == before
    tabs.removeTab(0)
    assert tabs.count() == 1
    tabs.grab()


def test_weekdays_by_number_and_name(qtbot: QtBot) -> None:
    picker = WeekdayPicker({1, 2})
    qtbot.addWidget(picker)
    days = [child for child in picker.findChildren(QWidget) if child.accessibleName()]
    assert [day.accessibleName() for day in days][:2] == ["Monday", "Tuesday"]
    with qtbot.waitSignal(picker.changed):
        qtbot.mouseClick(days[6], Qt.MouseButton.LeftButton)
    assert picker.days() == {1, 2, 7}
    picker.set_days({3})
    assert picker.days() == {3}


def test_a_pill_has_room_for_its_words(qtbot: QtBot) -> None:
    pill = Pill("Test failed")
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.show_spec(PillSpec("Step 5 of 7 failed", icon="circle-x"))
    assert pill.sizeHint().width() > narrow
    assert pill.accessibleName() == "Step 5 of 7 failed"
    assert pill_width(PillSpec("3")) >= 20


def test_a_button_that_is_disabled_under_the_keyboard_gives_it_to_its_neighbour(qtbot: QtBot) -> None:
    """Qt itself would go on to the next one: after the last button of a form, to the top of the window."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, discard, save = button("First"), button("Discard"), button("Save")
    for made in (first, discard, save):
        row.addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    save.setFocus()
    save.why_not("Nothing was changed.")
    assert discard.hasFocus()
    first.setFocus()
    save.why_not("")
    save.why_not("Nothing was changed.")
    assert first.hasFocus()
