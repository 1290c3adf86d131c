"""Which leads a list shows: a filter as data that can say itself in a sentence (spec 4, Leads)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from enum import StrEnum

from leadadmin.domain.field_rules_time import day_text
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.people import Owner

FieldValue = str | bool | int | Decimal | date | datetime


class Operator(StrEnum):
    """How a field's value is compared."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    LESS = "less"
    MORE = "more"
    EMPTY = "empty"
    FILLED = "filled"

    def words(self, value: FieldValue | None) -> str:
        """The words between the field's name and `value`."""
        if isinstance(value, date) and self in (Operator.LESS, Operator.MORE):
            return "is before" if self is Operator.LESS else "is after"
        return {
            Operator.LESS: "is less than",
            Operator.MORE: "is more than",
            Operator.EMPTY: "is empty",
            Operator.FILLED: "is not empty",
        }.get(self, self.value.replace("_", " "))


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """A condition on a field of the template, by its key; `label` is what people call it.

    The type of `value` says how to compare: texts without regard to case, numbers as numbers, days and moments in
    order of time, True and False as yes and no. `EMPTY` and `FILLED` have no value. A lead whose field is empty
    fulfils `IS_NOT` and `EMPTY` only.
    """

    key: str
    label: str
    operator: Operator
    value: FieldValue | None = None


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """A lead is shown when every part that is given holds; within a part any of the values will do.

    `statuses` and `closures` are one part: where the lead stands. `…_from` is the first moment that counts, `…_to` the
    first that no longer does (aware). `dial_from` and `dial_to` find redials only: dial time is theirs (spec 1, Order).
    `text` is searched as `domain.lead_search` says; with `anywhere` also within names and e-mail addresses, which
    takes time in a large workspace.
    """

    project_ids: tuple[int, ...] = ()
    campaign_ids: tuple[int, ...] = ()
    pool_ids: tuple[int, ...] = ()
    statuses: tuple[OpenStatus, ...] = ()
    closures: tuple[Closure, ...] = ()
    owner: Owner | None = None
    run_id: int | None = None
    arrived_from: datetime | None = None
    arrived_to: datetime | None = None
    changed_from: datetime | None = None
    changed_to: datetime | None = None
    dial_from: datetime | None = None
    dial_to: datetime | None = None
    text: str = ""
    anywhere: bool = False
    fields: tuple[FieldCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterNames:
    """What the ids in a filter are called, by id; one that is not here was deleted."""

    projects: Mapping[int, str] = field(default_factory=dict)
    campaigns: Mapping[int, str] = field(default_factory=dict)
    pools: Mapping[int, str] = field(default_factory=dict)
    owner: str | None = None


def in_words(chosen: LeadFilter, names: FilterNames, zone: tzinfo = UTC) -> str:
    """`chosen` as one sentence; days and moments are those of `zone`."""
    parts = [
        _named("of the project", chosen.project_ids, names.projects),
        _named("of the campaign", chosen.campaign_ids, names.campaigns),
        _named("in the pool", chosen.pool_ids, names.pools),
        _any([*(s.label for s in chosen.statuses), *(c.label for c in chosen.closures)]),
        f"owned by {_quoted(names.owner)}" if chosen.owner else "",
        f"that run {chosen.run_id:,} brought" if chosen.run_id is not None else "",
        _span("arrived", chosen.arrived_from, chosen.arrived_to, zone),
        _span("last changed", chosen.changed_from, chosen.changed_to, zone),
        _span("to be called", chosen.dial_from, chosen.dial_to, zone),
        *(f"where {condition_words(condition, zone)}" for condition in chosen.fields),
        _text_words(chosen),
    ]
    said = [part for part in parts if part]
    return f"Leads {', '.join(said)}." if said else "All leads."


def condition_words(condition: FieldCondition, zone: tzinfo = UTC) -> str:
    """`condition` in words: Roof area is more than 100."""
    words = f"{condition.label} {condition.operator.words(condition.value)}"
    if condition.operator in (Operator.EMPTY, Operator.FILLED):
        return words
    return f"{words} {_value_words(condition.value, zone)}"


def _value_words(value: FieldValue | None, zone: tzinfo) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return _moment_words(value, zone)
        case date():
            return day_text(value, "en")
        case int() | Decimal():
            return f"{value:,}"
        case _:
            return _quoted(value)


def _text_words(chosen: LeadFilter) -> str:
    if not chosen.text.strip():
        return ""
    where = " anywhere in name or e-mail" if chosen.anywhere else ""
    return f"matching {_quoted(chosen.text.strip())}{where}"


def _named(words: str, ids: tuple[int, ...], names: Mapping[int, str]) -> str:
    return f"{words} {_any(_quoted(names.get(each)) for each in ids)}" if ids else ""


def _quoted(name: str | None) -> str:
    return f"“{name}”" if name is not None else "(deleted)"


def _any(words: Iterable[str]) -> str:
    """One of several: a, b or c."""
    listed = list(words)
    return " or ".join(part for part in (", ".join(listed[:-1]), *listed[-1:]) if part)


def _span(words: str, first: datetime | None, end: datetime | None, zone: tzinfo) -> str:
    parts = [words] if first or end else []
    if first:
        parts.append(f"from {_moment_words(first, zone)}")
    if end:
        parts.append(f"before {_moment_words(end, zone)}")
    return " ".join(parts)


def _moment_words(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone) if moment.tzinfo else moment
    day = day_text(local.date(), "en")
    return day if local.time() == time() else f"{day} {local:%H:%M}"
