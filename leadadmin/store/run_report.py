"""The receipt of a run out of its row: one mapping for everyone who reads runs."""

import json
from typing import Any

from sqlalchemy import Row, Select, select

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.store.schema import campaigns, injectors, pools, runs
from leadadmin.store.workspace import from_ms


def report_query() -> Select[Any]:
    """Runs with what `report_from_row` needs; add conditions, order and limit on `schema.runs`."""
    return select(
        runs,
        injectors.c.name.label("injector_name"),
        pools.c.name.label("pool_name"),
        campaigns.c.name.label("campaign_name"),
    ).select_from(
        runs.outerjoin(injectors, injectors.c.id == runs.c.injector_id)
        .outerjoin(pools, pools.c.id == runs.c.pool_id)
        .outerjoin(campaigns, campaigns.c.id == runs.c.campaign_id)
    )


def report_from_row(row: Row[Any]) -> RunReport:
    """The receipt in one row of `report_query`. A run that has not ended lasts until its last change."""
    ended = row.finished_at if row.finished_at is not None else row.changed_at
    return RunReport(
        run_id=row.id,
        door=Door(row.door),
        source=row.source,
        injector=row.injector_name,
        pool=row.pool_name,
        campaign=row.campaign_name,
        outcome=RunOutcome(row.outcome),
        error=row.error,
        hint=row.hint,
        tally=_tally(row),
        watermark_before=row.watermark_before,
        watermark_passed=row.watermark_passed,
        watermark_after=row.watermark_after,
        started=from_ms(row.started_at),
        seconds=max(0, ended - row.started_at) / 1000,
        by=row.started_by,
        ignored_columns=tuple(json.loads(row.ignored_columns)),
        warnings=tuple(json.loads(row.warnings)),
        injector_id=row.injector_id,
        pool_id=row.pool_id,
        campaign_id=row.campaign_id,
    )


def _tally(row: Row[Any]) -> Tally:
    counts = {outcome: getattr(row, outcome.value) for outcome in RowOutcome}
    return Tally(
        read=row.rows_read,
        outcomes={outcome: count for outcome, count in counts.items() if count},
        duplicate_hits=row.duplicate_hits,
        reasons=json.loads(row.reasons),
    )
