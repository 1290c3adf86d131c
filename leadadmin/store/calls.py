"""Calls and what they do to leads and to their pools' counters (spec 1, Key figures; spec 4, Calls)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, bindparam, select, update

from leadadmin.domain.calls import Call, RetryRule, Standing, standing_after
from leadadmin.domain.errors import NotFound
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.store import bulk, counters
from leadadmin.store.database import Database
from leadadmin.store.lead_filter import CLOSED
from leadadmin.store.schema import calls, campaigns, leads
from leadadmin.store.workspace import from_ms, to_ms

_CALL_COLUMNS = (
    "lead_id", "pool_id", "source", "person_id", "started_at", "seconds", "answered", "disposition_id", "note",
)  # fmt: skip
_LOCKED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class _Called:
    """A lead that is being called: its pool, its campaign's rule, where it stood and when it last changed."""

    pool_id: int
    rule: RetryRule
    standing: Standing
    changed_at: int


def record_calls(database: Database, made: Sequence[Call]) -> None:
    """Store calls and move their leads on, with the counters of their pools, in the caller's transaction.

    Calls of one lead count in the order in which they began. Raises NotFound for a lead that is not in the workspace,
    InvalidInput for a disposition without the call-back date that it needs; nothing is to be committed then.
    """
    before = _lock(database, sorted({call.lead_id for call in made}))
    after = dict(before)
    in_order = sorted(made, key=lambda call: (call.started_at, call.lead_id))
    for call in in_order:
        known = after.get(call.lead_id)
        if known is None:
            raise NotFound(f"The lead {call.lead_id:,} is no longer in the workspace.", "The calls were not stored.")
        changed_at = max(known.changed_at, to_ms(call.ended_at))
        standing = standing_after(known.standing, call, known.rule)
        after[call.lead_id] = _Called(known.pool_id, known.rule, standing, changed_at)
    bulk.insert_rows(database, calls, _CALL_COLUMNS, [_call_row(call, before[call.lead_id]) for call in in_order])
    _move(database, after)
    _count(database, before, after)


def _lock(database: Database, lead_ids: Sequence[int]) -> dict[int, _Called]:
    """The leads as they stand, locked in the order of their ids so that two callers cannot deadlock."""
    c = leads.c
    columns: list[Column[Any]] = [
        c.id, c.pool_id, c.status, c.closure, c.dial_at, c.priority, c.attempts, c.used, c.owner_team_id,
        c.owner_person_id, c.original_team_id, c.original_person_id, c.changed_at, c.campaign_id,
    ]  # fmt: skip
    rules = {
        row.id: RetryRule(row.max_attempts, row.retry_minutes)
        for row in database.execute(select(campaigns.c.id, campaigns.c.max_attempts, campaigns.c.retry_minutes))
    }
    found: dict[int, _Called] = {}
    for ids in _chunks(lead_ids):
        query = select(*columns).where(c.id.in_(ids)).order_by(c.id).with_for_update()
        for row in database.execute(query):
            found[row.id] = _Called(row.pool_id, rules[row.campaign_id], _standing(row), row.changed_at)
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _LOCKED_AT_ONCE):
        yield ids[start : start + _LOCKED_AT_ONCE]


def _standing(row: Row[Any]) -> Standing:
    closed = row.status == CLOSED
    return Standing(
        status=None if closed else OpenStatus(row.status),
        closure=Closure(row.closure) if closed else None,
        dial_at=from_ms(row.dial_at) if row.dial_at else None,
        priority=row.priority,
        attempts=row.attempts,
        used=bool(row.used),
        owner=_owner(row.owner_team_id, row.owner_person_id),
        original_owner=_owner(row.original_team_id, row.original_person_id),
    )


def _owner(team_id: int | None, person_id: int | None) -> Owner | None:
    if person_id is not None:
        return Owner(OwnerKind.PERSON, person_id)
    return Owner(OwnerKind.TEAM, team_id) if team_id is not None else None


def _call_row(call: Call, called: _Called) -> tuple[object, ...]:
    return (
        call.lead_id, called.pool_id, call.source.value, call.person_id, to_ms(call.started_at), call.seconds,
        int(call.answered), call.disposition.id if call.disposition else None, call.note,
    )  # fmt: skip


def _move(database: Database, after: Mapping[int, _Called]) -> None:
    if not after:
        return
    values = [{"lead": lead_id, **_lead_values(called)} for lead_id, called in after.items()]
    database.execute(update(leads).where(leads.c.id == bindparam("lead")), values)


def _lead_values(called: _Called) -> dict[str, Any]:
    standing = called.standing
    owner = standing.owner
    return {
        "status": standing.status.value if standing.status else CLOSED,
        "closure": standing.closure.value if standing.closure else "",
        "dial_at": to_ms(standing.dial_at) if standing.dial_at else 0,
        "priority": standing.priority,
        "attempts": standing.attempts,
        "used": int(standing.used),
        "owner_team_id": owner.id if owner and owner.kind is OwnerKind.TEAM else None,
        "owner_person_id": owner.id if owner and owner.kind is OwnerKind.PERSON else None,
        "changed_at": called.changed_at,
    }


def _count(database: Database, before: Mapping[int, _Called], after: Mapping[int, _Called]) -> None:
    deltas: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for lead_id, was in before.items():
        change = deltas[was.pool_id]
        for sign, standing in ((1, after[lead_id].standing), (-1, was.standing)):
            change["used"] += sign * standing.used
            change["closed"] += sign * (standing.closure is not None)
            change["unprocessed"] += sign * (standing.status is OpenStatus.UNPROCESSED)
    for pool_id in sorted(deltas):
        counters.add(database, pool_id, **deltas[pool_id])
