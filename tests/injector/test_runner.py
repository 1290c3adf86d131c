"""A run of an injector: watermark, ledger, late arrivals, failures, pauses (spec 2)."""

import threading
from datetime import timedelta
from typing import NoReturn

import pytest
from sqlalchemy import func, select, update

from leadadmin.app.injectors import current_digest, is_tested
from leadadmin.domain.errors import SourceFailed
from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.domain.watermark import IdType
from leadadmin.injector import again
from leadadmin.injector.runner import Order, lease_resource
from leadadmin.sources.base import CancelToken
from leadadmin.store import injectors, leases, runs, schema
from leadadmin.store.leases import Lease, this_process
from tests.helpers.office import phone
from tests.injector.conftest import Bench


def row(n: int | None, number: int | None = None, last: str = "Tester") -> tuple[object, ...]:
    return (n, phone(n if number is None else number) if n is not None else phone(1), None, "Ann", last, None, None)


def leads(bench: Bench) -> int:
    with bench.office.workspace.reading() as database:
        return database.execute(select(func.count()).select_from(schema.leads)).scalar_one()


def test_a_run_adds_moves_the_watermark_and_a_second_adds_none(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in (3, 1, 2)]
    first = bench.run()
    assert (first.outcome, first.tally.of(RowOutcome.ADDED)) == (RunOutcome.SUCCEEDED, 3)
    assert (first.watermark_before, first.watermark_passed, first.watermark_after) == (None, "0", "3")
    assert first.pool == "Web"
    second = bench.run()
    assert (second.tally.read, second.watermark_passed, second.watermark_after) == (0, "3", "3")
    bench.source.rows.append(row(10))
    assert bench.run().tally.outcomes == {RowOutcome.ADDED: 1}
    assert bench.source.passed == [0, 3, 3]


def test_integers_compare_as_numbers(bench: Bench) -> None:
    bench.source.rows = [row(9), row(10)]
    assert bench.run().watermark_after == "10"


def test_a_row_committed_late_with_a_lower_id_is_taken_within_the_window(bench: Bench) -> None:
    bench.change(late_window=timedelta(minutes=15))
    bench.source.rows = [row(1), row(5)]
    assert bench.run().tally.of(RowOutcome.ADDED) == 2
    bench.source.rows.append(row(3))
    late = bench.run()
    assert late.tally.outcomes == {RowOutcome.ADDED: 1, RowOutcome.SEEN_BEFORE: 2}
    assert late.watermark_after == "5"


def test_the_window_is_measured_back_from_the_last_successful_run(bench: Bench) -> None:
    bench.change(late_window=timedelta(minutes=15))
    workspace = bench.office.workspace
    bench.source.rows = [row(1)]
    bench.run()
    hour = 3_600_000
    with workspace.transaction() as database:
        database.execute(update(schema.watermarks).values(set_at=schema.watermarks.c.set_at - hour))
        database.execute(update(schema.runs).values(started_at=schema.runs.c.started_at - hour))
    bench.source.rows.append(row(2))
    # One hour ago minus fifteen minutes nothing had been imported yet: the initial value is passed.
    assert bench.run().watermark_passed == "0"
    with workspace.transaction() as database:
        database.execute(update(schema.watermarks).values(set_at=schema.watermarks.c.set_at - 2 * hour))
    assert bench.run().watermark_passed == "2"


def test_a_failure_keeps_what_was_committed_and_the_watermark(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 31)]
    bench.source.block_rows, bench.source.fail_after = 10, 20
    failed = bench.run()
    assert (failed.outcome, failed.error) == (RunOutcome.FAILED, "The procedure failed half-way.")
    assert (failed.tally.of(RowOutcome.ADDED), failed.watermark_after) == (20, None)
    assert leads(bench) == 20
    bench.source.fail_after = None
    again = bench.run()
    assert again.tally.outcomes == {RowOutcome.SEEN_BEFORE: 20, RowOutcome.ADDED: 10}
    assert (leads(bench), again.watermark_after) == (30, "30")


def test_an_empty_result_never_moves_the_watermark(bench: Bench) -> None:
    assert bench.run().watermark_after is None


