"""The audit log: who changed what, and when (spec 5, People and rights). Appended to, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from leadadmin.store.database import Database
from leadadmin.store.schema import audit
from leadadmin.store.workspace import from_ms, now_column

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One administrative change. `action` is "thing.verb"; `detail` a sentence without personal data."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: str


def append(database: Database, *, who: str, action: str, subject: str, detail: str = "") -> None:
    """Write one entry in the transaction of the change itself."""
    database.execute(
        insert(audit).values(
            at=now_column(database),
            who=who[:LONGEST_SUBJECT],
            action=action,
            subject=subject[:LONGEST_SUBJECT],
            detail=detail,
        )
    )


def newest(database: Database, limit: int = 200) -> Sequence[AuditEntry]:
    """The newest entries, newest first."""
    rows = database.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
    return [AuditEntry(r.id, from_ms(r.at), r.who, r.action, r.subject, r.detail) for r in rows]
