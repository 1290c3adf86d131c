"""Whether anything that a screen shows has changed, for a desktop to ask every second (spec 4, Overview)."""

from sqlalchemy import ColumnElement, Connection, Select, func, select

from leadadmin.store.schema import audit, connections, injectors, leases, runs

RECENT = 100
"""Entries and runs, and …"""

RECENT_MS = 120_000
"""… time before the last change, within which an earlier change may still be committed after a later one."""


def fingerprint(conn: Connection) -> tuple[int, ...]:
    """Another tuple after any change that was committed; the same as long as there was none.

    Administrative changes are in the audit log, leads come and change through runs. The greatest id alone would miss
    what was begun before, and committed after, something newer: hence the number of recent ids and the sum of recent
    moments. Costs the same however large the workspace is.
    """
    last_entry, last_run = _most(audit.c.id), _most(runs.c.id)
    last_change = _most(runs.c.changed_at)
    recent_runs = runs.c.changed_at >= last_change - RECENT_MS
    row = conn.execute(
        select(
            last_entry,
            _one(select(func.count()).where(audit.c.id > last_entry - RECENT)),
            last_run,
            _one(select(func.count()).where(runs.c.id > last_run - RECENT)),
            last_change,
            _one(select(func.coalesce(func.sum(runs.c.batches), 0)).where(recent_runs)),
            _one(select(func.coalesce(func.sum(runs.c.changed_at), 0)).where(recent_runs)),
            _one(select(func.count()).select_from(leases)),
            _most(leases.c.since),
            _most(connections.c.tested_at),
            _most(injectors.c.tested_at),
        )
    ).one()
    return tuple(int(part) for part in row)


def _most(column: ColumnElement[int]) -> ColumnElement[int]:
    return _one(select(func.coalesce(func.max(column), 0)))


def _one(query: Select[int]) -> ColumnElement[int]:
    return query.scalar_subquery()
