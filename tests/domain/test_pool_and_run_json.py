"""Pools and runs as JSON have exactly the keys of the specification."""

import json
from datetime import UTC, datetime, timedelta, timezone

from leadadmin.domain.pool import Door, PoolFigures, PoolStatus
from leadadmin.domain.pool_json import pool_to_json
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.domain.run_json import run_to_json

# Spec 5, "A run in JSON", and spec 1, the keys of the table of key figures with its closures and blockers.
RUN_KEYS = (
    "run_id door injector pool outcome error read added updated unchanged duplicates duplicate_hits suppressed "
    "rejected deferred superseded seen_before watermark_before watermark_after started seconds rows_per_second reasons "
    "ignored_columns warnings"
)
POOL_KEYS = (
    "id name project campaign campaign_code status source uploaded total open closed ready closed_pct used used_pct "
    "unprocessed success success_pct conversion_pct contact_pct not_interested unqualified invalid max_attempts "
    "abandoned invalid_phone expired removed reallocated anonymised do_not_call redials_common redials_private "
    "redials_vip redials_auto overdue due_today calls calls_per_lead talk_seconds speed_to_lead added_today added_7d "
    "last_arrival last_call rejected duplicates updated runs_dry blocked_lead_inactive blocked_pool_inactive "
    "blocked_pool_not_started blocked_pool_ended blocked_campaign_inactive blocked_not_due blocked_not_before "
    "blocked_outside_hours blocked_do_not_call blocked_owner_only blocked_unresolved blocked_max_attempts "
    "blocked_no_phone"
)
STARTED = datetime(2025, 11, 21, 15, 0, 0, 250_000, timezone(timedelta(hours=1)))


def report(**more: object) -> RunReport:
    values: dict[str, object] = {
        "run_id": 4131, "door": Door.INJECTOR, "source": "CRM", "injector": "CRM", "pool": "Web", "campaign": "Solar",
        "outcome": RunOutcome.SUCCEEDED, "error": "", "hint": "", "watermark_before": "1", "watermark_passed": "0",
        "watermark_after": "9", "started": STARTED, "seconds": 1.23456, "by": "Anna", "ignored_columns": ("fax",),
        "tally": Tally(10, {RowOutcome.ADDED: 6, RowOutcome.REJECTED: 4}, 2, {"no_phone": 4}), "warnings": ("Noted.",),
    }  # fmt: skip
    return RunReport(**(values | more))  # type: ignore[arg-type]


def test_a_run() -> None:
    found = run_to_json(report())
    assert list(found) == RUN_KEYS.split()
    assert found["run_id"] == "4131"
    assert (found["door"], found["outcome"], found["error"]) == ("injector", "succeeded", None)
    assert (found["read"], found["added"], found["rejected"], found["updated"], found["duplicate_hits"]) == (
        10, 6, 4, 0, 2,
    )  # fmt: skip
    assert (found["watermark_before"], found["watermark_after"]) == ("1", "9")
    assert (found["started"], found["seconds"], found["rows_per_second"]) == ("2025-11-21T14:00:00.250000Z", 1.235, 8.1)
    assert (found["reasons"], found["ignored_columns"], found["warnings"]) == ({"no_phone": 4}, ["fax"], ["Noted."])
    assert json.loads(json.dumps(found)) == found


def test_a_run_that_did_not_end_well() -> None:
    found = run_to_json(report(outcome=RunOutcome.INTERRUPTED, error="It stopped.", seconds=0.0, run_id=None))
    assert (found["outcome"], found["error"], found["rows_per_second"], found["run_id"]) == (
        "failed", "It stopped.", None, None,
    )  # fmt: skip
    outcomes = {run_to_json(report(outcome=outcome))["outcome"] for outcome in RunOutcome}
    assert outcomes == {"succeeded", "failed", "cancelled", "skipped", "running"}


def pool(**more: int) -> PoolFigures:
    counts = {"total": 3, "open": 2, "closed": 1, "ready": 1, "used": 1, "unprocessed": 2, "rejected": 5} | more
    return PoolFigures(
        id=12, name="Web", project="Homes", campaign="Solar", campaign_code="SOLAR", status=PoolStatus.UPLOAD_FAILED,
        door=Door.UPLOAD, source="week 47.csv", uploaded=datetime(2025, 11, 21, 14, tzinfo=UTC), duplicates=4,
        updated=6, **counts,
    )  # fmt: skip


def test_a_pool() -> None:
    found = pool_to_json(pool())
    assert list(found) == POOL_KEYS.split()
    described = ("12", "Web", "Homes", "Solar", "SOLAR", "upload_failed", "week 47.csv", "2025-11-21T14:00:00Z")
    assert tuple(found.values())[:8] == described
    filled = {key: value for key, value in list(found.items())[8:] if value is not None}
    assert filled == {
        "total": 3, "open": 2, "closed": 1, "ready": 1, "closed_pct": 33.33, "used": 1, "used_pct": 33.33,
        "unprocessed": 2, "rejected": 5, "duplicates": 4, "updated": 6,
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_percentages_of_nothing_are_null() -> None:
    found = pool_to_json(pool(total=0, open=0, closed=0, used=0))
    assert (found["closed_pct"], found["used_pct"], found["total"]) == (None, None, 0)
