"""Transforms of a mapping: what they do to a column, and their textual form."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.sentences import sentence
from leadadmin.domain.shown import shown
from leadadmin.domain.transform_rules import choice_pairs, join_columns
from leadadmin.domain.transforms import KINDS, Transform, parse


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("trim", "  Ann \u00a0\ufeff", "Ann"),
        ("trim", 5, 5),
        ("collapse", "Ann \t\n  Lee", "Ann Lee"),
        ("upper", "straße", "STRASSE"),
        ("lower", "ANN", "ann"),
        ("title", "mille", "Mille"),
        ("title", "ANTON o’neil-smith", "Anton O’Neil-Smith"),
        ("title", "O'NEIL", "O'Neil"),
        ("title", "it's ronald McDonald", "It's Ronald McDonald"),
        ("title", "ærø 2b", "Ærø 2B"),
        ("split:,:2", "Lee, Ann", "Ann"),
        ("split:::1", "10:30", "10"),
        ("split:,:-1", "a,b,c", "c"),
        ("split:,:4", "a,b,c", None),
        ("split:,:2", "a,,c", None),
        ("part:1", "Ann  Maria Lee", "Ann"),
        ("part:-1", "Ann  Maria Lee", "Lee"),
        ("part:2", "Ann", None),
        ("replace:kr:DKK", "5 kr", "5 DKK"),
        ("replace:kr:", "5kr", "5"),
        ("replace:kr", "5kr", "5"),
        (r"replace:\::.", "10:30", "10.30"),
        ("replace:.::", "10.30", "10:30"),
        (r"replace:\\:/", "a\\b", "a/b"),
        (r"replace:\n:/", r"a\nb", "a/b"),
        ("replace:0:1", 100, "111"),
        (r"regex:(\d\d)(\d\d):\1:\2", "1030", "10:30"),
        (r"regex:[^\d+]:", "tel. +1 (5)", "+15"),
        (r"regex:(?\:a|b):x", "cab", "cxx"),
        ("date:dd-MM-yyyy", "18-11-2025", date(2025, 11, 18)),
        ("date:yyyy/MM/dd HH:mm", "2025/11/21 10:00", datetime(2025, 11, 21, 10)),
        ("date:dd-MM-yyyy", date(2025, 11, 18), date(2025, 11, 18)),
        ("date:dd-MM-yyyy", datetime(2025, 11, 18, 9, 30), datetime(2025, 11, 18, 9, 30)),
        ("decimal_comma", "1.234.567,50", "1234567.50"),
        ("decimal_comma", "1 234,5", "1234.5"),
        ("decimal_comma", "-,5", "-0.5"),
        ("decimal_comma", "1.234", "1234"),
        ("decimal_comma", 4.5, 4.5),
        ("yes_no:ja,j/nej,n", " JA ", True),
        ("yes_no:ja,j/nej,n", "n", False),
        ("yes_no:1/0", 1, True),
        ("yes_no:1/0", 0.0, False),
        ("yes_no:ja/nej", False, False),
        ("choice:m=Man;k=Woman", "K", "Woman"),
        ("choice:m=Man;k=Woman", "other", "other"),
        (r"choice:a\=b=x\;y", "a=b", "x;y"),
        ("choice:1=One", 1.0, "One"),
        ("prefix:+45", 12345678, "+4512345678"),
        ("prefix:id:", Decimal("7.0"), "id:7.0"),
        ("constant:web", "anything", "web"),
        ("constant:web", None, "web"),
        ("join", "alone", "alone"),
    ],
)
def test_transforms(text: str, before: object, after: object) -> None:
    column, problems = parse(text).apply_column([before])
    assert column == [after]
    assert type(column[0]) is type(after)
    assert problems == {}


@pytest.mark.parametrize(
    ("text", "value", "detail"),
    [
        ("date:dd-MM-yyyy", "2025-11-18", "date_pattern"),
        ("date:dd-MM-yyyy", "31-02-2025", "date_pattern"),
        ("decimal_comma", "1.23", "decimal_comma"),
        ("decimal_comma", "twelve", "decimal_comma"),
        ("yes_no:ja/nej", "måske", "yes_no_words"),
        ("regex:a:b", "a" * 1001, "too_long_for_pattern"),
    ],
)
def test_values_that_do_not_fit_become_none_with_a_problem(text: str, value: str, detail: str) -> None:
    column, problems = parse(text).apply_column([None, value, None])
    assert column == [None, None, None]
    assert list(problems) == [1]
    assert problems[1].detail == detail
    assert problems[1].value == shown(value)
    assert "does not fit the field" not in sentence(problems[1])


EXAMPLES = {
    "join": ":, ", "split": ":,:1", "part": ":1", "replace": ":a:b", "regex": ":a+:b", "date": ":dd-MM-yyyy",
    "yes_no": ":ja/nej", "choice": ":a=b", "prefix": ":x", "constant": ":x",
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_nothing_stays_nothing(name: str) -> None:
    transform = parse(name + EXAMPLES.get(name, ""))
    column, problems = transform.apply_column([None, "", None])
    assert problems == {}
    if name == "constant":
        assert column == ["x"] * 3
    else:
        assert column == [None, "", None]
    assert transform.in_words
    assert parse(transform.text) == transform


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("shout", "no transform “shout”"),
        ("trim:x", "takes nothing"),
        ("split:,", "split:SEPARATOR:PART"),
        ("split::2", "needs the text to split at"),
        ("split:,:0", "count from 1"),
        ("part:first", "count from 1"),
        ("part", "count from 1"),
        ("replace::x", "needs the text"),
        ("regex:(:x", "cannot be read"),
        ("regex:(a+)+:x", "can run for ever"),
        (r"regex:a:\1", "names a group"),
        ("yes_no:ja", "words for both"),
        ("yes_no:ja,x/nej,X", "both yes and no"),
        ("choice:", "needs pairs"),
        ("prefix:", "needs a text"),
        ("constant:", "needs a text"),
        ("date:", "empty"),
        ("date:qq", "qq"),
        ("date:HH:mm", "has no date"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(text)
    assert words in str(caught.value)
    assert list(caught.value.problems) == ["transform"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title", "Title case"),
        ("date:dd-MM-yyyy", "Date dd-MM-yyyy"),
        ("join:, ", "Join with “, ”"),
        ("join", "Join with “ ”"),
        ("split:,:2", "Part 2 split at “,”"),
        ("part:-1", "Last word"),
        ("replace:kr:", "Remove “kr”"),
        ("regex:a+:b", "Replace pattern “a+” with “b”"),
        ("yes_no:ja,j/nej", "Yes: ja, j; no: nej"),
        ("choice:m=Man;k=Woman", "Choice m = Man, k = Woman"),
        ("constant:{x}", "Always “{x}”"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    assert parse(text).in_words == words


def test_joining_leaves_out_what_is_empty() -> None:
    assert join_columns([["Ann", None, ""], [1.0, "Lee", "  "]], " ") == (["Ann 1", "Lee", None], {})


def test_bytes_that_are_no_text_are_a_problem() -> None:
    column, problems = join_columns([["Ann", "Bob"], [b"\xff", b"Lee"]], " ")
    assert column == [None, "Bob Lee"]
    assert problems[0].detail == "binary"
    assert parse("prefix:x").apply_column([b"\xff"])[1][0].detail == "binary"


MARKS = st.text("ab:\\;= ", min_size=1, max_size=8)


@given(MARKS, st.text("ab:\\", max_size=8))
def test_two_texts_survive_their_textual_form(old: str, new: str) -> None:
    transform = Transform("replace", (old, new))
    assert parse(transform.text) == transform


@given(st.lists(st.tuples(MARKS, MARKS), min_size=1, max_size=3))
def test_choices_survive_their_textual_form(pairs: list[tuple[str, str]]) -> None:
    kept = [(synonym.strip(), value.strip()) for synonym, value in pairs if synonym.strip()]
    text = ";".join("=".join(re.sub(r"[\\;=]", r"\\\g<0>", part) for part in pair) for pair in kept)
    assert choice_pairs(text) == kept


@given(st.text(max_size=40))
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        transform = parse(text)
    except InvalidInput:
        return
    assert parse(transform.text) == transform
