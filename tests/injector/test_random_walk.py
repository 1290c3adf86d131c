"""A long random walk of everything that happens to an injector, against a model in plain Python (quality/faults, 38).

After every step: each accepted id is one lead, every row that a run returned is accounted for, the watermark and what
is passed are the model's, counters equal a recount, fences rise.

LEADADMIN_WALKS=N walks N times instead of the few of the suite.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, update

from leadadmin.domain.errors import NotFound
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport, Tally
from leadadmin.injector.retry import Retrier, RetryOrder
from leadadmin.injector.rewind import Rewinder, RewindTo
from leadadmin.injector.runner import InjectorRunner, Order
from leadadmin.injector.trial import InjectorTrial
from leadadmin.sources.base import CancelToken
from leadadmin.store import failpoints, injectors, recount, run_rows, runs, schema
from leadadmin.store.failpoints import FailpointReached
from leadadmin.store.leases import this_process
from tests.helpers.office import sqlite_office
from tests.injector.walk_model import Kind, SourceRow
from tests.injector.walk_premises import ARRIVALS, BLOCK, COLUMNS, Arrival, Premises

# Named places of a run, before its end, at which an exception is raised.
PLACES = (
    "batch-prepared", "batch-locked", "batch-before-commit", "batch-committed", "source-read", "last-before-commit",
)  # fmt: skip

Corrections = dict[int, dict[str, str | None]]


class Walk(Premises):
    """Runs, tests, rewinds and retries, each compared with the model."""

    # Runs

    def _runner(self) -> InjectorRunner:
        return InjectorRunner(self.workspace, self.source.open_connection, this_process(), lease_seconds=30)

    def _returned(self) -> tuple[list[SourceRow], list[list[SourceRow]]]:
        rows = [SourceRow(*row) for row in self.source.rows]  # type: ignore[arg-type]
        returned = self.model.returned(rows, self.model.passes())
        return returned, [returned[n : n + BLOCK] for n in range(0, len(returned), BLOCK)]

    def _run(self, **options: object) -> RunReport:
        return self._runner().run(self.injector_id, Order("test"), **options)  # type: ignore[arg-type]

    def _expect(self, report: RunReport, outcome: RunOutcome, committed: int, *, ended: bool) -> None:
        """The receipt is what the model says of a run that commits so many batches."""
        assert report.outcome is outcome, (report.outcome, report.error)
        before, passes, looks_back = self.model.watermark, self.model.passes(), self.model.looks_back()
        returned, batches = self._returned()
        counts = self.model.take(batches[:committed])
        assert report.tally.outcomes == dict(counts), (report.tally, counts)
        assert report.watermark_passed == passes
        assert report.watermark_before == before
        if ended:
            self.model.succeed(returned, looked_back=looks_back)
            self._accounted_for(report, returned)
        assert report.watermark_after == self.model.watermark

    def _accounted_for(self, report: RunReport, returned: Sequence[SourceRow]) -> None:
        """Every row of a run that ended well is a lead, or kept with a reason (O1)."""
        with self.workspace.reading() as database:
            kept = run_rows.refused(database, report.run_id or 0, tuple(RowOutcome), after_row=0, limit=1000)
            known = set(database.execute(select(schema.ledger.c.unique_id)).scalars())
        assert all(record.problem for record in kept)
        refused = report.tally.of(RowOutcome.REJECTED) + report.tally.of(RowOutcome.DUPLICATE)
        assert len(kept) == refused
        assert {row.unique_id for row in returned} - {None} <= known

    @rule(arrivals=ARRIVALS)
    def it_runs(self, arrivals: list[Arrival]) -> None:
        """A run that goes well, and one right after it that only meets what it knows."""
        self.rows_appear(arrivals)
        report = self._run()
        self._expect(report, RunOutcome.SUCCEEDED, len(self._returned()[1]), ended=True)

    @rule(after=st.integers(0, 4), arrivals=ARRIVALS)
    def the_source_fails(self, after: int, arrivals: list[Arrival]) -> None:
        """The procedure fails after some blocks."""
        self.rows_appear(arrivals)
        batches = self._returned()[1]
        self.source.fail_after = after * BLOCK
        report = self._run()
        self.source.fail_after = None
        if after >= len(batches):
            self._expect(report, RunOutcome.SUCCEEDED, len(batches), ended=True)
        else:
            self._expect(report, RunOutcome.FAILED, after, ended=False)

    @rule(after=st.integers(1, 4), arrivals=ARRIVALS)
    def someone_cancels(self, after: int, arrivals: list[Arrival]) -> None:
        """Cancel comes while the batch after which it counts is shown."""
        self.rows_appear(arrivals)
        batches = self._returned()[1]
        token = CancelToken()
        report = self._run(cancel=token, progress=self._at_batch(after, token.set))
        if after > len(batches):
            self._expect(report, RunOutcome.SUCCEEDED, len(batches), ended=True)
        else:
            self._expect(report, RunOutcome.CANCELLED, after, ended=False)

    def _at_batch(self, number: int, then: Callable[[], object]) -> Callable[[Tally], None]:
        shown: list[int] = []

        def progress(_tally: Tally) -> None:
            shown.append(1)
            if len(shown) == number:
                then()

        return progress

    @rule(place=st.sampled_from(PLACES), nth=st.integers(1, 3), arrivals=ARRIVALS)
    def a_bug_strikes(self, place: str, nth: int, arrivals: list[Arrival]) -> None:
        """An exception nobody expects: it rises, and what it left is an honest history."""
        self.rows_appear(arrivals)
        batches = self._returned()[1]
        passed = {"source-read": 1, "last-before-commit": 1}.get(place, len(batches))
        failpoints._passes.clear()
        with mock.patch.dict(os.environ, {failpoints.VARIABLE: f"{place}:raise:{nth}"}):
            if nth > passed:
                self._expect(self._run(), RunOutcome.SUCCEEDED, len(batches), ended=True)
                return
            with pytest.raises(FailpointReached):
                self._run()
        committed = {"batch-committed": nth, "source-read": len(batches), "last-before-commit": len(batches)}
        report = self._newest_run()
        self._expect(report, RunOutcome.FAILED, committed.get(place, nth - 1), ended=False)
        assert report.error == "A fault of its own ended the run (FailpointReached)."

    def _newest_run(self) -> RunReport:
        with self.workspace.reading() as database:
            return runs.report(database, database.execute(select(func.max(schema.runs.c.id))).scalar_one())

    @rule(after=st.integers(1, 3), arrivals=ARRIVALS)
    def the_lease_is_taken_over(self, after: int, arrivals: list[Arrival]) -> None:
        """Another holder takes the lease in the middle of a run and runs the injector; the first writes no more."""
        self.rows_appear(arrivals)
        batches = self._returned()[1]
        if after > len(batches):
            return
        receipts: list[RunReport] = []

        def usurp() -> None:
            with self.workspace.transaction() as database:
                database.execute(update(schema.leases).values(expires_at=0))
            receipts.append(self._run())

        before = self.model.watermark
        first = self._run(progress=self._at_batch(after, usurp))
        assert first.outcome is RunOutcome.FAILED, first.outcome
        counts = self.model.take(batches[:after])
        assert first.tally.outcomes == dict(counts)
        assert (first.watermark_before, first.watermark_after) == (before, before)
        self._expect(receipts[0], RunOutcome.SUCCEEDED, len(batches), ended=True)
        with self.workspace.reading() as database:
            assert injectors.get(database, self.injector_id).state.failures_in_row == 0

    # Test, dry run, rewind, retry

    @rule(arrivals=ARRIVALS)
    def a_dry_run_agrees_with_the_run(self, arrivals: list[Arrival]) -> None:
        """A dry run says what the run after it does."""
        self.rows_appear(arrivals)
        trial = InjectorTrial(self.workspace, self.source.open_connection)
        with self.workspace.reading() as database:
            stored = injectors.get(database, self.injector_id)
        said = trial.dry_run(stored.injector, stored.state, cancel=CancelToken())
        assert said.ok, said.steps
        report = self._run()
        self._expect(report, RunOutcome.SUCCEEDED, len(self._returned()[1]), ended=True)
        assert said.tally == report.tally
        assert said.warnings == tuple(w for w in report.warnings if not w.startswith("Looked back"))
        assert (said.watermark_now, said.watermark_passed) == (report.watermark_before, report.watermark_passed)
        assert said.watermark_after == report.watermark_after

    @rule(pick=st.integers(0, 50))
    def a_rewind_is_what_its_preview_says(self, pick: int) -> None:
        """Rewind to an id of the source, or to the initial value; the run after it does what the preview said."""
        ids = [None, *(str(row[0]) for row in self.source.rows if row[0] is not None)]
        to = RewindTo(ids[pick % len(ids)])
        rewinder = Rewinder(self.workspace, self.source.open_connection, this_process())
        preview = rewinder.preview(self.injector_id, to, cancel=CancelToken())
        assert preview.now == self.model.watermark
        target = rewinder.rewind(self.injector_id, to, by="ann")
        assert target == preview.target
        assert target is not None
        self.model.rewind(target)
        report = self._run()
        self._expect(report, RunOutcome.SUCCEEDED, len(self._returned()[1]), ended=True)
        seen = report.tally.of(RowOutcome.SEEN_BEFORE)
        assert (preview.rows, preview.dropped, preview.new) == (report.tally.read, seen, report.tally.read - seen)

    @rule(correct=st.booleans(), pick=st.integers(0, 50))
    def refused_rows_are_retried(self, correct: bool, pick: int) -> None:
        """Refused rows of some run are tried again, as they are or with one cell corrected."""
        with self.workspace.reading() as database:
            c = schema.run_rows.c
            found = database.execute(select(c.run_id).where(c.retried_in.is_(None)).distinct()).scalars().all()
            if not found:
                return
            run_id = found[pick % len(found)]
            kept = run_rows.refused(database, run_id, tuple(RowOutcome), after_row=0, limit=1000)
        open_rows = [record for record in kept if record.retried_in is None]
        mended = open_rows[pick % len(open_rows)].row
        corrections: dict[int, dict[str, str | None]] = (
            {mended: {"tel": self._fresh_phone(), "mob": None}} if correct else {}
        )
        order = RetryOrder(run_id, "ann", corrections=corrections)
        report = Retrier(self.workspace, this_process(), lease_seconds=30).retry(order)
        rows = [_corrected(record, corrections) for record in open_rows]
        counts = self.model.take([rows], retrying=True)
        assert report.outcome is RunOutcome.SUCCEEDED
        assert report.tally.outcomes == dict(counts)
        assert report.watermark_after == self.model.watermark
        if counts[RowOutcome.SEEN_BEFORE]:
            return  # those stay to be retried
        with pytest.raises(NotFound):
            Retrier(self.workspace, this_process(), lease_seconds=30).retry(order)

    # What holds after every step

    @invariant()
    def each_accepted_id_is_one_lead(self) -> None:
        """O2; and the ledger says so too."""
        if not hasattr(self, "model"):
            return
        c, e = schema.leads.c, schema.ledger.c
        with self.workspace.reading() as database:
            stored = database.execute(select(c.external_space, c.external_id, c.active)).all()
            entries = database.execute(select(e.unique_id, e.outcome)).all()
            numbers = database.execute(
                select(schema.lead_phones.c.original)
                .join(schema.leads, c.id == schema.lead_phones.c.lead_id)
                .where(c.active == 1).group_by(schema.lead_phones.c.original).having(func.count(c.id.distinct()) > 1)
            ).scalars().all()  # fmt: skip
        assert sorted(row.external_id for row in stored) == sorted(self.model.leads)
        assert {row.external_space for row in stored} <= {self.injector_id}
        assert {row.external_id: bool(row.active) for row in stored} == {
            u: lead.active for u, lead in self.model.leads.items()
        }
        assert dict(map(tuple, entries)) == {u: entry.outcome.value for u, entry in self.model.ledger.items()}
        assert set(numbers) <= self.model.tolerated

    @invariant()
    def the_watermark_is_the_models(self) -> None:
        """O3: it never falls but by a rewind."""
        if not hasattr(self, "model"):
            return
        c = schema.watermarks.c
        with self.workspace.reading() as database:
            now = injectors.get(database, self.injector_id).state.watermark
            history = database.execute(select(c.value, c.run_id).order_by(c.id)).all()
        assert now == self.model.watermark
        assert [(row.value, row.run_id is None) for row in history] == [
            (mark.value, mark.rewound) for mark in self.model.marks
        ]
        if self.model.kind is Kind.INTEGER:
            for earlier, later in zip(self.model.marks, self.model.marks[1:], strict=False):
                assert later.rewound or int(later.value) > int(earlier.value)

    @invariant()
    def everything_adds_up(self) -> None:
        """O5: runs and pools equal a recount; O4: fences rise from run to run."""
        if not hasattr(self, "model"):
            return
        c = schema.runs.c
        with self.workspace.reading() as database:
            assert list(recount.differences(database)) == []
            past = database.execute(select(c.fence, c.outcome).order_by(c.id)).all()
        fences = [row.fence for row in past]
        assert fences == sorted(set(fences))
        assert all(row.outcome != RunOutcome.RUNNING for row in past)


def _corrected(record: RowRecord, corrections: Corrections) -> SourceRow:
    """A refused row as it is retried."""
    cells: dict[str, Any] = {**record.values, **corrections.get(record.row, {})}
    return SourceRow(*(cells[column] for column in COLUMNS))


def test_a_random_walk(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything that happens, in any order."""
    folder = tmp_path_factory.mktemp("walk")
    office = sqlite_office(folder)
    office.workspace.close()
    Walk.template = folder / "office.leadadmin"
    walks = int(os.environ.get("LEADADMIN_WALKS", "10"))
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=walks, stateful_step_count=40, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
