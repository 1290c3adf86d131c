"""The call-back of a row: njCallbackDate, and the old njCallbackTime (spec 2, System fields in a row)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.mapping import SystemField
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown
from leadadmin.intake.batch import Batch

# Dates that mean “never” (0001-01-01, 9999-12-31) stand at the ends of the calendar, where another time zone's clock
# has no date any more; and 0 milliseconds mean that there is no call-back.
FIRST_YEAR, LAST_YEAR = 1971, 2999


@dataclass(frozen=True, slots=True)
class CallbackRule:
    """How dates are written, and the time zone of those without an offset (one in the value wins)."""

    pattern: JavaPattern
    zone: ZoneInfo

    def take(self, value: object, at: object) -> int | Problem:
        """Milliseconds since 1970 of a date and a time (None: there is none); 0 when the date is blank."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return 0
        found = self._moment(value, at)
        if isinstance(found, Problem):
            return found
        aware = found if found.tzinfo is not None else found.replace(tzinfo=self.zone)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            params = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            return Problem(Reason.BAD_CALLBACK_DATE, SystemField.CALLBACK_DATE.value, shown(value), "calendar", params)
        return round(aware.astimezone(UTC).timestamp() * 1000)

    def _moment(self, value: object, at: object) -> datetime | Problem:
        """The date, with the time joined to it when it has none (N)."""
        clock = _clock(at)
        if isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            moment = datetime.combine(value, time())
        else:
            text = str(value).strip()
            parsed = self._parsed(text) or (self._parsed(f"{text} {clock:%H:%M}") if clock else None)
            if parsed is None:
                return self._unfit(value)
            moment = parsed
        if clock is None:
            return Problem(Reason.BAD_CALLBACK_DATE, SystemField.CALLBACK_TIME.value, shown(at), "time")
        return moment if moment.time() != time() else datetime.combine(moment.date(), clock, tzinfo=moment.tzinfo)

    def _parsed(self, text: str) -> datetime | None:
        try:
            return self.pattern.parse(text)
        except ValueError:
            return None

    def _unfit(self, value: object) -> Problem:
        params = {"format": self.pattern.pattern, "example": self.pattern.example}
        return Problem(Reason.BAD_CALLBACK_DATE, SystemField.CALLBACK_DATE.value, shown(value), "", params)


def take_callbacks(
    batch: Batch, dates: Sequence[object] | None, times: Sequence[object] | None, rule: CallbackRule
) -> None:
    """Fill `batch.callback_ms`, refusing dates and times that do not fit."""
    batch.callback_ms = [0] * batch.rows
    known: dict[tuple[object, object], int | Problem] = {}
    for index, value in enumerate(dates or ()):
        key = (value, times[index] if times is not None else None)
        if key not in known:
            known[key] = rule.take(*key)
        found = known[key]
        if isinstance(found, Problem):
            batch.refuse(index, found)
        else:
            batch.callback_ms[index] = found


def _clock(value: object) -> time | None:
    """A time of day, midnight for a blank, None for what is none."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    text = "" if value is None else str(value).strip()
    if not text:
        return time()
    try:
        return time.fromisoformat(f"0{text}" if text[1:2] == ":" else text).replace(tzinfo=None)
    except ValueError:
        return None
