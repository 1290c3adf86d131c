"""Shows in the window what the scheduler does: its state, and each injector that runs here as work with Cancel."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from leadadmin.injector.scheduler import InjectorScheduler, Working
from leadadmin.ui import formats
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.progress import ProgressState
from leadadmin.ui.tasks import Task, Tasks
from leadadmin.ui.theme import Tone

LOOK_MS = 1000


class SchedulerWatch(QObject):
    """Looks at the scheduler once a second, which costs a lock and no query."""

    def __init__(self, window: MainWindow, tasks: Tasks, scheduler: InjectorScheduler, host: str) -> None:
        super().__init__(window)
        self._window, self._tasks, self._scheduler, self._host = window, tasks, scheduler, host
        self._followed: dict[int, Task] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)
        self.look()

    def look(self) -> None:
        """Show the state as it is now."""
        working = self._scheduler.working()
        self._follow(working)
        self._window.show_scheduler(*self._words(working))

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._follow(())

    def _follow(self, working: tuple[Working, ...]) -> None:
        here = {each.injector_id: each for each in working}
        for injector_id in self._followed.keys() - here.keys():
            self._tasks.let_go(self._followed.pop(injector_id))
        for injector_id, each in here.items():
            task = self._followed.get(injector_id)
            if task is None:
                task = self._tasks.follow(
                    self.tr("Running “{0}”").format(each.name),
                    partial(self._scheduler.cancel, injector_id),
                    stays=self.tr("Rows that were saved before stay; the next run takes the rest."),
                )
                self._followed[injector_id] = task
            passed = (datetime.now(UTC) - each.since).total_seconds()
            rows = each.tally.read
            self._tasks.tell(task, ProgressState(rows, rate=rows / passed if passed > 0 else 0.0))

    def _words(self, working: tuple[Working, ...]) -> tuple[str, Tone]:
        if self._scheduler.paused:
            return self.tr("Scheduler paused on {0}").format(self._host), Tone.NEUTRAL
        said = self.tr("Scheduler running on {0}").format(self._host)
        if working:
            return said + self.tr(" · {0} at work").format(
                formats.listed([each.name for each in working])
            ), Tone.SUCCESS
        times = self._scheduler.next_times().values()
        if times:
            said += self.tr(" · next run {0}").format(formats.clock(min(times).astimezone()))
        return said, Tone.SUCCESS
