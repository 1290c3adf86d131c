"""Between the clock on the wall of a time zone and moments in UTC, and the hours and days in which work may run.

Spec 2, A run: a time that does not exist runs at the first instant after, one that exists twice runs once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadadmin.domain.weekdays import ALL_DAYS, Weekday

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def wall_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows in `zone` at an aware moment, without zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC when the clock in `zone` shows `wall`: the first of two, or the first after a gap."""
    moment = _moment(wall, zone, 0)
    if wall_of(moment, zone) == wall:
        return moment
    return _transition(_moment(wall, zone, 1), moment, zone)


def _moment(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second with the offset that holds at `after`, where `before` has another one."""
    last = _offset(after, zone)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = max(middle.replace(microsecond=0), before + _SECOND)
        if _offset(middle, zone) == last:
            after = middle
        else:
            before = middle
    return after


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of the day (both ends belong to them) and days of the week in a time zone.

    Hours over midnight (22:00-02:00) belong to the day on which they begin.
    """

    between: tuple[time, time] | None
    days: frozenset[Weekday]
    zone: ZoneInfo

    @property
    def start(self) -> time:
        """When the window opens on one of its days."""
        return self.between[0] if self.between else time()

    @property
    def length(self) -> timedelta:
        """How long it stays open, in time on the clock."""
        if self.between is None:
            return _DAY
        start, end = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in self.between)
        return end - start if end > start else end - start + _DAY

    @property
    def is_always(self) -> bool:
        """Whether it never closes."""
        return self.between is None and self.days == ALL_DAYS

    def holds_time(self, at: time) -> bool:
        """Whether a time of day is in the hours, whatever the day."""
        if self.between is None:
            return True
        start, end = self.between
        return start <= at <= end if start < end else at >= start or at <= end

    def holds(self, wall: datetime) -> bool:
        """Whether the window is open when the clock shows `wall`."""
        if not self.holds_time(wall.time()):
            return False
        late = self.between is not None and self.between[0] > self.between[1] and wall.time() < self.between[0]
        return (wall - _DAY if late else wall).weekday() in self.days

    def opens_after(self, moment: datetime) -> datetime:
        """The first moment in UTC after `moment`, at which it is closed, when it may be open again."""
        today = wall_of(moment, self.zone).date()
        starts = (
            opening
            for ahead in range(-1, 9)
            if (today + ahead * _DAY).weekday() in self.days
            for opening in self._openings(today + ahead * _DAY)
            if opening > moment
        )
        opening = min(starts)
        if _offset(opening, self.zone) != _offset(moment, self.zone):
            change = _transition(moment, opening, self.zone)
            if self.holds(wall_of(change, self.zone)):
                return change
        return opening

    def _openings(self, day: date) -> tuple[datetime, datetime]:
        """The opening on `day`, and the same where the clock shows it a second time."""
        wall = datetime.combine(day, self.start)
        return moment_of(wall, self.zone), _moment(wall, self.zone, 1)
