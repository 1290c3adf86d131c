"""A column of phone numbers at once: the answers of `domain.phone.normalise`, many times faster.

Most of a column is written plainly. Punctuation is taken out of the whole column in one stroke, and one regular
expression (see `domain.phone_patterns`) accepts every line that is certain. Numbers of other countries, and numbers
with an extension, get a second look of the same kind; what is left goes through `normalise` once per spelling.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import phonenumbers

from leadadmin.domain.phone import Phone, Strictness, normalise
from leadadmin.domain.phone_patterns import (
    calling_code,
    dialling_abroad,
    international_numbers,
    own_numbers,
    own_readings,
)
from leadadmin.domain.phone_problems import (
    LONGEST_TEXT,
    RIGHT_LENGTHS,
    begins_with_00,
    known_region,
    length_detail,
    not_taken,
    other_prefix,
)
from leadadmin.domain.reasons import Problem

_DIGITS_OF_A_CODE = 3
_PUNCTUATION = str.maketrans("", "", " -.()[]/\u00a0\u2010\u2011\u2012\u2013\u2014\u2212")
"""Signs that the library skips wherever they stand, and that begin no extension."""

_DOT_ZERO = re.compile(r"\.0\s*(?:\n|\Z)")
_WITH_EXTENSION = re.compile(r"([-+ ()./0-9]*[0-9]\)?) ?(?:x|ext\.? ?)([0-9]{1,9})", re.ASCII | re.IGNORECASE)
"""A plain number and one of the extension spellings that leave no doubt (“x4606”, “ext. 12”)."""


@dataclass(slots=True)
class PhoneColumn:
    """Numbers as `Phone.number` and extensions as `Phone.extension`, each None where there is no number.

    `problems` says why, by index; a blank value has none.
    """

    numbers: list[str | None]
    extensions: list[str | None]
    problems: dict[int, Problem] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A text that is not decided yet: its place, the part that spells the number, and its extension."""

    index: int
    text: str
    number: str
    extension: str = ""


def normalise_column(values: Sequence[str | None], region: str, strictness: Strictness) -> PhoneColumn:
    """Every number of a column as `normalise` reads it; blank values give None without a problem."""
    region = known_region(region)
    certain = _certain([value or "" for value in values], region, strictness)
    column = PhoneColumn(certain, [None if number is None else "" for number in certain])
    undecided = [
        _opened(index, value)
        for index, number in enumerate(certain)
        if number is None and (value := values[index]) and not value.isspace()
    ]
    undecided = _take_extensions(column, undecided, region, strictness)
    if region and strictness is not Strictness.DIGITS:
        undecided = _take_refusals(column, undecided, region, strictness)
    known: dict[str, Phone | Problem] = {}
    for each in undecided:
        found = known.get(each.text)
        if found is None:
            found = known[each.text] = normalise(each.text, region, strictness)
        if isinstance(found, Problem):
            column.problems[each.index] = found
        else:
            column.numbers[each.index], column.extensions[each.index] = found.number, found.extension
    column.problems = dict(sorted(column.problems.items()))
    return column


def _opened(index: int, text: str) -> _Open:
    if ("x" in text or "X" in text) and len(text) <= LONGEST_TEXT and (split := _WITH_EXTENSION.fullmatch(text)):
        return _Open(index, text, split[1], split[2])
    return _Open(index, text, text)


def _take_extensions(column: PhoneColumn, undecided: list[_Open], region: str, strictness: Strictness) -> list[_Open]:
    """Fill in the certain numbers among those with an extension; returns what is still open."""
    extended = [each for each in undecided if each.extension]
    still_open = [each for each in undecided if not each.extension]
    numbers = _certain([each.number for each in extended], region, strictness)
    for each, number in zip(extended, numbers, strict=True):
        if number is None:
            still_open.append(each)
        else:
            column.numbers[each.index], column.extensions[each.index] = number, each.extension
    return still_open


def _take_refusals(column: PhoneColumn, undecided: list[_Open], region: str, strictness: Strictness) -> list[_Open]:
    """Fill in the problems of numbers that are certainly read and certainly not taken; returns what is still open."""
    if not undecided:
        return undecided
    code = phonenumbers.country_code_for_region(region)
    lines = _lines([each.number for each in undecided])
    readings = own_readings(region).findall(lines)
    # What is certainly possible and was not taken as valid is certainly not valid.
    possible = own_numbers(region, False).findall(lines) if strictness is Strictness.VALID else [""] * len(undecided)
    # What begins with 00 is refused in another way when + in its place makes a number.
    after_00 = ["+" + line[2:] if line.startswith("00") else "" for line in lines.split("\n")[:-1]]
    meant = _certain(after_00, region, Strictness.POSSIBLE)
    still_open = []
    for each, reading, whole, other in zip(undecided, readings, possible, meant, strict=True):
        national = whole or (reading if length_detail(code, len(reading)) not in RIGHT_LENGTHS else "")
        if not national or begins_with_00(each.number) != (other is not None):
            still_open.append(each)
        elif other is None:
            column.problems[each.index] = not_taken(each.text, region, code, len(national))
        elif other == f"+{code}{national}":
            still_open.append(each)
        else:
            column.problems[each.index] = other_prefix(each.text, region, code, other)
    return still_open


def _certain(texts: list[str], region: str, strictness: Strictness) -> list[str | None]:
    """The E.164 number of each text that is certain, None for any other."""
    valid = strictness is Strictness.VALID
    lines = _lines(texts)
    numbers: list[str | None] = [None] * len(texts)
    if region and texts:
        code = f"+{phonenumbers.country_code_for_region(region)}"
        numbers = [code + national if national else None for national in own_numbers(region, valid).findall(lines)]
    if None in numbers:
        _take_foreign(numbers, lines.split("\n"), dialling_abroad(region) if region else "", valid)
    return numbers


def _lines(texts: list[str]) -> str:
    """One line a text, without punctuation; empty for texts that only `normalise` may read."""
    together = "\n".join(texts)
    if together.count("\n") != len(texts) - 1:
        texts = [text if "\n" not in text else "" for text in texts]
    if max(map(len, texts), default=0) > LONGEST_TEXT:
        texts = [text if len(text) <= LONGEST_TEXT else "" for text in texts]
    if _DOT_ZERO.search(together):
        texts = [text if not text.rstrip().endswith(".0") else "" for text in texts]
    return "\n".join([*texts, ""]).translate(_PUNCTUATION)


def _take_foreign(numbers: list[str | None], lines: list[str], abroad: str, valid: bool) -> None:
    """Fill in the numbers that begin with + or the international prefix `abroad`, calling code by calling code."""
    by_code: dict[int, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
    for index, number in enumerate(numbers):
        line = lines[index]
        if number is not None or not line:
            continue
        if abroad and line.startswith(abroad):
            line = "+" + line[len(abroad) :]
        if line[0] == "+" and (code := calling_code(line[1 : 1 + _DIGITS_OF_A_CODE])):
            indexes, texts = by_code[code]
            indexes.append(index)
            texts.append(line)
    for code, (indexes, texts) in by_code.items():
        found = international_numbers(code, valid).findall("\n".join([*texts, ""]))
        for index, national in zip(indexes, found, strict=True):
            numbers[index] = f"+{code}{national}" if national else None
