"""Shows in the window what the scheduler does: its state, and each injector that runs here as work with Cancel."""

from PySide6.QtCore import QObject, QTimer

from leadadmin.injector.scheduler import InjectorScheduler
from leadadmin.ui import formats
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.theme import Tone

LOOK_MS = 1000


class SchedulerWatch(QObject):
    """Looks at the scheduler once a second, which costs a lock and no query."""

    def __init__(self, window: MainWindow, scheduler: InjectorScheduler, host: str) -> None:
        super().__init__(window)
        self._window, self._scheduler, self._host = window, scheduler, host
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)
        self.look()

    def look(self) -> None:
        """Show the state as it is now."""
        self._window.show_scheduler(*self._words())

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _words(self) -> tuple[str, Tone]:
        working = self._scheduler.working()
        if self._scheduler.paused:
            return self.tr("Scheduler paused on {0}").format(self._host), Tone.NEUTRAL
        if working:
            rows = sum(each.tally.read for each in working)
            said = self.tr("Running {0} on {1} · {2} rows").format(
                ", ".join(f"“{each.name}”" for each in working), self._host, formats.number(rows)
            )
            return said, Tone.INFO
        times = self._scheduler.next_times().values()
        said = self.tr("Scheduler running on {0}").format(self._host)
        if times:
            said += self.tr(" · next run {0}").format(formats.clock(min(times).astimezone()))
        return said, Tone.SUCCESS
