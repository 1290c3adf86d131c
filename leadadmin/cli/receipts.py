"""Receipts of runs and Tests as text."""

from collections.abc import Iterator

from leadadmin.app.trial_json import VERDICTS
from leadadmin.cli.tables import number, pairs, table, wrapped
from leadadmin.domain.counting import counted
from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.domain.sentences import reason_title, remark
from leadadmin.injector.rewind import RewindPreview
from leadadmin.injector.trial_report import TrialReport, TrialRow, TrialState, TrialStep
from leadadmin.sources.base import Step, StepState

_LABELS = {
    RowOutcome.ADDED: "Added",
    RowOutcome.UPDATED: "Updated",
    RowOutcome.UNCHANGED: "Unchanged",
    RowOutcome.DUPLICATE: "Duplicates",
    RowOutcome.SUPPRESSED: "Suppressed",
    RowOutcome.REJECTED: "Rejected",
    RowOutcome.DEFERRED: "Deferred",
    RowOutcome.SUPERSEDED: "Superseded",
    RowOutcome.SEEN_BEFORE: "Seen before",
}
SHOWN_ROWS = 20
"""Rows of a Test that are listed as text; the JSON document has all that were judged."""


def run_lines(report: RunReport) -> Iterator[str]:
    """The receipt of a run."""
    number_of = f"Run {report.run_id:,}" if report.run_id is not None else "No run"
    what = {RunOutcome.SUCCEEDED: "done", RunOutcome.RUNNING: "under way"}.get(report.outcome, report.outcome.value)
    took = f" after {report.seconds:,.1f} seconds" if report.run_id is not None else ""
    yield f"{number_of} of “{report.source}”: {what}{took}."
    if report.error:
        yield from wrapped(report.error, "  ")
        yield from wrapped(report.hint, "  ") if report.hint else ()
    if report.run_id is None:
        return
    yield from _tally_lines(report.tally)
    yield from pairs(
        [
            ("Pool", report.pool or ""),
            ("Last id imported", _watermark(report.watermark_before, report.watermark_after)),
            ("Columns not used", ", ".join(report.ignored_columns)),
            ("Noted", "\n".join(report.warnings)),
        ],
        "  ",
    )


def _tally_lines(tally: Tally) -> Iterator[str]:
    counts = [("Rows read", tally.read), *((_LABELS[outcome], tally.of(outcome)) for outcome in RowOutcome)]
    lines = [(name, number(count)) for name, count in counts if count or name in ("Rows read", "Added")]
    lines += [("Matches in the workspace", number(tally.duplicate_hits))] if tally.duplicate_hits else []
    reasons = sorted(tally.reasons.items(), key=lambda entry: (-entry[1], entry[0]))
    lines += [(f"  {reason_title(Reason(code))}", number(rows)) for code, rows in reasons]
    width = max(len(name) for name, _ in lines)
    for name, count in lines:
        yield f"  {name:<{width}}  {count:>9}"


def _watermark(before: str | None, after: str | None) -> str:
    return f"{_shown(after)} (as before)" if before == after else f"{_shown(before)} → {_shown(after)}"


def _shown(watermark: str | None) -> str:
    return "none" if watermark is None else watermark or "an empty text"


def step_lines(step: TrialStep | Step) -> Iterator[str]:
    """A step that has ended, with what to do when it failed."""
    failed = step.state in (TrialState.FAILED, StepState.FAILED)
    mark = "failed " if failed else "see    " if step.state is StepState.CAUTION else "ok     "
    yield from wrapped(f"{step.title}{f': {step.message}' if step.message else ''}", mark)
    if failed or step.state is StepState.CAUTION:
        yield from wrapped(step.hint, " " * len(mark)) if step.hint else ()
        yield from wrapped(f"The server says: {step.server_words}", " " * len(mark)) if step.server_words else ()


def trial_lines(report: TrialReport, *, steps: bool = True) -> Iterator[str]:
    """A Test or dry run: its steps, the first verdicts, the counts and the watermark a run would leave."""
    if steps:
        for step in report.steps:
            yield from step_lines(step)
    if report.columns:
        yield from pairs(
            [
                ("Columns", ", ".join(column.name for column in report.columns)),
                ("Id type", report.id_type.value if report.id_type else "not known yet"),
                ("Columns not used", ", ".join(report.ignored_columns)),
                ("Noted", "\n".join(report.warnings)),
                ("A run would pause", report.pauses_because),
                ("Last id passed", _shown(report.watermark_passed)),
                ("Last id afterwards", _shown(report.watermark_after)),
            ]
        )
    if report.rows:
        yield ""
        yield from verdict_lines(report.rows[:SHOWN_ROWS])
        if len(report.rows) > SHOWN_ROWS:
            yield f"… and {counted(len(report.rows) - SHOWN_ROWS, 'row')} more; --json lists them all."
    if report.tally.read:
        yield ""
        if report.read > report.tally.read:
            yield f"Of {counted(report.read, 'row')}, the first {report.tally.read:,} were judged:"
        yield from _tally_lines(report.tally)


def verdict_lines(rows: tuple[TrialRow, ...] | list[TrialRow]) -> Iterator[str]:
    """The verdict on each of some rows."""
    cells = [
        (number(row.number), row.unique_id, row.name, row.phone, VERDICTS[row.verdict].replace("_", " "), _why(row))
        for row in rows
    ]
    yield from table(("Row", "Id", "Name", "Phone", "Verdict", "Because"), cells, right=(0,))


def _why(row: TrialRow) -> str:
    if row.problem is not None:
        return remark(row.problem)
    return f"lead {row.lead_id:,}" if row.lead_id is not None and row.lead_id > 0 else ""


def rewind_lines(name: str, preview: RewindPreview, *, done: bool) -> Iterator[str]:
    """What a rewind would bring back, or has."""
    yield (
        f"“{name}”: last id imported {_shown(preview.now)} → {_shown(preview.target)}"
        f"{'.' if done else ' (not changed: dry run).'}"
    )
    yield f"  The next run is given {counted(preview.rows, 'row')}, drops {preview.dropped:,} that it met before,"
    yield f"  and judges {preview.new:,}."
