"""“Sample procedure for my database”: SQL ready to paste, made for a table that looks like leads.

Each sample has the three parts an injector wants: the procedure that takes the last id, a header procedure that
returns the columns without a row, and the grants for the connection's login. Statements need no DELIMITER.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Quote = Callable[[str], str]

PROCEDURE: Final = "get_new_leads"
_LIKE_A_PHONE: Final = re.compile(r"phone|mobile|telefon|^tel$|^tlf|mobil|cell(ular)?_?(no|number)?$", re.IGNORECASE)
_LIKE_A_PERSON: Final = re.compile(r"name|navn|e-?mail|address|adresse|city|contact", re.IGNORECASE)
_MOST_COLUMNS: Final = 30


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table, its type in the source's own words."""

    name: str
    type: str
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the source."""

    schema: str
    name: str
    columns: tuple[TableColumn, ...]

    @property
    def key(self) -> TableColumn:
        """The column that identifies a row: the primary key, else one called id, else the first."""
        for column in self.columns:
            if column.is_key:
                return column
        return next((column for column in self.columns if column.name.lower() == "id"), self.columns[0])


def example_table(schema: str, key_type: str, text_type: str) -> Table:
    """The table a sample reads when the database has none yet; people put theirs in its place."""
    texts = (TableColumn(name, text_type) for name in ("first_name", "last_name", "phone", "email"))
    return Table(schema, "customers", (TableColumn("id", key_type, is_key=True), *texts))


def choose_table(tables: Iterable[Table], wanted: str, example: Table) -> Table:
    """The table called `wanted` (“table” or “schema.table”), else the one that looks most like leads.

    That is one with a phone column and a single key; without a phone column anywhere, the example.
    """
    usable = [table for table in tables if table.columns]
    for table in usable:
        if wanted and wanted.lower() in (table.name.lower(), f"{table.schema}.{table.name}".lower()):
            return table
    best = max(usable, key=_likeness, default=example)
    return best if _likeness(best) >= _PHONE_WEIGHT else example


_PHONE_WEIGHT: Final = 10


def _likeness(table: Table) -> int:
    names = [column.name for column in table.columns]
    phone = any(_LIKE_A_PHONE.search(name) for name in names)
    single_key = sum(column.is_key for column in table.columns) == 1
    return _PHONE_WEIGHT * phone + 4 * single_key + min(4, sum(bool(_LIKE_A_PERSON.search(each)) for each in names))


def mysql_sample(table: Table, database: str, account: str, quote: Quote) -> str:
    """For MariaDB and MySQL; `account` is quoted already."""
    columns = _column_list(table, quote)
    source = f"{quote(table.schema)}.{quote(table.name)}"
    key = quote(table.key.name)
    procedure = f"{quote(database)}.{quote(PROCEDURE)}"
    header = f"{quote(database)}.{quote(PROCEDURE + '_header')}"
    return f"""\
-- Returns the rows that came after the last id imported. It runs with the rights of whoever creates it,
-- so the login of leadadmin needs no right on the table itself.
CREATE PROCEDURE {procedure}(IN p_last_id {table.key.type})
    READS SQL DATA
    SELECT {columns}
    FROM {source}
    WHERE {key} > p_last_id
    ORDER BY {key};

-- Header procedure: the same columns without a row.
CREATE PROCEDURE {header}()
    READS SQL DATA
    SELECT {columns}
    FROM {source}
    LIMIT 0;

GRANT EXECUTE ON PROCEDURE {procedure} TO {account};
GRANT EXECUTE ON PROCEDURE {header} TO {account};
"""  # noqa: S608  names are quoted, and people read it before they paste it


def postgresql_sample(table: Table, user: str, quote: Quote) -> str:
    """For PostgreSQL: functions, since only they return rows."""
    chosen = _chosen_columns(table)
    returned = ",\n    ".join(f"{quote(column.name)} {column.type}" for column in chosen)
    columns = ",\n        ".join(f"t.{quote(column.name)}" for column in chosen)
    source = f"{quote(table.schema)}.{quote(table.name)}"
    key = f"t.{quote(table.key.name)}"
    function = f"{quote(table.schema)}.{quote(PROCEDURE)}"
    header = f"{quote(table.schema)}.{quote(PROCEDURE + '_header')}"
    rights = f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {quote(table.schema)}, pg_temp"
    return f"""\
-- Returns the rows that came after the last id imported. It runs with the rights of whoever creates it,
-- so the login of leadadmin needs no right on the table itself.
CREATE FUNCTION {function}(p_last_id {table.key.type})
RETURNS TABLE (
    {returned}
)
{rights}
AS $leads$
    SELECT
        {columns}
    FROM {source} AS t
    WHERE {key} > p_last_id
    ORDER BY {key}
$leads$;

-- Header function: the same columns without a row.
CREATE FUNCTION {header}()
RETURNS TABLE (
    {returned}
)
{rights}
AS $leads$
    SELECT
        {columns}
    FROM {source} AS t
    LIMIT 0
$leads$;

REVOKE ALL ON FUNCTION {function}({table.key.type}), {header}() FROM PUBLIC;
GRANT USAGE ON SCHEMA {quote(table.schema)} TO {quote(user)};
GRANT EXECUTE ON FUNCTION {function}({table.key.type}), {header}() TO {quote(user)};
"""  # noqa: S608  names are quoted, and people read it before they paste it


def sqlite_sample(table: Table, quote: Quote) -> str:
    """For SQLite: a query, since it has no procedures."""
    key = quote(table.key.name)
    return f"SELECT {_column_list(table, quote)}\nFROM {quote(table.name)}\nWHERE {key} > :last_id\nORDER BY {key}\n"


def _chosen_columns(table: Table) -> Sequence[TableColumn]:
    others = [column for column in table.columns if column != table.key and not _holds_bytes(column.type)]
    return [table.key, *others][:_MOST_COLUMNS]


def _column_list(table: Table, quote: Quote) -> str:
    return ", ".join(quote(column.name) for column in _chosen_columns(table))


def _holds_bytes(kind: str) -> bool:
    return bool(re.search(r"blob|binary|bytea|geometry|tsvector|image", kind, re.IGNORECASE))
