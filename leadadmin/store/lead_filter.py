"""A filter of leads as conditions in SQL (spec 4, Leads).

What a filter asks of system columns and keys is put so that an index answers it (spec 1, Names and storage); a
condition on any other field, and a search for text anywhere, looks at each lead that the rest of the filter leaves.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, func, or_, select

from leadadmin.domain.lead import REDIALS, Closure, OpenStatus
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_search import SearchTerms, search_terms
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.store.field_condition import field_condition
from leadadmin.store.folded import ESCAPE, contains
from leadadmin.store.schema import campaigns, injectors, lead_keys, lead_phones, leads, pools, templates
from leadadmin.store.workspace import to_ms

CLOSED = "closed"
"""`leads.status` of a lead with a closure."""

MOST_EXACT = 10_000
"""Leads that one phone number, external id or key finds; the newest count."""

MOST_SORTED = 20_000
"""Leads that are read and sorted for a page, where an index finds them."""

_LAST_CHARACTER = "\U0010ffff"
# Statuses that usually few leads have at a time: the index on pool, active, status and dial time finds them.
_SPARSE = frozenset((*REDIALS, OpenStatus.UNRESOLVED))

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a filter leaves: `conditions` on leads besides those on the pool, and the pools (None: any).

    `few`: an index finds so few leads for a part of the filter that reading and sorting them beats walking along the
    index of the order until a page is full.
    """

    conditions: tuple[Condition, ...]
    pool_ids: tuple[int, ...] | None
    few: bool = False


def narrow(conn: Connection, chosen: LeadFilter, walked: ColumnElement[Any] | None = None) -> Narrowed:
    """The conditions of `chosen`; small look-ups (pools, a phone number) and short counts are done here.

    `walked` is the column along whose index a page would be read: a span of it is no detour.
    """
    pool_ids = _pool_ids(conn, chosen)
    arrived = _span(leads.c.arrived_at, chosen.arrived_from, chosen.arrived_to)
    changed = _span(leads.c.changed_at, chosen.changed_from, chosen.changed_to)
    standing = _standing(chosen)
    others = [field_condition(conn.dialect.name, leads.c.field_values, condition) for condition in chosen.fields]
    if chosen.owner is not None:
        others.append(_owned_by(chosen.owner))
    if chosen.run_id is not None:
        others.append(leads.c.run_id == chosen.run_id)
    terms = search_terms(chosen.text, _regions(conn)) if chosen.text.strip() else None
    if terms is not None:
        others.append(_found(conn, terms, anywhere=chosen.anywhere))
    conditions = (*arrived, *changed, *standing, *others)
    if chosen.run_id is not None or terms is not None:
        return Narrowed(conditions, pool_ids)
    if standing and _is_sparse(chosen):
        every = pool_ids if pool_ids is not None else _all_pools(conn)
        active = leads.c.active.in_((0, 1))
        if _are_few(conn, [leads.c.pool_id.in_(every), active, *standing]):
            return Narrowed((*conditions, active), every, few=True)
    spans = ((leads.c.arrived_at, arrived), (leads.c.changed_at, changed))
    few = any(span and column is not walked and _are_few(conn, span) for column, span in spans)
    return Narrowed(conditions, pool_ids, few)


def _pool_ids(conn: Connection, chosen: LeadFilter) -> tuple[int, ...] | None:
    if not (chosen.project_ids or chosen.campaign_ids or chosen.pool_ids):
        return None
    query = select(pools.c.id).join(campaigns, campaigns.c.id == pools.c.campaign_id).order_by(pools.c.id)
    for column, ids in (
        (campaigns.c.project_id, chosen.project_ids),
        (campaigns.c.id, chosen.campaign_ids),
        (pools.c.id, chosen.pool_ids),
    ):
        if ids:
            query = query.where(column.in_(ids))
    return tuple(conn.execute(query).scalars())


def _all_pools(conn: Connection) -> tuple[int, ...]:
    return tuple(conn.execute(select(pools.c.id).order_by(pools.c.id)).scalars())


def _states(chosen: LeadFilter) -> tuple[Collection[OpenStatus], Collection[Closure]]:
    """The statuses and closures of which one must hold; a dial time is that of a redial."""
    if not (chosen.dial_from or chosen.dial_to):
        return chosen.statuses, chosen.closures
    asked = chosen.statuses or (() if chosen.closures else REDIALS)
    return [status for status in asked if status in REDIALS], ()


