"""Named weeks of calling hours (spec 1)."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from leadadmin.domain.campaign import CallingHours
from leadadmin.domain.errors import NotFound
from leadadmin.domain.names import name_key
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import delete_row, insert_row, update_row
from leadadmin.store.schema import calling_hours


def list_all(database: Database) -> Sequence[CallingHours]:
    """Every set of calling hours, by name."""
    return [_hours(row) for row in database.execute(select(calling_hours).order_by(calling_hours.c.name_key))]


def get(database: Database, hours_id: int) -> CallingHours:
    """Calling hours; raises NotFound."""
    row = database.execute(select(calling_hours).where(calling_hours.c.id == hours_id)).first()
    if row is None:
        raise NotFound("These calling hours are no longer in the workspace.")
    return _hours(row)


def by_name(database: Database, name: str) -> CallingHours | None:
    """The hours called `name`, without regard to case."""
    row = database.execute(select(calling_hours).where(calling_hours.c.name_key == name_key(name))).first()
    return _hours(row) if row else None


def _hours(row: Row[Any]) -> CallingHours:
    return CallingHours(
        name=row.name, week=json.loads(row.week), time_zone=row.time_zone, holidays=row.holidays, id=row.id
    )


def _values(hours: CallingHours) -> dict[str, Any]:
    return {
        "name": hours.name,
        "name_key": name_key(hours.name),
        "time_zone": hours.time_zone,
        "week": json.dumps(dict(hours.week)),
        "holidays": hours.holidays,
    }


def add(database: Database, hours: CallingHours, *, who: str) -> int:
    """Add calling hours; raises Taken."""
    taken = f"Calling hours called “{hours.name}” exist already."
    hours_id = insert_row(database, calling_hours, _values(hours), taken)
    audit.append(database, who=who, action="calling_hours.add", subject=hours.name)
    return hours_id


def change(database: Database, hours: CallingHours, *, who: str) -> None:
    """Change calling hours; raises Taken."""
    taken = f"Calling hours called “{hours.name}” exist already."
    update_row(database, calling_hours, hours.id or 0, _values(hours), taken)
    audit.append(database, who=who, action="calling_hours.change", subject=hours.name)


def remove(database: Database, hours_id: int, *, who: str) -> None:
    """Delete calling hours that no campaign keeps; raises Expected otherwise."""
    hours = get(database, hours_id)
    delete_row(
        database, calling_hours, hours_id, f"“{hours.name}”", hint="Give its campaigns other calling hours first."
    )
    audit.append(database, who=who, action="calling_hours.delete", subject=hours.name)
