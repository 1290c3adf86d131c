"""Rows of a run that were not simply added: kept whole, listed and retried (spec 2, step 7)."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, update

from leadadmin.domain.run import RowOutcome, RowRecord
from leadadmin.store.browse_runs import record_from_row
from leadadmin.store.database import Database
from leadadmin.store.schema import run_rows

CHUNK = 500


def refused(
    database: Database, run_id: int, outcomes: Collection[RowOutcome], *, after_row: int, limit: int
) -> Sequence[RowRecord]:
    """A page of the run's rows with these outcomes, in order, after row number `after_row`."""
    c = run_rows.c
    query = select(run_rows).where(c.run_id == run_id, c.row > after_row, c.outcome.in_([o.value for o in outcomes]))
    return [record_from_row(row) for row in database.execute(query.order_by(c.row).limit(limit))]


def mark_retried(database: Database, run_id: int, rows: Sequence[int], retried_in: int) -> None:
    """Note in which run these rows were tried again."""
    c = run_rows.c
    for start in range(0, len(rows), CHUNK):
        chosen = c.row.in_(rows[start : start + CHUNK])
        database.execute(update(run_rows).where(c.run_id == run_id, chosen).values(retried_in=retried_in))
