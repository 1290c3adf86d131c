"""Counters of a pool, kept in the transaction of every change of its leads (spec 1, Key figures)."""

from sqlalchemy import update

from leadadmin.store.database import Database
from leadadmin.store.schema import pool_counts


def add(database: Database, pool_id: int, **changes: int) -> None:
    """Add to a pool's counters, by the names of the columns of `pool_counts`; zeros are left out."""
    table = pool_counts
    values = {name: table.c[name] + change for name, change in changes.items() if change}
    if values:
        database.execute(update(table).where(table.c.pool_id == pool_id).values(**values))
