"""A run as JSON for scripts (spec 5, A run in JSON)."""

from typing import Any

from leadadmin.domain.field_rules_time import stored_moment
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport


def run_to_json(report: RunReport) -> dict[str, Any]:
    """Every key of a run in JSON.

    `outcome` is that of the specification, where an interrupted run has failed; "running" while a run has not ended.
    `error` is null when nothing went wrong, `run_id` of a skipped run, which is not stored.
    """
    interrupted = report.outcome is RunOutcome.INTERRUPTED
    tally = report.tally
    return {
        "run_id": None if report.run_id is None else str(report.run_id),
        "door": report.door.value,
        "injector": report.injector,
        "pool": report.pool,
        "outcome": RunOutcome.FAILED.value if interrupted else report.outcome.value,
        "error": report.error or None,
        "read": tally.read,
        "added": tally.of(RowOutcome.ADDED),
        "updated": tally.of(RowOutcome.UPDATED),
        "unchanged": tally.of(RowOutcome.UNCHANGED),
        "duplicates": tally.of(RowOutcome.DUPLICATE),
        "duplicate_hits": tally.duplicate_hits,
        "suppressed": tally.of(RowOutcome.SUPPRESSED),
        "rejected": tally.of(RowOutcome.REJECTED),
        "deferred": tally.of(RowOutcome.DEFERRED),
        "superseded": tally.of(RowOutcome.SUPERSEDED),
        "seen_before": tally.of(RowOutcome.SEEN_BEFORE),
        "watermark_before": report.watermark_before,
        "watermark_after": report.watermark_after,
        "started": stored_moment(report.started),
        "seconds": round(report.seconds, 3),
        "rows_per_second": _rounded(report.rows_per_second),
        "reasons": dict(report.tally.reasons),
        "ignored_columns": list(report.ignored_columns),
        "warnings": list(report.warnings),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 1)
