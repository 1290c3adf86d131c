"""Schedules: what the configuration file says, the slots, and the two days a year that are not 24 hours long."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.schedule import Schedule, Weekday, WeeklyTime
from leadadmin.domain.spans import parse_span

COPENHAGEN = "Europe/Copenhagen"
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(moment: datetime | None, zone: str = COPENHAGEN) -> str:
    assert moment is not None
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %H:%M %z}"


def read(**config: Any) -> Schedule:
    return Schedule.from_config(config)


@pytest.mark.parametrize(
    "config",
    [
        {"every": "5m"},
        {"every": "30s", "between": "08:00-20:00", "days": ["mon", "fri"], "time_zone": COPENHAGEN},
        {"every": "2h"},
        {"every": "1d"},
        {"every": "90m"},
        {"cron": "0 8 * * 1-5", "between": "22:00-02:00"},
        {"weekly": [{"day": "mon", "at": "08:00"}, {"day": "thu", "at": "17:30"}]},
    ],
)
def test_the_configuration_file_is_read_and_written_back(config: dict[str, Any]) -> None:
    if config.get("between") == "22:00-02:00":
        config = config | {"cron": "0 23 * * 1-5"}
    assert Schedule.from_config(config).to_config() == config


def test_other_spellings_are_taken() -> None:
    assert read(every="60m", between="8:00 – 24:00", days="Monday") == Schedule(
        every=timedelta(hours=1), between=(time(8), time()), days=frozenset({Weekday.MONDAY})
    )
    assert read(weekly=[{"day": "Tuesday", "at": time(8, 30)}, {"day": "mon", "at": "8:00"}]).weekly == (
        WeeklyTime(Weekday.MONDAY, time(8)),
        WeeklyTime(Weekday.TUESDAY, time(8, 30)),
    )


@pytest.mark.parametrize(
    ("config", "key", "words"),
    [
        ({}, "every", "needs one of"),
        ({"every": "5m", "cron": "* * * * *"}, "every", "needs one of"),
        ({"every": "9s"}, "every", "10 seconds"),
        ({"every": "400d"}, "every", "366 days"),
        ({"every": "often"}, "every", "not a time span"),
        ({"every": "5m", "between": "08:00"}, "between", "from when until when"),
        ({"every": "5m", "between": "25:00-26:00"}, "between", "not a time of day"),
        ({"every": "5m", "between": "08:00-08:00"}, "between", "same time"),
        ({"every": "1d", "between": "08:00-08:30"}, "between", "Use weekly times"),
        ({"every": "5m", "days": ["someday"]}, "days", "not a day of the week"),
        ({"every": "5m", "time_zone": "Europe/Atlantis"}, "time_zone", "not a time zone"),
        ({"every": "5m", "evry": "5m"}, "evry", "no key"),
        ({"weekly": [{"day": "mon"}]}, "weekly", "does not fit"),
        ({"weekly": 5}, "weekly", "does not fit"),
        ({"weekly": [{"day": "mon", "at": "8"}]}, "weekly", "not a time of day"),
        ({"weekly": [{"day": "mon", "at": "08:00"}], "days": ["tue"]}, "days", "never runs"),
        ({"cron": "0 3 * * *", "between": "08:00-20:00"}, "between", "never runs"),
        ({"cron": "0 8 * *"}, "cron", "five fields"),
        ({"cron": "0 0 8 * * *"}, "cron", "five fields"),
        ({"cron": "61 8 * * *"}, "cron", "“61” is not a minute"),
        ({"cron": "0 8 L * *"}, "cron", "“l” is not a day of the month"),
        ({"cron": "0 8 * * mon#2"}, "cron", "not understood as a day of the week"),
        ({"cron": "0 8 * * fri-mon"}, "cron", "ends before it begins"),
        ({"cron": "*/0 8 * * *"}, "cron", "step"),
        ({"cron": "*-5 8 * * *"}, "cron", "not understood as a minute"),
        ({"cron": "0 8 30 2 *"}, "cron", "never runs"),
    ],
)
def test_what_makes_no_sense_is_said(config: dict[str, Any], key: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Schedule.from_config(config)
    assert list(caught.value.problems) == [key]
    assert words in caught.value.problems[key]


def test_intervals_fall_on_round_times_of_the_zone() -> None:
    every = read(every="5m", time_zone="Asia/Kolkata")
    assert every.next_after(utc("2026-03-10T12:01:30")) == utc("2026-03-10T12:05")
    assert every.next_after(utc("2026-03-10T12:05")) == utc("2026-03-10T12:10")
    hourly = read(every="1h", time_zone="Asia/Kolkata")
    assert local(hourly.next_after(utc("2026-03-10T12:01")), "Asia/Kolkata") == "Tue 10 18:00 +0530"


def test_the_hours_and_days_of_an_interval() -> None:
    office = read(every="5m", between="08:00-20:00", days=["mon", "tue", "wed", "thu", "fri"], time_zone=COPENHAGEN)
    assert [local(one) for one in office.next_times(utc("2026-03-13T18:52"), 4)] == [
        "Fri 13 19:55 +0100",
        "Fri 13 20:00 +0100",
        "Mon 16 08:00 +0100",
        "Mon 16 08:05 +0100",
    ]


def test_hours_over_midnight_belong_to_the_day_they_begin_on() -> None:
    night = read(every="2h", between="22:00-02:00", days=["fri"], time_zone=COPENHAGEN)
    assert [local(one) for one in night.next_times(utc("2026-03-12T12:00"), 4)] == [
        "Fri 13 22:00 +0100",
        "Sat 14 00:00 +0100",
        "Sat 14 02:00 +0100",
        "Fri 20 22:00 +0100",
    ]


def test_a_day_is_24_hours_whatever_the_clock_does() -> None:
    daily = read(every="1d", between="08:00-20:00", time_zone=COPENHAGEN)
    assert [local(one) for one in daily.next_times(utc("2026-03-28T00:00"), 2)] == [
        "Sat 28 08:00 +0100",
        "Sun 29 09:00 +0200",
    ]


@pytest.mark.parametrize("zone", [COPENHAGEN, "Australia/Melbourne", "America/New_York", "Pacific/Apia"])
@pytest.mark.parametrize("every", ["1d", "2d", "7d", "12h"])
def test_long_intervals_come_all_year_round(zone: str, every: str) -> None:
    schedule = read(every=every, between="08:00-09:00", days=["tue", "wed"], time_zone=zone)
    times = schedule.next_times(utc("2026-01-01T00:00"), 60)
    assert len(times) == 60
    assert max(b - a for a, b in itertools.pairwise(times)) <= timedelta(days=14)


def test_a_time_that_does_not_exist_runs_at_the_first_instant_after() -> None:
    weekly = read(weekly=[{"day": "sun", "at": "02:30"}], time_zone=COPENHAGEN)
    assert [local(one) for one in weekly.next_times(utc("2026-03-22T12:00"), 2)] == [
        "Sun 29 03:00 +0200",
        "Sun 05 02:30 +0200",
    ]
    cron = read(cron="*/20 * * * *", time_zone=COPENHAGEN)
    assert [local(one) for one in cron.next_times(utc("2026-03-29T00:40"), 2)] == [
        "Sun 29 03:00 +0200",
        "Sun 29 03:20 +0200",
    ]


def test_a_time_that_exists_twice_runs_once() -> None:
    cron = read(cron="30 2 * * *", time_zone=COPENHAGEN)
    assert [local(one) for one in cron.next_times(utc("2026-10-24T12:00"), 2)] == [
        "Sun 25 02:30 +0200",
        "Mon 26 02:30 +0100",
    ]
    assert local(cron.next_after(utc("2026-10-25T00:45"))) == "Mon 26 02:30 +0100"


def test_hours_that_come_twice_are_open_twice() -> None:
    """Intervals count in UTC, so the repeated hour has slots of its own."""
    before = read(every="15m", between="01:45-02:15", time_zone=COPENHAGEN)
    after = read(every="15m", between="02:45-03:45", time_zone=COPENHAGEN)
    start = utc("2026-10-24T23:30")
    assert [local(one) for one in before.next_times(start, 6)] == [
        "Sun 25 01:45 +0200",
        "Sun 25 02:00 +0200",
        "Sun 25 02:15 +0200",
        "Sun 25 02:00 +0100",
        "Sun 25 02:15 +0100",
        "Mon 26 01:45 +0100",
    ]
    assert [local(one) for one in after.next_times(start, 3)] == [
        "Sun 25 02:45 +0200",
        "Sun 25 02:45 +0100",
        "Sun 25 03:00 +0100",
    ]


def test_a_day_that_never_was_runs_at_the_first_instant_after() -> None:
    """Samoa had no 30 December 2011."""
    weekly = read(weekly=[{"day": "fri", "at": "12:00"}], time_zone="Pacific/Apia")
    assert weekly.next_after(utc("2011-12-29T00:00")) == utc("2011-12-30T10:00")


@pytest.mark.parametrize(
    ("expression", "after", "times"),
    [
        ("0 8 * * 1-5", "2026-03-13T12:00", ["Mon 16 08:00", "Tue 17 08:00"]),
        ("0 8 * * 0", "2026-03-13T12:00", ["Sun 15 08:00", "Sun 22 08:00"]),
        ("0 8 * * 7", "2026-03-13T12:00", ["Sun 15 08:00", "Sun 22 08:00"]),
        ("0 8 * * sat-sun", "2026-03-13T12:00", ["Sat 14 08:00", "Sun 15 08:00", "Sat 21 08:00"]),
        ("0 8 * * MON,Fri", "2026-03-13T12:00", ["Mon 16 08:00", "Fri 20 08:00"]),
        ("0 8 * * */3", "2026-03-13T12:00", ["Sat 14 08:00", "Sun 15 08:00", "Wed 18 08:00"]),
        ("0 0 13 * fri", "2026-03-12T12:00", ["Fri 13 00:00", "Fri 20 00:00", "Fri 27 00:00", "Fri 03 00:00"]),
        ("0 0 */2 * fri", "2026-03-12T12:00", ["Fri 13 00:00", "Fri 27 00:00"]),
        ("5/20 8 * * *", "2026-03-12T00:00", ["Thu 12 08:05", "Thu 12 08:25", "Thu 12 08:45", "Fri 13 08:05"]),
        ("0 0 29 feb *", "2026-03-12T00:00", ["Tue 29 00:00", "Sun 29 00:00"]),
        ("@weekly", "2026-03-12T00:00", ["Sun 15 00:00"]),
        ("0 9 31 * *", "2026-04-01T00:00", ["Sun 31 09:00", "Fri 31 09:00"]),
    ],
)
def test_cron_expressions(expression: str, after: str, times: list[str]) -> None:
    found = read(cron=expression).next_times(utc(after), len(times))
    assert [f"{one:%a %d %H:%M}" for one in found] == times


def test_missed_slots_are_counted_up_to_a_limit() -> None:
    schedule = read(every="5m")
    assert schedule.slots_missed(utc("2026-03-10T12:00"), utc("2026-03-10T12:04")) == 0
    assert schedule.slots_missed(utc("2026-03-10T12:00"), utc("2026-03-10T12:05")) == 1
    assert schedule.slots_missed(utc("2026-03-10T12:00"), utc("2026-03-10T16:10")) == 50
    hourly = Schedule(cron="0 * * * *")
    assert hourly.slots_missed(utc("2020-01-01T00:00"), utc("2026-03-10T16:10"), limit=99) == 99


def test_moments_need_a_zone_and_may_be_in_any() -> None:
    schedule = read(every="5m")
    with pytest.raises(ValueError, match="aware"):
        schedule.next_after(datetime(2026, 3, 10, 12))
    there = datetime(2026, 3, 10, 13, 1, tzinfo=ZoneInfo(COPENHAGEN))
    assert schedule.next_after(there) == utc("2026-03-10T12:05")


# Days around changes of the clock, by zone.
CHANGES = {
    COPENHAGEN: ("2026-03-29", "2026-10-25"),
    "Australia/Melbourne": ("2026-04-05", "2026-10-04"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
}
CLOCKS = st.builds(time, st.integers(0, 4) | st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
DAYS = st.frozensets(st.sampled_from(Weekday), min_size=0, max_size=7)


@st.composite
def around_a_change(draw: st.DrawFn) -> tuple[str, datetime]:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    day = draw(st.sampled_from(CHANGES[zone]))
    return zone, utc(day) - timedelta(hours=20) + draw(st.integers(0, 30 * 60)) * MINUTE


@st.composite
def windows(draw: st.DrawFn) -> tuple[tuple[time, time] | None, frozenset[Weekday]]:
    between = draw(st.none() | st.tuples(CLOCKS, CLOCKS).filter(lambda pair: pair[0] != pair[1]))
    return between, draw(DAYS)


def possible(**arguments: Any) -> Schedule:
    """The schedule; examples that make none are passed over."""
    try:
        return Schedule(**arguments)
    except InvalidInput:
        reject()


def is_open(wall: datetime, between: tuple[time, time] | None, days: frozenset[Weekday]) -> bool:
    """The rule of windows once more, told in another way: the day on which an open window began is allowed."""
    if between is None:
        return not days or wall.weekday() in days
    for back in (0, 1):
        start = datetime.combine(wall.date() - timedelta(days=back), between[0])
        end = datetime.combine(start.date(), between[1])
        if end < start:
            end += timedelta(days=1)
        if start <= wall <= end:
            return not days or start.weekday() in days
    return False


@settings(deadline=None, max_examples=100)
@given(
    around_a_change(),
    windows(),
    st.sampled_from(["1m", "7m", "15m", "45m", "1h", "2h", "5h", "1d"]),
)
def test_intervals_equal_stepping_through_the_grid(
    place: tuple[str, datetime], window: tuple[tuple[time, time] | None, frozenset[Weekday]], every: str
) -> None:
    (zone, start), (between, days) = place, window
    step = parse_span(every)
    schedule = possible(every=step, between=between, days=days, time_zone=zone)
    first = schedule.next_after(start)
    assert first is not None
    expected = []
    slot = first - ((first - start) // step) * step
    while slot <= start + timedelta(days=3):
        if slot > start and is_open(slot.astimezone(ZoneInfo(zone)).replace(tzinfo=None), between, days):
            expected.append(slot)
        slot += step
    found = schedule.next_times(start, len(expected) + 1)
    assert list(found[: len(expected)]) == expected
    assert found[-1] > start + timedelta(days=3)
    assert all(a < b for a, b in itertools.pairwise(found))


def stepped(zone: str, start: datetime, end: datetime) -> Iterator[tuple[datetime, list[datetime]]]:
    """Every minute with the times the clock passes for the first time: several after a gap, none when repeated."""
    there = ZoneInfo(zone)
    begin = start.replace(second=0, microsecond=0) - timedelta(hours=3)
    seen = begin.astimezone(there).replace(tzinfo=None, fold=0)
    moment = begin
    while moment < end:
        moment += MINUTE
        wall = moment.astimezone(there).replace(tzinfo=None, fold=0)
        passed = [seen + count * MINUTE for count in range(1, int((wall - seen) / MINUTE) + 1)]
        seen = max(seen, wall)
        if moment > start:
            yield moment, passed


@st.composite
def wall_times(draw: st.DrawFn) -> tuple[dict[str, Any], Any]:
    """A weekly or cron schedule and a rule that says of a wall time whether it is meant."""
    if draw(st.booleans()):
        days = draw(st.lists(st.tuples(st.sampled_from(Weekday), CLOCKS), min_size=1, max_size=8))
        pairs = {(int(day), at) for day, at in days}
        weekly = tuple(WeeklyTime(day, at) for day, at in days)
        return {"weekly": weekly}, lambda wall: (wall.weekday(), wall.time()) in pairs
    minutes = draw(st.sets(st.integers(0, 59), min_size=1, max_size=3))
    hours = draw(st.sets(st.integers(0, 4) | st.integers(0, 23), min_size=1, max_size=4))
    weekdays = draw(st.sets(st.integers(0, 7), max_size=4))  # cron's: Sunday is 0 and 7
    month_days = draw(st.sets(st.integers(1, 31), max_size=5))
    fields = [minutes, hours, month_days, set(), weekdays]
    expression = " ".join(",".join(map(str, sorted(field))) or "*" for field in fields)

    def meant(wall: datetime) -> bool:
        if wall.minute not in minutes or wall.hour not in hours:
            return False
        by_weekday = bool(weekdays & ({wall.isoweekday(), 0} if wall.isoweekday() == 7 else {wall.isoweekday()}))
        by_day = wall.day in month_days
        if weekdays and month_days:
            return by_weekday or by_day
        return by_weekday if weekdays else by_day if month_days else True

    return {"cron": expression}, meant


@settings(deadline=None, max_examples=100)
@given(around_a_change(), windows(), wall_times())
def test_wall_clocks_equal_stepping_through_the_minutes(
    place: tuple[str, datetime], window: tuple[tuple[time, time] | None, frozenset[Weekday]], rule: Any
) -> None:
    (zone, start), (between, days), (kind, meant) = place, window, rule
    schedule = possible(**kind, between=between, days=days, time_zone=zone)
    end = start + timedelta(days=3)
    expected = [
        moment
        for moment, walls in stepped(zone, start, end)
        if any(meant(wall) and is_open(wall, between, days) for wall in walls)
    ]
    found = schedule.next_times(start, len(expected) + 1)
    assert list(found[: len(expected)]) == expected
    assert all(slot > end for slot in found[len(expected) :])


def test_the_29th_of_february_on_one_weekday_is_found() -> None:
    rare = read(cron="0 0 29 2 *", days=["mon"])
    found = rare.next_after(utc("2024-03-01T00:00"))
    assert found is not None
    assert found.date() == date(2044, 2, 29)


@pytest.mark.parametrize("every", ["10s", "7m", "1d"])
def test_slots_of_plain_intervals_are_counted_whole(every: str) -> None:
    schedule = Schedule.from_config({"every": every})
    start = datetime(2026, 11, 20, 17, 0, 3, tzinfo=UTC)
    for later in (timedelta(), timedelta(seconds=7), timedelta(hours=5)):
        one_by_one = sum(1 for slot in schedule.next_times(start, 2_000) if slot <= start + later)
        assert schedule.slots_missed(start, start + later) == one_by_one
    assert Schedule.from_config({"every": "10s"}).slots_missed(start, start + timedelta(days=30)) == 259_200
    assert schedule.slots_missed(start, start - timedelta(days=1)) == 0
