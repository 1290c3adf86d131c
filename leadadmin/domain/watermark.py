"""Ids that identify the rows of a source: their stored text, their order, and a guess at their type.

Spec 2, Fields of an injector: Unique Id Field, Last Id Imported, Id type. The text made here is what
stands in the ledger and in the watermark: two spellings of one id give one text, two ids never the same.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from numbers import Integral

MAX_ID_LENGTH = 255
"""Longest text of an id, in characters, so that every database can index it."""

_DIGIT_LIMIT = 10 ** (MAX_ID_LENGTH - 1)
_WHOLE = re.compile(r"[+-]?[0-9]+(\.0*)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GUID = re.compile(r"\{?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?")
_HEX = re.compile(r"0x([0-9a-fA-F]{2})+")
_OPAQUE_BYTES = re.compile(r"\\x([0-9a-f]{2})+")
_FRACTION = re.compile(r"[.,](\d{6})(\d+)")


class IdType(StrEnum):
    """How ids compare: by number, text, time or bytes; opaque ids have no order but that of the result."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATETIME = "datetime"
    BINARY = "binary"
    OPAQUE = "opaque"


def canonical(value: object, id_type: IdType) -> str | None:
    """The one text of an id; None when the id is missing (None, NaN, empty or blank).

    Integers have no leading zeros or plus sign, decimals no needless zeros, date-times are ISO 8601 with
    microseconds (aware ones in UTC), binary is hex after 0x, texts lose trailing blanks: CHAR columns are
    padded. Raises ValueError with a sentence when the value is not of the type or cannot be stored.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT alone differ from themselves
        return None
    if isinstance(value, str) and not value.strip():
        return None
    text = _WRITERS[id_type](value)
    if len(text) > MAX_ID_LENGTH:
        raise ValueError(f"The id is {len(text):,} characters long; at most {MAX_ID_LENGTH} can be kept.")
    return text or None


def canonical_column(values: Sequence[object], id_type: IdType) -> tuple[list[str | None], list[int]]:
    """`canonical` for a column: the texts, and the indexes of values not of the type (their text is None)."""
    if id_type is IdType.INTEGER and set(map(type, values)) == {int}:
        numbers: Sequence[int] = values  # type: ignore[assignment]
        if min(numbers) > -_DIGIT_LIMIT and max(numbers) < _DIGIT_LIMIT:
            return list(map(str, numbers)), []
    texts: list[str | None] = []
    bad: list[int] = []
    for index, value in enumerate(values):
        try:
            texts.append(canonical(value, id_type))
        except ValueError:
            texts.append(None)
            bad.append(index)
    return texts, bad


def greatest(a: str | None, b: str, id_type: IdType) -> str:
    """The later of two ids in canonical text: the greater by type, of opaque ids `b`."""
    if not a or id_type is IdType.OPAQUE:  # a missing one is least
        return b
    return max(a, b, key=_ORDERS.get(id_type))


def greatest_of_column(start: str | None, texts: Iterable[str | None], id_type: IdType) -> str | None:
    """`greatest` over a column of canonical texts, beginning with `start`; missing ids are passed over."""
    present = [text for text in texts if text]
    if not present:
        return start
    last = present[-1] if id_type is IdType.OPAQUE else max(present, key=_ORDERS.get(id_type))
    return greatest(start, last, id_type)


def to_parameter(text: str | None, id_type: IdType) -> object:
    """The value to pass to a procedure: int, Decimal, str, datetime or bytes; None for a missing one.

    Empty text stays empty text for text and opaque ids (spec 2, Initial value). Raises ValueError when `text`
    is not of the type.
    """
    if text is None or id_type is IdType.TEXT:
        return text
    if id_type is IdType.OPAQUE:
        return bytes.fromhex(text[2:]) if _OPAQUE_BYTES.fullmatch(text) else text
    known = canonical(text, id_type)
    return None if known is None else _READERS[id_type](known)


def guess(values: Sequence[object]) -> tuple[IdType, str]:
    """The type that fits a column of ids, given in the order of the result, and the reason as a sentence.

    When the order of the source cannot be known the guess is opaque, which never skips a row: the last row of
    a result is never above the source's greatest id.
    """
    present = [value for value in values if not _missing(value)]
    if not present:
        return IdType.INTEGER, "There are no values to look at yet; most ids are whole numbers."
    for holds, id_type, one, many in _GUESSES:
        if holds(present):
            return id_type, _said(present, one, many)
    if _all_of(present, IdType.INTEGER):
        return _guess_digits(present)
    if all(isinstance(value, str) for value in present):
        return IdType.OPAQUE, "The values are texts in an order of the source’s own."
    return IdType.OPAQUE, "The values are of several kinds."


def _guess_digits(present: list[object]) -> tuple[IdType, str]:
    """Digits with leading zeros are texts: as numbers, “7” and “007” would become one id."""
    texts = [value.strip() if isinstance(value, str) else "" for value in present]
    if len({len(text) for text in texts}) == 1:
        return (
            IdType.TEXT,
            "The values are digits of one length with leading zeros: as text they keep their order.",
        )
    return IdType.OPAQUE, "The values are digits of several lengths with leading zeros."


def _said(values: Sequence[object], one: str, many: str) -> str:
    if len(values) == 1:
        return f"The only value is {one}."
    return f"{'Both' if len(values) == 2 else f'All {len(values):,}'} values are {many}."


def _missing(value: object) -> bool:
    return (
        value is None
        or value != value  # noqa: PLR0124 - NaN and NaT alone differ from themselves
        or (isinstance(value, str) and not value.strip())
    )


def _is_guid(value: object) -> bool:
    return isinstance(value, uuid.UUID) or (isinstance(value, str) and _GUID.fullmatch(value.strip()) is not None)


def _is_bytes(value: object) -> bool:
    return isinstance(value, bytes | bytearray | memoryview)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""


def _has_leading_zeros(value: object) -> bool:
    return isinstance(value, str) and re.match(r"\s*0[0-9]", value) is not None


def _all_of(values: Sequence[object], id_type: IdType) -> bool:
    return not canonical_column(values, id_type)[1]


def _write_integer(value: object) -> str:
    if isinstance(value, Integral) and abs(int(value)) < _DIGIT_LIMIT:
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < MAX_ID_LENGTH:
        plain = format(value, "f")
        if _WHOLE.fullmatch(plain):
            return str(int(value))
    if isinstance(value, str) and len(value) <= MAX_ID_LENGTH and _WHOLE.fullmatch(value.strip()):
        return str(int(value.strip().partition(".")[0]))
    raise ValueError("The id is not a whole number.")


def _write_decimal(value: object) -> str:
    number: Decimal | None = None
    if isinstance(value, Integral) and abs(int(value)) < _DIGIT_LIMIT:
        number = Decimal(int(value))
    elif isinstance(value, float):
        number = Decimal(repr(float(value)))
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, str) and len(value) <= MAX_ID_LENGTH and _NUMBER.fullmatch(value.strip()):
        number = _decimal(value.strip())
    if number is None or not number.is_finite() or abs(number.adjusted()) >= MAX_ID_LENGTH:
        raise ValueError("The id is not a number.")
    # Decimal.normalize would round to the context's 28 digits.
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _write_text(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            value = bytes(value).decode()
        except UnicodeDecodeError as wrong:
            raise ValueError("The id holds bytes that are not text.") from wrong
    text = str(value).rstrip(" ")
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("The id holds characters that no database can keep.")
    return text


def _write_datetime(value: object) -> str:
    moment: datetime | None = None
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, str):
        moment = _parse_datetime(value.strip())
    if moment is None:
        raise ValueError("The id is not a date and time.")
    if moment.tzinfo is not None:
        try:
            moment = moment.astimezone(UTC)
        except OverflowError as wrong:
            raise ValueError("The id is not a date and time between the years 1 and 9999.") from wrong
    return moment.isoformat(timespec="microseconds")


def _parse_datetime(text: str) -> datetime | None:
    """An ISO 8601 date-time or date; None for anything else, and for fractions that would be lost."""
    beyond = _FRACTION.search(text)
    if beyond and beyond[2].strip("0"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _write_binary(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return "0x" + bytes(value).hex() if len(value) else ""
    if isinstance(value, str) and _HEX.fullmatch(value.strip()):
        return value.strip().lower()
    raise ValueError("The id is not bytes, or hexadecimal digits after 0x.")


def _write_opaque(value: object) -> str:
    """As text; bytes in PostgreSQL's hex form, so that they can be passed back as bytes."""
    if isinstance(value, bytes | bytearray | memoryview):
        return "\\x" + bytes(value).hex() if len(value) else ""
    return _write_text(value)


