"""Many rows at once, by the driver's fast way, inside the caller's transaction.

SQLite: `executemany` of one prepared statement. PostgreSQL: COPY. MariaDB and MySQL: INSERT with many rows in one
statement, put together here: pymysql's `executemany` formats row by row, and sends one statement a row as soon as
VALUES holds anything but plain placeholders.

Values are passed as the driver takes them: int, float, str, bytes or None.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, any_, delete, literal

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


def upsert_rows(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, each with every column of `table` in its order; one whose primary key is there replaces it.

    The rows may differ only in the last column of the primary key, and no key may stand twice.
    """
    if rows:
        _UPSERTS[conn.dialect.name](conn, table, table.c.keys(), rows)


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
    # Nearly all rows are new: deleting the few that are not and COPY take a third of the time of ON CONFLICT.
    *fixed, last = table.primary_key.columns
    places = {column.name: columns.index(column.name) for column in (*fixed, last)}
    same = [column == rows[0][places[column.name]] for column in fixed]
    keys = [row[places[last.name]] for row in rows]
    conn.execute(delete(table).where(*same, last == any_(literal(keys, ARRAY(last.type)))))
    _postgresql_insert(conn, table, columns, rows)


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
