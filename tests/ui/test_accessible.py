"""Every control of the gallery has a name, and the keyboard gets to each of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.ui.gallery import PAGES, make_window
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.widgets.buttons import Button
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.fields import LineEdit
from tests.helpers.accessible import assert_all_named, unnamed_controls

KEYS = [spec.key for spec in PAGES]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made, tasks = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    tasks.close()


@pytest.mark.parametrize("key", KEYS)
def test_every_control_has_a_name(window: MainWindow, key: str) -> None:
    window.go(key)
    assert_all_named(window)


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    edit = QLineEdit(holder)
    edit.setObjectName("nameless")
    holder.show()
    assert unnamed_controls(holder) == ["QLineEdit nameless"]


@pytest.mark.parametrize("key", ["connections", "pools"])
def test_tab_goes_round_and_reaches_every_control(window: MainWindow, key: str) -> None:
    window.go(key)
    page = window.page(key)
    assert page is not None
    wanted = {
        widget
        for kind in (Button, Chip, LineEdit)
        for widget in page.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached: set[QWidget] = set()
    for _ in range(120):
        focus = window.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
    assert wanted - reached == set()
