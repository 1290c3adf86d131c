"""A Test or dry run of an injector as JSON for scripts (spec 5, `test`)."""

from typing import Any, Final

from leadadmin.domain.run import RowOutcome, Tally
from leadadmin.domain.sentences import sentence
from leadadmin.injector.trial_report import TrialReport, TrialRow, TrialState, TrialStep

VERDICTS: Final = {
    RowOutcome.ADDED: "add",
    RowOutcome.UPDATED: "update",
    RowOutcome.UNCHANGED: "unchanged",
    RowOutcome.DUPLICATE: "duplicate",
    RowOutcome.SUPPRESSED: "suppressed",
    RowOutcome.REJECTED: "rejected",
    RowOutcome.DEFERRED: "deferred",
    RowOutcome.SUPERSEDED: "superseded",
    RowOutcome.SEEN_BEFORE: "seen_before",
}
"""What would become of a row, in the words of spec 2, Test."""


def trial_to_json(report: TrialReport) -> dict[str, Any]:
    """Every key of `test`; `columns` are names, `rows` those that the report holds (a dry run's are not in it)."""
    return {
        "ok": report.ok,
        "steps": [step_to_json(step) for step in report.steps],
        "columns": [column.name for column in report.columns],
        "id_type": report.id_type.value if report.id_type else None,
        "rows": [trial_row_to_json(row) for row in report.rows],
        "totals": totals_to_json(report.tally, report.read),
        "watermark_now": report.watermark_now,
        "watermark_passed": report.watermark_passed,
        "watermark_after": report.watermark_after,
        "ignored_columns": list(report.ignored_columns),
        "warnings": list(report.warnings),
        "pauses_because": report.pauses_because or None,
    }


def step_to_json(step: TrialStep) -> dict[str, Any]:
    """A step; `name` is its key, `message` what it found or why it failed."""
    return {
        "name": step.key,
        "ok": step.state is TrialState.OK,
        "seconds": round(step.seconds, 3),
        "message": step.message,
        "hint": step.hint,
        "server_words": step.server_words,
    }


def trial_row_to_json(row: TrialRow) -> dict[str, Any]:
    """The verdict on a row: `reason` is the code, `sentence` the same for people; `changes` are those of an update."""
    return {
        "number": row.number,
        "verdict": VERDICTS[row.verdict],
        "reason": row.problem.reason.value if row.problem else None,
        "sentence": sentence(row.problem) if row.problem else None,
        "lead_id": None if row.lead_id is None else str(row.lead_id),
        "changes": {},
    }


def totals_to_json(tally: Tally, returned: int) -> dict[str, Any]:
    """The counts of the rows judged (`read` is their sum), and how many the source returned."""
    return {
        "returned": returned,
        "read": tally.read,
        **{outcome.value: tally.of(outcome) for outcome in RowOutcome},
        "duplicate_hits": tally.duplicate_hits,
        "reasons": dict(tally.reasons),
    }