_WRITERS: dict[IdType, Callable[[object], str]] = {
    IdType.INTEGER: _write_integer,
    IdType.DECIMAL: _write_decimal,
    IdType.TEXT: _write_text,
    IdType.DATETIME: _write_datetime,
    IdType.BINARY: _write_binary,
    IdType.OPAQUE: _write_opaque,
}

_READERS: dict[IdType, Callable[[str], object]] = {
    IdType.INTEGER: int,
    IdType.DECIMAL: Decimal,
    IdType.DATETIME: datetime.fromisoformat,
    IdType.BINARY: lambda text: bytes.fromhex(text[2:]),
}

# What a guess looks for, in this order: does the column hold only this, its type, words for one and for many.
_GUESSES: tuple[tuple[Callable[[list[object]], bool], IdType, str, str], ...] = (
    (
        lambda present: all(_is_bytes(value) and len(_bytes(value)) == 16 for value in present),
        IdType.OPAQUE,
        "a binary GUID, which has no order",
        "binary GUIDs, which have no order",
    ),
    (lambda present: all(map(_is_bytes, present)), IdType.BINARY, "binary", "binary"),
    (
        lambda present: all(map(_is_guid, present)),
        IdType.OPAQUE,
        "a GUID, which has no order",
        "GUIDs, which have no order",
    ),
    (
        lambda present: _all_of(present, IdType.INTEGER) and not any(map(_has_leading_zeros, present)),
        IdType.INTEGER,
        "a whole number",
        "whole numbers",
    ),
    (
        lambda present: _all_of(present, IdType.DECIMAL) and not any(map(_has_leading_zeros, present)),
        IdType.DECIMAL,
        "a number",
        "numbers",
    ),
    (
        lambda present: _all_of(present, IdType.DATETIME) and not _all_of(present, IdType.INTEGER),
        IdType.DATETIME,
        "a date with time",
        "dates with time",
    ),
    (
        lambda present: (
            not _all_of(present, IdType.INTEGER)
            and all(isinstance(value, str) for value in present)
            and present == sorted(present, key=str)
        ),
        IdType.TEXT,
        "text",
        "texts in the order of their letters",
    ),
)

# The canonical texts of date-times and bytes sort as the values do: fixed width, and two hex digits a byte.
_ORDERS: dict[IdType, Callable[[str], int | Decimal]] = {IdType.INTEGER: int, IdType.DECIMAL: Decimal}
