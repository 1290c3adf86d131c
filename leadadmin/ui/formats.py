"""Numbers, shares, times and durations in words, as people read them (design, Look, Words).

Pure: the time now is passed in, and so is the locale where it is not the program's own. Nothing is “–”.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

NOTHING = "–"
MINUS = "−"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Formats", text)


def number(value: int | float | None, decimals: int = 0, locale: QLocale | None = None) -> str:
    """Return a number with separators: 8,964 or 8.964; minus is −, None is –."""
    if value is None:
        return NOTHING
    where = locale or QLocale()
    text = where.toString(float(value), "f", decimals)
    return text.replace(where.negativeSign(), MINUS, 1)


def percent(share: float | None, decimals: int = 0, locale: QLocale | None = None) -> str:
    """Return a share of 0 to 1 as 46% or 7.9%; None is –."""
    if share is None:
        return NOTHING
    where = locale or QLocale()
    gap = "\u00a0" if where.language() == QLocale.Language.Danish else ""
    return f"{number(share * 100, decimals, where)}{gap}%"


def clock(moment: datetime, locale: QLocale | None = None) -> str:
    """Return the time of day, 24 hours: 14:05."""
    return (locale or QLocale()).toString(QTime(moment.hour, moment.minute), "HH:mm")


def day(moment: datetime, now: datetime, locale: QLocale | None = None) -> str:
    """Return today, yesterday, tomorrow, Mon 24 Nov within half a year, then 3 Nov 2025."""
    where = locale or QLocale()
    away = (moment.date() - now.date()).days
    near = {0: _tr("today"), -1: _tr("yesterday"), 1: _tr("tomorrow")}.get(away)
    if near is not None:
        return near
    date = QDate(moment.year, moment.month, moment.day)
    pattern = _tr("ddd d MMM") if abs(away) < 183 else _tr("d MMM yyyy")
    return where.toString(date, pattern)


def when(moment: datetime | None, now: datetime, locale: QLocale | None = None) -> str:
    """Return “today 14:05”, “yesterday 18:40”, “Mon 24 Nov”, “3 Nov 2025”; None is –."""
    if moment is None:
        return NOTHING
    words = day(moment, now, locale)
    near = abs((moment.date() - now.date()).days) <= 1
    return f"{words} {clock(moment, locale)}" if near else words


def ago(moment: datetime | None, now: datetime, locale: QLocale | None = None) -> str:
    """Return “just now”, “22 min ago”, “2 h ago” up to a day, then as `when`; None is –."""
    if moment is None:
        return NOTHING
    passed = now - moment
    if timedelta(0) <= passed < timedelta(minutes=1):
        return _tr("just now")
    if timedelta(0) <= passed < timedelta(hours=1):
        return _tr("{0} min ago").format(int(passed.total_seconds() // 60))
    if timedelta(0) <= passed < timedelta(days=1):
        return _tr("{0} h ago").format(int(passed.total_seconds() // 3600))
    return when(moment, now, locale)


def exact(moment: datetime, locale: QLocale | None = None) -> str:
    """Return date, time with seconds, and zone, for tooltips: 20 Nov 2025 14:02:07 CET."""
    where = locale or QLocale()
    date = where.toString(QDate(moment.year, moment.month, moment.day), _tr("d MMM yyyy"))
    time = where.toString(QTime(moment.hour, moment.minute, moment.second), "HH:mm:ss")
    return f"{date} {time} {moment.tzname() or ''}".strip()


def duration(seconds: float | None, locale: QLocale | None = None) -> str:
    """Return 38 ms, 0.9 s, 12 s, 4 min, 2 h 38 min, 3 d 4 h; None is –."""
    if seconds is None:
        return NOTHING
    where = locale or QLocale()
    if seconds < 59.5:
        return _short(seconds, where)
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr("{0} min").format(minutes)
    if minutes < 24 * 60:
        return _two(_tr("{0} h"), minutes // 60, _tr("{0} min"), minutes % 60)
    hours = round(seconds / 3600)
    return _two(_tr("{0} d"), hours // 24, _tr("{0} h"), hours % 24)


def _short(seconds: float, where: QLocale) -> str:
    if seconds < 0.0995:
        return _tr("{0} ms").format(max(0, round(seconds * 1000)))
    tenths = round(seconds, 1)
    whole = tenths >= 10 or tenths == int(tenths)
    return _tr("{0} s").format(number(seconds, 0 if whole else 1, where))


def _two(large: str, much: int, small: str, less: int) -> str:
    return f"{large.format(much)} {small.format(less)}" if less else large.format(much)


def count(value: int, one: str, many: str, locale: QLocale | None = None) -> str:
    """Return “1 lead” or “8,964 leads”."""
    return f"{number(value, locale=locale)} {one if value == 1 else many}"


def listed(names: list[str], locale: QLocale | None = None) -> str:
    """Return “a, b and c” as the locale lists things."""
    return (locale or QLocale()).createSeparatedList(names)
