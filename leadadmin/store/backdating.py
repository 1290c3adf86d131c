"""Setting a finished run back in time, with all that it left (app.demo: a sample's history is made in one go).

Everything a run does is done by the real intake, which knows no time but the database's; only afterwards its moments
are moved. Nothing else in leadadmin changes when something happened.
"""

from sqlalchemy import Column, select, update

from leadadmin.store.database import Database
from leadadmin.store.schema import leads, pools, runs, watermarks


def set_back(database: Database, run_id: int, started_ms: int) -> None:
    """Let a finished run have begun at `started_ms` (milliseconds since 1970), and with it everything it left.

    These are its own moments, its leads' arrival and last change, the watermark it set, and the making of the pools
    its leads are in where that was later. It must be the newest run of its injector, so that their order stays.
    """
    r, c = runs.c, leads.c
    by = database.execute(select(r.started_at).where(r.id == run_id)).scalar_one() - started_ms
    _earlier(database, r.started_at, by, run_id, r.id)
    _earlier(database, r.changed_at, by, run_id, r.id)
    _earlier(database, r.finished_at, by, run_id, r.id)
    _earlier(database, c.arrived_at, by, run_id, c.run_id)
    _earlier(database, c.changed_at, by, run_id, c.run_id)
    _earlier(database, watermarks.c.set_at, by, run_id, watermarks.c.run_id)
    homes = set(database.execute(select(c.pool_id).where(c.run_id == run_id).distinct()).scalars())
    homes |= set(database.execute(select(r.pool_id).where(r.id == run_id)).scalars())
    later = pools.c.id.in_(homes - {None}) & (pools.c.created_at > started_ms)
    database.execute(update(pools).where(later).values(created_at=started_ms))


def _earlier(database: Database, moment: Column[int], by: int, run_id: int, run: Column[int]) -> None:
    database.execute(update(moment.table).where(run == run_id).values({moment: moment - by}))
