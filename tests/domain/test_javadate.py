"""Java-style patterns: read strictly, written back the same (spec 2, Callback Date Format)."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.javadate import JavaPattern


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("yyyy/MM/dd HH:mm", "2026/01/05 09:30", datetime(2026, 1, 5, 9, 30)),
        ("yyyy/MM/dd HH:mm", "2026/1/5 9:30", datetime(2026, 1, 5, 9, 30)),
        ("yyyy/MM/dd HH:mm", "  2026/01/05 \t 09:30 ", datetime(2026, 1, 5, 9, 30)),
        ("yyyyMMddHHmmss", "20260105093000", datetime(2026, 1, 5, 9, 30)),
        ("dd-MMM-yy", "05-Oct-26", datetime(2026, 10, 5)),
        ("dd-MMM-yy", "5-okt.-26", datetime(2026, 10, 5)),
        ("d. MMMM yyyy", "5. maj 2026", datetime(2026, 5, 5)),
        ("d MMM, yyyy HH:mm:ss", "15 Apr, 2021 00:03:00", datetime(2021, 4, 15, 0, 3)),
        ("EEE d/M yyyy", "tor. 19/3 2026", datetime(2026, 3, 19)),
        ("EEEE d/M yyyy", "Thursday 19/3 2026", datetime(2026, 3, 19)),
        ("MM/dd/yyyy hh:mm a", "03/19/2026 12:05 AM", datetime(2026, 3, 19, 0, 5)),
        ("MM/dd/yyyy hh:mm a", "03/19/2026 12:05 p.m.", datetime(2026, 3, 19, 12, 5)),
        ("yyyy-MM-dd kk:mm", "2026-03-19 24:05", datetime(2026, 3, 19, 0, 5)),
        ("yyyy-MM-dd KK:mm a", "2026-03-19 00:05 PM", datetime(2026, 3, 19, 12, 5)),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2026-03-19T14:05:30.250", datetime(2026, 3, 19, 14, 5, 30, 250_000)),
        ("yyyy-MM-dd HH 'o''clock'", "2026-03-19 14 o'clock", datetime(2026, 3, 19, 14)),
        ("HH:mm", "9:30", datetime(1970, 1, 1, 9, 30)),
        ("yyyy-MM-dd HH:mmXXX", "2026-03-19 14:05Z", datetime(2026, 3, 19, 14, 5, tzinfo=UTC)),
        (
            "yyyy-MM-dd HH:mm Z",
            "2026-03-19 14:05 -0530",
            datetime(2026, 3, 19, 14, 5, tzinfo=timezone(-timedelta(hours=5, minutes=30))),
        ),
        (
            "yyyy-MM-dd HH:mm z",
            "2026-03-19 14:05 CEST",
            datetime(2026, 3, 19, 14, 5, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            "yyyy-MM-dd HH:mm z",
            "2026-07-19 14:05 Europe/Copenhagen",
            datetime(2026, 7, 19, 14, 5, tzinfo=ZoneInfo("Europe/Copenhagen")),
        ),
    ],
)
def test_a_text_that_fits_is_read(pattern: str, text: str, expected: datetime) -> None:
    found = JavaPattern.compile(pattern).parse(text)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("yyyy/MM/dd", "2026/13/01"),
        ("yyyy/MM/dd", "2026/02/30"),
        ("yyyy/MM/dd", "26/02/03"),
        ("yyyy/MM/dd", "12026/02/03"),
        ("yyyy/MM/dd", "2026/02/03x"),
        ("yyyy/MM/dd", "2026/02/03 10:00"),
        ("yyyy/MM/dd", "2026-02-03"),
        ("yyyy/MM/dd", ""),
        ("yyyyMMdd", "2026213"),
        ("yyyy/MM/dd HH:mm", "2026/02/03"),
        ("yyyy/MM/dd HH:mm", "2026/02/03 24:00"),
        ("yyyy/MM/dd HH:mm", "2026/02/03 10:60"),
        ("yyyy/MM/dd hh:mm a", "2026/02/03 13:00 PM"),
        ("EEE yyyy/MM/dd", "Mon 2026/02/03"),
        ("dd MMM yyyy", "03 Foo 2026"),
        ("yyyy/MM/dd XXX", "2026/02/03 +19:00"),
        ("yyyy/MM/dd XXX", "2026/02/03 +01:60"),
        ("yyyy/MM/dd z", "2026/02/03 Nowhere/Atall"),
        ("dd-MM-yy", "03-02-2026"),
    ],
)
def test_nothing_is_read_leniently(pattern: str, text: str) -> None:
    compiled = JavaPattern.compile(pattern)
    with pytest.raises(ValueError):  # noqa: PT011 - the wording is the caller's
        compiled.parse(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "empty"),
        ("yyyy-MM-dd Q", "“Q”"),
        ("YYYY-MM-dd", "“yyyy”"),
        ("yyyy-MM-DD", "“dd”"),
        ("yyyy/mm/dd", "“MM”"),
        ("yyyy-MM-dd hh:mm", "“HH”"),
        ("yyyy-MM-dd HH:ss", "minutes"),
        ("yyyy-MM-dd 'at HH:mm", "quote"),
        ("yyyy-MM", "year, month and day"),
        ("MM:ss", "year, month and day"),
        ("mm:ss", "neither"),
        ("ss", "neither"),
        ("yyyy-MM-dd yy", "twice"),
        ("yyyy-MM-dd HH kk", "twice"),
        ("yyyy-MM-dd X z", "twice"),
        ("yyyyMd", "“MM”"),
        ("a", "neither"),
        ("yyyyy-MM-dd", "“yyyyy”"),
    ],
)
def test_a_pattern_that_is_not_understood_says_why(pattern: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        JavaPattern.compile(pattern)
    assert words in str(refusal.value)


def test_what_a_pattern_tells() -> None:
    full = JavaPattern.compile("yyyy-MM-dd'T'HH:mm:ssXXX")
    assert (full.has_date, full.has_time, full.has_zone) == (True, True, True)
    assert full.example == "2026-03-19T14:05:30+01:00"
    day = JavaPattern.compile("d. MMMM yyyy")
    assert (day.has_date, day.has_time, day.has_zone) == (True, False, False)
    assert day.example == "19. March 2026"
    clock = JavaPattern.compile("HH:mm")
    assert (clock.has_date, clock.has_time) == (False, True)


def test_blanks_are_exact_when_asked() -> None:
    strict = JavaPattern.compile("yyyy/MM/dd HH:mm", strict_spaces=True)
    assert strict.parse("2026/01/05 09:30") == datetime(2026, 1, 5, 9, 30)
    with pytest.raises(ValueError, match="does not fit"):
        strict.parse("2026/01/05  09:30")


DATES = st.sampled_from(["yyyy/MM/dd", "dd-MM-yyyy", "d.M.yyyy", "dd MMM yyyy", "EEE, d MMMM uuuu", "yyyyMMdd"])
TIMES = st.sampled_from(
    ["HH:mm:ss.SSSSSS", "hh:mm:ss.SSSSSS a", "kk:mm:ss.SSSSSS", "H.m.s.SSSSSS", "KK:mm:ss:SSSSSS a"]
)
ZONES = st.sampled_from(["XXX", "XX", "X", "xxx", "Z", "z"])
OFFSETS = st.integers(-18 * 60, 18 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(DATES, TIMES, st.datetimes(min_value=datetime(1, 1, 1)))
def test_what_is_written_is_read_back(day: str, clock: str, moment: datetime) -> None:
    pattern = JavaPattern.compile(f"{day} {clock}")
    assert pattern.parse(pattern.format(moment)) == moment


@given(DATES, TIMES, ZONES, st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9998, 1, 1)), OFFSETS)
def test_zones_are_read_back(day: str, clock: str, zone: str, moment: datetime, offset: timezone) -> None:
    pattern = JavaPattern.compile(f"{day} {clock} {zone}")
    aware = moment.replace(tzinfo=offset)
    found = pattern.parse(pattern.format(aware))
    assert found == aware
    assert found.utcoffset() == aware.utcoffset()


@given(st.text("yuMLdHkhKmsSaEzZXx'/-: .T", max_size=14))
def test_every_pattern_compiles_or_is_refused_and_fits_its_own_example(text: str) -> None:
    try:
        pattern = JavaPattern.compile(text)
    except InvalidInput:
        return
    pattern.parse(pattern.example)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        JavaPattern.compile("yyyy-MM-dd HH:mm z").parse(text)
    except ValueError:
        return
