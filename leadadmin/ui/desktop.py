"""Opens the desktop: application, workspace, window, scheduler; and ends them in order."""

import logging
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from PySide6.QtWidgets import QApplication

from leadadmin.app.bootstrap import Program, open_program
from leadadmin.app.demo.living import alive
from leadadmin.app.logging import Redactor, start_logging
from leadadmin.app.paths import user_config_dir, user_log_dir
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.errors import Expected
from leadadmin.injector.scheduler import InjectorScheduler
from leadadmin.store import info
from leadadmin.store.fingerprint import fingerprint
from leadadmin.ui.changes_bus import ChangesBus
from leadadmin.ui.crash import CrashHandler
from leadadmin.ui.desk import EVERYTHING, Desk
from leadadmin.ui.icons import icon
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.memory import FileMemory, Memory
from leadadmin.ui.notices import Notices
from leadadmin.ui.page_list import pages
from leadadmin.ui.scheduler_state import SchedulerWatch
from leadadmin.ui.style.appearance import Appearance
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.wizards.first_start import ask_for_workspace
from leadadmin.ui.workspace_menu import workspace_menu

log = logging.getLogger(__name__)

FIRST_PAGE = "pools"
MEMORY_FILE = "desktop.ini"
AGAIN = 64
"""The window ended to open another workspace."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A window with what it was made of, for the one who ends it."""

    window: MainWindow
    desk: Desk


def build_window(
    program: Program,
    *,
    tasks: Tasks,
    notices: Notices,
    memory: Memory,
    settings: SettingsFile,
    appearance: Appearance | None = None,
    scheduler: InjectorScheduler | None = None,
) -> Parts:
    """The window on an open workspace, not yet shown and without anything running."""
    bus = ChangesBus()
    made: list[MainWindow] = []

    def go(key: str, **args: Any) -> bool:
        return made[0].go(key, **args)

    desk = Desk(
        program=program,
        tasks=tasks,
        bus=bus,
        notices=notices,
        memory=memory,
        settings=settings,
        appearance=appearance,
        scheduler=scheduler,
        go=go,
    )
    window = MainWindow(pages(desk), tasks=tasks, notices=notices, memory=memory)
    made.append(window)
    bus.setParent(window)
    with program.workspace.reading() as database:
        name = info.get(database, info.NAME) or program.workspace.url.database or ""
    window.show_workspace(name, program.person)
    return Parts(window, desk)


def run_desktop(place: str | None) -> int:
    """Open a workspace (None: the last one, or ask) in a window and run its injectors until the window is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("leadadmin")
    app.setWindowIcon(icon("phone-forwarded", "accent"))
    settings = SettingsFile(user_config_dir())
    chosen = settings.load()
    redactor = Redactor()
    with start_logging("desktop", user_log_dir(), redactor):
        appearance = Appearance(app, chosen.theme)
        wanted: str | None = place or next(iter(chosen.last_workspaces), None)
        problem = ""
        while True:
            program = None
            if wanted is not None:
                try:
                    program = open_program(wanted, key_file=settings.load().key_file(wanted))
                except Expected as error:
                    problem = str(error)
            if program is None or wanted is None:
                wanted = ask_for_workspace(settings, problem)
                if wanted is None:
                    return 0
                continue
            opened = wanted
            settings.change(lambda s, opened=opened: s.with_workspace(opened))  # type: ignore[misc]
            status, wanted = _session(app, program, opened, settings, appearance)
            if status != AGAIN:
                return status
            problem = ""


def _session(
    app: QApplication, program: Program, place: str, settings: SettingsFile, appearance: Appearance
) -> tuple[int, str | None]:
    """One workspace from opening to closing: the exit status, and with AGAIN the workspace to open next (None: ask)."""
    notices = Notices()
    windows: list[MainWindow] = []
    crash = CrashHandler(version("leadadmin"), lambda: windows[0] if windows else None)
    crash.install()
    tasks = Tasks(on_expected=notices.failed, on_bug=crash.handle)
    scheduler = program.scheduler(on_finished=lambda _report: None)
    parts = build_window(
        program, tasks=tasks, notices=notices, memory=FileMemory(user_config_dir() / MEMORY_FILE),
        settings=settings, appearance=appearance, scheduler=scheduler,
    )  # fmt: skip
    window, bus = parts.window, parts.desk.bus
    windows.append(window)
    next_place: list[str | None] = []

    def switch(other: str | None) -> None:
        next_place.append(other)
        window.close()

    window.navigation.workspace.set_menu(workspace_menu(window, settings, place, switch))
    watch = SchedulerWatch(window, scheduler, program.holder.label)

    def marks() -> dict[str, object]:
        with program.workspace.reading() as database:
            now = fingerprint(database)
        return dict.fromkeys(EVERYTHING, now)

    with ExitStack() as running:
        running.enter_context(alive(program.workspace))
        bus.watch(tasks, marks)
        scheduler.start()
        window.start(FIRST_PAGE)
        window.show()
        status = app.exec()
        # The window is gone from sight; the batch under way is finished or rolled back behind it.
        watch.stop()
        bus.stop()
        scheduler.stop()
        tasks.close()
    program.close()
    window.deleteLater()
    return (AGAIN, next_place[-1]) if next_place else (status, None)
