"""Lists of leads by pages, in a few milliseconds however many leads there are (spec 4, Leads).

A page begins after the last lead of the page before (keyset), never at a number of rows. Its ids come from the span of
an index in the order of the list; only these leads are then read. With few pools, each pool gives its own first leads
and the best of them make the page, since no index holds the leads of several pools in one order.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, case, func, or_, select, union_all

from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_list import LeadColumn, LeadCount, LeadCursor, LeadRow, LeadSort, LeadsPage
from leadadmin.store.lead_filter import CLOSED, Narrowed, narrow
from leadadmin.store.schema import campaigns, lead_phones, leads, people, pool_counts, pools, teams
from leadadmin.store.workspace import from_ms

COUNT_LIMIT = 10_000
_FEW_POOLS = 32
_NEVER_MS = 2**62

Key = ColumnElement[Any]


def leads_page(
    conn: Connection,
    chosen: LeadFilter,
    sort: LeadSort | None = None,
    after: LeadCursor | None = None,
    limit: int = 100,
) -> LeadsPage:
    """At most `limit` leads of `chosen` in the order `sort` (default: newest first) that follow `after`.

    `after` must come from a page of the same filter and order. Sorting by priority or dial time reads every lead that
    the filter leaves.
    """
    order = sort or LeadSort()
    key = _key(order, chosen)
    narrowed = narrow(conn, chosen, walked=key)
    if narrowed.pool_ids == ():
        return LeadsPage((), None)
    if narrowed.few:
        key = _without_index(key)
    spans = list(_spans(order, key, narrowed, after))
    ids = [_ordered(select(key.label("key"), leads.c.id).where(*span), key, order).limit(limit + 1) for span in spans]
    found = list(conn.execute(_rows(ids, order, limit + 1)))
    rows = tuple(map(_row, found[:limit]))
    if len(found) <= limit:
        return LeadsPage(rows, None)
    return LeadsPage(rows, LeadCursor(found[limit - 1].key, rows[-1].id))


def lead_count(conn: Connection, chosen: LeadFilter, limit: int = COUNT_LIMIT) -> LeadCount:
    """How many leads `chosen` has, counted up to `limit`; whole pools are counted exactly, by their counters."""
    narrowed = narrow(conn, chosen)
    if not narrowed.conditions:
        total = select(func.coalesce(func.sum(pool_counts.c.total), 0))
        if narrowed.pool_ids is not None:
            total = total.where(pool_counts.c.pool_id.in_(narrowed.pool_ids))
        return LeadCount(int(conn.execute(total).scalar_one()))
    query = select(leads.c.id).where(*narrowed.conditions).limit(limit + 1)
    if narrowed.pool_ids is not None:
        query = query.where(leads.c.pool_id.in_(narrowed.pool_ids))
    count: int = conn.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    return LeadCount(min(count, limit), count > limit)


def _key(order: LeadSort, chosen: LeadFilter) -> Key:
    """What the list is sorted by before ids."""
    match order.column:
        case LeadColumn.ARRIVED:
            # Within a run ids rise as leads arrive, and its index holds them in that order.
            return leads.c.id if chosen.run_id is not None else leads.c.arrived_at
        case LeadColumn.NAME:
            return leads.c.name_key
        case LeadColumn.CHANGED:
            return leads.c.changed_at
        case LeadColumn.PRIORITY:
            return leads.c.priority
        case LeadColumn.DIAL_TIME:
            none = leads.c.dial_at == 0
            return leads.c.dial_at if order.descending else case((none, _NEVER_MS), else_=leads.c.dial_at)


def _without_index(key: Key) -> Key:
    """`key`, equal in every row, but not what an index is on: no backend walks along that index in place of the few."""
    return key.concat("") if isinstance(key.type, String) else key + 0


def _spans(
    order: LeadSort, key: Key, narrowed: Narrowed, after: LeadCursor | None
) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions whose leads together are those that follow `after`, each answered by one span of an index."""
    for pool in _pools(order, narrowed):
        for place in _places(order, key, after, indexed=_is_indexed(order, narrowed)):
            yield (*narrowed.conditions, *pool, *place)


