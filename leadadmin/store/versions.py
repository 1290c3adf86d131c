"""Which version of the schema a workspace has, and which ones this program knows (spec 5, One shared database)."""

from typing import Final

from sqlalchemy import String, column, inspect, select, table

from leadadmin.store.database import Database

VERSION_TABLE: Final = "alembic_version"
KNOWN: Final = ("0001", "0002")
"""Every version this program can bring further, oldest first; the last is the one it works with. A test compares
them with the steps in `migrations/versions`."""
NEWEST: Final = KNOWN[-1]


def version_of(database: Database) -> str | None:
    """The version written in the database; None when there is none, so it is no workspace or was not finished."""
    if not inspect(database).has_table(VERSION_TABLE):
        return None
    number = column("version_num", String)
    return database.execute(select(number).select_from(table(VERSION_TABLE, number))).scalar_one_or_none()
