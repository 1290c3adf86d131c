"""Who changed what: pages hear of changes by topic, made here or by other processes, and refresh."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from leadadmin.domain.errors import Expected
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Tasks

Fingerprint = Callable[[], Mapping[str, object]]
"""Returns a mark per topic that differs when something of the topic changed; called on a thread."""

POLL_MS = 1000


class ChangesBus(QObject):
    """`changed` carries the topics as a frozenset of words such as `pools`, `runs`, `connections`.

    Several calls of `tell` in one turn of the event loop become one signal. `out_of_reach` tells that the
    workspace cannot be read (with the error) or can be again (None), each once.
    """

    changed = Signal(object)
    out_of_reach = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._emit)
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._ask)
        self._tasks: Tasks | None = None
        self._fingerprint: Fingerprint | None = None
        self._marks: Mapping[str, object] | None = None
        self._asking = False
        self._lost = False

    def tell(self, *topics: str) -> None:
        """Say that topics changed."""
        self._waiting.update(topics)
        if self._waiting and not self._soon.isActive():
            self._soon.start()

    def watch(self, tasks: Tasks, fingerprint: Fingerprint, *, every_ms: int = POLL_MS) -> None:
        """Ask for the fingerprint in the background; only one question is out at a time."""
        self._tasks, self._fingerprint, self._marks = tasks, fingerprint, None
        self._poll.start(every_ms)
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        self._poll.stop()

    def _emit(self) -> None:
        topics, self._waiting = frozenset(self._waiting), set()
        if topics:
            self.changed.emit(topics)

    def _ask(self) -> None:
        if self._asking or self._tasks is None or self._fingerprint is None:
            return
        self._asking = True
        fingerprint = self._fingerprint

        def look(progress: Progress) -> Mapping[str, object]:
            del progress
            return fingerprint()

        self._tasks.run("fingerprint", look, self._compare, self._failed, cancellable=False, show=False)

    def _compare(self, marks: Mapping[str, object]) -> None:
        self._asking = False
        if self._lost:
            self._lost = False
            self.out_of_reach.emit(None)
        before, self._marks = self._marks, dict(marks)
        if before is not None:
            self.tell(*(topic for topic, mark in marks.items() if before.get(topic) != mark))

    def _failed(self, error: Expected) -> None:
        self._asking = False
        if not self._lost:
            self._lost = True
            self.out_of_reach.emit(error)
