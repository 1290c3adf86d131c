"""Runs: begun, counted batch by batch, and ended, each with its receipt (spec 2, A run, step by step)."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from leadadmin.domain.errors import Expected, NotFound
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.store.database import Database
from leadadmin.store.run_report import report_from_row, report_query
from leadadmin.store.schema import leases, runs
from leadadmin.store.workspace import now_column

LONGEST_SOURCE = 200


def start(
    database: Database,
    *,
    door: Door,
    source: str,
    started_by: str,
    holder: str,
    fence: int,
    now_ms: int,
    injector_id: int | None = None,
    campaign_id: int | None = None,
    pool_id: int | None = None,
    retry_of: int | None = None,
    watermark_before: str | None = None,
    watermark_passed: str | None = None,
) -> int:
    """Begin a run and give its id. `holder` and `fence` are those of its lease."""
    result = database.execute(
        insert(runs).values(
            door=door.value,
            source=source[:LONGEST_SOURCE],
            injector_id=injector_id,
            campaign_id=campaign_id,
            pool_id=pool_id,
            retry_of=retry_of,
            started_by=started_by[:LONGEST_SOURCE],
            holder=holder,
            fence=fence,
            outcome=RunOutcome.RUNNING.value,
            error_code="",
            error="",
            hint="",
            started_at=now_ms,
            changed_at=now_ms,
            batches=0,
            rows_read=0,
            duplicate_hits=0,
            reasons="{}",
            watermark_before=watermark_before,
            watermark_passed=watermark_passed,
            watermark_after=watermark_before,
            ignored_columns="[]",
            warnings="[]",
            **{outcome.value: 0 for outcome in RowOutcome},
        )
    )
    key = result.inserted_primary_key
    if key is None:
        raise AssertionError("a run got no id")
    return int(key[0])


def count_batch(database: Database, run_id: int, batch_number: int, tally: Tally) -> bool:
    """Add the counts of a batch to its run. Batches are numbered from 1 and come in order.

    False when this batch was committed before (the answer to its commit was lost): nothing more is to be written.
    """
    c = runs.c
    query = select(c.reasons, c.batches, c.outcome).where(c.id == run_id).with_for_update()
    stored, batches, outcome = database.execute(query).one()
    if batches >= batch_number:
        return False
    if batches != batch_number - 1 or outcome != RunOutcome.RUNNING:
        raise RuntimeError(f"batch {batch_number} came to run {run_id}, which is {outcome} after {batches} batches")
    reasons: dict[str, int] = json.loads(stored)
    for code, rows in tally.reasons.items():
        reasons[code] = reasons.get(code, 0) + rows
    database.execute(
        update(runs)
        .where(c.id == run_id)
        .values(
            rows_read=c.rows_read + tally.read,
            duplicate_hits=c.duplicate_hits + tally.duplicate_hits,
            reasons=json.dumps(reasons),
            batches=batch_number,
            changed_at=now_column(database),
            **{outcome.value: c[outcome.value] + rows for outcome, rows in tally.outcomes.items()},
        )
    )
    return True


def fills(database: Database, run_id: int, pool_id: int) -> None:
    """Note the pool that a run takes rows into, as soon as it is known: the run may never come to its end."""
    _change(database, run_id, pool_id=pool_id)


def finish(
    database: Database,
    run_id: int,
    *,
    outcome: RunOutcome,
    error: Expected | None,
    now_ms: int,
    watermark_after: str | None,
    ignored_columns: Sequence[str],
    warnings: Sequence[str],
    pool_id: int | None,
) -> None:
    """End a run. One that does not account for every row read cannot end well: AssertionError (spec 2, step 7)."""
    if outcome is RunOutcome.SUCCEEDED and not report(database, run_id).tally.adds_up:
        raise AssertionError(f"the rows of run {run_id} do not add up")
    _change(
        database,
        run_id,
        outcome=outcome.value,
        error_code=error.code if error else "",
        error=error.sentence if error else "",
        hint=error.hint if error else "",
        changed_at=now_ms,
        finished_at=now_ms,
        watermark_after=watermark_after,
        ignored_columns=_json(ignored_columns),
        warnings=_json(warnings),
        pool_id=pool_id,
    )


def add_warning(database: Database, run_id: int, warning: str) -> None:
    """Note something after a run has ended."""
    warnings = report(database, run_id).warnings
    _change(database, run_id, warnings=_json((*warnings, warning)), changed_at=now_column(database))


def report(database: Database, run_id: int) -> RunReport:
    """The receipt of a run; raises NotFound."""
    row = database.execute(report_query().where(runs.c.id == run_id)).first()
    if row is None:
        raise NotFound(f"There is no run {run_id:,} in the workspace.")
    return report_from_row(row)


def last_success_started(database: Database, injector_id: int) -> int | None:
    """When the injector's last successful run began, in milliseconds since 1970; None before the first.

    A retry asks the source for nothing and so does not count.
    """
    c = runs.c
    mine = (c.injector_id == injector_id, c.outcome == RunOutcome.SUCCEEDED.value, c.retry_of.is_(None))
    return database.execute(select(c.started_at).where(*mine).order_by(c.id.desc()).limit(1)).scalar_one_or_none()


def interrupt_unfinished(database: Database, injector_id: int, now_ms: int) -> None:
    """Record runs of the injector that never ended as interrupted. Its lease must be held: then nobody runs them."""
    c = runs.c
    database.execute(
        update(runs)
        .where(c.injector_id == injector_id, c.outcome == RunOutcome.RUNNING.value)
        # In this order: MariaDB would otherwise read the new `changed_at`.
        .ordered_values(
            (c.finished_at, c.changed_at),
            (c.changed_at, now_ms),
            (c.outcome, RunOutcome.INTERRUPTED.value),
            (c.error_code, "interrupted"),
            (c.error, "The program that ran it stopped before the run ended."),
            (c.hint, "What was committed stays; the next run takes the rest."),
        )
    )


def orphaned(database: Database) -> set[int]:
    """The ids of injectors with a run under way that nobody holds any more: its lease ended or was taken over."""
    c = runs.c
    held = (leases.c.holder == c.holder) & (leases.c.expires_at > now_column(database))
    query = (
        select(c.injector_id)
        .outerjoin_from(runs, leases, held)
        .where(c.outcome == RunOutcome.RUNNING.value, leases.c.holder.is_(None))
    )
    return {injector_id for injector_id in database.execute(query).scalars() if injector_id is not None}


def _json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _change(database: Database, run_id: int, **values: Any) -> None:
    result = database.execute(update(runs).where(runs.c.id == run_id).values(**values))
    if result.rowcount != 1:
        raise LookupError(f"run {run_id} is not in the workspace")
