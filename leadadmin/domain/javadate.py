"""Dates and times written by a Java-style pattern, read strictly (spec 2, Callback Date Format).

The letters are those of Java's SimpleDateFormat and DateTimeFormatter (Java API documentation, java.text and
java.time.format). Unlike SimpleDateFormat there are no lenient results: the whole text must fit, there is no month 13,
a year written `yyyy` has four digits, and a weekday must be that of the date. As in SimpleDateFormat one digit is
enough where two are written (“9:30” for HH:mm), unless the next field follows at once (yyyyMMdd). `yy` is 2000-2099, as
in DateTimeFormatter. Names of months and weekdays are understood in English and Danish, and written in English.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from leadadmin.domain.java_names import (
    DAYS_EN,
    HALVES,
    MONTHS_EN,
    day_number,
    month_number,
    short,
    zone_named,
)
from leadadmin.domain.java_tokens import is_number, literal, tokens_of

SAMPLE = datetime(2026, 3, 19, 14, 5, 30, 250_000, timezone(timedelta(hours=1)))
"""What `JavaPattern.example` writes: a day that cannot be taken for a month, and an afternoon."""

EPOCH_YEAR = 1970
"""The date of a pattern without one is 1 January 1970, as in SimpleDateFormat."""

_FROM_YEAR_TO_SECOND = ("y", "M", "d", "H", "m", "s")
_NAME = r"[^\W\d_]+\.?"
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class JavaPattern:
    """A pattern that was understood. Make it by `compile`."""

    pattern: str
    has_date: bool
    has_time: bool
    has_zone: bool
    _expression: re.Pattern[str]
    _tokens: tuple[str, ...]
    _plain: tuple[str, ...]
    """The groups of a pattern whose fields are nothing but year to second, in this order; else empty."""

    @classmethod
    def compile(cls, pattern: str, *, strict_spaces: bool = False) -> "JavaPattern":
        """Read `pattern`; raises InvalidInput with a sentence that names what is not understood.

        A blank in the pattern stands for any run of blanks (with `strict_spaces`: for exactly the same blanks).
        """
        return _compile(pattern.strip(), strict_spaces)

    def parse(self, text: str) -> datetime:
        """The date and time of `text`, aware when the pattern has a zone; raises ValueError when it does not fit.

        Blanks around the text are ignored. Decimals beyond a microsecond are cut off.
        """
        found = self._expression.fullmatch(text)
        if found is None:
            raise ValueError(f"“{text}” does not fit {self.pattern}")
        if self._plain:
            return datetime(*map(int, found.group(*self._plain)))  # type: ignore[arg-type]
        return _build(found.groupdict())

    def format(self, moment: datetime) -> str:
        """`moment` written by this pattern; a naive one counts as UTC where the pattern has a zone."""
        return "".join(_write(token, moment) for token in self._tokens)

    @property
    def example(self) -> str:
        """A text that fits."""
        return self.format(SAMPLE)


@lru_cache(maxsize=256)
def _compile(pattern: str, strict_spaces: bool) -> JavaPattern:
    tokens = tokens_of(pattern)
    parts = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        parts.append(_expression(token, is_number(before) or is_number(after), strict_spaces))
    letters = {token[0] for token in tokens if token[0].isalpha()}
    expression = re.compile(rf"\s*{''.join(parts)}\s*", re.IGNORECASE)
    return JavaPattern(
        pattern=pattern,
        has_date=bool(letters & set("yu")),
        has_time=bool(letters & set("HhKk")),
        has_zone=bool(letters & set("zZXx")),
        _expression=expression,
        _tokens=tokens,
        _plain=_plain_groups(set(expression.groupindex)),
    )


def _plain_groups(groups: set[str]) -> tuple[str, ...]:
    for last in range(3, len(_FROM_YEAR_TO_SECOND) + 1):
        if groups == set(_FROM_YEAR_TO_SECOND[:last]):
            return _FROM_YEAR_TO_SECOND[:last]
    return ()


def _expression(token: str, beside_number: bool, strict_spaces: bool) -> str:
    """The regular expression of one token; fields are named groups, so that `_build` knows them."""
    if token.isspace():
        return re.escape(token) if strict_spaces else r"\s+"
    reader = _READERS.get(token[0])
    return reader(len(token), beside_number) if reader else re.escape(literal(token))


def _read_year(count: int, beside_number: bool) -> str:
    return r"(?P<yy>\d{2})" if count == 2 else r"(?P<y>\d{4})"


def _read_month(count: int, beside_number: bool) -> str:
    return rf"(?P<MMM>{_NAME})" if count > 2 else _two_digits("M")(count, beside_number)


def _two_digits(letter: str) -> Callable[[int, bool], str]:
    return lambda count, beside_number: rf"(?P<{letter}>\d{{{2 if beside_number else 1},2}})"


def _either(group: str, *expressions: str) -> Callable[[int, bool], str]:
    """The expression for one letter, for two, … (the last for more)."""
    return lambda count, beside_number: f"(?P<{group}>{expressions[min(count, len(expressions)) - 1]})"


_READERS: dict[str, Callable[[int, bool], str]] = {
    "y": _read_year,
    "u": _read_year,
    "M": _read_month,
    "L": _read_month,
    **{letter: _two_digits(letter) for letter in "dHkhKms"},
    "S": lambda count, beside_number: rf"(?P<S>\d{{{count}}})",
    "a": _either("a", r"[ap]\.?m\.?"),
    "E": _either("E", _NAME),
    "z": _either("z", r"(?:GMT|UTC)[+-]\d{1,2}:\d{2}|[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*"),
    "Z": _either("X", r"[+-]\d{4}"),
    "X": _either("X", r"Z|[+-]\d{2}(?:\d{2})?", r"Z|[+-]\d{4}", r"Z|[+-]\d{2}:\d{2}"),
    "x": _either("X", r"[+-]\d{2}(?:\d{2})?", r"[+-]\d{4}", r"[+-]\d{2}:\d{2}"),
}


def _build(parts: dict[str, str]) -> datetime:
    """A date and time from the texts of the fields; raises ValueError for what the calendar or the clock lacks."""
    year, month, day = EPOCH_YEAR, 1, 1
    if "y" in parts or "yy" in parts:
        year = int(parts["y"]) if "y" in parts else 2000 + int(parts["yy"])
        month = month_number(parts["MMM"]) if "MMM" in parts else int(parts["M"])
        day = int(parts["d"])
    decimals = parts.get("S", "0")
    moment = datetime(
        year,
        month,
        day,
        _hour(parts),
        int(parts.get("m", 0)),
        int(parts.get("s", 0)),
        int(decimals.ljust(6, "0")[:6]),
        _zone(parts),
    )
    if "E" in parts and day_number(parts["E"]) != moment.weekday():
        raise ValueError(f"{moment:%Y-%m-%d} is not a “{parts['E']}”")
    return moment


def _hour(parts: dict[str, str]) -> int:
    for letter, least, most in (("H", 0, 23), ("k", 1, 24), ("h", 1, 12), ("K", 0, 11)):
        if letter in parts:
            hour = int(parts[letter])
            if not least <= hour <= most:
                raise ValueError(f"the hour must be {least} to {most}")
            break
    else:
        return 0
    if "a" in parts:
        return hour % 12 + (12 if parts["a"][0] in "pP" else 0)
    return hour % 24


def _zone(parts: dict[str, str]) -> tzinfo | None:
    text = parts.get("X", parts.get("z"))
    if text is None:
        return None
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return zone_named(text)
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if minutes > 59 or hours > 18:  # java.time.ZoneOffset: at most 18 hours
        raise ValueError(f"“{text}” is no offset from UTC")
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if offset[1] == "-" else away) if away else UTC


def _write(token: str, moment: datetime) -> str:
    writer = _WRITERS.get(token[0])
    return writer(len(token), moment) if writer else literal(token)


def _padded(value: Callable[[datetime], int]) -> Callable[[int, datetime], str]:
    return lambda count, moment: str(value(moment)).zfill(count)


def _year(count: int, moment: datetime) -> str:
    return f"{moment.year % 100:02}" if count == 2 else f"{moment.year:04}"


def _month(count: int, moment: datetime) -> str:
    if count <= 2:
        return str(moment.month).zfill(count)
    name = MONTHS_EN[moment.month - 1]
    return short(name) if count == 3 else name


def _weekday(count: int, moment: datetime) -> str:
    name = DAYS_EN[moment.weekday()]
    return short(name) if count <= 3 else name


def _written_offset(moment: datetime, colon: str) -> tuple[str, str]:
    """Hours with sign, and minutes; seconds of an offset (before 1972) are cut off."""
    away = moment.utcoffset() or timedelta()
    minutes = abs(away) // timedelta(minutes=1)
    return f"{'-' if away < timedelta() else '+'}{minutes // 60:02}", f"{colon}{minutes % 60:02}"


def _offset_or_z(count: int, moment: datetime) -> str:
    return _plain_offset(count, moment) if moment.utcoffset() else "Z"


def _plain_offset(count: int, moment: datetime) -> str:
    hours, minutes = _written_offset(moment, ":" if count == 3 else "")
    return hours if count == 1 and minutes == "00" else hours + minutes


def _zone_name(count: int, moment: datetime) -> str:
    return "GMT" + "".join(_written_offset(moment, ":")) if moment.utcoffset() else "UTC"


_WRITERS: dict[str, Callable[[int, datetime], str]] = {
    "y": _year,
    "u": _year,
    "M": _month,
    "L": _month,
    "d": _padded(lambda moment: moment.day),
    "H": _padded(lambda moment: moment.hour),
    "k": _padded(lambda moment: moment.hour or 24),
    "h": _padded(lambda moment: moment.hour % 12 or 12),
    "K": _padded(lambda moment: moment.hour % 12),
    "m": _padded(lambda moment: moment.minute),
    "s": _padded(lambda moment: moment.second),
    "S": lambda count, moment: f"{moment.microsecond:06}".ljust(count, "0")[:count],
    "a": lambda count, moment: HALVES[moment.hour >= 12],
    "E": _weekday,
    "z": _zone_name,
    "Z": lambda count, moment: "".join(_written_offset(moment, "")),
    "X": _offset_or_z,
    "x": _plain_offset,
}
