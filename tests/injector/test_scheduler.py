"""The scheduler: catch-up, one program per slot, take-over, pause, and an orderly end."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NoReturn

import pytest
from sqlalchemy import func, select, update

from leadadmin.domain.errors import Unreachable
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.domain.schedule import Schedule
from leadadmin.injector.runner import lease_resource
from leadadmin.injector.scheduler import InjectorScheduler
from leadadmin.store import injectors, leases, runs, schema
from leadadmin.store.leases import Lease, this_process
from leadadmin.store.place import file_of
from tests.injector.conftest import Bench
from tests.injector.test_runner import row

WAIT = 20.0
HOUR_MS = 3_600_000


@contextmanager
def scheduling(bench: Bench) -> Iterator[tuple[InjectorScheduler, "queue.Queue[RunReport]"]]:
    """A running scheduler and the receipts it finishes."""
    finished: queue.Queue[RunReport] = queue.Queue()
    scheduler = InjectorScheduler(bench.office.workspace, bench.runner(), on_finished=finished.put, sync_seconds=0.1)
    scheduler.start()
    try:
        yield scheduler, finished
    finally:
        scheduler.stop()


def enable(bench: Bench, *, ago_ms: int = 0, every: timedelta = timedelta(minutes=10)) -> None:
    bench.change(schedule=Schedule(every=every))
    with bench.office.workspace.transaction() as database:
        injectors.set_enabled(database, bench.injector_id, True, who="test")
        if ago_ms:
            then = schema.injectors.c.last_slot - ago_ms
            database.execute(update(schema.injectors).values(last_slot=then))


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition that another thread brings about."""
    pause = threading.Event()
    for _ in range(round(WAIT / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it did not come about")


def run_count(bench: Bench) -> int:
    with bench.office.workspace.reading() as database:
        return database.execute(select(func.count()).select_from(schema.runs)).scalar_one()


def test_missed_slots_give_one_catch_up_that_says_how_many(bench: Bench) -> None:
    bench.source.rows = [row(1)]
    enable(bench, ago_ms=HOUR_MS)
    with scheduling(bench) as (scheduler, finished):
        report = finished.get(timeout=WAIT)
        until(lambda: not scheduler.working())
        assert finished.empty()
    assert report.tally.of(RowOutcome.ADDED) == 1
    assert report.warnings[0] == "Makes up for 6 missed times: the program was not running."
    assert run_count(bench) == 1


def test_a_single_missed_slot_is_told_too(bench: Bench) -> None:
    bench.source.rows = [row(1)]
    enable(bench, ago_ms=HOUR_MS, every=timedelta(hours=1))
    with scheduling(bench) as (_scheduler, finished):
        report = finished.get(timeout=WAIT)
    assert report.warnings[0] == "Makes up for 1 missed time: the program was not running."


def test_a_new_schedule_counts_from_its_change(bench: Bench) -> None:
    """Its slots before the change were nobody's: none is missed (quality/faults 24)."""
    bench.source.rows = [row(1)]
    enable(bench, ago_ms=HOUR_MS, every=timedelta(days=1))
    with scheduling(bench) as (scheduler, finished):
        until(lambda: bench.injector_id in scheduler.next_times())
        daily = scheduler.next_times()[bench.injector_id]
        bench.change(schedule=Schedule(every=timedelta(minutes=10)))
        until(lambda: scheduler.next_times().get(bench.injector_id) not in (None, daily))
        until(lambda: not scheduler.working())
    assert finished.empty()
    assert run_count(bench) == 0


def test_a_slot_that_came_too_early_by_this_clock_is_not_left_for_the_next_one(bench: Bench) -> None:
    """This machine's clock may be ahead of the database's, whose slots count: the next one may be a week off."""
    bench.source.rows = [row(1)]
    enable(bench, every=timedelta(days=7))
    with scheduling(bench) as (scheduler, finished):
        until(lambda: bench.injector_id in scheduler.next_times())
        then = schema.injectors.c.last_slot - 7 * 24 * HOUR_MS
        with bench.office.workspace.transaction() as database:
            database.execute(update(schema.injectors).values(last_slot=then))
        report = finished.get(timeout=WAIT)
        until(lambda: not scheduler.working())
    assert report.tally.of(RowOutcome.ADDED) == 1
    assert report.warnings == ()
    assert run_count(bench) == 1


def test_slots_missed_while_the_workspace_was_away_are_caught_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not only at the next slot, which may be a day off (quality/faults 22)."""
    bench.source.rows = [row(1)]
    workspace = bench.office.workspace
    noticed = threading.Event()

    def away() -> NoReturn:
        noticed.set()
        raise Unreachable("The workspace does not answer.")

    enable(bench, every=timedelta(days=1))
    with scheduling(bench) as (scheduler, finished):
        until(lambda: bench.injector_id in scheduler.next_times())
        with monkeypatch.context() as broken:
            broken.setattr(workspace, "reading", away)
            assert noticed.wait(WAIT)
            two_days_ago = schema.injectors.c.last_slot - 48 * HOUR_MS
            with workspace.transaction() as database:
                database.execute(update(schema.injectors).values(last_slot=two_days_ago))
        report = finished.get(timeout=WAIT)
    assert report.warnings[0] == "Makes up for 2 missed times: the workspace could not be reached."
    assert run_count(bench) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open from being moved.")
def test_nothing_runs_while_the_file_of_the_workspace_is_gone(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.source.rows = [row(1)]
    enable(bench, ago_ms=HOUR_MS)
    place = file_of(bench.office.workspace.url)
    assert place is not None
    away = place.rename(place.with_name("elsewhere"))
    with scheduling(bench) as (scheduler, finished):
        until(lambda: "is gone or was replaced" in caplog.text)
        assert (finished.empty(), scheduler.working()) == (True, ())
        away.rename(place)
        report = finished.get(timeout=WAIT)
    assert report.tally.of(RowOutcome.ADDED) == 1


def test_a_change_on_another_desktop_is_scheduled_here(bench: Bench) -> None:
    with scheduling(bench) as (scheduler, _finished):
        assert not scheduler.next_times()
        enable(bench)
        until(lambda: bench.injector_id in scheduler.next_times())
        with bench.office.workspace.transaction() as database:
            injectors.set_enabled(database, bench.injector_id, False, who="test")
        until(lambda: not scheduler.next_times())


def test_a_paused_injector_is_not_scheduled(bench: Bench) -> None:
    enable(bench, ago_ms=HOUR_MS)
    with bench.office.workspace.transaction() as database:
        injectors.pause(database, bench.injector_id, "too many rejected")
    bench.source.rows = [row(1)]
    with scheduling(bench) as (scheduler, finished):
        seen = threading.Event()
        seen.wait(0.5)
        assert not scheduler.next_times()
        assert finished.empty()


def test_two_programs_run_a_slot_once(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 200)]
    enable(bench, ago_ms=HOUR_MS)
    with scheduling(bench) as (first, done), scheduling(bench) as (second, also_done):
        until(lambda: done.qsize() + also_done.qsize() >= 1)
        until(lambda: not first.working() and not second.working())
    assert done.qsize() + also_done.qsize() == 1
    assert run_count(bench) == 1


def test_the_run_of_a_dead_holder_is_taken_over(bench: Bench) -> None:
    workspace = bench.office.workspace
    enable(bench)
    bench.source.rows = [row(1)]
    lease = leases.acquire(workspace, lease_resource(bench.injector_id), this_process(), 0.2)
    assert isinstance(lease, Lease)
    workspace.write(
        lambda database: runs.start(
            database, door=Door.INJECTOR, source="Web", started_by="schedule", holder=lease.holder, fence=lease.fence,
            now_ms=workspace.now_ms(database), injector_id=bench.injector_id, campaign_id=bench.office.campaign.id,
            pool_id=None, watermark_before=None, watermark_passed="0",
        )
    )  # fmt: skip
    with scheduling(bench) as (_scheduler, finished):
        report = finished.get(timeout=WAIT)
    assert report.outcome is RunOutcome.SUCCEEDED
    assert report.warnings[0] == "Started because the program that ran it stopped."
    with workspace.reading() as database:
        outcomes = list(database.execute(select(schema.runs.c.outcome).order_by(schema.runs.c.id)).scalars())
    assert outcomes == [RunOutcome.INTERRUPTED, RunOutcome.SUCCEEDED]


def test_stopping_finishes_the_batch_and_ends_the_run_as_cancelled(bench: Bench) -> None:
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 5001)], 50
    reached, go_on = threading.Event(), threading.Event()

    def between(block: int) -> None:
        if block == 3:
            reached.set()
            go_on.wait(WAIT)

    bench.source.between = between
    enable(bench, ago_ms=HOUR_MS)
    with scheduling(bench) as (scheduler, finished):
        assert reached.wait(WAIT)
        stopper = threading.Thread(target=scheduler.stop)
        stopper.start()
        go_on.set()
        report = finished.get(timeout=WAIT)
        stopper.join(WAIT)
    assert report.outcome is RunOutcome.CANCELLED
    assert report.tally.adds_up
    assert report.tally.read < 5000
    with bench.office.workspace.reading() as database:
        assert database.execute(select(func.count()).select_from(schema.leads)).scalar_one() == report.tally.read


def test_pause_all_starts_nothing(bench: Bench) -> None:
    bench.source.rows = [row(1)]
    with scheduling(bench) as (scheduler, finished):
        scheduler.pause_all(True)
        enable(bench, ago_ms=HOUR_MS)
        until(lambda: bench.injector_id in scheduler.next_times())
        threading.Event().wait(0.3)
        assert finished.empty()
