"""Comparing texts without regard to case, where no folded column is stored.

Both sides are folded by the database, so that the same spelling is always found; which other letters are equal is the
database's to say (a PostgreSQL of locale C knows ASCII only).
"""

from typing import Any

from sqlalchemy import ColumnElement, Text, func, literal

ESCAPE = "!"
"""What makes % and _ ordinary characters in LIKE; the backslash means more than that on MariaDB."""


def same(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether `column` is `text`."""
    return func.lower(column) == func.lower(literal(text, Text()))


def contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether `text` stands anywhere in `column`."""
    return func.lower(column).like(func.lower(literal(f"%{_plain(text)}%", Text())), escape=ESCAPE)


def starts_with(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether `column` begins with `text`."""
    return func.lower(column).like(func.lower(literal(f"{_plain(text)}%", Text())), escape=ESCAPE)


def _plain(text: str) -> str:
    for character in (ESCAPE, "%", "_"):
        text = text.replace(character, ESCAPE + character)
    return text
