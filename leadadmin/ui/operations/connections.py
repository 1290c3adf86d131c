"""What people do with connections: the call in the background, and what is said afterwards."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from leadadmin.app import connections as work
from leadadmin.app.connections import CheckEnd, Listed, Password
from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected
from leadadmin.sources.base import Step
from leadadmin.store.connections import StoredConnection
from leadadmin.ui.desk import CONNECTIONS, Desk
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Task

Failed = Callable[[Expected], None]
_TOPICS = frozenset({CONNECTIONS})


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connections", text)


class TestRun(QObject):
    """One test: connect to its signals, which come on the GUI thread, then `start` it.

    `planned` carries the steps it will take, `stepped` each step as it stands, `ended` how it ended, and `failed`
    an Expected that came before the first step (a password that cannot be had, values that do not fit).
    """

    __test__ = False  # no test of pytest's

    planned = Signal(object)
    stepped = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, connection: Connection, password: Password) -> None:
        super().__init__()
        self.connection, self.password = connection, password
        self._desk = desk
        self._task: Task | None = None

    def start(self) -> None:
        """Begin."""
        program, connection, password = self._desk.program, self.connection, self.password

        def do(progress: Progress) -> CheckEnd:
            self.planned.emit(work.source_of(program, connection, password).plan())
            last: Step | None = None
            for step in work.check(program, connection, password):
                progress.check()
                last = step
                self.stepped.emit(step)
            if last is None:
                raise AssertionError("a test has at least one step")
            return work.end_of(last)

        label = _tr("Testing “{0}”").format(connection.name)
        self._task = self._desk.tasks.run(label, do, self._done, self._failed, show=False)

    def stop(self) -> None:
        """Stop after the step under way; nothing is told any more."""
        self.blockSignals(True)
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _done(self, end: CheckEnd) -> None:
        self.ended.emit(end)
        self._desk.bus.tell(CONNECTIONS)

    def _failed(self, error: Expected) -> None:
        self.failed.emit(error)


def save(
    desk: Desk,
    connection: Connection,
    password: Password,
    tested: CheckEnd | None,
    on_done: Callable[[Connection], None],
    on_failed: Failed,
    owner: QObject,
) -> Task:
    """Store a connection, and say so."""

    def done(saved: Connection) -> None:
        desk.notices.say(_tr("“{0}” was saved").format(saved.name))
        on_done(saved)

    return desk.change(
        _tr("Saving “{0}”").format(connection.name),
        lambda: work.save(desk.program, connection, password, tested=tested),
        done,
        on_failed,
        topics=_TOPICS,
        owner=owner,
    )


def remove(desk: Desk, connection: Connection, on_done: Callable[[], None], owner: QObject) -> Task:
    """Delete an unused connection; the notice offers to put it back."""

    def done(stored: StoredConnection) -> None:
        desk.notices.say(
            _tr("“{0}” was deleted").format(stored.connection.name),
            action=_tr("Undo"),
            on_action=lambda: desk.change(
                _tr("Putting “{0}” back").format(stored.connection.name),
                lambda: work.put_back(desk.program, stored),
                topics=_TOPICS,
            ),
        )
        on_done()

    return desk.change(
        _tr("Deleting “{0}”").format(connection.name),
        lambda: work.remove(desk.program, connection.id or 0),
        done,
        topics=_TOPICS,
        owner=owner,
    )


def read_all(desk: Desk, on_done: Callable[[tuple[Listed, ...]], None], owner: QObject) -> Task:
    """Read every connection with what uses it."""
    return desk.read(_tr("Reading connections"), work.list_all, on_done, owner=owner)


def sample_procedure(
    desk: Desk,
    connection: Connection,
    password: Password,
    on_done: Callable[[str], None],
    on_failed: Failed,
    owner: QObject,
) -> Task:
    """Make the SQL of a sample procedure for the database of a connection as the form has it."""

    def do(progress: Progress) -> str:
        del progress
        return work.source_of(desk.program, connection, password).sample_procedure()

    return desk.tasks.run(_tr("Looking at the database"), do, on_done, on_failed, owner=owner)
