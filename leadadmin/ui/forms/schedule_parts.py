"""A schedule as a form has it: parts that may not make sense together yet."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from enum import StrEnum

from leadadmin.domain.schedule import Schedule, WeeklyTime
from leadadmin.domain.spans import span_parts
from leadadmin.domain.weekdays import ALL_DAYS, Weekday


class Runs(StrEnum):
    """The kinds of schedule that the form offers."""

    SECONDS = "s"
    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WEEKLY = "weekly"
    CRON = "cron"

    @property
    def unit(self) -> timedelta | None:
        """The unit of an interval; None for the others."""
        return _UNITS.get(self)


_UNITS = {
    Runs.SECONDS: timedelta(seconds=1),
    Runs.MINUTES: timedelta(minutes=1),
    Runs.HOURS: timedelta(hours=1),
    Runs.DAYS: timedelta(days=1),
}
FIRST_WEEKLY = WeeklyTime(Weekday.MONDAY, time(8))
FIRST_CRON = "0 8 * * mon-fri"
MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class ScheduleParts:
    """What stands in the fields. What another kind of schedule needs is kept, in case the person goes back.

    `start` and `end` both midnight: the whole day. `days` are those that are ticked; all of them: every day.
    """

    runs: Runs = Runs.MINUTES
    number: int = 5
    weekly: tuple[WeeklyTime, ...] = (FIRST_WEEKLY,)
    cron: str = FIRST_CRON
    start: time = MIDNIGHT
    end: time = MIDNIGHT
    days: frozenset[Weekday] = field(default=ALL_DAYS)
    time_zone: str = ""

    @classmethod
    def of(cls, schedule: Schedule) -> "ScheduleParts":
        """The fields of a schedule."""
        start, end = schedule.between or (MIDNIGHT, MIDNIGHT)
        shared = cls(start=start, end=end, days=schedule.days or ALL_DAYS, time_zone=schedule.time_zone)
        return _with_kind(shared, schedule)

    def to_schedule(self) -> Schedule:
        """The schedule; raises InvalidInput naming what does not fit."""
        unit = self.runs.unit
        return Schedule(
            every=self.number * unit if unit is not None else None,
            weekly=tuple(sorted(set(self.weekly))) if self.runs is Runs.WEEKLY else (),
            cron=self.cron.strip() if self.runs is Runs.CRON else "",
            between=None if self.start == self.end == MIDNIGHT else (self.start, self.end),
            days=frozenset() if self.days == ALL_DAYS or self.runs is Runs.WEEKLY else self.days,
            time_zone=self.time_zone.strip(),
        )


def _with_kind(parts: ScheduleParts, schedule: Schedule) -> ScheduleParts:
    if schedule.every is not None:
        number, unit = span_parts(schedule.every)
        return replace(parts, runs=Runs(unit), number=number)
    if schedule.weekly:
        return replace(parts, runs=Runs.WEEKLY, weekly=schedule.weekly)
    return replace(parts, runs=Runs.CRON, cron=schedule.cron)
