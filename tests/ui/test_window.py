"""The window: pages by spec, keys, leaving, what it remembers; toast, status bar, list of work."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import Taken
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.memory import ShortMemory
from leadadmin.ui.notices import Notices
from leadadmin.ui.progress import Progress, ProgressState
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.status_bar import WorkList, progress_words
from leadadmin.ui.widgets.toast import Toast, ToastSpec


def fail(problem: BaseException) -> None:
    raise problem


class Plain(Page):
    def __init__(self, title: str, parent_title: str = "") -> None:
        super().__init__(title, parent_title=parent_title, search="Search")
        self.args: list[dict[str, Any]] = []
        self.refreshed = 0
        self.escaped = 0
        self.stay = ""

    def opened(self, **args: Any) -> None:
        self.args.append(args)

    def refresh(self) -> None:
        self.refreshed += 1

    def leave(self) -> str:
        return self.stay

    def escape(self) -> bool:
        self.escaped += 1
        return True


class Office:
    """A window with three pages and a detail page, and what was built."""

    def __init__(self, tasks: Tasks, memory: ShortMemory) -> None:
        self.built: list[str] = []
        self.tasks, self.memory, self.notices = tasks, memory, Notices()
        self.window = MainWindow(
            [
                PageSpec("pools", "Lead pools", "layers", lambda: self._make("Lead pools")),
                PageSpec("pool", "Pool", "layers", lambda: self._make("Pool", "Lead pools"), parent="pools"),
                PageSpec("runs", "Runs", "history", lambda: self._make("Runs")),
                PageSpec("settings", "Settings", "settings", lambda: self._make("Settings"), at_foot=True),
            ],
            tasks=tasks,
            notices=self.notices,
            memory=memory,
        )

    def _make(self, title: str, parent_title: str = "") -> Plain:
        self.built.append(title)
        return Plain(title, parent_title)

    def page(self, key: str) -> Plain:
        page = self.window.page(key)
        assert isinstance(page, Plain)
        return page


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks(on_expected=fail, on_bug=fail)
    yield made
    made.close()


@pytest.fixture
def office(qtbot: QtBot, tasks: Tasks) -> Office:
    made = Office(tasks, ShortMemory())
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.start("pools")
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def press(office: Office, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(office.window, key, modifier)


def test_pages_are_built_when_first_wanted_and_once(office: Office) -> None:
    assert office.built == ["Lead pools"]
    office.window.go("runs")
    office.window.go("pools")
    office.window.go("runs", run=7)
    assert office.built == ["Lead pools", "Runs"]
    assert office.page("runs").args == [{}, {"run": 7}]
    assert office.window.current_key() == "runs"


def test_an_unknown_page_is_a_mistake(office: Office) -> None:
    with pytest.raises(KeyError):
        office.window.go("nowhere")


def test_control_and_a_number_go_to_a_page(office: Office) -> None:
    press(office, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert office.window.current_key() == "runs"
    press(office, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert office.window.current_key() == "settings"


def test_keys_reach_the_page_in_sight(office: Office) -> None:
    page = office.page("pools")
    press(office, Qt.Key.Key_F5)
    assert page.refreshed == 1
    press(office, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.header.search is not None
    assert page.header.search.hasFocus()
    press(office, Qt.Key.Key_Escape)
    assert page.escaped == 1


def test_a_click_in_the_navigation_goes_there(qtbot: QtBot, office: Office) -> None:
    qtbot.mouseClick(office.window.navigation.item("runs"), Qt.MouseButton.LeftButton)
    assert office.window.current_key() == "runs"
    assert office.window.navigation.item("runs").isChecked()


def test_a_detail_page_keeps_its_parent_marked_and_leads_back(qtbot: QtBot, office: Office) -> None:
    office.window.go("pool", pool="p1")
    assert office.window.navigation.item("pools").isChecked()
    up = next(b for b in office.page("pool").findChildren(QPushButton) if b.text() == "Lead pools")
    qtbot.mouseClick(up, Qt.MouseButton.LeftButton)
    assert office.window.current_key() == "pools"
    press(office, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert office.window.current_key() == "pool"
    assert office.page("pool").args[-1] == {"pool": "p1"}


def test_unsaved_changes_keep_one_on_the_page(qtbot: QtBot, office: Office) -> None:
    office.page("pools").stay = "Save or discard the changes first."
    assert office.window.go("runs") is False
    assert office.window.current_key() == "pools"
    assert office.window.navigation.item("pools").isChecked()
    spec = office.window.toast.spec()
    assert spec is not None
    assert spec.text == "Save or discard the changes first."
    assert office.window.close() is False
    office.page("pools").stay = ""
    assert office.window.close() is True


def test_no_control_shows_a_ring_after_a_page_was_opened(office: Office) -> None:
    office.window.go("runs")
    assert office.window.focusWidget() is office.page("runs")


def test_the_window_remembers_place_and_page(qtbot: QtBot, office: Office, tasks: Tasks) -> None:
    office.window.resize(1100, 733)
    office.window.go("runs")
    office.window.close()
    again = Office(tasks, office.memory)
    qtbot.addWidget(again.window)
    assert again.window.height() == 733  # the width is cut to the 800 px of the off-screen screen
    again.window.start("pools")
    assert again.window.current_key() == "runs"


def test_navigation_is_icons_only_in_a_narrow_window(office: Office) -> None:
    navigation = office.window.navigation
    office.window.resize(1300, 800)
    assert navigation.width() == 208
    office.window.resize(1100, 800)
    assert navigation.width() == 56
    assert navigation.item("runs").toolTip() == "Runs"
    office.window.resize(1300, 800)
    assert not navigation.is_narrow()
    assert navigation.item("runs").toolTip() == ""


def test_a_count_is_told(office: Office) -> None:
    office.window.set_count("runs", 3)
    assert office.window.navigation.item("runs").accessibleName() == "Runs, 3"
    office.window.set_count("runs", 0)
    assert office.window.navigation.item("runs").accessibleName() == "Runs"


def test_the_workspace_is_named(office: Office) -> None:
    office.window.show_workspace("North floor", "Mille Demosen")
    office.window.show_scheduler("Scheduler running", Tone.SUCCESS)
    assert office.window.windowTitle() == "North floor – leadadmin"
    assert office.window.status.scheduler.accessibleName() == "Scheduler running"


def test_keys_of_pages_may_not_repeat(tasks: Tasks) -> None:
    spec = PageSpec("a", "A", "layers", lambda: Plain("A"))
    with pytest.raises(ValueError, match="repeat"):
        MainWindow([spec, spec], tasks=tasks, notices=Notices(), memory=ShortMemory())


# -- toast


def test_a_toast_leaves_by_itself_but_not_under_the_pointer(qtbot: QtBot, office: Office) -> None:
    toast = Toast(office.window, shown_ms=30)
    toast.show_notice(ToastSpec("4 leads moved"))
    assert toast.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_toast_stays_while_the_keyboard_is_on_it(qtbot: QtBot, office: Office) -> None:
    toast = Toast(office.window, shown_ms=20)
    toast.show_notice(ToastSpec("4 leads moved", action="Undo"))
    undo = next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo")
    undo.setFocus()
    timer = toast.findChild(QTimer)
    assert timer is not None
    for _ in range(2):
        with qtbot.waitSignal(timer.timeout):
            assert toast.isVisible()
    assert toast.isVisible()
    office.window.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_focus_goes_back_to_where_it_came_from(qtbot: QtBot, office: Office) -> None:
    search = office.page("pools").header.search
    assert search is not None
    search.setFocus()
    office.notices.say("4 leads moved", action="Undo")
    undo = next(b for b in office.window.toast.findChildren(QPushButton) if b.text() == "Undo")
    undo.setFocus()
    press(office, Qt.Key.Key_Escape)
    assert search.hasFocus()


def test_escape_closes_the_toast_before_anything_else(office: Office) -> None:
    office.notices.say("4 leads moved")
    press(office, Qt.Key.Key_Escape)
    assert not office.window.toast.isVisible()
    assert office.page("pools").escaped == 0


def test_a_toasts_action_is_done_once_and_a_new_one_takes_the_place(qtbot: QtBot, office: Office) -> None:
    done: list[str] = []
    office.notices.say("First", action="Undo", on_action=lambda: done.append("first"))
    office.notices.say("Second", action="Undo", on_action=lambda: done.append("second"))
    toast = office.window.toast
    assert toast.accessibleName() == "Second"
    buttons = [b for b in toast.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible()]
    assert len(buttons) == 1
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["second"]
    assert not toast.isVisible()


def test_a_toast_stays_inside_the_window(qtbot: QtBot, office: Office) -> None:
    office.notices.failed(Taken("The name is taken.", "Choose another."))
    toast = office.window.toast
    spec = toast.spec()
    assert spec is not None
    assert (spec.text, spec.detail, spec.tone) == ("The name is taken.", "Choose another.", Tone.DANGER)
    for size in ((1440, 900), (1000, 620)):
        office.window.resize(*size)
        assert office.window.rect().contains(toast.geometry())


def test_a_toast_leaves_the_action_bar_free(qtbot: QtBot, office: Office) -> None:
    """It may ask for just what is pressed there: “Save or discard them first.”"""
    page, bar = office.page("pools"), ActionBar()
    page.body.addStretch()
    page.body.addWidget(bar)
    bar.show()
    office.notices.say("“Solar” has changes that are not saved. Save or discard them first.", tone=Tone.WARNING)
    toast = office.window.toast
    for size in ((1280, 800), (1000, 620)):
        office.window.resize(*size)
        qtbot.waitUntil(lambda: bar.geometry().bottom() == page.rect().bottom())
        covered = QRect(bar.mapTo(office.window, QPoint(0, 0)), bar.size())
        assert not covered.isEmpty()
        assert not toast.geometry().intersects(covered)
        assert office.window.rect().contains(toast.geometry())
    office.window.go("runs")
    office.notices.say("Saved")
    assert toast.geometry().bottom() > covered.top()


def test_the_first_size_leaves_room_for_the_frame_on_a_small_screen(qtbot: QtBot, tasks: Tasks) -> None:
    memory = ShortMemory()
    window = Office(tasks, memory).window
    qtbot.addWidget(window)
    window.fit_into(QRect(0, 0, 2560, 1400))
    assert (window.width(), window.height()) == (1440, 900)
    window.fit_into(QRect(0, 0, 1440, 900))
    assert 1400 < window.width() < 1440
    assert 840 < window.height() <= 900 - 40
    window.resize(1200, 700)
    window.show()
    window.close()
    again = Office(tasks, memory).window
    qtbot.addWidget(again)
    kept = again.size()
    again.fit_into(QRect(0, 0, 1000, 640))
    assert again.size() == kept


# -- running work


def test_running_work_is_shown_listed_and_can_be_cancelled(qtbot: QtBot, office: Office, tasks: Tasks) -> None:
    gate = threading.Event()

    def work(progress: Progress) -> None:
        progress.report(62, 100)
        gate.wait(5)
        progress.check()

    task = tasks.run("Importing “a.xlsx”", work, stays="62 rows stay.")
    qtbot.waitUntil(lambda: task.state.share == 0.62)
    assert office.window.status.work.accessibleName() == "Importing “a.xlsx” 62%"
    qtbot.mouseClick(office.window.status.work, Qt.MouseButton.LeftButton)
    listed = office.window.findChild(WorkList)
    assert listed is not None
    cancel = next(b for b in listed.findChildren(QPushButton) if b.text() == "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert task.cancelling
    assert not cancel.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())
    assert office.window.status.work.accessibleName() == "No work running"
    listed.close()


@pytest.mark.parametrize(
    ("seconds", "says"), [(2.0, "62% · 310 rows/s"), (6.0, "62% · 310 rows/s · 5 s left"), (0.5, "62%")]
)
def test_time_left_is_guessed_from_five_seconds_on(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch, seconds: float, says: str
) -> None:
    gate = threading.Event()
    task = tasks.run("Importing", lambda progress: gate.wait(5))
    task.state = ProgressState(62, 100, "", 310.2, 5.0)
    monkeypatch.setattr(task, "seconds", lambda: seconds)
    assert progress_words(task) == says
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())


def test_the_page_area_has_its_place(office: Office) -> None:
    page = office.page("pools")
    assert page.mapTo(office.window, QPoint(0, 0)) == QPoint(209, 1)
    assert page.header.height() == 60
    assert office.window.status.height() == 28