def test_missing_and_repeated_ids(bench: Bench) -> None:
    bench.source.rows = [row(1), row(None), row(1), row(1, number=2, last="Other"), row(2)]
    report = bench.run()
    assert report.tally.outcomes == {RowOutcome.ADDED: 2, RowOutcome.REJECTED: 2, RowOutcome.SEEN_BEFORE: 1}
    assert report.tally.reasons == {Reason.UNIQUE_ID_MISSING.value: 1, Reason.UNIQUE_ID_TWICE.value: 1}


def test_a_refused_row_is_judged_anew_only_when_it_changed(bench: Bench) -> None:
    bench.change(late_window=timedelta(minutes=15))
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None), row(2)]
    assert bench.run().tally.outcomes == {RowOutcome.REJECTED: 1, RowOutcome.ADDED: 1}
    assert bench.run().tally.outcomes == {RowOutcome.SEEN_BEFORE: 2}
    bench.source.rows[0] = row(1)
    assert bench.run().tally.outcomes == {RowOutcome.SEEN_BEFORE: 1, RowOutcome.ADDED: 1}


def test_missing_columns_stop_the_run_before_anything_is_written(bench: Bench) -> None:
    bench.source.columns = ("id", "telephone", "mob", "first", "last", "mail", "kwh")
    bench.source.rows = [row(1)]
    report = bench.run()
    assert (report.outcome, leads(bench)) == (RunOutcome.FAILED, 0)
    assert "no longer returns “tel”" in report.error
    assert bench.stored().state.paused_because


def test_it_pauses_when_too_many_rows_are_rejected(bench: Bench) -> None:
    bench.source.rows = [(n, "12", None, "Ann", "Tester", None, None) for n in range(1, 20)]
    bench.run()
    assert not bench.stored().state.paused_because
    bench.source.rows += [(n, "12", None, "Ann", "Tester", None, None) for n in range(20, 45)]
    bench.run()
    assert bench.stored().state.paused_because.startswith("100% of the last 25 rows were rejected")


def test_it_pauses_after_failures_in_a_row(bench: Bench) -> None:
    bench.change(pause_failures=2)
    bench.source.rows, bench.source.fail_after = [row(1)], 0
    bench.run()
    assert not bench.stored().state.paused_because
    bench.run()
    assert "failed 2 times in a row" in bench.stored().state.paused_because


def test_who_does_not_get_the_lease_does_nothing_and_says_who_has_it(bench: Bench) -> None:
    workspace = bench.office.workspace
    bench.source.rows = [row(1)]
    lease = leases.acquire(workspace, lease_resource(bench.injector_id), this_process(), 60)
    assert isinstance(lease, Lease)
    skipped = bench.run()
    assert (skipped.outcome, skipped.run_id, leads(bench)) == (RunOutcome.SKIPPED, None, 0)
    assert f"running on {this_process().label}" in skipped.error
    leases.release(workspace, lease)
    assert bench.run().outcome is RunOutcome.SUCCEEDED


def test_two_threads_at_once_make_one_run(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 3001)]
    start = threading.Barrier(2)
    outcomes: list[RunOutcome] = []

    def go() -> None:
        start.wait()
        outcomes.append(bench.run().outcome)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert leads(bench) == 3000
    assert set(outcomes) <= {RunOutcome.SUCCEEDED, RunOutcome.SKIPPED}
    assert RunOutcome.SUCCEEDED in outcomes


def test_a_holder_that_was_fenced_off_writes_nothing_more(bench: Bench) -> None:
    """Another machine takes the lease over in the middle of a run: the batch after it is rolled back."""
    workspace = bench.office.workspace
    bench.source.rows = [row(n) for n in range(1, 41)]
    bench.source.block_rows = 10

    def take_over(block: int) -> None:
        if block == 1:
            with workspace.transaction() as database:
                database.execute(update(schema.leases).values(fence=schema.leases.c.fence + 1, holder="elsewhere"))

    bench.source.between = take_over
    report = bench.run()
    assert report.outcome is RunOutcome.FAILED
    assert leads(bench) == report.tally.of(RowOutcome.ADDED) < 40
    assert report.watermark_after is None


