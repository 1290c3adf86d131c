"""A schedule read back in words, in English and Danish (spec 2, Frequency)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from cron_descriptor import ExpressionDescriptor, FormatError, Options

from leadadmin.domain.cron import parse_cron
from leadadmin.domain.java_names import MONTHS_DA, MONTHS_EN
from leadadmin.domain.schedule import Schedule, WeeklyTime
from leadadmin.domain.spans import span_parts
from leadadmin.domain.weekdays import Weekday


@dataclass(frozen=True, slots=True)
class _Words:
    """What one language says; `one` and `many` are by unit of an interval."""

    locale: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    one: Mapping[str, str]
    many: Mapping[str, str]
    every_day: str
    at: str
    to: str
    conjunction: str
    cron: Mapping[str, str]
    either: str
    both: str


_ENGLISH_DAYS = tuple(day.name.capitalize() for day in Weekday)
_ENGLISH = _Words(
    locale="en_US",
    days=_ENGLISH_DAYS,
    months=MONTHS_EN,
    one={"s": "Every second", "m": "Every minute", "h": "Every hour", "d": "Every day"},
    many={"s": "Every {} seconds", "m": "Every {} minutes", "h": "Every {} hours", "d": "Every {} days"},
    every_day="every day",
    at="at",
    to="to",
    conjunction="and",
    cron={" through ": " to ", ", and ": " and "},
    either=", or on ",
    both=", and only on ",
)
_DANISH = _Words(
    locale="da_DK",
    days=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    months=MONTHS_DA,
    one={"s": "Hvert sekund", "m": "Hvert minut", "h": "Hver time", "d": "Hver dag"},
    many={"s": "Hvert {}. sekund", "m": "Hvert {}. minut", "h": "Hver {}. time", "d": "Hver {}. dag"},
    every_day="hver dag",
    at="kl.",
    to="til",
    conjunction="og",
    cron={"Kl ": "Kl. ", " til og med ": " til ", ", og ": " og "},
    either=", eller ",
    both=", og kun ",
)  # fmt: skip
_LANGUAGES = {"en": _ENGLISH, "da": _DANISH}


def in_words(schedule: Schedule, language: str = "en") -> str:
    """The schedule as people say it: “Every 5 minutes, 08:00–20:00, Monday to Friday”; `language` is "en" or "da"."""
    words = _LANGUAGES[language]
    if schedule.every is not None:
        number, unit = span_parts(schedule.every)
        parts = [words.one[unit] if number == 1 else words.many[unit].format(number)]
    elif schedule.cron:
        parts = [_cron_words(schedule.cron, words)]
    else:
        parts = [_weekly_words(schedule.weekly, words)]
    if schedule.between:
        parts.append(_between_words(schedule.between))
    if schedule.days and len(schedule.days) < len(Weekday):
        parts.append(_day_words(schedule.days, words))
    return ", ".join(parts)


def _between_words(between: tuple[time, time]) -> str:
    start, end = between
    return f"{start:%H:%M}–{'24:00' if end == time() else f'{end:%H:%M}'}"


def _weekly_words(weekly: Sequence[WeeklyTime], words: _Words) -> str:
    """Days that have the same times are said together, in the order of the week."""
    times = {day: tuple(sorted({one.at for one in weekly if one.day == day})) for day in Weekday}
    said = []
    for same in dict.fromkeys(filter(None, times.values())):
        days = {day for day in Weekday if times[day] == same}
        clock = _listed([f"{at:%H:%M}" for at in same], words)
        said.append(f"{_day_words(days, words)} {words.at} {clock}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _day_words(days: Iterable[Weekday], words: _Words) -> str:
    """“Monday to Friday” from three neighbours on, “Saturday and Sunday”, “every day”."""
    ordered = sorted(days)
    if len(ordered) == len(Weekday):
        return words.every_day
    runs: list[list[Weekday]] = []
    for day in ordered:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = []
    for run in runs:
        names = [words.days[day] for day in run]
        said += [f"{names[0]} {words.to} {names[-1]}"] if len(run) > 2 else names
    return _listed(said, words)


def _listed(items: Sequence[str], words: _Words) -> str:
    *before, last = items
    return f"{', '.join(before)} {words.conjunction} {last}" if before else last


def _cron_words(text: str, words: _Words) -> str:
    """By the library cron-descriptor, told everything that it would take from the machine's locale.

    It leaves names of days and months in English, and says “or” where a step of days (*/2) must hold as well.
    """
    cron = parse_cron(text)
    options = Options(use_24hour_time_format=True, locale_code=words.locale, day_of_week_start_index_zero=True)
    try:
        said = str(ExpressionDescriptor(cron.expression, options).get_description())
    except FormatError:
        return cron.expression
    for old, new in words.cron.items():
        said = said.replace(old, new)
    if not cron.either_day:
        said = said.replace(words.either, words.both)
    said = re.sub(r",? {2,}", " ", said)
    if words is not _ENGLISH:
        names = dict(zip((*_ENGLISH_DAYS, *MONTHS_EN), (*words.days, *words.months), strict=True))
        said = re.sub(r"\b[A-Z][a-z]+\b", lambda found: names.get(found[0], found[0]), said)
    return said
