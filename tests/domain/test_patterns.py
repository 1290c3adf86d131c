"""Regular expressions that people write are refused when they could run for ever."""

import pytest

from leadadmin.domain.patterns import MAX_PATTERN, check_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+",
        r"^(\S+)\s+(\S+)$",
        r"(\d{2})(\d{2})",
        r"(?:kr|dkk)\.?",
        r"[+*(]+",
        r"\(.*\)",
        r"(?P<a>\d+),(?P<b>\d+)",
        r"(\d+,)?\d+",
        r"(?i)abc",
        r"(ab)+",
        r"a\+(b)+",
        r"[]a+]*",
    ],
)
def test_ordinary_patterns_pass(pattern: str) -> None:
    assert check_pattern(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(a*)*", r"(?:a|aa)+$", r"((a+)b?)*", r"(a+){2,}", r"(?P<x>\w+\s?)*$", r"([a-z]+)*"],
)
def test_repeats_within_repeats_are_refused(pattern: str) -> None:
    assert "can run for ever" in check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "empty"),
        ("(", "cannot be read"),
        ("a" * (MAX_PATTERN + 1), "at most 200"),
        (".*.*.+.*x", "more than 3"),
    ],
)
def test_other_refusals_say_why(pattern: str, words: str) -> None:
    assert words in check_pattern(pattern)