def test_a_cancelled_run_says_so(bench: Bench) -> None:
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 101)], 10
    token = CancelToken()
    report = bench.runner().run(bench.injector_id, Order("test"), cancel=token, progress=lambda _tally: token.set())
    assert (report.outcome, report.tally.read, report.watermark_after) == (RunOutcome.CANCELLED, 10, None)


def test_the_look_back_passes_the_watermark_of_days_ago_once_a_day(bench: Bench) -> None:
    bench.change(look_back_days=2)
    workspace, day = bench.office.workspace, 86_400_000
    bench.source.rows = [row(1)]
    bench.run()
    bench.source.rows += [row(7)]
    assert bench.run().watermark_passed == "1"
    with workspace.transaction() as database:
        back = schema.injectors.c.last_look_back - 2 * day
        database.execute(update(schema.injectors).values(last_look_back=back))
        moved = update(schema.watermarks).where(schema.watermarks.c.value == "1")
        database.execute(moved.values(set_at=schema.watermarks.c.set_at - 3 * day))
    bench.source.rows += [row(3)]
    looked = bench.run()
    assert (looked.watermark_passed, looked.tally.of(RowOutcome.ADDED)) == ("1", 1)
    assert looked.warnings[0] == "Looked back 2 days for rows that came late."
    assert bench.run().watermark_passed == "7"


def test_a_look_back_never_passes_more_than_the_window_would(bench: Bench) -> None:
    """Off over a long weekend: two days ago it stood where the last run left it, and a late row would be lost."""
    bench.change(look_back_days=2, late_window=timedelta(minutes=15))
    workspace, day = bench.office.workspace, 86_400_000
    bench.source.rows = [row(1), row(5)]
    bench.run()
    with workspace.transaction() as database:
        for column in (schema.injectors.c.last_look_back, schema.watermarks.c.set_at, schema.runs.c.started_at):
            database.execute(update(column.table).values({column: column - 3 * day}))
    bench.source.rows.append(row(3))
    monday = bench.run()
    assert (monday.watermark_passed, monday.tally.of(RowOutcome.ADDED)) == ("0", 1)


def test_switching_on_forgets_slots_of_before(bench: Bench) -> None:
    with bench.office.workspace.transaction() as database:
        injectors.set_enabled(database, bench.injector_id, True, who="test")
    state = bench.stored().state
    assert state.enabled
    assert state.last_slot is not None


