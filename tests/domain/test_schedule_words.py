"""Schedules read back in words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadadmin.domain.schedule import Schedule
from leadadmin.domain.schedule_words import in_words

WEEK = ["mon", "tue", "wed", "thu", "fri"]
MORNINGS = [{"day": day, "at": "08:00"} for day in WEEK]


@pytest.mark.parametrize(
    ("config", "english", "danish"),
    [
        (
            {"every": "5m", "between": "08:00-20:00", "days": WEEK},
            "Every 5 minutes, 08:00–20:00, Monday to Friday",
            "Hvert 5. minut, 08:00–20:00, mandag til fredag",
        ),
        ({"every": "1m"}, "Every minute", "Hvert minut"),
        ({"every": "90s"}, "Every 90 seconds", "Hvert 90. sekund"),
        ({"every": "1h"}, "Every hour", "Hver time"),
        ({"every": "36h"}, "Every 36 hours", "Hver 36. time"),
        ({"every": "1d", "days": ["sun", "sat"]}, "Every day, Saturday and Sunday", "Hver dag, lørdag og søndag"),
        ({"every": "2d"}, "Every 2 days", "Hver 2. dag"),
        (
            {"every": "30m", "days": ["mon", "wed", "sat", "sun"]},
            "Every 30 minutes, Monday, Wednesday, Saturday and Sunday",
            "Hvert 30. minut, mandag, onsdag, lørdag og søndag",
        ),
        (
            {"every": "30m", "days": ["mon", "thu", "fri", "sat"]},
            "Every 30 minutes, Monday and Thursday to Saturday",
            "Hvert 30. minut, mandag og torsdag til lørdag",
        ),
        ({"every": "30m", "days": [*WEEK, "sat", "sun"]}, "Every 30 minutes", "Hvert 30. minut"),
        ({"every": "30m", "between": "22:00-02:00"}, "Every 30 minutes, 22:00–02:00", "Hvert 30. minut, 22:00–02:00"),
        ({"every": "30m", "between": "08:00-24:00"}, "Every 30 minutes, 08:00–24:00", "Hvert 30. minut, 08:00–24:00"),
        (
            {"weekly": [{"day": "mon", "at": "08:00"}, {"day": "thu", "at": "08:00"}]},
            "Monday and Thursday at 08:00",
            "Mandag og torsdag kl. 08:00",
        ),
        (
            {"weekly": [*MORNINGS, {"day": "mon", "at": "12:30"}]},
            "Monday at 08:00 and 12:30; Tuesday to Friday at 08:00",
            "Mandag kl. 08:00 og 12:30; tirsdag til fredag kl. 08:00",
        ),
        (
            {"weekly": [*MORNINGS, {"day": "sat", "at": "08:00"}, {"day": "sun", "at": "08:00"}]},
            "Every day at 08:00",
            "Hver dag kl. 08:00",
        ),
        ({"cron": "0 8 * * 1-5"}, "At 08:00, Monday to Friday", "Kl. 08:00, mandag til fredag"),
        ({"cron": "0 15 * * 0"}, "At 15:00, only on Sunday", "Kl. 15:00, kun søndag"),
        (
            {"cron": "*/5 * * * *", "between": "08:00-20:00", "days": ["mon"]},
            "Every 5 minutes, 08:00–20:00, Monday",
            "Hvert 5. minut, 08:00–20:00, mandag",
        ),
        (
            {"cron": "0 0 13 * fri"},
            "At 00:00, on day 13 of the month, or on Friday",
            "Kl. 00:00, på dag 13 i måneden, eller fredag",
        ),
        (
            {"cron": "0 0 */2 * fri"},
            "At 00:00, every 2 days, and only on Friday",
            "Kl. 00:00, hver 2. dag, og kun fredag",
        ),
        (
            {"cron": "0 8,*/6 * * */2"},
            "At 00:00, 06:00, 08:00, 12:00 and 18:00, only on Sunday, Tuesday, Thursday and Saturday",
            "Kl. 00:00, 06:00, 08:00, 12:00 og 18:00, kun søndag, tirsdag, torsdag og lørdag",
        ),
        ({"cron": "@monthly"}, "At 00:00, on day 1 of the month", "Kl. 00:00, på dag 1 i måneden"),
        (
            {"cron": "0 9 1 5 *"},
            "At 09:00, on day 1 of the month, only in May",
            "Kl. 09:00, på dag 1 i måneden, kun i maj",
        ),
    ],
)
def test_in_words(config: dict[str, Any], english: str, danish: str) -> None:
    schedule = Schedule.from_config(config)
    assert in_words(schedule) == english
    assert in_words(schedule, "da") == danish


def test_the_words_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert in_words(Schedule.from_config({"cron": "30 17 * * *"})) == "At 17:30"


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    one = st.integers(least, most).map(str)
    ends = st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)
    part = (
        one
        | ends.map(lambda pair: f"{pair[0]}-{pair[1]}")
        | st.integers(1, 9).map(lambda step: f"*/{step}")
        | st.tuples(one, st.integers(1, 9)).map(lambda pair: f"{pair[0]}/{pair[1]}")
    )
    return st.just("*") | st.lists(part, min_size=1, max_size=3).map(",".join)


@settings(deadline=None)
@given(st.tuples(numbers(0, 59), numbers(0, 23), numbers(1, 28), numbers(1, 12), numbers(0, 6)).map(" ".join))
def test_every_cron_expression_has_words(expression: str) -> None:
    words = in_words(Schedule(cron=expression))
    assert words
    assert "%s" not in words
    assert "None" not in words
