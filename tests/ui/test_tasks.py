"""The bridge to background work: delivering, cancelling, failing, and owners that are gone."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import Cancelled, Expected, Taken
from leadadmin.ui.progress import Progress, ProgressState
from leadadmin.ui.tasks import Tasks


class Heard:
    def __init__(self) -> None:
        self.expected: list[Expected] = []
        self.bugs: list[BaseException] = []
        self.results: list[object] = []
        self.failures: list[Expected] = []
        self.threads: list[QThread] = []

    def done(self, result: object) -> None:
        self.threads.append(QThread.currentThread())
        self.results.append(result)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tasks(heard: Heard) -> Iterator[Tasks]:
    made = Tasks(on_expected=heard.expected.append, on_bug=heard.bugs.append)
    yield made
    made.close()


def test_a_result_comes_back_on_the_gui_thread(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    where: list[int] = []

    def work(progress: Progress) -> int:
        where.append(threading.get_ident())
        return 42

    tasks.run("Counting", work, heard.done)
    qtbot.waitUntil(lambda: heard.results == [42])
    assert heard.threads == [tasks.thread()]
    assert where[0] != threading.get_ident()
    assert tasks.running() == []


def test_an_expected_error_comes_as_a_value(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    def work(progress: Progress) -> None:
        raise Taken("The name is taken.", "Choose another.")

    tasks.run("Saving", work, heard.done, heard.failures.append)
    qtbot.waitUntil(lambda: bool(heard.failures))
    tasks.run("Saving", work, heard.done)
    qtbot.waitUntil(lambda: bool(heard.expected))
    assert heard.failures[0].sentence == "The name is taken."
    assert heard.results == []
    assert heard.bugs == []


def test_a_bug_goes_to_the_bug_handler(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    tasks.run("Dividing", work, heard.done, heard.failures.append)
    qtbot.waitUntil(lambda: bool(heard.bugs))
    assert isinstance(heard.bugs[0], ZeroDivisionError)
    assert heard.failures == []


def test_a_bug_in_a_callback_does_not_stop_the_next(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    def breaks(result: int) -> None:
        raise ZeroDivisionError

    tasks.run("First", lambda progress: 1, breaks)
    tasks.run("Second", lambda progress: 2, heard.done)
    qtbot.waitUntil(lambda: heard.results == [2] and len(heard.bugs) == 1)


def test_cancel_stops_work_at_its_next_report(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    started, go_on = threading.Event(), threading.Event()
    killed: list[bool] = []

    def work(progress: Progress) -> None:
        progress.on_cancel(lambda: killed.append(True))
        started.set()
        go_on.wait(5)
        progress.report(1, 2)

    task = tasks.run("Importing", work, heard.done, heard.failures.append)
    assert started.wait(5)
    task.cancel()
    assert task.cancelling
    assert killed == [True]
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard.failures))
    assert isinstance(heard.failures[0], Cancelled)
    assert heard.results == []


def test_a_cancelled_task_without_a_handler_is_silent(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    gate = threading.Event()

    def work(progress: Progress) -> None:
        gate.wait(5)
        progress.check()

    task = tasks.run("Importing", work)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())
    assert heard.expected == []


def test_what_cannot_be_cancelled_goes_on(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    task = tasks.run("Saving", lambda progress: progress.check(), heard.done, cancellable=False)
    task.cancel()
    qtbot.waitUntil(lambda: heard.results == [None])


def test_progress_reaches_the_task(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()

    def work(progress: Progress) -> None:
        progress.report(62, 100, "rows")
        gate.wait(5)

    task = tasks.run("Importing", work)
    qtbot.waitUntil(lambda: task.state.share == 0.62)
    assert task.state.text == "rows"
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())


def test_hidden_work_is_not_listed(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    gate = threading.Event()
    tasks.run("Quietly", lambda progress: gate.wait(5), heard.done, show=False)
    assert tasks.running() == []
    gate.set()
    qtbot.waitUntil(lambda: bool(heard.results))


class Page(QWidget):
    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self._heard = heard

    def show_result(self, result: object) -> None:
        self.setWindowTitle("touches the widget")
        self._heard.append(result)


@pytest.mark.parametrize("bound", [True, False], ids=["bound method", "named owner"])
def test_a_widget_that_is_gone_hears_nothing(qtbot: QtBot, tasks: Tasks, heard: Heard, bound: bool) -> None:
    page = Page(heard.results)
    gate = threading.Event()

    def work(progress: Progress) -> int:
        gate.wait(5)
        return 1

    def through_a_function(result: object) -> None:
        page.show_result(result)

    call = page.show_result if bound else through_a_function
    tasks.run("Reading", work, call, owner=None if bound else page)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())
    assert heard.results == []
    assert heard.bugs == []


def test_close_waits_for_work_and_delivers_nothing(qtbot: QtBot, heard: Heard) -> None:
    tasks = Tasks(on_expected=heard.expected.append, on_bug=heard.bugs.append)
    ended: list[bool] = []

    def work(progress: Progress) -> None:
        waiting = threading.Event()
        progress.on_cancel(waiting.set)
        waiting.wait(5)
        ended.append(True)

    tasks.run("Importing", work, heard.done)
    tasks.close()
    QCoreApplication.processEvents()
    assert heard.results == []
    with pytest.raises(RuntimeError):
        tasks.run("Late", lambda progress: None)


def test_rate_and_time_left() -> None:
    now = [100.0]
    states: list[ProgressState] = []
    progress = Progress(0.0, clock=lambda: now[0])
    progress.listen(states.append)
    progress.report(0, 1000)
    now[0] += 2
    progress.report(500, 1000)
    assert states[-1].rate == 250
    assert states[-1].left == 2


def test_reports_are_thinned_but_the_last_is_told() -> None:
    now = [0.0]
    states: list[ProgressState] = []
    progress = Progress(0.5, clock=lambda: now[0])
    progress.listen(states.append)
    for done in range(11):
        now[0] += 0.1
        progress.report(done, 10)
    assert [state.done for state in states] == [0, 5, 10]


def test_cancel_handlers_run_once_and_late_ones_at_once() -> None:
    progress = Progress()
    heard: list[str] = []
    progress.on_cancel(lambda: heard.append("early"))
    progress.cancel()
    progress.cancel()
    progress.on_cancel(lambda: heard.append("late"))
    assert heard == ["early", "late"]
    with pytest.raises(Cancelled):
        progress.check()


def test_an_empty_total_is_done() -> None:
    assert ProgressState(0, 0).share == 1.0
    assert ProgressState(3, None).share is None
