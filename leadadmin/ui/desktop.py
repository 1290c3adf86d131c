"""Opens the desktop: application, workspace, window, scheduler; and ends them in order."""

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import FrameType
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from leadadmin.app.bootstrap import Program, open_program
from leadadmin.app.demo.living import alive
from leadadmin.app.logging import Redactor, log_uncaught, start_logging
from leadadmin.app.paths import user_config_dir, user_log_dir
from leadadmin.app.settings_file import SettingsFile, SettingsNotSaved
from leadadmin.app.workspaces import facts, known_as, place_of
from leadadmin.domain.errors import Expected
from leadadmin.injector.scheduler import InjectorScheduler
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
from leadadmin.ui.style.fonts import BODY_POINTS
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.wizards.first_start import ask_for_workspace
from leadadmin.ui.workspace_menu import workspace_menu

log = logging.getLogger(__name__)

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
    window.show_workspace(facts(program.workspace).name, program.person)
    return Parts(window, desk)


def run_desktop(place: str | None) -> int:
    """Open a workspace (None: the last one, or ask) in a window and run its injectors until the window is closed.

    Gives the exit status.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("leadadmin")
    app.setWindowIcon(icon("phone-forwarded", "accent"))
    if QLocale().language() == QLocale.Language.C:  # no country is set: numbers have separators all the same
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    settings = SettingsFile(user_config_dir())
    redactor = Redactor()
    with start_logging("desktop", user_log_dir(), redactor), log_uncaught():
        chosen = settings.load()
        appearance = Appearance(app, chosen.theme, chosen.text_points or BODY_POINTS, compact=chosen.compact_rows)
        crash = CrashHandler(version("leadadmin"), QApplication.activeWindow)
        crash.install()
        wanted: str | None = place or next(iter(chosen.last_workspaces), None)
        problem = ""
        while True:
            if wanted is None:
                wanted = ask_for_workspace(settings, problem, crash.handle)
                if wanted is None:
                    return 0
            try:
                key_file = settings.load().key_file(known_as(wanted))
                program = open_program(wanted, key_file=key_file, learn=redactor.learn)
            except Expected as error:
                wanted, problem = None, str(error)
                continue
            _remember(settings, wanted)
            status, wanted = _Session(app, program, settings, appearance, crash).run()
            if status != AGAIN:
                return status
            problem = ""


def _remember(settings: SettingsFile, place: str) -> None:
    try:
        settings.change(lambda before: before.with_workspace(known_as(place)))
    except SettingsNotSaved as error:
        log.warning("The workspace is not remembered: %s", error)


class _Session:
    """One workspace from opening to closing."""

    def __init__(
        self,
        app: QApplication,
        program: Program,
        settings: SettingsFile,
        appearance: Appearance,
        crash: CrashHandler,
    ) -> None:
        self._app, self._program = app, program
        self._next: list[str | None] = []
        self._notices = Notices()
        self._tasks = Tasks(on_expected=self._notices.failed, on_bug=crash.handle)
        self._scheduler = program.scheduler()
        parts = build_window(
            program, tasks=self._tasks, notices=self._notices, memory=FileMemory(user_config_dir() / MEMORY_FILE),
            settings=settings, appearance=appearance, scheduler=self._scheduler,
        )  # fmt: skip
        self._window, self._bus = parts.window, parts.desk.bus
        self._bus.out_of_reach.connect(self._tell_reach)
        menu = workspace_menu(self._window, settings, place_of(program.workspace), self._switch)
        self._window.navigation.workspace.set_menu(menu)

    def run(self) -> tuple[int, str | None]:
        """The exit status, and with AGAIN the workspace to open next (None: ask)."""
        watch = SchedulerWatch(self._window, self._tasks, self._scheduler, self._program.holder.label)
        with ExitStack() as at_end:
            at_end.callback(self._program.close)
            at_end.callback(self._window.deleteLater)
            at_end.callback(self._tasks.close)
            at_end.enter_context(alive(self._program.workspace))
            at_end.enter_context(self._signals())
            self._bus.watch(self._tasks, self._marks)
            at_end.callback(self._scheduler.stop)
            self._scheduler.start()
            self._window.start(self._window.navigation.keys()[0])
            self._window.fit_into(self._window.screen().availableGeometry())
            self._window.show()
            status = self._app.exec()
            # The window is gone from sight; behind it the batch under way is finished or rolled back.
            self._window.hide()
            watch.stop()
            self._bus.stop()
        return (AGAIN, self._next[-1]) if self._next else (status, None)

    def _switch(self, other: str | None) -> None:
        self._next.append(other)
        if not self._window.close():
            self._next.clear()

    def _marks(self) -> dict[str, object]:
        with self._program.workspace.reading() as database:
            now = fingerprint(database)
        return dict.fromkeys(EVERYTHING, now)

    def _tell_reach(self, error: Expected | None) -> None:
        if error is not None:
            self._notices.failed(error)
        else:
            self._notices.say(QCoreApplication.translate("Desktop", "The workspace answers again."))

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl+C in a terminal and the system's SIGTERM close the window like a person does.

        Python handles a signal when it next runs, which the bus sees to once a second.
        """
        before = {each: signal.signal(each, self._asked_to_end) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _asked_to_end(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if not self._window.close():
            self._app.exit(0)
