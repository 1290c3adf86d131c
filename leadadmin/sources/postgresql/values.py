"""Values of PostgreSQL: what psycopg converts, and what is converted here a column at a time.

Types whose range is wider than Python's (dates: infinity, BC, year 10000; intervals) and types leads do not know are
asked for as text, so that no value ends a run.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Final

import psycopg
from psycopg.types.string import TextLoader

from leadadmin.sources.base import ColumnKind
from leadadmin.sources.columnwise import as_text

Convert = Callable[[Any], object]

_AS_TEXT: Final = (
    *("date", "time", "timetz", "timestamp", "timestamptz", "interval"),
    *("json", "jsonb", "uuid", "inet", "cidr", "xml", "oidvector"),
    *("int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"),
)


def _same(cell: object) -> object:
    return cell


# By the oid of the type (pg_type.dat); whatever is missing is of no kind leads know.
_BY_OID: Final[dict[int, tuple[ColumnKind, Convert]]] = {
    16: (ColumnKind.YES_NO, _same),
    17: (ColumnKind.BINARY, bytes),
    **dict.fromkeys((20, 21, 23, 26), (ColumnKind.INTEGER, _same)),
    **dict.fromkeys((700, 701, 1700), (ColumnKind.DECIMAL, _same)),
    **dict.fromkeys((18, 19, 25, 705, 1042, 1043), (ColumnKind.TEXT, _same)),
    1082: (ColumnKind.DATE, date.fromisoformat),
    **dict.fromkeys((1083, 1266), (ColumnKind.TIME, time.fromisoformat)),
    **dict.fromkeys((1114, 1184), (ColumnKind.DATE_TIME, datetime.fromisoformat)),
}


def set_up(link: "psycopg.Connection[Any]") -> None:
    """Let a connection load values as this module expects them."""
    for name in _AS_TEXT:
        link.adapters.register_loader(name, TextLoader)


def conversion(oid: int) -> tuple[ColumnKind, Convert]:
    """What a column holds and how its values are made final."""
    return _BY_OID.get(oid, (ColumnKind.OTHER, as_text))


def unchanged(cell: Convert) -> bool:
    """Whether psycopg's values are final already."""
    return cell is _same