def _pools(order: LeadSort, narrowed: Narrowed) -> Iterator[tuple[ColumnElement[bool], ...]]:
    if narrowed.pool_ids is None:
        yield ()
    elif order.column is LeadColumn.ARRIVED and not narrowed.few and len(narrowed.pool_ids) <= _FEW_POOLS:
        for pool_id in narrowed.pool_ids:
            yield (leads.c.pool_id == pool_id,)
    else:
        yield (leads.c.pool_id.in_(narrowed.pool_ids),)


def _is_indexed(order: LeadSort, narrowed: Narrowed) -> bool:
    return not narrowed.few and order.column not in (LeadColumn.PRIORITY, LeadColumn.DIAL_TIME)


def _places(
    order: LeadSort, key: Key, after: LeadCursor | None, *, indexed: bool
) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """What follows `after`: the rest of the leads with the same key, then those with the next keys."""
    if after is None:
        yield ()
        return
    same = and_(key == after.value, _beyond(leads.c.id, after.lead_id, order))
    further = _beyond(key, after.value, order)
    if key is leads.c.id:
        yield (further,)
    elif indexed:
        yield (same,)
        yield (further,)
    else:
        yield (or_(same, further),)


def _beyond(column: Key, value: int | str, order: LeadSort) -> ColumnElement[bool]:
    return column < value if order.descending else column > value


def _ordered(query: Select[Any], key: Key, order: LeadSort) -> Select[Any]:
    columns = [key] if key is leads.c.id else [key, leads.c.id]
    return query.order_by(*(column.desc() if order.descending else column.asc() for column in columns))


def _rows(ids: list[Select[Any]], order: LeadSort, limit: int) -> Select[Any]:
    """The leads of `ids`, the first `limit` of them, with the names that a list shows."""
    parts = [part.subquery() for part in ids]
    together = union_all(*(select(part.c.key, part.c.id) for part in parts)) if len(parts) > 1 else ids[0]
    page = together.subquery("page")
    first_phone = (
        select(lead_phones.c.number)
        .where(lead_phones.c.lead_id == page.c.id)
        .order_by(lead_phones.c.slot)
        .limit(1)
        .scalar_subquery()
    )
    sorted_by = [page.c.key, page.c.id]
    return (
        select(
            page.c.key,
            *(column for column in leads.c if column is not leads.c.field_values),
            pools.c.name.label("pool"),
            campaigns.c.name.label("campaign"),
            func.coalesce(people.c.name, teams.c.name, "").label("owner"),
            first_phone.label("phone"),
        )
        .select_from(
            page.join(leads, leads.c.id == page.c.id)
            .outerjoin(pools, pools.c.id == leads.c.pool_id)
            .outerjoin(campaigns, campaigns.c.id == leads.c.campaign_id)
            .outerjoin(people, people.c.id == leads.c.owner_person_id)
            .outerjoin(teams, teams.c.id == leads.c.owner_team_id)
        )
        .order_by(*(column.desc() if order.descending else column.asc() for column in sorted_by))
        .limit(limit)
    )


def _row(row: Row[Any]) -> LeadRow:
    closed = row.status == CLOSED
    return LeadRow(
        id=row.id,
        name=row.name,
        phone=row.phone or "",
        external_id=row.external_id,
        campaign_id=row.campaign_id,
        campaign=row.campaign,
        pool_id=row.pool_id,
        pool=row.pool,
        status=None if closed else OpenStatus(row.status),
        closure=Closure(row.closure) if closed else None,
        active=bool(row.active),
        priority=row.priority,
        dial_at=from_ms(row.dial_at) if row.dial_at else None,
        owner=row.owner,
        arrived_at=from_ms(row.arrived_at),
        changed_at=from_ms(row.changed_at),
    )
