"""Date and date-time: stored as ISO 8601, read from drivers' values or by the field's Java-style pattern."""

import re
from abc import abstractmethod
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.field_rules import Check, Field, FieldKind, FieldType, invalid
from leadadmin.domain.field_rules_text import sound_text
from leadadmin.domain.java_names import MONTHS_DA, MONTHS_EN, short
from leadadmin.domain.javadate import SAMPLE, JavaPattern
from leadadmin.domain.reasons import Problem

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?)?", re.ASCII
)
_BLANK_BEFORE_ZONE = re.compile(r"\s(?=[Zz+-])")


def stored_moment(moment: datetime) -> str:
    """ISO 8601 with seconds: UTC with Z when the moment has a zone, else as it is."""
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _from_iso(text: str) -> datetime:
    """A moment of ISO 8601, "T" or a blank between date and time; raises ValueError."""
    if not _ISO.fullmatch(text):
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # Python knows neither a blank before the zone nor a small z
        return datetime.fromisoformat(_BLANK_BEFORE_ZONE.sub("", text).upper())


class _CalendarKind(FieldKind):
    """What date and date-time share: format and limits."""

    rules = frozenset({"date_format", "minimum", "maximum"})
    iso_format: str

    @abstractmethod
    def stored(self, moment: datetime) -> str:
        """The stored form; of one kind of moment (with or without zone) it sorts as the moments do."""

    def check_definition(self, field: Field) -> dict[str, str]:
        """The format is understood and has a date; minimum and maximum are ISO 8601, in order."""
        problems = {}
        if field.date_format:
            try:
                pattern = JavaPattern.compile(field.date_format)
            except InvalidInput as wrong:
                problems["date_format"] = str(wrong)
            else:
                if not pattern.has_date:
                    problems["date_format"] = f"The date format “{field.date_format}” has no year, month and day."
        for attribute in ("minimum", "maximum"):
            text = getattr(field, attribute)
            try:
                if text:
                    _from_iso(text)
            except ValueError:
                example = self.stored(SAMPLE)
                problems[attribute] = f"The {attribute} of “{field.label}” must be written like {example}."
        if not problems and field.minimum and field.maximum and field.minimum > field.maximum:
            problems["maximum"] = (
                f"The maximum of “{field.label}” ({field.maximum}) is before the minimum ({field.minimum})."
            )
        return problems

    def checker(self, field: Field, region: str) -> Check:
        """Format, limits, stored form. What was read once is not read again: dates repeat in a column."""
        read = self._reader(field)
        least = self.stored(_from_iso(field.minimum)) if field.minimum else ""
        most = self.stored(_from_iso(field.maximum)) if field.maximum else ""
        known: dict[str, object] = {}

        def check(value: object) -> object:
            if isinstance(value, datetime):
                return limited(value, value)
            if isinstance(value, date):
                return limited(value, datetime(value.year, value.month, value.day))
            text = sound_text(field, value)
            if isinstance(text, Problem):
                return text
            found = known.get(text)
            if found is None:
                found = known[text] = from_text(text)
            return found

        def from_text(text: str) -> object:
            try:
                moment = read(text)
            except (ValueError, OverflowError):
                return invalid(field, text, *self._expected(field))
            return limited(text, moment)

        def limited(value: object, moment: datetime) -> object:
            try:
                stored = self.stored(moment)
            except OverflowError:  # year 1 or 9999, carried out of the calendar by its zone
                return invalid(field, value, *self._expected(field))
            if least and stored < least:
                return invalid(field, value, "before_minimum", {"minimum": field.minimum})
            if most and stored > most:
                return invalid(field, value, "after_maximum", {"maximum": field.maximum})
            return stored

        return check

    def _reader(self, field: Field) -> Callable[[str], datetime]:
        return JavaPattern.compile(field.date_format).parse if field.date_format else _from_iso

    def _expected(self, field: Field) -> tuple[str, dict[str, str]]:
        if field.date_format:
            example = JavaPattern.compile(field.date_format).example
            return "date_format", {"format": field.date_format, "example": example}
        return "date_format", {"format": self.iso_format, "example": self.stored(SAMPLE.replace(microsecond=0))}


class DateKind(_CalendarKind):
    """A day. Of a driver's date-time the day as written is taken, whatever its zone."""

    type = FieldType.DATE
    iso_format = "yyyy-MM-dd"

    def stored(self, moment: datetime) -> str:
        """YYYY-MM-DD."""
        return moment.date().isoformat()

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """3 Nov 2025; 3. nov. 2025."""
        return day_text(date.fromisoformat(str(value)), language)


class DateTimeKind(_CalendarKind):
    """A moment: with a zone it is stored in UTC, without one as it was written. A day alone begins at midnight."""

    type = FieldType.DATETIME
    iso_format = "yyyy-MM-dd'T'HH:mm:ss"

    def stored(self, moment: datetime) -> str:
        """ISO 8601 with seconds."""
        return stored_moment(moment)

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """3 Nov 2025 14:05, in `zone` when the moment has one."""
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone)
        return f"{day_text(moment.date(), language)} {moment:%H:%M}"


def day_text(day: date, language: str) -> str:
    """A day in words: 3 Nov 2025 in English, 3. nov. 2025 in Danish."""
    if language == "da":
        name = MONTHS_DA[day.month - 1]
        return f"{day.day}. {name if name == short(name) else short(name) + '.'} {day.year}"
    return f"{day.day} {short(MONTHS_EN[day.month - 1])} {day.year}"
