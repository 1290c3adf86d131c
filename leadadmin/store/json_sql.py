"""A lead's field inside its JSON text, as an SQL expression of each backend."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, ColumnElement, Double, Text, case, cast, func, literal, literal_column

_NUMBER = "^-?[0-9]+([.][0-9]+)?$"
_NOT_IN_A_NUMBER = "*[^0-9.-]*"

Column = ColumnElement[Any]


def field_text(dialect: str, column: Column, key: str) -> Column:
    """The field `key` of the JSON object in `column` as text, NULL when it is missing; yes and no as true and false."""
    return _TEXTS[dialect](column, key)


def field_number(dialect: str, column: Column, key: str) -> Column:
    """The field `key` of the JSON object in `column` as a number, NULL when it is missing or no number."""
    return _NUMBERS[dialect](field_text(dialect, column, key))


def _path(key: str) -> Column:
    return literal(f'$."{key}"', Text())


def _sqlite_text(column: Column, key: str) -> Column:
    kind = func.json_type(column, _path(key))
    return case((kind.in_(("true", "false")), kind), else_=cast(func.json_extract(column, _path(key)), Text()))


def _postgresql_text(column: Column, key: str) -> Column:
    return cast(column, JSON()).op("->>", return_type=Text())(literal(key, Text()))


def _mysql_text(column: Column, key: str) -> Column:
    found = func.json_extract(column, _path(key))
    return case((func.json_type(found) != "NULL", func.json_unquote(found, type_=Text())))


def _sqlite_number(text: Column) -> Column:
    return case((text.op("NOT GLOB")(literal(_NOT_IN_A_NUMBER)), cast(text, Double())))


def _postgresql_number(text: Column) -> Column:
    return case((text.op("~")(literal(_NUMBER)), cast(text, Double())))


def _mysql_number(text: Column) -> Column:
    # Not every supported release has CAST(… AS DOUBLE).
    return case((text.op("REGEXP")(literal(_NUMBER)), text.op("+", return_type=Double())(literal_column("0e0"))))


_TEXTS: dict[str, Callable[[Column, str], Column]] = {
    "sqlite": _sqlite_text,
    "postgresql": _postgresql_text,
    "mysql": _mysql_text,
    "mariadb": _mysql_text,
}
_NUMBERS: dict[str, Callable[[Column], Column]] = {
    "sqlite": _sqlite_number,
    "postgresql": _postgresql_number,
    "mysql": _mysql_number,
    "mariadb": _mysql_number,
}
