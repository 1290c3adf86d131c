"""Runs enabled injectors by their schedules, on this desktop or service (spec 2, Missed slots; spec 5, Unattended).

APScheduler keeps the time; its in-memory jobs are made equal to the injector table every few seconds, so that a change
on any desktop counts here too. Every program of a workspace schedules every injector; a slot is claimed in the
database, so that each slot runs once, wherever.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from leadadmin.domain.errors import Expected, Unreachable
from leadadmin.domain.run import RunOutcome, RunReport, Tally
from leadadmin.domain.schedule import MOST_COUNTED, Schedule
from leadadmin.injector.runner import InjectorRunner, Order
from leadadmin.sources.base import CancelToken
from leadadmin.store import injectors, runs
from leadadmin.store.workspace import Workspace, from_ms, to_ms

log = logging.getLogger(__name__)

SYNC_SECONDS = 5.0
WORKERS = 4
BY = "schedule"
BUSY = "the computer slept or was busy"


class ScheduleTrigger(BaseTrigger):  # type: ignore[misc]
    """Lets a `Schedule` decide when APScheduler fires."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The first slot after the last one, or after now."""
        return self.schedule.next_after(max(previous_fire_time or now, now - timedelta(seconds=1)))


@dataclass(frozen=True, slots=True)
class Working:
    """A run under way here: since when (UTC) and its counts so far."""

    injector_id: int
    name: str
    since: datetime
    tally: Tally


Finished = Callable[[RunReport], None]


