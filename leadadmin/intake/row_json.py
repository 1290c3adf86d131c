"""Rows as JSON text, kept whole and read back with their types (spec 2, step 7: a retry must see the same)."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

_PLAIN = (str, int, float, bool, type(None))
# No database keeps a NUL in a text; one that holds any is kept with backslashes before NULs and backslashes.
_ESCAPED = re.compile(r"\\[\\0]")

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
    if isinstance(value, str):
        return {"nul": value.replace("\\", "\\\\").replace("\0", "\\0")}
    return next({tag: write(value)} for types, tag, write in _TAGS if isinstance(value, types))


_READERS: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
    "bytes": bytes.fromhex,
    "uuid": UUID,
    "text": str,
    "nul": lambda text: _ESCAPED.sub(lambda found: "\0" if found[0] == "\\0" else "\\", text),
}


def row_to_json(row: Mapping[str, object]) -> str:
    """JSON text of one row: column name to value, values JSON has no type for as {"type": text}."""
    plain = {k: v if isinstance(v, _PLAIN) and not _has_nul(v) else _tagged(v) for k, v in row.items()}
    # Lone surrogates (undecodable bytes) are escaped so that every database takes the text.
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=True)


def _has_nul(value: object) -> bool:
    return type(value) is str and "\0" in value


def row_from_stored(values: Mapping[str, object]) -> dict[str, object]:
    """The row as it came, from its values as the workspace keeps them (`RowRecord.values`)."""
    return {name: _untagged(value) for name, value in values.items()}


def _untagged(value: object) -> object:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _READERS[kind](text)
    return value


def as_text(value: object) -> str:
    """A value as people read it in a list of rows; empty for None, "␀" for a NUL, which no screen shows."""
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
            return str(value).replace("\0", "␀")
