"""What a page works with: the open workspace, the bridge to background work, and the ways to be heard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from leadadmin.app.bootstrap import Program
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.errors import Expected
from leadadmin.injector.scheduler import InjectorScheduler
from leadadmin.store.database import Database
from leadadmin.ui.changes_bus import ChangesBus
from leadadmin.ui.memory import Memory
from leadadmin.ui.notices import Notices
from leadadmin.ui.progress import Progress
from leadadmin.ui.style.appearance import Appearance
from leadadmin.ui.tasks import Task, Tasks, is_there

T = TypeVar("T")

# Topics of the changes bus. A change made elsewhere is told as EVERYTHING.
CONNECTIONS, CAMPAIGNS, INJECTORS, POOLS, LEADS, RUNS = (
    "connections", "campaigns", "injectors", "pools", "leads", "runs",
)  # fmt: skip
EVERYTHING = frozenset({CONNECTIONS, CAMPAIGNS, INJECTORS, POOLS, LEADS, RUNS})


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to every page by the desktop; pages reach nothing else.

    `go(key, **args)` shows another page. `scheduler` is None where this window runs no injectors (pictures, tests).
    """

    program: Program
    tasks: Tasks
    bus: ChangesBus
    notices: Notices
    memory: Memory
    settings: SettingsFile
    appearance: Appearance | None
    scheduler: InjectorScheduler | None
    go: Callable[..., object]

    def read(
        self,
        label: str,
        work: Callable[[Database], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Expected], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Task:
        """Read from the workspace in the background; not shown among the running work."""
        workspace = self.program.workspace

        def do(progress: Progress) -> T:
            del progress
            with workspace.reading() as database:
                return work(database)

        return self.tasks.run(label, do, on_done, on_failed, show=False, owner=owner)

    def change(
        self,
        label: str,
        work: Callable[[], T],
        on_done: Callable[[T], Any] | None = None,
        on_failed: Callable[[Expected], None] | None = None,
        *,
        topics: frozenset[str] = EVERYTHING,
        owner: QObject | None = None,
    ) -> Task:
        """Change the workspace in the background, then tell the bus. `on_done` runs before the pages refresh.

        The bus is told also when the page that asked is gone by then; its callbacks are dropped.
        """

        def done(result: T) -> None:
            if on_done is not None and is_there(owner, on_done):
                on_done(result)
            self.bus.tell(*topics)

        def failed(error: Expected) -> None:
            if on_failed is None:
                self.notices.failed(error)
            elif is_there(owner, on_failed):
                on_failed(error)

        def do(progress: Progress) -> T:
            del progress
            return work()

        return self.tasks.run(label, do, done, failed, cancellable=False, show=False)