class InjectorScheduler:
    """Starts and stops with its program; `on_finished` is called in a worker thread after every run."""

    def __init__(
        self,
        workspace: Workspace,
        runner: InjectorRunner,
        *,
        on_finished: Finished = lambda _report: None,
        sync_seconds: float = SYNC_SECONDS,
    ) -> None:
        self._workspace = workspace
        self._runner = runner
        self._on_finished = on_finished
        self._sync_seconds = sync_seconds
        self._lock = threading.Lock()
        self._known: dict[int, Schedule] = {}
        self._names: dict[int, str] = {}
        self._working: dict[int, Working] = {}
        self._tokens: dict[int, CancelToken] = {}
        self._away = False
        self._stopping = threading.Event()
        self._paused = threading.Event()
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(WORKERS), "sync": ThreadPoolExecutor(1)},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin; the table is read at once."""
        self._scheduler.add_job(
            self._sync,
            "interval",
            seconds=self._sync_seconds,
            id="sync",
            executor="sync",
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()

    def stop(self) -> None:
        """End: the batches under way are finished or rolled back, then the runs end as cancelled."""
        self._stopping.set()
        with self._lock:
            tokens = list(self._tokens.values())
        for token in tokens:
            token.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def pause_all(self, paused: bool) -> None:
        """Start no run here by schedule, or start again; runs under way go on."""
        (self._paused.set if paused else self._paused.clear)()

    @property
    def paused(self) -> bool:
        """Whether nothing is started here by schedule."""
        return self._paused.is_set()

    def working(self) -> tuple[Working, ...]:
        """The runs under way here."""
        with self._lock:
            return tuple(self._working.values())

    def next_times(self) -> Mapping[int, datetime]:
        """When each scheduled injector runs next (UTC), by id."""
        found = {}
        for job in self._scheduler.get_jobs():
            if job.id.startswith("injector:") and job.next_run_time is not None:
                found[int(job.id.partition(":")[2])] = job.next_run_time
        return found

    def cancel(self, injector_id: int) -> None:
        """Cancel the run of an injector that is under way here."""
        with self._lock:
            token = self._tokens.get(injector_id)
        if token is not None:
            token.set()

    def _sync(self) -> None:
        """Make the jobs equal to the injector table, catch up on missed slots, take over from dead holders."""
        if self._stopping.is_set():
            return
        try:
            self._follow_table()
        except Unreachable as error:
            log.warning("The scheduler cannot read the injectors: %s", error)
            self._away = True

    def _follow_table(self) -> None:
        with self._workspace.reading() as database:
            wanted = {
                s.injector.id: s for s in injectors.list_all(database)
                if s.injector.id is not None and s.state.enabled and not s.state.paused_because
            }  # fmt: skip
            now = from_ms(self._workspace.now_ms(database))
            orphans = runs.orphaned(database)
        back, self._away = self._away, False
        self._names = {injector_id: stored.injector.name for injector_id, stored in wanted.items()}
        for gone in self._known.keys() - wanted.keys():
            self._scheduler.remove_job(_job_id(gone))
            del self._known[gone]
        for injector_id, stored in wanted.items():
            schedule = stored.injector.schedule
            if self._known.get(injector_id) != schedule:
                self._known[injector_id] = schedule
                self._scheduler.add_job(
                    self._fire, ScheduleTrigger(schedule), id=_job_id(injector_id), replace_existing=True,
                    args=[injector_id, schedule],
                )  # fmt: skip
                self._catch_up(injector_id, schedule, stored.state.last_slot, now, "the program was not running")
            elif back:
                self._catch_up(injector_id, schedule, stored.state.last_slot, now, "the workspace could not be reached")
            else:
                # The job may have come before its slot: the database's clock decides, and this machine's may be ahead.
                self._catch_up(injector_id, schedule, stored.state.last_slot, now, BUSY, on_time=1)
        for injector_id in orphans & wanted.keys():
            self._once(injector_id, "takeover", lambda: Order(BY, why="the program that ran it stopped"))

    def _catch_up(
        self,
        injector_id: int,
        schedule: Schedule,
        last_slot: datetime | None,
        now: datetime,
        why: str,
        *,
        on_time: int = 0,
    ) -> None:
        if last_slot is None:
            self._workspace.write(lambda database: injectors.claim_slot(database, injector_id, to_ms(now)))
        elif schedule.slots_missed(last_slot, now, limit=1):
            self._once(injector_id, "catch-up", lambda: self._claim(injector_id, schedule, why, on_time=on_time))

    def _once(self, injector_id: int, what: str, order: Callable[[], Order | None]) -> None:
        with self._lock:
            if injector_id in self._working:
                return
        self._scheduler.add_job(
            self._run, id=f"{what}:{injector_id}", replace_existing=True, args=[injector_id, order],
            next_run_time=datetime.now(UTC),
        )  # fmt: skip

    def _fire(self, injector_id: int, schedule: Schedule) -> None:
        self._run(injector_id, lambda: self._claim(injector_id, schedule, BUSY, on_time=1))

    def _claim(self, injector_id: int, schedule: Schedule, why: str, *, on_time: int) -> Order | None:
        """Claim every slot up to now in the database; None when another program has taken care of them.

        All but the last `on_time` of them were missed, because of `why`.
        """

        def work(database: Any) -> Order | None:
            state = injectors.get(database, injector_id).state
            now_ms = self._workspace.now_ms(database)
            slots = 1 if state.last_slot is None else schedule.slots_missed(state.last_slot, from_ms(now_ms))
            if not slots or not injectors.claim_slot(database, injector_id, now_ms):
                return None
            # So many that they were not counted to the end: then one on time is among the rest.
            missed = slots if slots == MOST_COUNTED else slots - on_time
            return Order(BY, missed=missed, why=why if missed else "")

        return self._workspace.write(work)

    def _run(self, injector_id: int, order_of: Callable[[], Order | None]) -> None:
        if self._paused.is_set():
            return
        token = CancelToken()
        with self._lock:
            # Under the lock: `stop` sets the event first and takes the tokens, under the lock, afterwards.
            if injector_id in self._working or self._stopping.is_set():
                return
            self._working[injector_id] = Working(
                injector_id, self._names.get(injector_id, ""), datetime.now(UTC), Tally()
            )
            self._tokens[injector_id] = token
        try:
            order = order_of()
            if order is None:
                return
            report = self._runner.run(
                injector_id, order, cancel=token, progress=lambda tally: self._progress(injector_id, tally)
            )
            if report.outcome is not RunOutcome.SKIPPED:
                self._on_finished(report)
        except Unreachable as error:
            log.warning("Injector %s was not run: %s", injector_id, error)
            self._away = True
        except Expected as error:
            log.warning("Injector %s was not run: %s", injector_id, error)
        finally:
            with self._lock:
                self._working.pop(injector_id, None)
                self._tokens.pop(injector_id, None)

    def _progress(self, injector_id: int, tally: Tally) -> None:
        with self._lock:
            here = self._working[injector_id]
            self._working[injector_id] = Working(injector_id, here.name, here.since, tally)


def _job_id(injector_id: int) -> str:
    return f"injector:{injector_id}"
