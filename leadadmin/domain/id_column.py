"""Which column identifies the rows, and what its ids are, before the first Test (spec 2, Unique Id Field, Id type)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.names import name_key
from leadadmin.domain.synonyms import name_words
from leadadmin.domain.system_fields import system_field
from leadadmin.domain.watermark import IdType, guess

_READERS: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": Decimal,
    "date_time": datetime.fromisoformat,
    "binary": lambda text: bytes.fromhex(text.removeprefix("0x")),
}
"""How samples, which are texts, are read back, by the kind of their column."""


def likely_id_column(columns: Sequence[ColumnSeen]) -> str:
    """The column that looks most like the rows' id: called “id”, or ending so, its values all different; else “”."""
    for wanted in (_is_id, _ends_with_id):
        for column in columns:
            if wanted(column.name) and system_field(column.name) is None and _all_differ(column.samples):
                return column.name
    return ""


def column_called(columns: Sequence[ColumnSeen], name: str) -> ColumnSeen | None:
    """The column called `name`: exactly, else without regard to case; None when there is none."""
    exact = next((column for column in columns if column.name == name), None)
    return exact or next((column for column in columns if name_key(column.name) == name_key(name)), None)


def as_spelt(name: str, columns: Iterable[str]) -> str:
    """The source's spelling of a column's `name`, the exact one first; `name` itself when it is not there."""
    names = tuple(columns)
    return name if name in names else next((each for each in names if each.casefold() == name.casefold()), name)


def guess_from_samples(column: ColumnSeen) -> tuple[IdType, str]:
    """The id type that a column's samples suggest, and the reason as a sentence."""
    return guess([_read(column.kind, text) for text in column.samples if text])


def _read(kind: str, text: str) -> object:
    """A sample as the source gave it; the text itself where it was shortened or is unlike its column's kind."""
    reader = _READERS.get(kind)
    if reader is None:
        return text
    try:
        return reader(text)
    except (ValueError, ArithmeticError):
        return text


def _is_id(name: str) -> bool:
    return name_words(name) == ["id"]


def _ends_with_id(name: str) -> bool:
    return name_words(name)[-1:] in (["id"], ["no"], ["nr"], ["guid"], ["uuid"])


def _all_differ(samples: Sequence[str]) -> bool:
    return all(samples) and len(set(samples)) == len(samples)
