"""Lead pools (spec 1, 4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from leadadmin.domain.errors import NotFound
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.pool import Door, Pool
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import delete_row, insert_row, update_row
from leadadmin.store.schema import pool_counts, pools
from leadadmin.store.workspace import from_ms


def list_all(database: Database, *, archived: bool = False) -> Sequence[Pool]:
    """Every pool by name; archived ones only when asked for."""
    query = select(pools).order_by(pools.c.name_key, pools.c.id)
    if not archived:
        query = query.where(pools.c.archived == 0)
    return [_pool(row) for row in database.execute(query)]


def get(database: Database, pool_id: int) -> Pool:
    """A pool; raises NotFound."""
    row = database.execute(select(pools).where(pools.c.id == pool_id)).first()
    if row is None:
        raise NotFound("This lead pool is no longer in the workspace.")
    return _pool(row)


def by_name(database: Database, campaign_id: int, name: str) -> Pool | None:
    """The pool of a campaign with this name, without regard to case."""
    c = pools.c
    row = database.execute(select(pools).where(c.campaign_id == campaign_id, c.name_key == name_key(name))).first()
    return _pool(row) if row else None


def _pool(row: Row[Any]) -> Pool:
    owner = None
    if row.owner_person_id is not None:
        owner = Owner(OwnerKind.PERSON, row.owner_person_id)
    elif row.owner_team_id is not None:
        owner = Owner(OwnerKind.TEAM, row.owner_team_id)
    return Pool(
        name=row.name,
        campaign_id=row.campaign_id,
        description=row.description,
        active=bool(row.active),
        active_from=row.active_from,
        active_to=row.active_to,
        priority=row.priority,
        owner=owner,
        door=Door(row.door),
        source=row.source,
        created_at=from_ms(row.created_at),
        archived=bool(row.archived),
        id=row.id,
    )


def _values(pool: Pool) -> dict[str, Any]:
    owner = pool.owner
    return {
        "name": pool.name,
        "name_key": name_key(pool.name),
        "description": pool.description,
        "active": int(pool.active),
        "active_from": pool.active_from,
        "active_to": pool.active_to,
        "priority": pool.priority,
        "owner_team_id": owner.id if owner and owner.kind is OwnerKind.TEAM else None,
        "owner_person_id": owner.id if owner and owner.kind is OwnerKind.PERSON else None,
        "archived": int(pool.archived),
    }


def _add(database: Database, pool: Pool, now_ms: int) -> int:
    values = {
        **_values(pool),
        "campaign_id": pool.campaign_id,
        "door": pool.door.value,
        "source": pool.source,
        "created_at": now_ms,
    }
    pool_id = insert_row(database, pools, values, f"A pool called “{pool.name}” exists already in this campaign.")
    zeros = {c.name: 0 for c in pool_counts.columns if c.name != "pool_id"}
    database.execute(insert(pool_counts).values(pool_id=pool_id, **zeros))
    return pool_id


def add(database: Database, pool: Pool, *, now_ms: int, who: str) -> int:
    """Add a pool with its counters; raises Taken."""
    pool_id = _add(database, pool, now_ms)
    audit.append(database, who=who, action="pool.add", subject=pool.name)
    return pool_id


def change(database: Database, pool: Pool, *, who: str) -> None:
    """Change a pool; raises Taken."""
    taken = f"A pool called “{pool.name}” exists already in this campaign."
    update_row(database, pools, pool.id or 0, _values(pool), taken)
    audit.append(database, who=who, action="pool.change", subject=pool.name)


def set_active(database: Database, pool_id: int, active: bool, *, who: str) -> None:
    """Switch a pool on or off."""
    pool = get(database, pool_id)
    database.execute(update(pools).where(pools.c.id == pool_id).values(active=int(active)))
    action = "pool.activate" if active else "pool.deactivate"
    audit.append(database, who=who, action=action, subject=pool.name)


def remove(database: Database, pool_id: int, *, who: str) -> None:
    """Delete a pool that no lead and no run ever came to; raises Expected otherwise."""
    pool = get(database, pool_id)
    delete_row(database, pools, pool_id, f"The pool “{pool.name}”", [pool_counts.c.pool_id])
    audit.append(database, who=who, action="pool.delete", subject=pool.name)


def get_or_make(
    database: Database,
    campaign_id: int,
    name: str,
    *,
    door: Door,
    source: str,
    now_ms: int,
    owner: Owner,
    priority: int,
) -> tuple[Pool, bool]:
    """The pool of that name in the campaign, made when missing; tells whether it was made.

    The campaign's lock row must be taken, so that two runs do not make it twice.
    """
    found = by_name(database, campaign_id, name)
    if found is not None:
        return found, False
    pool = Pool(
        name=" ".join(name.split()), campaign_id=campaign_id, door=door, source=source, owner=owner, priority=priority
    )
    return get(database, _add(database, pool, now_ms)), True
