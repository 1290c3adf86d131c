"""When an injector runs: every so often, at times of the week, or by a cron expression (spec 2, Frequency).

**Interval schedules count in UTC** on one fixed grid, so that every desktop computes the same slots: it starts when the
window opens (or at midnight) in the time zone, standard time, on the first allowed day from 1 January 2024. An interval
of a day therefore comes an hour later by the clock while daylight saving time holds. **Wall-clock schedules** follow
the time zone: a time that does not exist runs at the first instant after, one that exists twice runs once, the first
time. `between` and `days` narrow either: they look at the clock of the time zone, for wall-clock schedules at the time
that was asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from leadadmin.domain.campaign import check_time_zone
from leadadmin.domain.cron import parse_cron
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.spans import parse_span, span_text
from leadadmin.domain.wall_clock import Window, moment_of, wall_of
from leadadmin.domain.weekdays import ALL_DAYS, Weekday

__all__ = ["Schedule", "Weekday", "WeeklyTime"]

SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(days=366)
HORIZON = timedelta(days=366 * 30)
"""How far ahead a next time is looked for: a 29 February that falls on one weekday comes every 28 years."""

MOST_COUNTED = 10_000
"""Slots that are counted one by one: a week of every minute, which takes two seconds."""

_KEYS = ("every", "weekly", "cron", "between", "days", "time_zone")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, order=True)
class WeeklyTime:
    """A time of a day of the week, on the clock of the schedule's time zone."""

    day: Weekday
    at: time


