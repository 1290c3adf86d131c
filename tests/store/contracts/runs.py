"""What runs promise on every backend."""

import pytest
from sqlalchemy import select, update

from leadadmin.domain.errors import Expected, NotFound
from leadadmin.domain.injector import Injector
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome, Tally
from leadadmin.store import injectors, leases, runs, schema
from leadadmin.store.database import Database
from leadadmin.store.leases import Lease, this_process
from leadadmin.store.workspace import from_ms
from tests.helpers.office import Office


def begin(
    database: Database,
    *,
    now_ms: int = 1_000,
    holder: str = "h",
    injector_id: int | None = None,
    retry_of: int | None = None,
) -> int:
    """A run under way."""
    return runs.start(
        database,
        door=Door.INJECTOR,
        source="Web",
        started_by="test",
        holder=holder,
        fence=1,
        now_ms=now_ms,
        injector_id=injector_id,
        retry_of=retry_of,
    )


def end(database: Database, run_id: int, outcome: RunOutcome = RunOutcome.SUCCEEDED, now_ms: int = 4_500) -> None:
    """The end of a run."""
    error = None if outcome is RunOutcome.SUCCEEDED else Expected("It broke.", "Mend it.", code="broken")
    runs.finish(
        database, run_id, outcome=outcome, error=error, now_ms=now_ms, watermark_after="9",
        ignored_columns=("løs",), warnings=("One.",), pool_id=None,
    )  # fmt: skip


def add_injector(database: Database, name: str = "Web") -> int:
    """An injector with nothing but a name."""
    return injectors.add(database, Injector(name=name), who="test")


class RunsContract:
    def test_batches_add_up_to_a_receipt(self, office: Office) -> None:
        first = Tally(3, {RowOutcome.ADDED: 2, RowOutcome.REJECTED: 1}, 1, {"no_phone": 1})
        second = Tally(4, {RowOutcome.ADDED: 1, RowOutcome.DUPLICATE: 3}, 0, {"no_phone": 0, "duplicate": 3})
        with office.workspace.transaction() as database:
            run_id = begin(database)
            assert runs.count_batch(database, run_id, 1, first)
            assert runs.count_batch(database, run_id, 2, second)
            end(database, run_id)
            report = runs.report(database, run_id)
        assert report.tally == Tally(
            7,
            {RowOutcome.ADDED: 3, RowOutcome.REJECTED: 1, RowOutcome.DUPLICATE: 3},
            1,
            {"no_phone": 1, "duplicate": 3},
        )
        assert report.outcome is RunOutcome.SUCCEEDED
        assert report.started == from_ms(1_000)
        assert report.seconds == 3.5
        assert (report.ignored_columns, report.warnings) == (("løs",), ("One.",))

    def test_a_batch_counts_once(self, office: Office) -> None:
        tally = Tally(1, {RowOutcome.ADDED: 1})
        with office.workspace.transaction() as database:
            run_id = begin(database)
            assert runs.count_batch(database, run_id, 1, tally)
            assert not runs.count_batch(database, run_id, 1, tally)
            assert runs.report(database, run_id).tally.read == 1

    def test_batches_come_in_order_and_only_while_the_run_lasts(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            run_id = begin(database)
            with pytest.raises(RuntimeError):
                runs.count_batch(database, run_id, 2, Tally())
            end(database, run_id, RunOutcome.FAILED)
            with pytest.raises(RuntimeError):
                runs.count_batch(database, run_id, 1, Tally())

    def test_a_run_that_does_not_add_up_cannot_end_well(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            run_id = begin(database)
            runs.count_batch(database, run_id, 1, Tally(2, {RowOutcome.ADDED: 1}))
            with pytest.raises(AssertionError):
                end(database, run_id)
            end(database, run_id, RunOutcome.FAILED)
            report = runs.report(database, run_id)
        assert (report.outcome, report.error, report.hint) == (RunOutcome.FAILED, "It broke.", "Mend it.")

    def test_a_warning_can_follow(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            run_id = begin(database)
            end(database, run_id)
            runs.add_warning(database, run_id, "Two.")
            assert runs.report(database, run_id).warnings == ("One.", "Two.")

    def test_a_missing_run_is_said_to_be_missing(self, office: Office) -> None:
        with office.workspace.reading() as database, pytest.raises(NotFound, match="1,234"):
            runs.report(database, 1234)

    def test_the_last_success_is_of_a_run_that_asked_the_source(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            mine, other = add_injector(database), add_injector(database, "Other")
            assert runs.last_success_started(database, mine) is None
            end(database, begin(database, now_ms=1_000, injector_id=mine))
            good = begin(database, now_ms=2_000, injector_id=mine)
            end(database, good)
            end(database, begin(database, now_ms=3_000, injector_id=mine), RunOutcome.FAILED)
            end(database, begin(database, now_ms=4_000, injector_id=mine, retry_of=good))
            end(database, begin(database, now_ms=5_000, injector_id=other))
            begin(database, now_ms=6_000, injector_id=mine)
            assert runs.last_success_started(database, mine) == 2_000

    def test_a_run_that_never_ended_is_interrupted_at_its_last_change(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            mine, other = add_injector(database), add_injector(database, "Other")
            done = begin(database, injector_id=mine)
            end(database, done)
            left, foreign = begin(database, injector_id=mine), begin(database, injector_id=other)
            runs.count_batch(database, left, 1, Tally(1, {RowOutcome.ADDED: 1}))
            changed = database.execute(select(schema.runs.c.changed_at).where(schema.runs.c.id == left)).scalar_one()
            runs.interrupt_unfinished(database, mine, changed + 60_000)
            row = database.execute(select(schema.runs).where(schema.runs.c.id == left)).one()
            assert (row.outcome, row.finished_at, row.changed_at) == ("interrupted", changed, changed + 60_000)
            assert runs.report(database, left).tally.read == 1
            assert runs.report(database, done).outcome is RunOutcome.SUCCEEDED
            assert runs.report(database, foreign).outcome is RunOutcome.RUNNING

    def test_a_run_whose_lease_is_gone_is_orphaned(self, office: Office) -> None:
        workspace = office.workspace
        lease = leases.acquire(workspace, "injector:1", this_process(), 60)
        assert isinstance(lease, Lease)
        with workspace.transaction() as database:
            held, left = add_injector(database), add_injector(database, "Left")
            begin(database, injector_id=held, holder=lease.holder)
            begin(database, injector_id=left, holder="somebody else")
            begin(database)
            end(database, begin(database, injector_id=left))
            assert runs.orphaned(database) == {left}
            database.execute(update(schema.leases).values(expires_at=1))
            assert runs.orphaned(database) == {held, left}
