"""Calling time: the hours in which a sample's agents worked, as one line without gaps."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadadmin.domain.campaign import WEEKDAYS


class CallingClock:
    """Counts the seconds of calling hours since `start`, and tells the moment at which so many had passed.

    `week` maps "mon" … "sun" to spans such as "09:00-12:00, 13:00-17:00" on the clock of `zone` (domain CallingHours).
    """

    def __init__(self, week: Mapping[str, str], zone: ZoneInfo, start: datetime, end: datetime) -> None:
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[float] = []
        passed = 0.0
        day = start.astimezone(zone).date()
        while datetime.combine(day, time(), zone) < end:
            for span in filter(None, (part.strip() for part in week.get(WEEKDAYS[day.weekday()], "").split(","))):
                first, last = (time.fromisoformat(part) for part in span.split("-"))
                begins = max(start, datetime.combine(day, first, zone).astimezone(UTC))
                ends = min(end, datetime.combine(day, last, zone).astimezone(UTC))
                if begins < ends:
                    self._begins.append(begins)
                    self._ends.append(ends)
                    self._before.append(passed)
                    passed += (ends - begins).total_seconds()
            day += timedelta(days=1)
        self.total = passed

    def worked(self, moment: datetime) -> float:
        """The seconds of calling hours between the start and `moment`."""
        index = bisect_right(self._begins, moment) - 1
        if index < 0:
            return 0.0
        return self._before[index] + (min(moment, self._ends[index]) - self._begins[index]).total_seconds()

    def moment(self, worked: float) -> datetime:
        """The moment at which `worked` seconds (less than `total`) had passed."""
        index = max(0, bisect_right(self._before, worked) - 1)
        return self._begins[index] + timedelta(seconds=worked - self._before[index])
