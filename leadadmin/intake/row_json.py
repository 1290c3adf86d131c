"""Rows as JSON text, kept whole and read back with their types (spec 2, step 7: a retry must see the same)."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

_PLAIN = (str, int, float, bool, type(None))


_TAGS: tuple[tuple[type | tuple[type, ...], str, Callable[[Any], str]], ...] = (
    (datetime, "datetime", datetime.isoformat),
    (date, "date", date.isoformat),
    (time, "time", time.isoformat),
    (Decimal, "decimal", str),
    ((bytes, bytearray, memoryview), "bytes", lambda value: bytes(value).hex()),
    (UUID, "uuid", str),
    (object, "text", str),
)


def _tagged(value: object) -> object:
    return next({tag: write(value)} for types, tag, write in _TAGS if isinstance(value, types))


_READERS: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
    "bytes": bytes.fromhex,
    "uuid": UUID,
    "text": str,
}


def row_to_json(row: Mapping[str, object]) -> str:
    """JSON text of one row: column name to value, values JSON has no type for as {"type": text}."""
    plain = {k: v if isinstance(v, _PLAIN) else _tagged(v) for k, v in row.items()}
    # Lone surrogates (undecodable bytes) and NUL are escaped so that every database takes the text.
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=True).replace("\\u0000", "\\u2400")


def row_from_stored(values: Mapping[str, object]) -> dict[str, object]:
    """The row as it came, from its values as the workspace keeps them (`RowRecord.values`).

    A NUL comes back as the symbol for it (no database stores one in text).
    """
    return {name: _untagged(value) for name, value in values.items()}


def _untagged(value: object) -> object:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _READERS[kind](text)
    return value


def as_text(value: object) -> str:
    """A value as people read it in a list of rows; empty for None."""
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case bytes() | bytearray() | memoryview():
            return "0x" + bytes(value).hex()
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
