"""External connections with their stored passwords and the end of their last test (spec 2, External connection)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from leadadmin.domain.connection import Connection, from_config, to_config
from leadadmin.domain.errors import Expected, NotFound
from leadadmin.domain.names import name_key
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import insert_row, update_row
from leadadmin.store.schema import connections, injectors
from leadadmin.store.workspace import from_ms


class LastTest(StrEnum):
    """How the last test of a connection ended."""

    NOT_TESTED = "not_tested"
    WORKS = "works"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """A connection as it is kept. `secret` is sealed by the vault or a bound reference, never plain."""

    connection: Connection
    secret: str | None
    test_state: LastTest
    test_sentence: str
    tested_at: datetime | None
    version: int


def list_all(database: Database, *, archived: bool = False) -> Sequence[StoredConnection]:
    """Every connection by name; archived ones only when asked for."""
    query = select(connections).order_by(connections.c.name_key)
    if not archived:
        query = query.where(connections.c.archived == 0)
    return [_stored(row) for row in database.execute(query)]


def get(database: Database, connection_id: int) -> StoredConnection:
    """A connection; raises NotFound."""
    row = database.execute(select(connections).where(connections.c.id == connection_id)).first()
    if row is None:
        raise NotFound("This connection is no longer in the workspace.")
    return _stored(row)


def by_name(database: Database, name: str) -> StoredConnection | None:
    """The connection called `name`, without regard to case."""
    row = database.execute(select(connections).where(connections.c.name_key == name_key(name))).first()
    return _stored(row) if row else None


def injectors_using(database: Database, connection_id: int) -> Sequence[str]:
    """The names of the injectors of a connection."""
    query = select(injectors.c.name).where(injectors.c.connection_id == connection_id).order_by(injectors.c.name_key)
    return database.execute(query).scalars().all()


def _stored(row: Row[Any]) -> StoredConnection:
    connection = replace(from_config(json.loads(row.settings)), id=row.id)
    tested_at = from_ms(row.tested_at) if row.tested_at is not None else None
    return StoredConnection(connection, row.secret, LastTest(row.test_state), row.test_sentence, tested_at, row.version)


def _values(connection: Connection, secret: str | None) -> dict[str, Any]:
    return {
        "name": connection.name,
        "name_key": name_key(connection.name),
        "kind": connection.kind.value,
        "settings": json.dumps(to_config(connection), ensure_ascii=False),
        "secret": secret,
        "test_state": LastTest.NOT_TESTED.value,
        "test_sentence": "",
        "tested_at": None,
    }


def add(database: Database, connection: Connection, secret: str | None, *, who: str) -> int:
    """Add a connection; raises Taken."""
    taken = f"A connection called “{connection.name}” exists already."
    values = {**_values(connection, secret), "archived": 0, "version": 1}
    connection_id = insert_row(database, connections, values, taken)
    audit.append(database, who=who, action="connection.add", subject=connection.name)
    return connection_id


def change(database: Database, connection: Connection, secret: str | None, *, who: str) -> None:
    """Change a connection; another name or description keeps the end of its last test. Raises Taken."""
    before = get(database, connection.id or 0)
    values = _values(connection, secret)
    same = replace(connection, name="", description="") == replace(before.connection, name="", description="")
    if same and secret == before.secret:
        values = {k: v for k, v in values.items() if not k.startswith("test")}
    taken = f"A connection called “{connection.name}” exists already."
    update_row(database, connections, connection.id or 0, {**values, "version": before.version + 1}, taken)
    audit.append(database, who=who, action="connection.change", subject=connection.name)


def remove(database: Database, connection_id: int, *, who: str) -> None:
    """Delete a connection that no injector uses; raises Expected otherwise."""
    stored = get(database, connection_id)
    users = injectors_using(database, connection_id)
    if users:
        names = ", ".join(f"“{name}”" for name in users)
        raise Expected(f"“{stored.connection.name}” is used by {names}.", "It was not deleted.", code="in_use")
    database.execute(delete(connections).where(connections.c.id == connection_id))
    audit.append(database, who=who, action="connection.delete", subject=stored.connection.name)


def record_test(database: Database, connection_id: int, *, ok: bool, sentence: str, now_ms: int) -> None:
    """Remember how the last test ended."""
    state = LastTest.WORKS if ok else LastTest.FAILED
    database.execute(
        update(connections)
        .where(connections.c.id == connection_id)
        .values(test_state=state.value, test_sentence=sentence, tested_at=now_ms)
    )


def fingerprint(database: Database, connection_id: int) -> str:
    """Changes whenever what an injector's Test relied on changes: the settings or the password."""
    row = database.execute(
        select(connections.c.settings, func.coalesce(connections.c.secret, "")).where(connections.c.id == connection_id)
    ).first()
    if row is None:
        return ""
    settings = {k: v for k, v in json.loads(row[0]).items() if k not in {"name", "description"}}
    return hashlib.sha256(f"{json.dumps(settings, sort_keys=True)}\0{row[1]}".encode()).hexdigest()
