"""The one bridge to background work: run a function on a thread, hear of it on the GUI thread.

Work gets a `Progress`, through which it reports and learns that it was cancelled. What it returns goes to
`on_done`; an expected error goes to `on_failed` (or to the default handler); anything else is a bug and goes
to the bug handler. Callbacks of a widget that is gone are dropped.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.ui.progress import Progress, ProgressState

T = TypeVar("T")
_log = logging.getLogger(__name__)

WORKERS = 4
TELL_EVERY = 0.05
"""Seconds between two reports of one piece of work that reach the GUI thread."""


class Task(QObject):
    """One piece of work, as the GUI thread sees it."""

    changed = Signal()
    ended = Signal()

    def __init__(self, label: str, *, cancellable: bool, show: bool, stays: str, parent: QObject) -> None:
        super().__init__(parent)
        self.label, self.cancellable, self.show, self.stays = label, cancellable, show, stays
        self.progress = Progress(TELL_EVERY)
        self.state = ProgressState()
        self.started = monotonic()
        self.running = True

    @property
    def cancelling(self) -> bool:
        """Whether cancel was asked for and the work has not ended yet."""
        return self.running and self.progress.cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next good place; what was committed stays."""
        if self.cancellable and self.running:
            self.progress.cancel()
            self.changed.emit()

    def seconds(self) -> float:
        """Return how long it has been running."""
        return monotonic() - self.started


class Tasks(QObject):
    """Runs work in the background. `running_changed` tells that the list of shown work is another one."""

    running_changed = Signal()
    _woken = Signal()

    def __init__(
        self,
        *,
        on_expected: Callable[[Expected], None],
        on_bug: Callable[[BaseException], None],
        workers: int = WORKERS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_expected, self._on_bug = on_expected, on_bug
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="work")
        self._mail: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = Lock()
        self._rung = False
        self._tasks: list[Task] = []
        self._closed = False
        self._woken.connect(self._read_mail, Qt.ConnectionType.QueuedConnection)

    def running(self) -> list[Task]:
        """Return the work that is shown to people, oldest first."""
        return [task for task in self._tasks if task.show]

    def idle(self) -> bool:
        """Return whether no work is under way, shown or not."""
        return not self._tasks

    def run(
        self,
        label: str,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[Expected], None] | None = None,
        *,
        cancellable: bool = True,
        show: bool = True,
        stays: str = "",
        owner: QObject | None = None,
    ) -> Task:
        """Start `work` and return at once.

        `stays` is the sentence that says what a cancel leaves behind. Callbacks are dropped when their owner
        is gone: `owner`, or the object whose bound method a callback is. Raises `RuntimeError` after `close`.
        """
        if self._closed:
            raise RuntimeError("no work is started after the program began to close")
        task = Task(label, cancellable=cancellable, show=show, stays=stays, parent=self)
        self._tasks.append(task)

        def tell(state: ProgressState) -> None:
            self._post(lambda: self._progressed(task, state))

        def do() -> None:
            try:
                task.progress.check()
                result = work(task.progress)
            except Expected as error:
                failure = error
                self._post(lambda: self._failed(task, failure, on_failed, owner))
            except BaseException as bug:  # noqa: BLE001 - a thread's bug has to reach the GUI thread
                found = bug
                self._post(lambda: self._broke(task, found))
            else:
                self._post(lambda: self._done(task, result, on_done, owner))

        task.progress.listen(tell)
        self._pool.submit(do)
        if show:
            self.running_changed.emit()
        return task

    def follow(self, label: str, on_cancel: Callable[[], None], *, stays: str = "") -> Task:
        """Show work that runs elsewhere, such as by the scheduler; whoever follows it calls `tell` and `let_go`."""
        task = Task(label, cancellable=True, show=True, stays=stays, parent=self)
        task.progress.on_cancel(on_cancel)
        self._tasks.append(task)
        self.running_changed.emit()
        return task

    def tell(self, task: Task, state: ProgressState) -> None:
        """Say how far followed work is."""
        self._progressed(task, state)

    def let_go(self, task: Task) -> None:
        """Followed work has ended."""
        self._end(task)

    def close(self) -> None:
        """Cancel everything and wait until the threads are done; nothing is delivered after this."""
        self._closed = True
        for task in self._tasks:
            task.progress.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    # -- from threads to the GUI thread

    def _post(self, letter: Callable[[], None]) -> None:
        self._mail.put(letter)
        with self._lock:
            ring, self._rung = not self._rung, True
        if ring and not self._closed:
            self._woken.emit()

    def _read_mail(self) -> None:
        with self._lock:
            self._rung = False
        while True:
            try:
                letter = self._mail.get_nowait()
            except Empty:
                return
            if not self._closed:
                letter()

    def _progressed(self, task: Task, state: ProgressState) -> None:
        if task.running:
            task.state = state
            task.changed.emit()

    def _end(self, task: Task) -> None:
        task.running = False
        self._tasks.remove(task)
        if task.show:
            self.running_changed.emit()
        task.ended.emit()
        task.deleteLater()

    def _done(self, task: Task, result: T, on_done: Callable[[T], None] | None, owner: QObject | None) -> None:
        self._end(task)
        if on_done is not None and is_there(owner, on_done):
            self._guarded(lambda: on_done(result))

    def _failed(
        self, task: Task, error: Expected, on_failed: Callable[[Expected], None] | None, owner: QObject | None
    ) -> None:
        self._end(task)
        _log.info("%s ended: %s (%s)", task.label, type(error).__name__, error.code)
        if on_failed is not None:
            if is_there(owner, on_failed):
                self._guarded(lambda: on_failed(error))
        elif not isinstance(error, Cancelled):
            self._on_expected(error)

    def _broke(self, task: Task, bug: BaseException) -> None:
        self._end(task)
        self._on_bug(bug)

    def _guarded(self, call: Callable[[], Any]) -> None:
        try:
            call()
        except Expected as error:
            self._on_expected(error)
        except Exception as bug:  # noqa: BLE001 - one page's bug must not drop the other letters
            self._on_bug(bug)


def is_there(owner: QObject | None, call: Callable[..., Any]) -> bool:
    """Return whether the objects behind a callback still exist in Qt."""
    bound = getattr(call, "__self__", None)
    for each in (owner, bound):
        if isinstance(each, QObject) and not shiboken6.isValid(each):
            return False
    return QCoreApplication.instance() is not None
