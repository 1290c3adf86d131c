"""Facts about the workspace itself, by key: its id, its name, its vault's record."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from leadadmin.store.database import Database
from leadadmin.store.schema import workspace_info

ID = "id"
NAME = "name"


def get(database: Database, key: str) -> str | None:
    """The value of `key`, None when it was never set."""
    return database.execute(select(workspace_info.c.value).where(workspace_info.c.key == key)).scalar_one_or_none()


def put(database: Database, key: str, value: str) -> None:
    """Set `key`, whatever it was."""
    if not set_once(database, key, value):
        database.execute(update(workspace_info).where(workspace_info.c.key == key).values(value=value))


def set_once(database: Database, key: str, value: str) -> bool:
    """Set `key` unless it is set already; tells whether it was set."""
    try:
        with database.begin_nested():
            database.execute(insert(workspace_info).values(key=key, value=value))
    except IntegrityError:
        return False
    return True
