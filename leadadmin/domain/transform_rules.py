"""What each transform of a mapping does to a column of values (spec 3, Mapping).

A rule takes a column and its arguments, and gives the new column and its problems by index. None and blank text are
left to the checks of the field; a value with a problem becomes None.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from leadadmin.domain.field_rules import is_blank
from leadadmin.domain.field_rules_text import NotText, plain_text
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.patterns import MAX_VALUE
from leadadmin.domain.reasons import NOTHING, Problem, Reason
from leadadmin.domain.shown import shown

_Value = TypeVar("_Value")
Transformed = tuple[list[object], dict[int, Problem]]
Rule = Callable[[Sequence[object], tuple[str, ...]], Transformed]

_BLANKS = re.compile(r"\s+")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMMA_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:[.\s'’]\d{3})+|\d+)(?:,(\d+))?|([+-]?),(\d+)")
_TOKEN = re.compile(r"\\.|.", re.DOTALL)


class Unfit(Exception):
    """A value that a transform cannot take; `detail` and `params` make the sentence."""

    def __init__(self, detail: str, **params: str) -> None:
        super().__init__(detail)
        self.params = params


def letters(change: Callable[[str], str]) -> Rule:
    """A rule for texts alone; numbers and dates stay as they are."""

    def rule(values: Sequence[object], arguments: tuple[str, ...]) -> Transformed:
        return [change(value) if isinstance(value, str) else value for value in values], {}

    return rule


def each(prepare: Callable[[tuple[str, ...]], Callable[[object], object]]) -> Rule:
    """A rule for each value that is not blank; `prepare` reads the arguments once a column."""

    def rule(values: Sequence[object], arguments: tuple[str, ...]) -> Transformed:
        change = prepare(arguments)
        return by_value(lambda value: value if is_blank(value) else change(value), values)

    return rule


def by_value(change: Callable[[_Value], object], values: Iterable[_Value]) -> Transformed:
    """The changed values; those that `change` cannot take become None, with a problem."""
    changed: list[object] = []
    problems: dict[int, Problem] = {}
    for index, value in enumerate(values):
        try:
            changed.append(change(value))
        except (Unfit, NotText) as unfit:
            changed.append(None)
            params = unfit.params if isinstance(unfit, Unfit) else NOTHING
            problems[index] = Problem(Reason.FIELD_INVALID, value=shown(value), detail=str(unfit), params=params)
    return changed, problems


def trim(text: str) -> str:
    """Without blanks and invisible characters around it."""
    return text.strip().strip(_INVISIBLE).strip()


def collapse(text: str) -> str:
    """Runs of blanks and line ends become one blank."""
    return _BLANKS.sub(" ", text)


def title(text: str) -> str:
    """Each word with a capital; a word in mixed letters (McDonald) stays, and it’s does not become It’S."""
    return _WORD.sub(lambda word: _capital(word[0]), text)


def _capital(word: str) -> str:
    if word[0].isupper() and not word.isupper() and not word[1:].islower():
        return word
    head, mark, tail = word[:1], word[1:2], word[2:]
    if mark in ("'", "’"):  # O’Neil, D’Angelo
        return head.upper() + mark + tail[:1].upper() + tail[1:].lower()
    return head.upper() + word[1:].lower()


def join_columns(columns: Sequence[Sequence[object]], separator: str) -> Transformed:
    """Several columns as one: the values that are not blank, with `separator` between; None where all are blank."""

    def joined(row: tuple[object, ...]) -> object:
        return separator.join(plain_text(value) for value in row if not is_blank(value)) or None

    return by_value(joined, zip(*columns, strict=True))


def constant(values: Sequence[object], arguments: tuple[str, ...]) -> Transformed:
    """The same text in every row, also where there was nothing."""
    return [arguments[0]] * len(values), {}


def split(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """The n-th part at a separator, without blanks around; None when there are fewer parts."""
    separator, number = arguments[0], int(arguments[1])
    return lambda value: _nth(plain_text(value).split(separator), number)


def part(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """The n-th word; None when there are fewer."""
    number = int(arguments[0])
    return lambda value: _nth(plain_text(value).split(), number)


def _nth(parts: list[str], number: int) -> str | None:
    """Counted from 1, or from the end with -1."""
    index = number - 1 if number > 0 else number
    return parts[index].strip() or None if -len(parts) <= index < len(parts) else None


def replace(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """Every occurrence of a text by another."""
    old, new = arguments
    return lambda value: plain_text(value).replace(old, new)


def regex(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """Every match of a checked pattern by a text that may name its groups."""
    pattern, new = re.compile(arguments[0]), arguments[1]

    def change(value: object) -> object:
        text = plain_text(value)
        if len(text) > MAX_VALUE:
            raise Unfit("too_long_for_pattern", maximum=str(MAX_VALUE))
        return pattern.sub(new, text)

    return change


def from_date(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """A date, or a date and time, of a Java-style pattern; values that are dates already stay.

    It becomes a date of Python, which a field takes whatever its own format is, and which is ISO 8601 as a text.
    """
    pattern = JavaPattern.compile(arguments[0])

    def change(value: object) -> object:
        if isinstance(value, date):
            return value
        try:
            moment = pattern.parse(plain_text(value))
        except ValueError as wrong:
            raise Unfit("date_pattern", pattern=pattern.pattern, example=pattern.example) from wrong
        return moment if pattern.has_time else moment.date()

    return change


def decimal_comma(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """A number written 1.234,56 as 1234.56; dots and blanks are taken for separators of thousands only."""

    def change(value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _COMMA_NUMBER.fullmatch(value.strip())
        if not found:
            raise Unfit("decimal_comma")
        sign, whole, fraction = found[1] or found[4] or "", found[2] or "0", found[3] or found[5]
        digits = re.sub(r"\D", "", whole)
        return sign.replace("+", "") + digits + (f".{fraction}" if fraction else "")

    return change


def yes_no_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for yes and for no of “ja,j/nej,n”."""
    yes, _, no = text.partition("/")
    return _words(yes), _words(no)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def yes_no(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """True for the words for yes, False for those for no, compared without regard to case."""
    yes, no = yes_no_words(arguments[0])
    meanings = {word.casefold(): False for word in no} | {word.casefold(): True for word in yes}

    def change(value: object) -> object:
        if isinstance(value, bool):
            return value
        meaning = meanings.get(plain_text(value).strip().casefold())
        if meaning is None:
            raise Unfit("yes_no_words", words=", ".join(yes + no))
        return meaning

    return change


def choice(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """The value that a synonym stands for, compared without regard to case; other values stay."""
    meanings = {synonym.strip().casefold(): value for synonym, value in choice_pairs(arguments[0])}
    return lambda value: meanings.get(plain_text(value).strip().casefold(), value)


def choice_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of “synonym=value;synonym=value”; a backslash stands before ; = or \\ that are meant as such."""
    pairs = [["", ""]]
    side = 0
    for piece in _TOKEN.findall(text):
        if piece == ";":
            pairs.append(["", ""])
            side = 0
        elif piece == "=" and side == 0:
            side = 1
        else:
            pairs[-1][side] += piece[1:] if piece in ("\\;", "\\=", "\\\\") else piece
    return [(synonym.strip(), value.strip()) for synonym, value in pairs if synonym.strip()]


def prefix(arguments: tuple[str, ...]) -> Callable[[object], object]:
    """A text before the value."""
    return lambda value: arguments[0] + plain_text(value)
