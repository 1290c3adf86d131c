"""Cron expressions of five fields: minute, hour, day of the month, month, day of the week.

As crontab(5) describes them: lists, ranges, steps, names of months and days, 0 and 7 for Sunday. When both days are
restricted (neither field begins with a star), either may match. @hourly, @daily, @weekly, @monthly and @yearly are
known. What other programs add (L, W, #, seconds, years) is refused by name.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

_MONTHS = {name.lower(): number for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}  # fmt: skip
_DAYS = {name: number for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}
_SHORT = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_PART = re.compile(r"(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:/([0-9]+))?")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One field: its name, least and greatest number, and names for numbers."""

    name: str
    least: int
    most: int
    names: dict[str, int]


_UNITS = (
    _Unit("minute", 0, 59, {}),
    _Unit("hour", 0, 23, {}),
    _Unit("day of the month", 1, 31, {}),
    _Unit("month", 1, 12, _MONTHS),
    _Unit("day of the week", 0, 7, _DAYS),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """An expression that was understood; made by `parse_cron`.

    `expression` has its five fields with mixtures of lists and steps written out as numbers, for reading aloud.
    `times` are the times of a matching day in order; `weekdays` count as `date.weekday` does (Monday is 0).
    """

    expression: str
    times: tuple[time, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def matches(self, day: date) -> bool:
        """Whether the expression has times on `day`."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.weekday() in self.weekdays
        return by_day or by_weekday if self.either_day else by_day and by_weekday


@lru_cache(maxsize=256)
def parse_cron(text: str) -> Cron:
    """Read a cron expression; raises ValueError with a sentence that names what is not understood."""
    expression = " ".join(text.split()).lower()
    fields = _SHORT.get(expression, expression).split()
    if len(fields) != len(_UNITS):
        raise ValueError(
            f"“{text}” is not a cron expression: it needs five fields (minute, hour, day of the month, month, day of "
            "the week), such as “0 8 * * mon-fri”."
        )
    numbers = [_numbers(field, unit) for field, unit in zip(fields, _UNITS, strict=True)]
    minutes, hours, days, months, weekdays = numbers
    either_day = not fields[2].startswith("*") and not fields[4].startswith("*")
    if not either_day and not any(min(days) <= _longest(month) for month in months):
        raise ValueError(f"“{text}” names a day that no month has, so it never runs.")
    return Cron(
        expression=" ".join(map(_plain, fields, numbers, _UNITS)),
        times=tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)),
        days=frozenset(days),
        months=frozenset(months),
        weekdays=frozenset((number - 1) % 7 for number in weekdays),  # from Sunday = 0 or 7 to Monday = 0
        either_day=either_day,
    )


def _plain(field: str, numbers: set[int], unit: _Unit) -> str:
    """The field as it reads best: steps only where a whole field is one step."""
    if len(numbers) == 1:
        return str(min(numbers))
    if field == "*/1":
        return "*"
    if "/" in field and ("," in field or unit.names):
        return ",".join(str(number) for number in sorted(numbers))
    return field


def _longest(month: int) -> int:
    return calendar.monthrange(2024, month)[1]


def _numbers(field: str, unit: _Unit) -> set[int]:
    numbers: set[int] = set()
    for part in field.split(","):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(f"“{part}” is not understood as a {unit.name} of a cron expression.")
        first, last, step = found.groups()
        if first == "*":
            if last is not None:
                raise ValueError(f"“{part}” is not understood as a {unit.name} of a cron expression.")
            low, high = unit.least, 6 if unit.names is _DAYS else unit.most
        else:
            low = _number(first, unit)
            high = _number(last, unit) if last else unit.most if step else low
            if last and high == 0 and unit.names is _DAYS:
                high = 7  # sat-sun
        if low > high:
            raise ValueError(f"In the {unit.name} “{part}” the range ends before it begins.")
        if step is not None and int(step) == 0:
            raise ValueError(f"In the {unit.name} “{part}” the step must be 1 or more.")
        numbers.update(range(low, high + 1, int(step or 1)))
    return numbers


def _number(text: str, unit: _Unit) -> int:
    if text in unit.names:
        return unit.names[text]
    if text.isdigit() and unit.least <= int(text) <= unit.most:
        return int(text)
    raise ValueError(f"“{text}” is not a {unit.name} of a cron expression; use {unit.least} to {unit.most}.")
