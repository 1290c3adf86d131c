"""A desk for tests of pages: a program on a furnished SQLite workspace, without a window until one is asked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from leadadmin.app.bootstrap import Program, program_on
from leadadmin.app.settings_file import SettingsFile
from leadadmin.store.workspace import Workspace
from leadadmin.ui.changes_bus import ChangesBus
from leadadmin.ui.desk import Desk
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.memory import ShortMemory
from leadadmin.ui.notices import Notices
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.widgets.toast import ToastSpec
from leadadmin.vault import WorkspaceKey
from tests.helpers.office import Office, furnish, workspace_at


@dataclass
class Going:
    """Stands in for the window's `go`: remembers where pages wanted to go, and goes there once there is a window."""

    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    window: MainWindow | None = None

    def __call__(self, key: str, **args: Any) -> object:
        self.went.append((key, args))
        return self.window.go(key, **args) if self.window is not None else True


@dataclass(frozen=True)
class DeskBench:
    """A desk, the office behind it, and what was said and where pages went."""

    desk: Desk
    office: Office
    going: Going
    said: list[ToastSpec]

    def window(self, *pages: PageSpec) -> MainWindow:
        """A window with these pages; `desk.go` goes to them from now on. Add it to qtbot."""
        window = MainWindow(pages, tasks=self.desk.tasks, notices=self.desk.notices, memory=self.desk.memory)
        self.going.window = window
        return window


def _raise(bug: BaseException) -> None:
    raise bug


@contextmanager
def desk_on(
    workspace: Workspace,
    office: Office,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    program: Program | None = None,
) -> Iterator[DeskBench]:
    """A desk on an open workspace; `environment` may name passwords of connections. Closes everything at the end.

    Without a `program` of the test's own there is one with a workspace key.
    """
    key = {"LEADADMIN_KEY": WorkspaceKey.random().to_text()}
    program = program or program_on(workspace, environment=key | dict(environment or {}))
    notices = Notices()
    said: list[ToastSpec] = []
    notices.said.connect(said.append)
    tasks = Tasks(on_expected=notices.failed, on_bug=_raise)
    going = Going()
    desk = Desk(
        program=program, tasks=tasks, bus=ChangesBus(), notices=notices, memory=ShortMemory(),
        settings=SettingsFile(folder), appearance=None, scheduler=None, go=going,
    )  # fmt: skip
    try:
        yield DeskBench(desk, office, going, said)
    finally:
        tasks.close()
        going.window = None
        if (app := QApplication.instance()) is not None:
            app.processEvents()
        program.close()


@contextmanager
def sqlite_desk(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[DeskBench]:
    """A desk on a fresh furnished workspace in a SQLite file."""
    workspace = workspace_at(str(folder / "office.leadadmin"))
    with desk_on(workspace, furnish(workspace), folder, environment) as bench:
        yield bench
