"""Days of the week as they are written in settings (spec 5, Configuration file)."""

from enum import IntEnum


class Weekday(IntEnum):
    """A day of the week, counted as `datetime.weekday` does: Monday is 0."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6

    @property
    def code(self) -> str:
        """The three letters of the configuration file, such as "mon"."""
        return self.name[:3].lower()

    @classmethod
    def parse(cls, text: object) -> "Weekday":
        """The day written as "mon" or "Monday"; raises ValueError with a sentence."""
        wanted = str(text).strip().lower()
        for day in cls:
            if wanted in (day.code, day.name.lower()):
                return day
        raise ValueError(f"“{text}” is not a day of the week; use {', '.join(day.code for day in cls)}.")


ALL_DAYS = frozenset(Weekday)
