"""The parts of a Java-style date pattern, checked before anything is read by it (see `domain.javadate`)."""

import re
from itertools import pairwise
from typing import NoReturn

from leadadmin.domain.errors import InvalidInput

_TOKEN = re.compile(r"''|'(?:[^']|'')*'|([A-Za-z])\1*|\s+|[^A-Za-z'\s]+|'")

_MEANINGS = {"u": "y", "L": "M", "x": "X", "Z": "X", "z": "X"}
"""Letters that give the same part of a date: two of them in one pattern would contradict each other."""

_MOST = {**dict.fromkeys("dHkhKms", 2), **dict.fromkeys("yuMLEz", 4), "a": 1, "Z": 3, "X": 3, "x": 3, "S": 9}
"""How often a letter may stand in a row."""

_MISTAKEN = {"Y": "yyyy", "D": "dd", "n": "mm", "N": "MM", "i": "mm"}
"""Letters of other notations, and what was likely meant. In Java Y is the year of a week and D the day of a year."""


def tokens_of(pattern: str) -> tuple[str, ...]:
    """The fields (“yyyy”), words in quotes and separators of `pattern`, in order.

    Raises InvalidInput with a sentence that names what is not understood, is there twice, or is missing.
    """
    tokens = tuple(found[0] for found in _TOKEN.finditer(pattern))
    if not pattern.strip():
        _refuse("The date format is empty. A usual one is “yyyy/MM/dd HH:mm”.")
    if "'" in tokens:
        _refuse(f"In the date format “{pattern}” a quote is not closed; words stand between two ' signs.")
    fields = [token for token in tokens if token[0].isalpha()]
    _check_letters(pattern, fields)
    meanings = [_MEANINGS.get(token[0], token[0]) for token in fields]
    for meaning in meanings:
        if meanings.count(meaning) > 1:
            _refuse(f"The date format “{pattern}” has “{meaning}” twice.")
    given = set(meanings)
    _check_date(pattern, given)
    _check_time(pattern, given)
    _check_neighbours(pattern, tokens)
    return tokens


def is_number(token: str) -> bool:
    """Whether a token is written in digits alone."""
    return token[:1] in set("yudHhkKmsS") or token in ("M", "MM", "L", "LL")


def _check_letters(pattern: str, fields: list[str]) -> None:
    for token in fields:
        if len(token) > _MOST.get(token[0], 0) or token in ("yyy", "uuu"):
            meant = _MISTAKEN.get(token[0])
            hint = f"Perhaps “{meant}” was meant." if meant else "Put words between ' signs."
            _refuse(
                f"The date format “{pattern}” has “{token}”, which is not understood. "
                f"Known are y, M, d, H, h, m, s, S, a, E, z, Z and X. {hint}"
            )


def _check_date(pattern: str, given: set[str]) -> None:
    if "m" in given and "M" not in given and given & set("yd"):
        _refuse(f"In the date format “{pattern}” the letter “m” stands for minutes; months are “MM”.")
    if given & set("yMdE") and not {"y", "M", "d"} <= given:
        _refuse(f"The date format “{pattern}” needs year, month and day, such as “yyyy/MM/dd”.")
    if not given & set("yMdHhKk"):
        _refuse(f"The date format “{pattern}” has neither a date nor an hour.")


def _check_time(pattern: str, given: set[str]) -> None:
    hours = given & set("HhKk")
    if len(hours) > 1:
        _refuse(f"The date format “{pattern}” has the hour twice.")
    if hours & set("hK") and "a" not in given:
        _refuse(
            f"In the date format “{pattern}” the letter “{min(hours)}” counts 12 hours and needs “a” (AM or PM). "
            "Use “HH” for 24 hours."
        )
    for finer, coarser, name in (("m", "HhKk", "the hour"), ("s", "m", "minutes"), ("S", "s", "seconds")):
        if finer in given and not given & set(coarser):
            _refuse(f"The date format “{pattern}” has “{finer}” without {name}.")


def literal(words: str) -> str:
    """What a token that is no field stands for."""
    if words[0] != "'":
        return words
    return words[1:-1].replace("''", "'") or "'"


def _check_neighbours(pattern: str, tokens: tuple[str, ...]) -> None:
    """Numbers that touch must have fixed widths: “yyyyMd” could read 2026111 in two ways."""
    for first, second in pairwise(tokens):
        if is_number(first) and is_number(second):
            for token in (first, second):
                if len(token) == 1 and token not in ("y", "u", "S"):
                    _refuse(
                        f"In the date format “{pattern}” write “{token * 2}”, since another number follows or precedes."
                    )


def _refuse(sentence: str) -> NoReturn:
    raise InvalidInput({"pattern": sentence})
