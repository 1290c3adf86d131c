"""Leases: who may run an injector now (spec 2, A run, step 1).

A row per resource with its holder, a fence that rises at every take-over, and an expiry on the database's clock. Taking
a lease is one UPDATE, so that only one of several takers gets it. A batch confirms its lease in its own transaction:
from then to the commit the row is locked, and nobody can take the lease over in between.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from leadadmin.domain.errors import Expected
from leadadmin.store.database import Database
from leadadmin.store.process import Holder, is_dead, this_process
from leadadmin.store.schema import leases
from leadadmin.store.workspace import Workspace, from_ms, now_column

__all__ = [
    "HeldBy", "Holder", "Lease", "LeaseLost", "acquire", "confirm", "held_now", "release", "renew", "this_process",
]  # fmt: skip

LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that was taken. `holder` names this taking alone, `fence` rises with each, `label` is the machine's name.

    `asked` is this machine's monotonic clock just before it was taken: it lasts from then, or a little longer.
    """

    resource: str
    holder: str
    fence: int
    label: str
    asked: float


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Somebody else has the lease: the machine's name, since when, and when that was asked (database's clock)."""

    label: str
    since: datetime
    asked: datetime


class LeaseLost(Expected):
    """The lease is not ours any more; what was to be written under it is rolled back."""

    code = "lease_lost"


def acquire(workspace: Workspace, resource: str, holder: Holder, ttl_seconds: float) -> Lease | HeldBy:
    """Take the lease of `resource` for `ttl_seconds`, unless somebody has it.

    One that has expired, or whose holder's process on this machine is dead, is taken over. A holder does not get what
    it has already: two threads of one program exclude each other, too.
    """
    token = f"{holder.id}-{secrets.token_hex(8)}"

    def work(database: Database) -> Lease | HeldBy:
        asked = time.monotonic()
        c = leases.c
        now = now_column(database)
        row = _row(database, resource)
        if row is None:
            database.execute(
                insert(leases).values(resource=resource, fence=1, **_held(database, holder, token, ttl_seconds))
            )
            return Lease(resource, token, 1, holder.label, asked)
        # A token of ours in the row: it was taken, but the answer to the commit was lost.
        free = (c.expires_at <= now) | (c.holder == token)
        if is_dead(row.host, row.pid, row.process_started):
            free |= c.fence == row.fence
        taken = database.execute(
            update(leases)
            .where(c.resource == resource, free)
            .values(fence=c.fence + 1, **_held(database, holder, token, ttl_seconds))
        )
        row = _row(database, resource)
        if row is None:
            raise LookupError(f"the lease of {resource} has gone")
        if taken.rowcount:
            return Lease(resource, token, row.fence, holder.label, asked)
        return HeldBy(row.label, from_ms(row.since), from_ms(workspace.now_ms(database)))

    try:
        return workspace.write(work)
    except IntegrityError:
        # Somebody else made the row at the same moment; it is there now.
        return workspace.write(work)


def held_now(database: Database, prefix: str) -> dict[str, HeldBy]:
    """Who has the resources whose names begin with `prefix`, by name; what nobody has is left out."""
    c = leases.c
    rows = database.execute(select(leases, now_column(database).label("asked")).where(c.resource.startswith(prefix)))
    return {
        row.resource: HeldBy(row.label, from_ms(row.since), from_ms(row.asked))
        for row in rows
        if row.expires_at > row.asked and not is_dead(row.host, row.pid, row.process_started)
    }


def renew(workspace: Workspace, lease: Lease, ttl_seconds: float) -> bool:
    """Let the lease last `ttl_seconds` from now; False when somebody has taken it over."""
    return workspace.write(lambda database: _extend(database, lease, ttl_seconds))


def confirm(database: Database, lease: Lease, ttl_seconds: float) -> None:
    """Hold the lease until this transaction ends, and renew it; raises LeaseLost, which rolls everything back."""
    if not _extend(database, lease, ttl_seconds):
        raise lost_error(lease)


def release(workspace: Workspace, lease: Lease) -> None:
    """Give the lease back; nothing happens when somebody has taken it over."""
    workspace.write(lambda database: database.execute(update(leases).where(*_ours(lease)).values(expires_at=0)))


def lost_error(lease: Lease) -> LeaseLost:
    """What a run ends with whose lease was lost."""
    return LeaseLost(
        f"“{lease.label}” could not keep its claim on this work in time, so it stopped.",
        "What was committed before stays; the rest is taken by whoever runs it next.",
    )


def _extend(database: Database, lease: Lease, ttl_seconds: float) -> bool:
    expires = now_column(database) + _ms(ttl_seconds)
    return database.execute(update(leases).where(*_ours(lease)).values(expires_at=expires)).rowcount == 1


def _ours(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    c = leases.c
    return c.resource == lease.resource, c.holder == lease.holder, c.fence == lease.fence


def _row(database: Database, resource: str) -> Row[*tuple[Any, ...]] | None:
    return database.execute(select(leases).where(leases.c.resource == resource)).first()


def _held(database: Database, holder: Holder, token: str, ttl_seconds: float) -> dict[str, Any]:
    now = now_column(database)
    return {
        "holder": token,
        "label": holder.label[:LONGEST_LABEL],
        "host": holder.host,
        "pid": holder.pid,
        "process_started": holder.started,
        "since": now,
        "expires_at": now + _ms(ttl_seconds),
    }


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
