"""Retry of refused rows after the cell or the cause was mended."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.people import Person
from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.injector.retry import RetryOrder
from leadadmin.injector.rewind import RewindTo
from leadadmin.sources.base import CancelToken
from leadadmin.store import audit, lead_detail, people, run_rows, runs, schema
from tests.helpers.office import phone
from tests.injector.conftest import Bench
from tests.injector.test_runner import leads, row


def test_a_corrected_cell(bench: Bench) -> None:
    bench.source.rows = [
        (1, "12", None, "Ann", "Tester", None, None),
        row(2),
        (3, "x", None, "Bo", "Tester", None, None),
    ]
    first = bench.run()
    assert first.run_id is not None
    retried = bench.retrier().retry(
        RetryOrder(first.run_id, "ann", rows=frozenset({1}), corrections={1: {"tel": phone(1)}})
    )
    assert retried.tally.outcomes == {RowOutcome.ADDED: 1}
    assert (retried.watermark_after, leads(bench)) == ("3", 2)
    assert retried.warnings[0] == f"Retry of 1 refused row of run {first.run_id}."
    with bench.office.workspace.reading() as database:
        old = run_rows.refused(database, first.run_id, (RowOutcome.REJECTED,), after_row=0, limit=10)
        assert runs.report(database, first.run_id).tally == first.tally
    assert [(r.row, r.retried_in) for r in old] == [(1, retried.run_id), (3, None)]


def test_a_mended_cause(bench: Bench) -> None:
    bench.source.columns = (*bench.source.columns, "njAgent")
    bench.source.rows = [(*row(n), "bo") for n in range(1, 4)]
    first = bench.run()
    assert first.run_id is not None
    assert first.tally.reasons == {"unknown_agent": 3}
    with bench.office.workspace.transaction() as database:
        people.add_person(database, Person("bo", "Bo", bench.office.team.id or 0), who="ann")
    retried = bench.retrier().retry(RetryOrder(first.run_id, "ann"))
    assert retried.tally.outcomes == {RowOutcome.ADDED: 3}
    assert retried.warnings[0] == f"Retry of 3 refused rows of run {first.run_id}."
    with pytest.raises(NotFound, match="no refused rows"):
        bench.retrier().retry(RetryOrder(first.run_id, "ann"))
    assert bench.run().tally.read == 0
    assert leads(bench) == 3


def test_rows_that_still_fail_are_refused_again_in_the_new_run(bench: Bench) -> None:
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None)]
    first = bench.run()
    assert first.run_id is not None
    retried = bench.retrier().retry(RetryOrder(first.run_id, "ann"))
    assert retried.tally.outcomes == {RowOutcome.REJECTED: 1}
    again = bench.retrier().retry(RetryOrder(retried.run_id or 0, "ann", corrections={1: {"tel": phone(1)}}))
    assert again.tally.outcomes == {RowOutcome.ADDED: 1}


def test_a_retry_sees_the_values_as_they_came(bench: Bench) -> None:
    bench.source.columns = (*bench.source.columns, "njCallbackDate")
    due = datetime(2031, 3, 4, 15, 30)
    bench.source.rows = [(Decimal(1), "12", None, "Ann", "Tester", None, Decimal("4200"), due)]
    first = bench.run()
    retried = bench.retrier().retry(RetryOrder(first.run_id or 0, "ann", corrections={1: {"tel": phone(1)}}))
    assert retried.tally.outcomes == {RowOutcome.ADDED: 1}
    with bench.office.workspace.reading() as database:
        lead = lead_detail.lead(database, database.execute(select(schema.leads.c.id)).scalar_one())
    assert lead.values["kwh"] == 4200
    assert lead.dial_at == datetime(2031, 3, 4, 15, 30, tzinfo=UTC)


def test_only_rows_that_came_to_what_was_asked(bench: Bench) -> None:
    bench.source.rows = [row(1), row(2, number=1), (3, "12", None, "Bo", "Tester", None, None)]
    first = bench.run()
    assert first.tally.of(RowOutcome.DUPLICATE) == 1
    order = RetryOrder(first.run_id or 0, "ann", outcomes=(RowOutcome.REJECTED,))
    assert bench.retrier().retry(order).tally.outcomes == {RowOutcome.REJECTED: 1}


def test_a_retry_that_lost_its_lease_is_no_cancelled_one(bench: Bench) -> None:
    bench.source.rows = [(n, "12", None, "Ann", "Tester", None, None) for n in range(1, 4)]
    first = bench.run()

    def take_over(_tally: object) -> None:
        with bench.office.workspace.transaction() as database:
            database.execute(update(schema.leases).values(fence=schema.leases.c.fence + 1, holder="elsewhere"))

    retrier = bench.retrier(page=1)
    report = retrier.retry(RetryOrder(first.run_id or 0, "ann"), progress=take_over)
    assert (report.outcome, report.tally.read) == (RunOutcome.FAILED, 1)
    assert "could not keep its claim" in report.error


def test_a_cancelled_retry_says_so_and_leaves_the_rest_to_be_retried(bench: Bench) -> None:
    bench.source.rows = [(n, "12", None, "Ann", "Tester", None, None) for n in range(1, 4)]
    first = bench.run()
    token = CancelToken()
    order = RetryOrder(first.run_id or 0, "ann")
    report = bench.retrier(page=1).retry(order, cancel=token, progress=lambda _tally: token.set())
    assert (report.outcome, report.tally.read) == (RunOutcome.CANCELLED, 1)
    assert bench.retrier().retry(order).tally.read == 2


def test_a_bug_in_a_retry_is_in_the_history(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None)]
    first = bench.run()
    monkeypatch.setattr("leadadmin.intake.pipeline.judge", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bench.retrier().retry(RetryOrder(first.run_id or 0, "ann"))
    with bench.office.workspace.reading() as database:
        assert runs.report(database, 2).outcome is RunOutcome.FAILED
        assert runs.orphaned(database) == set()


def test_rows_without_a_column_that_is_mapped_by_now_are_not_retried(bench: Bench) -> None:
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None)]
    first = bench.run()
    bench.change(unique_id_field="lead_no")
    with pytest.raises(Expected, match="“lead_no”"):
        bench.retrier().retry(RetryOrder(first.run_id or 0, "ann"))


def test_a_correction_of_a_column_that_is_not_there_is_refused(bench: Bench) -> None:
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None)]
    first = bench.run()
    with pytest.raises(InvalidInput, match="“Telephone”"):
        bench.retrier().retry(RetryOrder(first.run_id or 0, "ann", corrections={1: {"Telephone": phone(1)}}))


def test_a_retry_is_audited(bench: Bench) -> None:
    bench.source.rows = [(1, "12", None, "Ann", "Tester", None, None)]
    first = bench.run()
    bench.retrier().retry(RetryOrder(first.run_id or 0, "ann", corrections={1: {"tel": phone(1)}}))
    with bench.office.workspace.reading() as database:
        entry = audit.newest(database)[0]
    assert (entry.who, entry.action, entry.subject) == ("ann", "run.retry", "Web")
    assert entry.detail == "Run 1 as run 2: 1 refused row, 1 of them corrected."


# -- the id of a row


def refused_rows(bench: Bench, run_id: int) -> list[tuple[int, int | None]]:
    """Number and retry of each rejected row."""
    with bench.office.workspace.reading() as database:
        rows = run_rows.refused(database, run_id, (RowOutcome.REJECTED,), after_row=0, limit=10)
    return [(each.row, each.retried_in) for each in rows]


def test_the_id_of_a_row_with_another_problem_cannot_be_changed(bench: Bench) -> None:
    """It would take the place of another row of the source, or be dropped unread as one that came already."""
    bench.source.rows = [row(1), (5, "12", None, "Ann", "Tester", None, None)]
    bench.change(unique_id_field="ID")
    first = bench.run().run_id or 0
    with pytest.raises(InvalidInput, match="The id of a row cannot be changed") as caught:
        bench.retrier().retry(RetryOrder(first, "ann", corrections={2: {"id": "1", "tel": phone(2)}}))
    assert list(caught.value.problems) == ["id"]
    assert refused_rows(bench, first) == [(2, None)]
    unchanged = RetryOrder(first, "ann", corrections={2: {"id": "5", "tel": phone(2)}})
    assert bench.retrier().retry(unchanged).tally.outcomes == {RowOutcome.ADDED: 1}


def test_a_missing_id_can_be_given(bench: Bench) -> None:
    bench.source.rows = [row(1), (None, phone(2), None, "Ann", "Tester", None, None)]
    first = bench.run()
    assert first.tally.reasons == {"unique_id_missing": 1}
    retried = bench.retrier().retry(RetryOrder(first.run_id or 0, "ann", corrections={2: {"id": "7"}}))
    assert retried.tally.outcomes == {RowOutcome.ADDED: 1}


def test_a_row_that_was_seen_before_in_its_retry_stays_to_be_retried(bench: Bench) -> None:
    bench.source.rows = [row(1), row(1, number=5)]
    first = bench.run()
    assert first.tally.reasons == {"unique_id_twice": 1}
    run_id = first.run_id or 0
    retried = bench.retrier().retry(RetryOrder(run_id, "ann"))
    assert retried.tally.outcomes == {RowOutcome.SEEN_BEFORE: 1}
    assert retried.warnings[1:] == ("1 row was not judged, because its id came before. It is not marked as retried.",)
    assert refused_rows(bench, run_id) == [(2, None)]
    again = bench.retrier().retry(RetryOrder(run_id, "ann", corrections={2: {"id": "9"}}))
    assert again.tally.outcomes == {RowOutcome.ADDED: 1}
    assert again.warnings == (f"Retry of 1 refused row of run {run_id}.",)
    assert refused_rows(bench, run_id) == [(2, again.run_id)]


def test_of_several_rows_only_those_that_were_judged_are_marked(bench: Bench) -> None:
    """Row 1 came again in good order since; its lead is there."""
    bench.source.rows = [(n, "12", None, "Ann", "Tester", None, None) for n in range(1, 4)]
    first = bench.run().run_id or 0
    bench.source.rows = [row(1)]
    bench.rewinder().rewind(bench.injector_id, RewindTo(before_run=first), by="ann")
    assert bench.run().tally.outcomes == {RowOutcome.ADDED: 1}
    retried = bench.retrier(page=1).retry(RetryOrder(first, "ann"))
    assert retried.tally.outcomes == {RowOutcome.SEEN_BEFORE: 1, RowOutcome.REJECTED: 2}
    assert refused_rows(bench, first) == [(1, None), (2, retried.run_id), (3, retried.run_id)]
