"""Names of months, weekdays, halves of the day and time zones as dates are written in English and Danish."""

from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_DA = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_DA = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
HALVES = ("AM", "PM")

_SHORT = 3
"""“Nov”, “Mon”, “okt”, “lør”: both languages shorten to three letters; a full stop after them is understood."""

_ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "MET": 60,
    "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "AEST": 600,
    "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480, "NZST": 720, "NZDT": 780, "JST": 540,
}  # fmt: skip
"""Minutes east of UTC. Where an abbreviation has several meanings it is the one Java gives it (CST: Chicago)."""


def _spellings(*languages: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for names in languages:
        for number, name in enumerate(names):
            found[name.lower()] = number
            found[name[:_SHORT].lower()] = number
    found["sept"] = 8  # only months have it; no weekday begins so
    return found


MONTHS = {name: number + 1 for name, number in _spellings(MONTHS_EN, MONTHS_DA).items()}
DAYS = {name: number for name, number in _spellings(DAYS_EN, DAYS_DA).items() if name != "sept"}


def month_number(name: str) -> int:
    """1-12; raises ValueError for a name of neither language."""
    return _number(MONTHS, name, "month")


def day_number(name: str) -> int:
    """0 (Monday) to 6; raises ValueError for a name of neither language."""
    return _number(DAYS, name, "weekday")


def _number(names: dict[str, int], name: str, kind: str) -> int:
    number = names.get(name.lower().rstrip("."))
    if number is None:
        raise ValueError(f"“{name}” is no {kind}")
    return number


def short(name: str) -> str:
    """The first three letters."""
    return name[:_SHORT]


def zone_named(name: str) -> tzinfo:
    """The zone of an abbreviation (“CEST”) or an IANA name (“Europe/Copenhagen”); raises ValueError otherwise."""
    minutes = _ABBREVIATIONS.get(name.upper())
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as unknown:
        raise ValueError(f"“{name}” is no time zone") from unknown
