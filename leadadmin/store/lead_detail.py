"""One lead with everything that is known of it (spec 4, One lead)."""

import json
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from leadadmin.domain.errors import NotFound
from leadadmin.domain.lead import Closure, Lead, LeadPhone, OpenStatus
from leadadmin.domain.lead_history import Arrived, Called, HistoryEntry, RowMet
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome
from leadadmin.store.lead_filter import CLOSED
from leadadmin.store.schema import (
    calls,
    campaigns,
    dispositions,
    lead_phones,
    leads,
    people,
    pools,
    run_rows,
    runs,
    teams,
)
from leadadmin.store.workspace import from_ms

HISTORY_LIMIT = 200
"""Calls, and rows that met the lead, that a history shows; the newest count."""


def lead(conn: Connection, lead_id: int) -> Lead:
    """The lead with its fields and phones. Raises NotFound."""
    owner_team, owner_person = teams.alias(), people.alias()
    first_team, first_person = teams.alias(), people.alias()
    row = conn.execute(
        select(
            leads,
            campaigns.c.name.label("campaign"),
            pools.c.name.label("pool"),
            func.coalesce(owner_person.c.name, owner_team.c.name, "").label("owner"),
            func.coalesce(first_person.c.name, first_team.c.name, "").label("original_owner"),
        )
        .select_from(
            leads.join(campaigns, campaigns.c.id == leads.c.campaign_id)
            .join(pools, pools.c.id == leads.c.pool_id)
            .outerjoin(owner_team, owner_team.c.id == leads.c.owner_team_id)
            .outerjoin(owner_person, owner_person.c.id == leads.c.owner_person_id)
            .outerjoin(first_team, first_team.c.id == leads.c.original_team_id)
            .outerjoin(first_person, first_person.c.id == leads.c.original_person_id)
        )
        .where(leads.c.id == lead_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no lead with the id {lead_id}.")
    return _lead(row, _phones(conn, lead_id))


def history(conn: Connection, lead_id: int) -> list[HistoryEntry]:
    """What happened to a lead, the newest first: its arrival, calls, and later rows that met it. Raises NotFound.

    A lead whose run is gone has no arrival here.
    """
    found = conn.execute(
        select(leads.c.arrived_at, leads.c.run_id, leads.c.run_row, runs.c.door, runs.c.source)
        .select_from(leads.outerjoin(runs, runs.c.id == leads.c.run_id))
        .where(leads.c.id == lead_id)
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no lead with the id {lead_id}.")
    entries: list[HistoryEntry] = [*_calls(conn, lead_id), *_rows_met(conn, lead_id, found.run_id, found.run_row)]
    if found.door is not None:
        entries.append(Arrived(from_ms(found.arrived_at), found.run_id, found.run_row, Door(found.door), found.source))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _phones(conn: Connection, lead_id: int) -> tuple[LeadPhone, ...]:
    c = lead_phones.c
    query = select(c.field_key, c.number, c.extension, c.original).where(c.lead_id == lead_id).order_by(c.slot)
    return tuple(LeadPhone(*row) for row in conn.execute(query))


def _calls(conn: Connection, lead_id: int) -> list[Called]:
    query = (
        select(
            calls.c.started_at,
            calls.c.source,
            func.coalesce(people.c.name, "").label("person"),
            calls.c.seconds,
            calls.c.answered,
            func.coalesce(dispositions.c.name, "").label("disposition"),
            calls.c.note,
        )
        .select_from(
            calls.outerjoin(people, people.c.id == calls.c.person_id).outerjoin(
                dispositions, dispositions.c.id == calls.c.disposition_id
            )
        )
        .where(calls.c.lead_id == lead_id)
        .order_by(calls.c.id.desc())
        .limit(HISTORY_LIMIT)
    )
    return [
        Called(
            from_ms(row.started_at), row.source, row.person, row.seconds, bool(row.answered), row.disposition, row.note
        )
        for row in conn.execute(query)
    ]


def _rows_met(conn: Connection, lead_id: int, run_id: int, run_row: int) -> list[RowMet]:
    c = run_rows.c
    query = (
        select(runs.c.started_at, c.run_id, c.row, c.outcome, runs.c.door, runs.c.source)
        .join_from(run_rows, runs, runs.c.id == c.run_id)
        .where(c.lead_id == lead_id, or_(c.run_id != run_id, c.row != run_row))
        .order_by(c.run_id.desc(), c.row.desc())
        .limit(HISTORY_LIMIT)
    )
    return [
        RowMet(from_ms(row.started_at), row.run_id, row.row, RowOutcome(row.outcome), Door(row.door), row.source)
        for row in conn.execute(query)
    ]


def _lead(row: Row[Any], phones: tuple[LeadPhone, ...]) -> Lead:
    closed = row.status == CLOSED
    return Lead(
        id=row.id,
        campaign_id=row.campaign_id,
        campaign=row.campaign,
        pool_id=row.pool_id,
        pool=row.pool,
        name=row.name,
        external_id=row.external_id,
        status=None if closed else OpenStatus(row.status),
        closure=Closure(row.closure) if closed else None,
        active=bool(row.active),
        priority=row.priority,
        dial_at=from_ms(row.dial_at) if row.dial_at else None,
        position=row.position,
        owner=row.owner,
        original_owner=row.original_owner,
        arrived_at=from_ms(row.arrived_at),
        changed_at=from_ms(row.changed_at),
        run_id=row.run_id,
        run_row=row.run_row,
        attempts=row.attempts,
        values=json.loads(row.field_values),
        phones=phones,
    )
