"""The clock of this computer for what people read: the only place of the desktop that asks for the time of day."""

from datetime import UTC, datetime, timedelta, tzinfo

from leadadmin.ui import formats


def now() -> datetime:
    """This moment with the computer's time zone."""
    return datetime.now().astimezone()


def zone() -> tzinfo:
    """The computer's time zone, as its offset is now."""
    return now().tzinfo or UTC


def local(moment: datetime) -> datetime:
    """An aware moment in the computer's time zone."""
    return moment.astimezone()


def when(moment: datetime | None) -> str:
    """“today 14:05”, “yesterday 18:40”, “Mon 24 Nov”, “3 Nov 2025”; None is –."""
    return formats.NOTHING if moment is None else formats.when(local(moment), now())


def day(moment: datetime) -> str:
    """“today”, “yesterday”, “Mon 24 Nov”, “3 Nov 2025”."""
    return formats.day(local(moment), now())


def clock(moment: datetime) -> str:
    """The time of day: 14:05."""
    return formats.clock(local(moment))


def exact(moment: datetime | None) -> str:
    """Date, time with seconds and zone, for tooltips; empty for None."""
    return "" if moment is None else formats.exact(local(moment))


def days_ago(days: int) -> datetime:
    """Midnight, here, as many days ago; 0 is that of today."""
    day = now().date() - timedelta(days=days)
    return datetime(day.year, day.month, day.day).astimezone()
