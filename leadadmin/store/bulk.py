"""Many rows at once, by the driver's fast way, inside the caller's transaction.

SQLite: `executemany` of one prepared statement. PostgreSQL: COPY, or one INSERT from arrays where rows may exist.
MariaDB and MySQL: INSERT with many rows in one statement, put together here: pymysql's `executemany` falls back to one
statement a row when VALUES holds anything but plain placeholders, and formats row by row.

Values are passed as the driver takes them: int, float, str, bytes or None.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from leadadmin.store.raw import driver

Row = Sequence[Any]

# Well under the smallest max_allowed_packet that servers are set up with (4 MB in MySQL's oldest supported release).
STATEMENT_CHARACTERS = 1_000_000
# Enough for utf8mb4 and the sql_mode that `engine` sets.
_MYSQL_ESCAPES = str.maketrans({"\\": "\\\\", "'": "''", "\0": "\\0"})


def insert_rows(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert `rows`, each with the values of `columns` in their order. Raises IntegrityError as INSERT does."""
    if rows:
        _INSERTS[conn.dialect.name](conn, table, columns, rows)


def upsert_rows(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert `rows`; one whose primary key is there replaces the other columns of `columns`.

    `columns` holds the whole primary key, and no key twice in `rows`: PostgreSQL refuses to touch a row twice.
    """
    if rows:
        _UPSERTS[conn.dialect.name](conn, table, columns, rows)


def _names(conn: Connection, table: Table, columns: Sequence[str]) -> tuple[str, str]:
    quote = conn.dialect.identifier_preparer.quote
    return quote(table.name), ", ".join(quote(table.c[column].name) for column in columns)


def _on_conflict(table: Table, columns: Sequence[str]) -> str:
    keys = [column.name for column in table.primary_key]
    kept = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in keys)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {kept}"


def _sqlite_insert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row], more: str = "") -> None:
    name, names = _names(conn, table, columns)
    marks = ", ".join("?" * len(columns))
    with driver(conn, f"INSERT INTO {name}, {len(rows):,} rows") as raw:
        raw.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks}){more}", rows)  # noqa: S608 - our own names


def _sqlite_upsert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    _sqlite_insert(conn, table, columns, rows, _on_conflict(table, columns))


def _postgresql_insert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    name, names = _names(conn, table, columns)
    with (
        driver(conn, f"COPY {name}, {len(rows):,} rows") as raw,
        raw.cursor() as cursor,
        cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _postgresql_upsert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    name, names = _names(conn, table, columns)
    arrays = ", ".join(f"%s::{table.c[column].type.compile(conn.dialect)}[]" for column in columns)
    with driver(conn, f"INSERT INTO {name}, {len(rows):,} rows") as raw, raw.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names
            + _on_conflict(table, columns),
            [list(column) for column in zip(*rows, strict=True)],
        )


def _mysql_insert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row], more: str = "") -> None:
    name, names = _names(conn, table, columns)
    with driver(conn, f"INSERT INTO {name}, {len(rows):,} rows") as raw, raw.cursor() as cursor:
        literals = [_mysql_literals(column) for column in zip(*rows, strict=True)]
        lines = list(map(",".join, zip(*literals, strict=True)))
        for block in _blocks(lines):
            cursor.execute(f"INSERT INTO {name} ({names}) VALUES ({'),('.join(block)}){more}")  # noqa: S608 - escaped


def _mysql_upsert(conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    keys = [column.name for column in table.primary_key]
    kept = ", ".join(f"{column} = VALUES({column})" for column in columns if column not in keys)
    _mysql_insert(conn, table, columns, rows, f" ON DUPLICATE KEY UPDATE {kept}")


def _mysql_literals(column: Sequence[Any]) -> list[str]:
    kinds = set(map(type, column))
    if kinds == {int}:
        return list(map(str, column))
    if kinds == {str}:
        return [f"'{value.translate(_MYSQL_ESCAPES)}'" for value in column]
    return list(map(_mysql_literal, column))


def _mysql_literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case str():
            return f"'{value.translate(_MYSQL_ESCAPES)}'"
        case bytes():
            return f"x'{value.hex()}'"
        case int():
            return str(int(value))
        case float():
            return repr(value)
    raise TypeError(f"{type(value).__name__} cannot be inserted in bulk.")


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    start = size = 0
    for index, line in enumerate(lines):
        if size and size + len(line) > STATEMENT_CHARACTERS:
            yield lines[start:index]
            start, size = index, 0
        size += len(line) + 3
    yield lines[start:]


_INSERTS: dict[str, Callable[[Connection, Table, Sequence[str], Sequence[Row]], None]] = {
    "sqlite": _sqlite_insert,
    "postgresql": _postgresql_insert,
    "mysql": _mysql_insert,
    "mariadb": _mysql_insert,
}
_UPSERTS: dict[str, Callable[[Connection, Table, Sequence[str], Sequence[Row]], None]] = {
    "sqlite": _sqlite_upsert,
    "postgresql": _postgresql_upsert,
    "mysql": _mysql_upsert,
    "mariadb": _mysql_upsert,
}