@dataclass(frozen=True, slots=True)
class Schedule:
    """Exactly one of `every`, `weekly` and `cron`; making one that makes no sense raises InvalidInput.

    `between` are hours of the day, both ends included, maybe over midnight; `days` empty: every day; `time_zone` is an
    IANA name, empty: UTC.
    """

    every: timedelta | None = None
    weekly: tuple[WeeklyTime, ...] = ()
    cron: str = ""
    between: tuple[time, time] | None = None
    days: frozenset[Weekday] = frozenset()
    time_zone: str = ""

    def __post_init__(self) -> None:
        problems = dict(_problems(self))
        if not problems and self.every is None and self.next_after(datetime(2024, 1, 1, tzinfo=UTC)) is None:
            problems["between" if self.between else "days"] = (
                "This schedule never runs: none of its times is in these hours and on these days."
            )
        if problems:
            raise InvalidInput(problems)

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Schedule":
        """From the keys of the configuration file (spec 5); raises InvalidInput with a sentence for each key."""
        problems = {key: f"A schedule has no key “{key}”." for key in config if key not in _KEYS}
        read: dict[str, Any] = {}
        for key, reader in _READERS.items():
            if config.get(key) in (None, "", []):
                continue
            try:
                read[key] = reader(config[key])
            except (ValueError, TypeError, KeyError) as wrong:
                known = isinstance(wrong, ValueError)
                problems[key] = str(wrong) if known else f"“{config[key]}” does not fit {key}."
        if problems:
            raise InvalidInput(problems)
        return cls(**read)

    def to_config(self) -> dict[str, Any]:
        """The keys that `from_config` reads back, without what is default."""
        config: dict[str, Any] = {}
        if self.every is not None:
            config["every"] = span_text(self.every)
        if self.weekly:
            config["weekly"] = [{"day": one.day.code, "at": f"{one.at:%H:%M}"} for one in self.weekly]
        if self.cron:
            config["cron"] = self.cron
        if self.between:
            config["between"] = "-".join(f"{one:%H:%M}" for one in self.between)
        if self.days:
            config["days"] = [day.code for day in sorted(self.days)]
        if self.time_zone:
            config["time_zone"] = self.time_zone
        return config

    @property
    def window(self) -> Window:
        """The hours and days in which the schedule runs."""
        return Window(self.between, self.days or ALL_DAYS, _zone(self.time_zone) or ZoneInfo("UTC"))

    def next_after(self, moment: datetime) -> datetime | None:
        """The first slot after an aware moment, in UTC; None when there is none within 30 years."""
        if moment.tzinfo is None:
            raise ValueError("a schedule needs an aware moment")
        moment = moment.astimezone(UTC)
        if self.every is not None:
            return _next_in_grid(self.every, self.window, moment)
        return _next_on_clock(self, self.window, moment)

    def next_times(self, after: datetime, count: int) -> tuple[datetime, ...]:
        """The next `count` slots after an aware moment, fewer when the schedule has no more."""
        times: list[datetime] = []
        while len(times) < count and (found := self.next_after(times[-1] if times else after)):
            times.append(found)
        return tuple(times)

    def slots_missed(self, last_considered: datetime, now: datetime, limit: int = MOST_COUNTED) -> int:
        """How many slots lie after `last_considered` up to and including `now`, counted up to `limit`.

        They give one catch-up run (spec 2, A run: Missed slots). Intervals without hours and days are counted whole:
        every ten seconds over a weekend is much, and no work to count.
        """
        if self.every is not None and self.window.is_always:
            anchor = _anchor(self.window)
            return max(0, (now - anchor) // self.every - (last_considered - anchor) // self.every)
        missed, slot = 0, self.next_after(last_considered)
        while slot is not None and slot <= now and missed < limit:
            missed += 1
            slot = self.next_after(slot)
        return missed


def _problems(schedule: Schedule) -> Iterator[tuple[str, str]]:
    kinds = [schedule.every is not None, bool(schedule.weekly), bool(schedule.cron)]
    if sum(kinds) != 1:
        yield "every", "A schedule needs one of: every so often, weekly times, or a cron expression."
    if schedule.every is not None:
        yield from _interval_problems(schedule, schedule.every)
    if schedule.cron:
        try:
            parse_cron(schedule.cron)
        except ValueError as wrong:
            yield "cron", str(wrong)
    if schedule.between and schedule.between[0] == schedule.between[1]:
        yield "between", "The hours begin and end at the same time; leave them out to run all day."
    if schedule.time_zone and _zone(schedule.time_zone) is None:
        yield "time_zone", check_time_zone(schedule.time_zone)


def _interval_problems(schedule: Schedule, every: timedelta) -> Iterator[tuple[str, str]]:
    if not SHORTEST <= every <= LONGEST:
        yield "every", f"“{span_text(every)}” is not between 10 seconds and 366 days."
    elif every.microseconds:
        yield "every", "An interval is a whole number of seconds."
    window = Window(schedule.between, ALL_DAYS, ZoneInfo("UTC"))
    if window.length < min(every, _HOUR):
        yield (
            "between",
            (
                "These hours are shorter than the interval and than an hour, so that with daylight saving time no run "
                "would fall into them. Use weekly times instead."
            ),
        )


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    """The zone called `name`; None when there is none, or no name."""
    return ZoneInfo(name) if name and not check_time_zone(name) else None


@lru_cache(maxsize=256)
def _anchor(window: Window) -> datetime:
    """The first slot of the grid of an interval, see the module's text."""
    noons = (datetime(2024, month, 1, 12, tzinfo=window.zone) for month in (1, 7))
    standard = min(noon.utcoffset() or timedelta() for noon in noons)
    day = next(d for d in (datetime(2024, 1, 1 + ahead) for ahead in range(7)) if d.weekday() in window.days)
    return datetime.combine(day, window.start, UTC) - standard


def _next_in_grid(every: timedelta, window: Window, moment: datetime) -> datetime | None:
    anchor = _anchor(window)
    slot = anchor + ((moment - anchor) // every + 1) * every
    while not window.is_always and not window.holds(wall_of(slot, window.zone)):
        opening = window.opens_after(slot)
        if opening - moment > HORIZON:
            return None
        slot = anchor - ((anchor - opening) // every) * every
    return slot


def _next_on_clock(schedule: Schedule, window: Window, moment: datetime) -> datetime | None:
    now = wall_of(moment, window.zone)
    for wall in _walls_from(schedule, window, now):
        if wall > now and window.holds(wall):
            slot = moment_of(wall, window.zone)
            if slot > moment:
                return slot
    return None


def _walls_from(schedule: Schedule, window: Window, now: datetime) -> Iterator[datetime]:
    """The times of the schedule from the day of `now` on, by the clock, in order."""
    cron = parse_cron(schedule.cron) if schedule.cron else None
    times = [at for at in cron.times if window.holds_time(at)] if cron else []
    if cron and not times:
        return
    for ahead in range(HORIZON.days):
        day = now.date() + timedelta(days=ahead)
        if cron is None:
            times = sorted({one.at for one in schedule.weekly if one.day == day.weekday()})
        elif not cron.matches(day):
            continue
        for at in times:
            yield datetime.combine(day, at)


def _read_clock(value: object) -> time:
    """A time of day from “08:00” or a TOML time; raises ValueError."""
    found = _CLOCK.fullmatch(str(value).strip())
    if found is None:
        raise ValueError(f"“{value}” is not a time of day; use a form such as 08:00.")
    return time(int(found[1]), int(found[2]))


def _read_between(value: object) -> tuple[time, time]:
    start, dash, end = str(value).replace("–", "-").partition("-")
    if not dash:
        raise ValueError(f"“{value}” does not say from when until when; use a form such as 08:00-20:00.")
    return _read_clock(start), time() if end.strip() == "24:00" else _read_clock(end)


def _read_weekly(value: Any) -> tuple[WeeklyTime, ...]:
    return tuple(sorted({WeeklyTime(Weekday.parse(one["day"]), _read_clock(one["at"])) for one in value}))


def _read_days(value: Any) -> frozenset[Weekday]:
    return frozenset(map(Weekday.parse, [value] if isinstance(value, str) else value))


_READERS: Mapping[str, Any] = {
    "every": parse_span,
    "weekly": _read_weekly,
    "cron": str,
    "between": _read_between,
    "days": _read_days,
    "time_zone": str,
}
