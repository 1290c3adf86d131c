"""Projects, campaigns and calling hours (spec 1)."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.names import name_key
from leadadmin.domain.synonyms import name_words

CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_CODE_ROOM = 32
"""Characters of a suggested code, so that a number fits behind it."""


@dataclass(frozen=True, slots=True)
class Project:
    """Groups campaigns; carries rules and the teams whose supervisors see it."""

    name: str
    description: str = ""
    archived: bool = False
    id: int | None = None


def check_project(project: Project) -> None:
    """Raise InvalidInput, each problem by its field."""
    if not project.name.strip():
        raise InvalidInput({"name": "A project needs a name."})


class CallOrder(StrEnum):
    """In which order ready leads are dialled (spec 1)."""

    PRIORITY_FIRST = "priority"
    STATUS_FIRST = "status"


class CallbackScope(StrEnum):
    """To whom a due call-back is offered (spec 1)."""

    GLOBAL = "global"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Campaign:
    """Leads of one template being called for one purpose.

    `retry_minutes` are minutes, `expires_days` days (0: never).
    """

    name: str
    code: str
    project_id: int
    template_id: int
    description: str = ""
    time_zone: str = "UTC"
    region: str = ""
    order: CallOrder = CallOrder.PRIORITY_FIRST
    callbacks: CallbackScope = CallbackScope.GLOBAL
    max_attempts: int = 10
    retry_minutes: int = 60
    expires_days: int = 0
    newest_first: bool = False
    calling_hours_id: int | None = None
    active: bool = True
    archived: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CallingHours:
    """A named week of hours in which calls are allowed.

    `week` maps "mon" … "sun" to "HH:MM-HH:MM" (several parted by a comma); `time_zone` empty: the lead's;
    `holidays` is an ISO 3166 country code whose public holidays are left out, or empty.
    """

    name: str
    week: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = ""
    holidays: str = ""
    id: int | None = None


def suggested_code(name: str, taken: Set[str]) -> str:
    """A code for a campaign of this name whose key is not in `taken` (a set of name keys); empty without letters.

    “Solar leads 2026” becomes SOLAR-LEADS-2026.
    """
    code = "-".join(name_words(name)).upper()[:_CODE_ROOM].strip("-")
    return free_code(code, taken) if code else ""


def free_code(wanted: str, taken: Set[str]) -> str:
    """`wanted`, or with -2, -3 … behind it: the first whose key is not in `taken`."""
    if name_key(wanted) not in taken:
        return wanted
    short = wanted[:_CODE_ROOM]
    number = 2
    while name_key(f"{short}-{number}") in taken:
        number += 1
    return f"{short}-{number}"


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


def check_time_zone(name: str) -> str:
    """The sentence that refuses `name` as an IANA time zone, or empty."""
    if name in available_timezones():
        ZoneInfo(name)
        return ""
    return f"“{name}” is not a time zone; use a name such as Europe/Copenhagen."


def check_campaign(campaign: Campaign) -> None:
    """Raise InvalidInput, each problem by its field. Whether project and template are there is the store's to say."""
    problems: dict[str, str] = {}
    if not campaign.name.strip():
        problems["name"] = "A campaign needs a name."
    if not CODE_PATTERN.fullmatch(campaign.code):
        problems["code"] = (
            f"The code “{campaign.code}” does not fit: 1 to 40 letters, digits, “_”, “-” or “.”, "
            "starting with a letter or digit."
        )
    if sentence := check_time_zone(campaign.time_zone):
        problems["time_zone"] = sentence
    if campaign.region and not re.fullmatch(r"[A-Z]{2}", campaign.region):
        problems["region"] = f"“{campaign.region}” is not a country code; use two letters such as DK."
    if campaign.max_attempts < 1:
        problems["max_attempts"] = "At least one attempt is needed."
    if campaign.retry_minutes < 0:
        problems["retry_minutes"] = "Minutes between attempts cannot be negative."
    if campaign.expires_days < 0:
        problems["expires_days"] = "Days until a lead expires cannot be negative (0: never)."
    if problems:
        raise InvalidInput(problems)


def check_calling_hours(hours: CallingHours) -> None:
    """Raise InvalidInput unless every day and span can be read."""
    problems: dict[str, str] = {}
    if not hours.name.strip():
        problems["name"] = "Calling hours need a name."
    if hours.time_zone and (sentence := check_time_zone(hours.time_zone)):
        problems["time_zone"] = sentence
    for day, spans in hours.week.items():
        if day not in WEEKDAYS:
            problems[f"week.{day}"] = f"“{day}” is not a weekday; use {', '.join(WEEKDAYS)}."
            continue
        for span in filter(None, (s.strip() for s in spans.split(","))):
            if not _SPAN.fullmatch(span) or span[:5] >= span[6:]:
                problems[f"week.{day}"] = f"“{span}” is not a span of hours; use a form such as 09:00-17:00."
    if problems:
        raise InvalidInput(problems)


def calling_hours_from_config(config: Mapping[str, Any]) -> CallingHours:
    """Calling hours from their TOML table (spec 5)."""
    unknown = set(config) - {"name", "time_zone", "week", "holidays"}
    if unknown:
        raise InvalidInput({k: f"Calling hours have no key “{k}”." for k in sorted(unknown)})
    hours = CallingHours(
        name=str(config.get("name", "")),
        week={str(k): str(v) for k, v in dict(config.get("week", {})).items()},
        time_zone=str(config.get("time_zone", "")),
        holidays=str(config.get("holidays", "")).upper(),
    )
    check_calling_hours(hours)
    return hours
