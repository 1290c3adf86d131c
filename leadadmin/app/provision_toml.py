"""Writes configuration tables as TOML that people edit (spec 5, Configuration file)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import tomlkit
from tomlkit.items import Item, Table

from leadadmin.domain.connection import SECRET_KEY

_HEADER: Final = "Configuration of a leadadmin workspace. Apply it with: leadadmin apply FILE"
_SEALED: Final = "password: sealed in its workspace; give env:NAME or the password here to use it in another one"
_PLAIN_LINES: Final = ("\r", "\\", '"""', "\0")


def write_tables(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The file: every kind of table in the order given. A password of None is a sealed one, told by a comment."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADER))
    for kind, entries in tables.items():
        if entries:
            written = tomlkit.aot()
            for entry in entries:
                written.append(_table(entry))
            document.add(tomlkit.nl())
            document.add(kind, written)
    return tomlkit.dumps(document)


def _table(entry: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in entry.items():
        if key == SECRET_KEY and value is None:
            table.add(tomlkit.comment(_SEALED))
        else:
            table.add(key, _value(value))
    return table


def _value(value: Any) -> Item:
    match value:
        case bool() | int() | float() | date():
            return tomlkit.item(value)
        case str():
            return _text(value)
        case Mapping():
            inline = tomlkit.inline_table()
            for key, each in value.items():
                inline.append(key, _value(each))
            return inline
        case list() | tuple():
            array = tomlkit.array()
            for each in value:
                array.append(_value(each))
            return array.multiline(len(value) > 1 and isinstance(value[0], Mapping))
    raise TypeError(f"{type(value).__name__} has no place in a configuration file")


def _text(text: str) -> Item:
    """A text; one of several lines as such when nothing in it would have to be escaped."""
    lines = "\n" in text and all(line.isprintable() for line in text.replace("\t", " ").split("\n"))
    if lines and not any(mark in text for mark in _PLAIN_LINES) and text[0] not in '\n"' and text[-1] != '"':
        return tomlkit.string(text, multiline=True)
    return tomlkit.string(text)
