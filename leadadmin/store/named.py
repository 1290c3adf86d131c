"""What every table of named things needs: unique names, versions, and archiving."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from leadadmin.domain.errors import Changed, NotFound, Taken
from leadadmin.store.database import Database


def insert_row(database: Database, table: Table, values: Mapping[str, Any], taken: str) -> int:
    """Insert a row and give its id; raises Taken with the sentence `taken` when a unique name is used already."""
    try:
        with database.begin_nested():
            result = database.execute(insert(table).values(**values))
    except IntegrityError as error:
        raise Taken(taken, "Choose another one.") from error
    key = result.inserted_primary_key
    if key is None:
        raise AssertionError(f"{table.name} gave no id")
    return int(key[0])


def update_row(database: Database, table: Table, row_id: int, values: Mapping[str, Any], taken: str) -> None:
    """Change a row; raises Taken as `insert_row`, NotFound when it is gone."""
    try:
        with database.begin_nested():
            result = database.execute(update(table).where(table.c.id == row_id).values(**values))
    except IntegrityError as error:
        raise Taken(taken, "Choose another one.") from error
    # MySQL counts only rows that really changed.
    if not result.rowcount and not database.execute(select(table.c.id).where(table.c.id == row_id)).first():
        raise NotFound("It was deleted in the meantime; nothing was saved.")


def check_version(database: Database, table: Table, row_id: int, version: int, label: str) -> int:
    """The next version of a row that still has `version`; raises Changed when someone else saved in between."""
    found = database.execute(select(table.c.version).where(table.c.id == row_id).with_for_update()).scalar_one_or_none()
    if found is None:
        raise NotFound(f"{label} was deleted in the meantime; nothing was saved.")
    if found != version:
        raise Changed(
            f"{label} was changed by someone else since you opened it; nothing was saved.",
            "Open it again and make your change there.",
        )
    return version + 1
