"""Numbers, times and durations in words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QLocale

from leadadmin.ui import formats

DANISH = QLocale(QLocale.Language.Danish, QLocale.Country.Denmark)
NOW = datetime(2025, 11, 20, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "says"), [(8964, "8,964"), (0, "0"), (-2, "−2"), (None, "–"), (1_000_000, "1,000,000")]
)
def test_numbers(value: int | None, says: str) -> None:
    assert formats.number(value) == says


def test_numbers_by_locale() -> None:
    assert formats.number(8964, locale=DANISH) == "8.964"
    assert formats.number(7.91, 1, DANISH) == "7,9"


@pytest.mark.parametrize(("share", "says"), [(0.464, "46%"), (0.0, "0%"), (None, "–"), (1.0, "100%")])
def test_percent(share: float | None, says: str) -> None:
    assert formats.percent(share) == says


def test_percent_with_a_decimal() -> None:
    assert formats.percent(0.0791, 1) == "7.9%"


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (NOW, "today 14:05"),
        (NOW - timedelta(hours=19, minutes=25), "yesterday 18:40"),
        (NOW + timedelta(days=1), "tomorrow 14:05"),
        (NOW + timedelta(days=4), "Mon 24 Nov"),
        (datetime(2024, 11, 3, tzinfo=UTC), "3 Nov 2024"),
        (None, "–"),
    ],
)
def test_when(moment: datetime | None, says: str) -> None:
    assert formats.when(moment, NOW) == says


@pytest.mark.parametrize(
    ("passed", "says"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=22, seconds=50), "22 min ago"),
        (timedelta(hours=2, minutes=10), "2 h ago"),
        (timedelta(hours=25), "yesterday 13:05"),
        (timedelta(minutes=-5), "today 14:10"),
    ],
)
def test_ago(passed: timedelta, says: str) -> None:
    assert formats.ago(NOW - passed, NOW) == says


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (0.038, "38 ms"),
        (0.2, "0.2 s"),
        (0.9, "0.9 s"),
        (2, "2 s"),
        (9.96, "10 s"),
        (59, "59 s"),
        (59.7, "1 min"),
        (240, "4 min"),
        (9480, "2 h 38 min"),
        (7200, "2 h"),
        (273_600, "3 d 4 h"),
        (None, "–"),
        (0, "0 ms"),
    ],
)
def test_durations(seconds: float | None, says: str) -> None:
    assert formats.duration(seconds) == says


def test_the_exact_time_has_seconds_and_zone() -> None:
    zone = timezone(timedelta(hours=1), "CET")
    assert formats.exact(datetime(2025, 11, 20, 14, 2, 7, tzinfo=zone)) == "20 Nov 2025 14:02:07 CET"


def test_counts_and_lists() -> None:
    assert formats.count(1, "lead", "leads") == "1 lead"
    assert formats.count(8964, "lead", "leads") == "8,964 leads"
    assert formats.listed(["a", "b", "c"]) == "a, b and c"
