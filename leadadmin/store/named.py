"""What every table of named things needs: unique names, versions, and deleting only what nothing refers to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, String, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from leadadmin.domain.errors import Changed, Expected, InvalidInput, NotFound, Taken
from leadadmin.store.database import Database
from leadadmin.store.engine import is_taken


def insert_row(database: Database, table: Table, values: Mapping[str, Any], taken: str) -> int:
    """Insert a row and give its id.

    Raises Taken with the sentence `taken` when a unique name is used already, InvalidInput for a text that is too long.
    """
    _check_lengths(table, values)
    with _unique(database, taken):
        result = database.execute(insert(table).values(**values))
    key = result.inserted_primary_key
    if key is None:
        raise AssertionError(f"{table.name} gave no id")
    return int(key[0])


def update_row(database: Database, table: Table, row_id: int, values: Mapping[str, Any], taken: str) -> None:
    """Change a row; raises Taken and InvalidInput as `insert_row`, NotFound when it is gone."""
    _check_lengths(table, values)
    with _unique(database, taken):
        result = database.execute(update(table).where(table.c.id == row_id).values(**values))
    if not result.rowcount:
        raise NotFound("It was deleted in the meantime; nothing was saved.")


def delete_row(
    database: Database,
    table: Table,
    row_id: int,
    label: str,
    own: Sequence[Column[int]] = (),
    *,
    hint: str = "Archive it to hide it.",
) -> None:
    """Delete a row, with the rows whose columns `own` name it; raises Expected when anything else refers to it.

    The foreign keys decide, so that nothing that refers to it can be forgotten here.
    """
    try:
        with database.begin_nested():
            for column in own:
                database.execute(delete(column.table).where(column == row_id))
            database.execute(delete(table).where(table.c.id == row_id))
    except IntegrityError as error:
        raise Expected(f"{label} is in use, so it was not deleted.", hint, code="in_use") from error


@contextmanager
def _unique(database: Database, taken: str) -> Iterator[None]:
    try:
        with database.begin_nested():
            yield
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Taken(taken, "Choose another one.") from error


def _check_lengths(table: Table, values: Mapping[str, Any]) -> None:
    """Refuse what the servers would refuse or cut; SQLite would keep it, and the workspace could not move."""
    problems = {}
    for name, value in values.items():
        kind = table.c[name].type
        if isinstance(value, str) and isinstance(kind, String) and kind.length and len(value) > kind.length:
            field = name.removesuffix("_key")
            problems[field] = f"The {field.replace('_', ' ')} is too long; at most {kind.length} characters fit."
    if problems:
        raise InvalidInput(problems)


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
