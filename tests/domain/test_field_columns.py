"""Columns of every type: what is stored, what is refused and why, and that one by one gives the same."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.fields import Field, FieldType, check_column, check_value, display, search_text
from leadadmin.domain.phone import Strictness
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.sentences import sentence

T = FieldType


def field(kind: FieldType, **rules: Any) -> Field:
    return Field("key", "Label", kind, **rules)


def stored(given_field: Field, value: object) -> object:
    found = check_value(given_field, value, region="GB")
    assert not isinstance(found, Problem), found
    return found


def refused(given_field: Field, value: object) -> str:
    found = check_value(given_field, value, region="GB")
    assert isinstance(found, Problem), found
    assert found.field == "Label"
    assert not re.search(r"\{[a-z_]+\}", sentence(found)), "a placeholder was left"
    return found.detail


UUID_TEXT = "12345678-1234-5678-1234-567812345678"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Ann ", "Ann"),
        ("Sørensen", "Sørensen"),
        ("two\nlines", "two\nlines"),
        (42, "42"),
        (42.0, "42"),
        (1e20, "1e+20"),
        (0.1, "0.1"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12.50"),
        (True, "yes"),
        (b"abc", "abc"),
        ("æ".encode(), "æ"),
        (memoryview(b"abc"), "abc"),
        (UUID(UUID_TEXT), UUID_TEXT),
        (date(2026, 3, 19), "2026-03-19"),
        (datetime(2026, 3, 19, 14, 5), "2026-03-19 14:05:00"),
        (time(14, 5), "14:05:00"),
        (timedelta(hours=14, minutes=5), "14:05:00"),
        ({"a": ["æ"]}, '{"a": ["æ"]}'),
    ],
)
def test_text_of_any_driver(value: object, text: str) -> None:
    assert stored(field(T.TEXT), value) == text


def test_text_that_no_store_keeps_is_refused() -> None:
    assert refused(field(T.TEXT), "a\0b") == "nul"
    assert refused(field(T.TEXT), "a\ud800") == "broken_character"
    assert refused(field(T.TEXT), b"\xff\xfe") == "binary"
    for value in ("a\0b", "a\ud800"):
        found = check_value(field(T.TEXT), value)
        assert isinstance(found, Problem)
        found.value.encode()
        assert "\0" not in found.value


def test_text_keeps_to_length_and_pattern() -> None:
    assert stored(field(T.TEXT), "x" * 1_000) == "x" * 1_000
    assert refused(field(T.TEXT), "x" * 1_001) == "too_long"
    assert stored(field(T.TEXT, max_length=2_000), "x" * 2_000) == "x" * 2_000
    assert stored(field(T.LONG_TEXT), "x" * 100_000) == "x" * 100_000
    assert stored(field(T.TEXT, pattern=r"\d{4}"), "0999") == "0999"
    assert refused(field(T.TEXT, pattern=r"\d{4}"), "099") == "pattern"
    assert refused(field(T.TEXT, pattern=r"\d{4}"), "09999") == "pattern"
    assert refused(field(T.LONG_TEXT, pattern=r"\d+"), "1" * 2_000) == "too_long_for_pattern"
    large = check_value(field(T.LONG_TEXT, max_length=1_000_000), "æ" * 600_000)
    assert isinstance(large, Problem)
    assert large.reason is Reason.TOO_LARGE
    assert sentence(large) == "Label is too large: 1,200,000 bytes, at most 1,000,000 are taken."


@pytest.mark.parametrize(
    "value",
    ["a@example.com", "first.last+tag@sub.example.co.uk", "o’neil@example.com", "navn@blåbær.example", "a@b-c.org"],
)
def test_email_addresses(value: str) -> None:
    assert stored(field(T.EMAIL), f" {value} ") == value


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("nobody", "email_no_at"),
        ("a@example.com, b@example.com", "email_several"),
        ("a@b", "email"),
        ("a@example..com", "email"),
        (".a@example.com", "email"),
        ("a b@example.com", "email"),
        ("@example.com", "email"),
        ("a@-example.com", "email"),
        ("x" * 65 + "@example.com", "email"),
        ("a@" + "x" * 60 + "." + "y" * 250 + ".com", "too_long"),
    ],
)
def test_email_addresses_that_are_none(value: str, detail: str) -> None:
    assert refused(field(T.EMAIL), value) == detail


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com",
        "HTTP://Example.com:8080/path?x=1#y",
        "www.example.com",
        "example.com/path",
        "http://192.0.2.1/",
        "http://localhost:80",
        "http://[2001:db8::1]/",
        "https://user:pw@example.com/",
    ],
)
def test_web_addresses(value: str) -> None:
    assert stored(field(T.URL), value) == value


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("example", "url"),
        ("http://", "url"),
        ("https://exa mple.com", "url"),
        ("a@example.com", "url"),
        ("javascript:alert(1)", "url"),
        ("file://example.com/x", "url_scheme"),
    ],
)
def test_web_addresses_that_are_none(value: str, detail: str) -> None:
    assert refused(field(T.URL), value) == detail


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("42", 42),
        (" -7 ", -7),
        ("−7", -7),
        ("+7", 7),
        ("007", 7),
        ("42.0", 42),
        ("1e3", 1000),
        (42.0, 42),
        (Decimal("42.00"), 42),
        (True, 1),
        (b"42", 42),
        (2**63 - 1, 2**63 - 1),
    ],
)
def test_whole_numbers(value: object, number: int) -> None:
    found = stored(field(T.INTEGER), value)
    assert found == number
    assert type(found) is int


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("forty", "not_a_number"),
        ("4 2", "thousands"),
        ("1,234", "thousands"),
        ("1.234.567", "thousands"),
        ("1_000", "not_a_number"),
        ("٤٢", "not_a_number"),
        ("42.5", "not_whole"),
        (42.5, "not_whole"),
        ("inf", "not_a_number"),
        (float("inf"), "not_a_number"),
        (2**63, "too_many_digits"),
        ("9" * 400, "too_many_digits"),
        ("1e400", "too_many_digits"),
        (date(2026, 3, 19), "not_a_number"),
    ],
)
def test_whole_numbers_that_are_none(value: object, detail: str) -> None:
    assert refused(field(T.INTEGER), value) == detail


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12.5"),
        ("12.", "12"),
        (".5", "0.5"),
        ("-0.0", "0"),
        ("1E+3", "1000"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (Decimal("99999999999999999999999999999999.999999"), "99999999999999999999999999999999.999999"),
        (5, "5"),
    ],
)
def test_decimals_are_plain_and_exact(value: object, text: str) -> None:
    assert stored(field(T.DECIMAL), value) == text


def test_decimals_that_are_none() -> None:
    assert refused(field(T.DECIMAL), "12,50") == "thousands"
    assert refused(field(T.DECIMAL), "1.234,50") == "thousands"
    assert refused(field(T.DECIMAL), "9" * 39) == "too_many_digits"
    assert refused(field(T.DECIMAL), "1e-39") == "too_many_digits"
    assert refused(field(T.DECIMAL), Decimal("Infinity")) == "not_a_number"


@pytest.mark.parametrize("kind", list(T))
def test_a_value_of_a_million_characters_is_judged_at_once(kind: FieldType) -> None:
    rules = {"choices": ("a",)} if kind is T.CHOICE else {}
    for value in ("1" * 999_999 + "x", "1," * 499_999, "a." * 499_999, "o" * 999_999, "020 7946 0123/" * 70_000):
        started = perf_counter()
        assert isinstance(check_value(field(kind, **rules), value, region="GB"), Problem)
        assert perf_counter() - started < 5


def test_numbers_keep_to_their_limits() -> None:
    age = field(T.INTEGER, minimum="18", maximum="99")
    assert [stored(age, value) for value in ("18", 99)] == [18, 99]
    assert refused(age, "17") == "below_minimum"
    assert refused(age, 100) == "above_maximum"
    assert refused(field(T.DECIMAL, minimum="0.5"), "0.49") == "below_minimum"


@pytest.mark.parametrize("value", ["yes", "Y", "TRUE", "1", "ja", "J", "sand", "on", True, 1, 1.0, Decimal(1), b"\1"])
def test_yes(value: object) -> None:
    assert stored(field(T.YES_NO), value) is True


@pytest.mark.parametrize("value", ["no", "N", "False", "0", "nej", "falsk", "off", False, 0, 0.0, Decimal(0), b"\0"])
def test_no(value: object) -> None:
    assert stored(field(T.YES_NO), value) is False


@pytest.mark.parametrize("value", ["maybe", 2, b"\2", "yesno", date(2026, 3, 19)])
def test_neither_yes_nor_no(value: object) -> None:
    assert refused(field(T.YES_NO), value) == "yes_no"


def test_choices_have_their_own_spelling() -> None:
    colour = field(T.CHOICE, choices=("Dark red", "Grün", "7"))
    assert [stored(colour, value) for value in ("dark RED", " Dark  red ", "GRÜN", 7, 7.0)] == [
        "Dark red",
        "Dark red",
        "Grün",
        "7",
        "7",
    ]
    assert refused(colour, "blue") == "choice"


CEST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 9), "2026-03-09"),
        (datetime(2026, 3, 9, 23, 30), "2026-03-09"),
        (datetime(2026, 3, 9, 23, 30, tzinfo=CEST), "2026-03-09"),
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09T23:30:00+02:00", "2026-03-09"),
        (b"2026-03-09", "2026-03-09"),
    ],
)
def test_dates(value: object, text: str) -> None:
    assert stored(field(T.DATE), value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 3, 9, 14, 5), "2026-03-09T14:05:00"),
        (datetime(2026, 3, 9, 14, 5, 0, 250_000), "2026-03-09T14:05:00.250000"),
        (datetime(2026, 3, 9, 14, 5, tzinfo=CEST), "2026-03-09T12:05:00Z"),
        (datetime(2026, 3, 9, 14, 5, tzinfo=UTC), "2026-03-09T14:05:00Z"),
        (datetime(2026, 7, 9, 14, 5, tzinfo=ZoneInfo("Europe/Copenhagen")), "2026-07-09T12:05:00Z"),
        (date(2026, 3, 9), "2026-03-09T00:00:00"),
        ("2026-03-09 14:05", "2026-03-09T14:05:00"),
        ("2026-03-09T14:05:30.5", "2026-03-09T14:05:30.500000"),
        ("2026-03-09 14:05:00 +02:00", "2026-03-09T12:05:00Z"),
        ("2026-03-09 14:05:00z", "2026-03-09T14:05:00Z"),
        ("2026-03-09 14:05:00+02", "2026-03-09T12:05:00Z"),
        ("2026-03-09", "2026-03-09T00:00:00"),
    ],
)
def test_moments(value: object, text: str) -> None:
    assert stored(field(T.DATETIME), value) == text


@pytest.mark.parametrize("kind", [T.DATE, T.DATETIME])
@pytest.mark.parametrize(
    "value", ["9/3/2026", "2026-13-01", "2026-02-30", "20260309", "2026-W01", "soon", 45000, time(14)]
)
def test_dates_that_are_none(kind: FieldType, value: object) -> None:
    assert refused(field(kind), value) == "date_format"


def test_dates_by_a_pattern() -> None:
    born = field(T.DATE, date_format="d. MMM yyyy")
    assert stored(born, "9. marts 2026") == "2026-03-09"
    assert stored(born, date(2026, 3, 9)) == "2026-03-09"
    assert refused(born, "2026-03-09") == "date_format"
    found = check_value(born, "9/3/2026")
    assert isinstance(found, Problem)
    assert sentence(found) == "Label “9/3/2026” does not fit d. MMM yyyy; write it like 19. Mar 2026."
    at = field(T.DATETIME, date_format="yyyy/MM/dd HH:mm XXX")
    assert stored(at, "2026/03/09 14:05 +02:00") == "2026-03-09T12:05:00Z"


def test_dates_keep_to_their_limits() -> None:
    born = field(T.DATE, minimum="1900-01-01", maximum="2010-12-31")
    assert stored(born, "2010-12-31") == "2010-12-31"
    assert refused(born, "1899-12-31") == "before_minimum"
    assert refused(born, date(2011, 1, 1)) == "after_maximum"


def test_moments_carried_out_of_the_calendar_are_refused() -> None:
    assert refused(field(T.DATETIME), datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))) == "date_format"


def test_phones_are_checked_by_region_and_strictness() -> None:
    values: list[object] = [
        "020 7946 0123 x4",
        None,
        " ",
        442079460123,
        442079460123.0,
        "none",
        b"\xff",
        "020 7946 0123",
    ]
    column = check_column(field(T.PHONE), values, region="GB")
    uk = "+442079460123"
    assert column.values == [uk, None, None, uk, uk, None, None, uk]
    assert column.extensions == ["4", None, None, "", "", None, None, ""]
    assert {index: problem.detail for index, problem in column.problems.items()} == {5: "no_digits", 6: "binary"}
    assert all(problem.field == "Label" for problem in column.problems.values())
    assert stored(field(T.PHONE, region="US"), "212-555-0123") == "+12125550123"
    assert refused(field(T.PHONE, strictness=Strictness.VALID), "12") == "too_short"


def test_blanks_are_none_without_a_problem() -> None:
    blanks: list[object] = [None, "", "  ", "\u00a0", float("nan"), Decimal("NaN"), b"", b"  "]
    for kind in T:
        column = check_column(field(kind, choices=("a",) if kind is T.CHOICE else ()), blanks)
        assert column.values == [None] * len(blanks)
        assert column.problems == {}


FIELDS = [
    field(T.TEXT),
    field(T.TEXT, max_length=3),
    field(T.TEXT, pattern=r"\w+"),
    field(T.LONG_TEXT),
    field(T.EMAIL),
    field(T.URL),
    field(T.INTEGER, minimum="-5", maximum="500"),
    field(T.DECIMAL, maximum="99.5"),
    field(T.DATE),
    field(T.DATE, date_format="dd-MM-yyyy", minimum="1950-01-01"),
    field(T.DATETIME),
    field(T.YES_NO),
    field(T.CHOICE, choices=("Red", "7", "ja")),
    field(T.PHONE),
]
VALUES = (
    st.none()
    | st.text(max_size=8)
    | st.text("0123456789-+. :/@aeT", max_size=20)
    | st.integers(-(10**25), 10**25)
    | st.integers(-10, 10)
    | st.floats()
    | st.decimals()
    | st.booleans()
    | st.binary(max_size=4)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC) | st.just(CEST))
    | st.times()
    | st.uuids()
    | st.dates().map(str)
    | st.datetimes().map(str)
    | st.emails()
    | st.sampled_from(["ja", "RED", "a\0b", "a\ud800", "020 7946 0123", "x" * 1_001])
)


@given(st.sampled_from(FIELDS), st.lists(VALUES, max_size=12))
def test_a_column_equals_its_values_one_by_one(given_field: Field, values: list[object]) -> None:
    column = check_column(given_field, values, region="GB")
    assert len(column.values) == len(values)
    for index, value in enumerate(values):
        one = check_value(given_field, value, region="GB")
        if isinstance(one, Problem):
            assert column.values[index] is None
            assert column.problems[index] == one
            assert "{" not in sentence(one, "da").replace(one.value, "")
        else:
            assert index not in column.problems
            assert column.values[index] == one
            assert type(column.values[index]) is type(one)


@given(
    st.sampled_from(FIELDS), st.lists(st.none() | st.text(max_size=6) | st.text("a\0\ud800 ", max_size=3), max_size=8)
)
def test_columns_of_texts_equal_their_values_one_by_one(given_field: Field, values: list[object]) -> None:
    column = check_column(given_field, values, region="GB")
    for index, value in enumerate(values):
        one = check_value(given_field, value, region="GB")
        assert column.problems.get(index, column.values[index]) == one


@given(st.sampled_from(FIELDS), VALUES)
def test_what_is_stored_is_stored_again_the_same(given_field: Field, value: object) -> None:
    one = check_value(given_field, value, region="GB")
    if isinstance(one, Problem) or one is None or given_field.date_format:
        return
    assert check_value(given_field, one, region="GB") == one
    assert display(given_field, one)
    assert search_text(given_field, one) == search_text(given_field, one).casefold()


def test_stored_values_are_shown() -> None:
    assert display(field(T.TEXT), None) == "–"
    assert display(field(T.INTEGER), 1234567) == "1,234,567"
    assert display(field(T.INTEGER), -1234, "da") == "−1.234"
    assert display(field(T.DECIMAL), "1234.5") == "1,234.5"
    assert display(field(T.DECIMAL), "1234.5", "da") == "1.234,5"
    assert display(field(T.DATE), "2025-11-03") == "3 Nov 2025"
    assert display(field(T.DATE), "2025-05-03", "da") == "3. maj 2025"
    assert display(field(T.DATE), "2025-11-03", "da") == "3. nov. 2025"
    copenhagen = ZoneInfo("Europe/Copenhagen")
    assert display(field(T.DATETIME), "2025-11-03T13:05:00Z", zone=copenhagen) == "3 Nov 2025 14:05"
    assert display(field(T.DATETIME), "2025-11-03T13:05:00", zone=copenhagen) == "3 Nov 2025 13:05"
    assert display(field(T.YES_NO), True, "da") == "Ja"
    assert display(field(T.PHONE), "+442079460123") == "+44 20 7946 0123"
    assert search_text(field(T.TEXT), "Straße") == "strasse"
    assert search_text(field(T.TEXT), None) == ""


def test_a_danish_number_with_a_float_of_a_driver() -> None:
    example = phonenumbers.example_number("DK")
    assert example is not None
    number = float(phonenumbers.national_significant_number(example))
    found = check_column(field(T.PHONE, region="DK"), [number])
    assert found.values == [f"+45{int(number)}"]
