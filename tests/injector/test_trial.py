"""Test and dry run: the same judgement as a run, and nothing written."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from leadadmin.cli.receipts import trial_lines
from leadadmin.domain.errors import Cancelled
from leadadmin.domain.injector import settings_digest
from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.watermark import IdType
from leadadmin.injector.trial_report import TrialRow
from leadadmin.sources.base import NO_LAST_ID_PASSED, CancelToken
from leadadmin.store import connections, schema
from tests.helpers.office import phone
from tests.injector.conftest import Bench
from tests.injector.test_runner import row


def snapshot(bench: Bench) -> dict[str, list[tuple[object, ...]]]:
    with bench.office.workspace.reading() as database:
        return {t.name: [tuple(r) for r in database.execute(select(t))] for t in schema.metadata.sorted_tables}


def test_a_test_tells_verdicts_and_writes_nothing(bench: Bench) -> None:
    bench.source.rows = [row(1), row(2, number=1), (3, "12", None, "Ann", "Tester", None, None), row(4)]
    bench.run()
    bench.source.rows += [row(5), row(6, number=5), row(7, number=1)]
    before = snapshot(bench)
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert snapshot(bench) == before
    assert report.ok
    assert [step.key for step in report.steps] == ["settings", "connect", "procedure", "mapping"]
    assert [(r.number, r.verdict, r.unique_id) for r in report.rows] == [
        (1, RowOutcome.ADDED, "5"), (2, RowOutcome.DUPLICATE, "6"), (3, RowOutcome.DUPLICATE, "7"),
    ]  # fmt: skip
    assert report.rows[1].problem is not None
    assert report.rows[1].problem.detail == "in_input"
    assert report.rows[2].lead_id is not None
    assert (report.watermark_now, report.watermark_passed, report.watermark_after) == ("4", "4", "7")
    assert [c.name for c in report.columns] == list(bench.source.columns)
    assert report.columns[1].samples[0] == phone(5)


def test_a_procedure_without_a_parameter_is_passed_nothing(bench: Bench) -> None:
    bench.source.rows = [row(1)]
    bench.source.notes = [NO_LAST_ID_PASSED]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert (report.watermark_passed, report.watermark_after) == (None, "1")
    assert report.warnings == (NO_LAST_ID_PASSED,)
    assert any(line.split() == ["Last", "id", "passed", "none"] for line in trial_lines(report, steps=False))


def test_the_id_type_is_guessed_when_none_is_chosen(bench: Bench) -> None:
    bench.change(id_type=None)
    bench.source.rows = [row(1), row(22)]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert report.id_type is IdType.INTEGER
    assert "whole numbers" in report.id_reason
    with bench.office.workspace.reading() as database:
        fingerprint = connections.fingerprint(database, stored.injector.connection_id or 0)
    assert report.digest == settings_digest(replace(stored.injector, id_type=IdType.INTEGER), fingerprint)


def test_a_test_judges_200_rows_and_reads_all(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 5001)]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert (len(report.rows), report.tally.read, report.read, report.watermark_after) == (200, 200, 5000, "5000")


def test_a_dry_run_equals_the_run_that_follows(bench: Bench) -> None:
    bench.source.rows = [row(n, number=n % 700) for n in range(1, 2001)] + [(3000, "x", None, None, None, None, None)]
    bench.source.block_rows = 300
    stored = bench.stored()
    rows: list[TrialRow] = []
    report = bench.trial().dry_run(stored.injector, stored.state, cancel=CancelToken(), on_row=rows.append)
    assert len(rows) == 2001
    run = bench.run()
    assert run.tally.outcomes == report.tally.outcomes
    assert run.tally.reasons == report.tally.reasons
    assert run.watermark_after == report.watermark_after


def test_what_fails_is_a_step_with_a_sentence(bench: Bench) -> None:
    bench.source.fail_after = 0
    bench.source.rows = [row(1)]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert not report.ok
    assert report.steps[-1].key == "procedure"
    assert report.steps[-1].message == "The procedure failed half-way."


def test_a_test_that_fails_promises_no_new_last_id(bench: Bench) -> None:
    """A run that fails leaves the last id where it was (spec 2, A run, step by step)."""
    bench.source.rows = [row(1), row(2)]
    bench.run()
    bench.source.rows += [row(n) for n in range(3, 41)]
    bench.source.fail_after, bench.source.block_rows = 20, 10
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert (report.ok, report.read > 0) == (False, True)
    assert (report.watermark_now, report.watermark_after) == ("2", "2")


def test_an_incomplete_injector_says_what_is_missing(bench: Bench) -> None:
    bench.change(allocation="", unique_id_field="")
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert [step.key for step in report.steps] == ["settings"]
    assert "Name the column with the id" in report.steps[0].message
    assert "Name the allocation" in report.steps[0].message


def test_unmapped_phone_fields_fail_the_mapping_step_but_show_the_columns(bench: Bench) -> None:
    entries = bench.stored().injector.mapping.entries
    bench.change(mapping=replace(bench.stored().injector.mapping, entries=entries[2:]))
    bench.source.rows = [row(1)]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert not report.ok
    assert report.steps[-1].key == "mapping"
    assert "a lead needs a phone number" in report.steps[-1].message
    assert report.columns
    assert report.rows[0].problem is not None
    assert report.rows[0].problem.reason is Reason.NO_PHONE


def test_a_test_without_rows_does_not_guess_the_id_type(bench: Bench) -> None:
    """A run with a wrong type would refuse every row, and the type cannot change after the first run."""
    bench.change(id_type=None)
    bench.source.rows = [row(None)]
    stored = bench.stored()
    report = bench.trial().test(stored.injector, stored.state, cancel=CancelToken())
    assert (report.ok, report.id_type) == (True, None)


def test_a_test_that_is_cancelled_between_two_blocks_does_not_pass(bench: Bench) -> None:
    bench.source.rows, bench.source.block_rows = [row(n) for n in range(1, 101)], 10
    token = CancelToken()
    bench.source.between = lambda block: token.set() if block == 5 else None
    stored = bench.stored()
    with pytest.raises(Cancelled):
        bench.trial().dry_run(stored.injector, stored.state, cancel=token)
