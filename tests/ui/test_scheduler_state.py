"""What the window shows of the scheduler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from pytestqt.qtbot import QtBot

from leadadmin.domain.run import Tally
from leadadmin.injector.scheduler import InjectorScheduler, Working
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.memory import ShortMemory
from leadadmin.ui.notices import Notices
from leadadmin.ui.scheduler_state import SchedulerWatch
from leadadmin.ui.tasks import Tasks
from leadadmin.ui.widgets.page import Page


@dataclass
class Clockwork:
    """Stands in for the scheduler."""

    runs: tuple[Working, ...] = ()
    paused: bool = False
    cancelled: list[int] = field(default_factory=list)

    def working(self) -> tuple[Working, ...]:
        return self.runs

    def next_times(self) -> Mapping[int, datetime]:
        return {1: datetime(2025, 11, 20, 14, 5).astimezone()}

    def cancel(self, injector_id: int) -> None:
        self.cancelled.append(injector_id)


def _raise(bug: BaseException) -> None:
    raise bug


def test_runs_by_schedule_are_work_that_can_be_cancelled(qtbot: QtBot) -> None:
    tasks = Tasks(on_expected=_raise, on_bug=_raise)
    page = PageSpec("a", "A", "list", lambda: Page("A"))
    window = MainWindow([page], tasks=tasks, notices=Notices(), memory=ShortMemory())
    qtbot.addWidget(window)
    clockwork = Clockwork()
    watch = SchedulerWatch(window, tasks, cast(InjectorScheduler, clockwork), "PC-7")

    def shown() -> str:
        return window.status.scheduler.accessibleName()

    assert shown().endswith("Scheduler running on PC-7 · next run 14:05")
    began = datetime.now(UTC) - timedelta(seconds=10)
    clockwork.runs = (Working(7, "CRM", began, Tally(read=500)),)
    watch.look()
    assert shown().endswith("CRM at work")
    (task,) = tasks.running()
    assert task.label == "Running “CRM”"
    assert task.state.done == 500
    assert 40 < task.state.rate <= 50
    task.cancel()
    assert clockwork.cancelled == [7]
    clockwork.runs = ()
    watch.look()
    assert not tasks.running()
    clockwork.paused = True
    watch.look()
    assert shown().endswith("Scheduler paused on PC-7")
    clockwork.runs = (Working(8, "CRM", began, Tally()),)
    watch.look()
    watch.stop()
    assert tasks.idle()
    tasks.close()