def test_a_source_that_gets_lost_is_asked_again_in_the_same_run(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed before is met again in the ledger; the receipt adds up and says so (spec 2, step 8)."""
    monkeypatch.setattr(again, "FIRST_PAUSE_SECONDS", 0.0)
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 41)], 10
    lost_after = {1: 2, 2: 1}

    def between(block: int) -> None:
        if block == lost_after.get(len(bench.source.passed)):
            raise SourceFailed("The connection was lost.", code="lost_connection")

    bench.source.between = between
    report = bench.run()
    assert report.outcome is RunOutcome.SUCCEEDED, report.error
    assert report.tally.outcomes == {RowOutcome.ADDED: 40, RowOutcome.SEEN_BEFORE: 50}
    assert report.tally.adds_up
    assert report.watermark_after == "40"
    assert bench.source.passed == [0, 0, 0]
    assert report.warnings == ("The source was asked again 2 times: The connection was lost.",)
    assert leads(bench) == 40


def test_a_source_that_stays_busy_is_asked_five_times_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "FIRST_PAUSE_SECONDS", 0.0)
    bench.source.rows = [row(1)]

    def between(_block: int) -> None:
        raise SourceFailed("The rows are locked.", "Ask later.", code="busy")

    bench.source.between = between
    report = bench.run()
    assert (report.outcome, report.error) == (RunOutcome.FAILED, "The rows are locked.")
    assert report.tally.outcomes == {RowOutcome.ADDED: 1, RowOutcome.SEEN_BEFORE: 5}
    assert report.watermark_after is None
    assert len(bench.source.passed) == 6
    assert bench.stored().state.failures_in_row == 1


def test_a_procedure_that_fails_is_not_asked_again(bench: Bench) -> None:
    bench.source.rows, bench.source.fail_after = [row(1)], 0
    assert bench.run().outcome is RunOutcome.FAILED
    assert len(bench.source.passed) == 1


def test_a_pause_before_asking_again_ends_when_the_run_is_cancelled(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "FIRST_PAUSE_SECONDS", 600.0)
    bench.source.rows = [row(1)]
    token = CancelToken()

    def between(_block: int) -> None:
        threading.Timer(0.05, token.set).start()
        raise SourceFailed("The rows are locked.", "Ask later.", code="busy")

    bench.source.between = between
    report = bench.runner().run(bench.injector_id, Order("test"), cancel=token)
    assert report.outcome is RunOutcome.CANCELLED
    assert len(bench.source.passed) == 1


def test_an_injector_whose_first_run_failed_looks_back_too(bench: Bench) -> None:
    bench.change(look_back_days=2)
    bench.source.rows, bench.source.fail_after = [row(1)], 0
    assert bench.run().outcome is RunOutcome.FAILED
    bench.source.fail_after = None
    bench.run()
    assert bench.stored().state.last_look_back is not None


def test_a_first_run_that_was_cancelled_is_a_run(bench: Bench) -> None:
    """Its runs and leads refer to the injector: it is archived, not deleted, and its id type stays."""
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 31)], 10
    token = CancelToken()
    bench.runner().run(bench.injector_id, Order("test"), cancel=token, progress=lambda _tally: token.set())
    assert bench.stored().state.started_once
    bench.office.workspace.write(lambda database: injectors.remove(database, bench.injector_id, who="test"))
    assert bench.stored().injector.archived


def test_a_bug_is_in_the_history_and_pauses_when_it_stays(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.change(pause_failures=2)
    bench.source.rows = [row(1)]

    def broken(*_: object) -> NoReturn:
        raise ZeroDivisionError("020 7946 0001")

    monkeypatch.setattr("leadadmin.intake.pipeline.judge", broken)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            bench.run()
    with bench.office.workspace.reading() as database:
        assert runs.orphaned(database) == set()
        history = [runs.report(database, run_id) for run_id in (1, 2)]
    assert [report.outcome for report in history] == [RunOutcome.FAILED] * 2
    assert history[0].error == "A fault of its own ended the run (ZeroDivisionError)."
    assert "failed 2 times in a row" in bench.stored().state.paused_because


def test_who_lost_the_lease_is_no_failure_of_the_injector_and_moved_no_watermark(bench: Bench) -> None:
    workspace = bench.office.workspace
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 21)], 10

    def take_over(_tally: object) -> None:
        with workspace.transaction() as database:
            database.execute(update(schema.leases).values(expires_at=0))
        assert bench.run().watermark_after == "20"

    first = bench.runner().run(bench.injector_id, Order("test"), progress=take_over)
    assert (first.outcome, first.watermark_after) == (RunOutcome.FAILED, None)
    assert "could not keep its claim" in first.error
    assert (bench.stored().state.failures_in_row, leads(bench)) == (0, 20)


def test_a_run_learns_the_type_of_its_ids_from_the_first_rows(bench: Bench) -> None:
    """As a Test does; and the Test that found no rows to tell it by stays good."""
    bench.change(id_type=None, unique_id_field="ID")
    with bench.office.workspace.transaction() as database:
        digest = current_digest(database, bench.stored().injector)
        injectors.record_test(database, bench.injector_id, digest=digest, columns_seen=(), now_ms=1)
    assert bench.run().outcome is RunOutcome.SUCCEEDED
    assert bench.stored().injector.id_type is None
    guids = ("6f9619ff-8b86-d011-b42d-00c04fc964ff", "0f9619ff-8b86-d011-b42d-00c04fc964ff")
    bench.source.rows = [(guid, *row(n)[1:]) for n, guid in enumerate(guids, 1)]
    report = bench.run()
    assert (report.tally.of(RowOutcome.ADDED), report.watermark_after) == (2, guids[1])
    stored = bench.stored()
    assert stored.injector.id_type is IdType.OPAQUE
    with bench.office.workspace.reading() as database:
        assert is_tested(database, stored)