def _standing(chosen: LeadFilter) -> list[Condition]:
    """Where the lead stands and when it is to be called."""
    due = _span(leads.c.dial_at, chosen.dial_from, chosen.dial_to)
    return [_open_or_closed(*_states(chosen)), *due] if due or chosen.statuses or chosen.closures else []


def _is_sparse(chosen: LeadFilter) -> bool:
    statuses, closures = _states(chosen)
    return not closures and _SPARSE.issuperset(statuses)


def _are_few(conn: Connection, conditions: Collection[Condition]) -> bool:
    """Whether at most `MOST_SORTED` leads fulfil `conditions`, which one index answers."""
    some = select(leads.c.id).where(*conditions).limit(MOST_SORTED + 1)
    found: int = conn.execute(select(func.count()).select_from(some.subquery())).scalar_one()
    return found <= MOST_SORTED


def _open_or_closed(statuses: Collection[OpenStatus], closures: Collection[Closure]) -> Condition:
    wanted: list[Condition] = []
    if statuses or not closures:
        wanted.append(leads.c.status.in_([status.value for status in statuses]))
    if closures:
        closed = leads.c.closure.in_([closure.value for closure in closures])
        wanted.append(and_(leads.c.status == CLOSED, closed))
    return or_(*wanted)


def _span(column: Column[int], first: datetime | None, end: datetime | None) -> list[Condition]:
    conditions: list[Condition] = []
    if first is not None:
        conditions.append(column >= to_ms(first))
    if end is not None:
        conditions.append(column < to_ms(end))
    return conditions


def _owned_by(owner: Owner) -> Condition:
    if owner.kind is OwnerKind.TEAM:
        return leads.c.owner_team_id == owner.id
    return leads.c.owner_person_id == owner.id


def _regions(conn: Connection) -> list[str]:
    """Every region in which the workspace reads phone numbers: of campaigns, templates and their phone fields."""
    found = set(conn.execute(select(campaigns.c.region).distinct()).scalars())
    for region, fields in conn.execute(select(templates.c.default_region, templates.c.fields)):
        found.add(region)
        found.update(field.get("region", "") for field in json.loads(fields))
    return sorted(found)


def _found(conn: Connection, terms: SearchTerms, *, anywhere: bool) -> Condition:
    ids = {
        *_by_number(conn, terms.numbers),
        *_by_external_id(conn, terms.external_id),
        *_by_key(conn, terms.key),
    }
    name = leads.c.name_key
    ways: list[Condition] = [leads.c.id.in_(sorted(ids))] if ids else []
    ways.append(and_(name >= terms.key, name < terms.key + _LAST_CHARACTER))
    if anywhere:
        ways.append(name.contains(terms.key, autoescape=True, escape=ESCAPE))
        if terms.is_email:
            ways.append(contains(leads.c.field_values, _inside_json(terms.key)))
    return or_(*ways)


def _inside_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _by_number(conn: Connection, numbers: tuple[str, ...]) -> Iterable[int]:
    query = select(lead_phones.c.lead_id).where(lead_phones.c.number.in_(numbers))
    return _newest(conn, query, lead_phones.c.lead_id) if numbers else ()


def _by_external_id(conn: Connection, external_id: str) -> Iterable[int]:
    """The unique key begins with campaign and name space, so both are enumerated."""
    spaces = [0, *conn.execute(select(injectors.c.id)).scalars()]
    campaign_ids = conn.execute(select(campaigns.c.id)).scalars().all()
    query = select(leads.c.id).where(
        leads.c.campaign_id.in_(campaign_ids),
        leads.c.external_space.in_(spaces),
        leads.c.external_id == external_id,
    )
    return _newest(conn, query, leads.c.id)


def _by_key(conn: Connection, key: str) -> Iterable[int]:
    query = select(lead_keys.c.lead_id).where(lead_keys.c.value_key == key)
    return _newest(conn, query, lead_keys.c.lead_id)


def _newest(conn: Connection, query: Any, lead_id: Column[int]) -> Iterable[int]:
    ids: Iterable[int] = conn.execute(query.order_by(lead_id.desc()).limit(MOST_EXACT)).scalars().all()
    return ids
