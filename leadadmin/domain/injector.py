"""An injector: a scheduled pull from an external connection into a lead pool (spec 2, Fields of an injector)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from leadadmin.domain.campaign import check_time_zone
from leadadmin.domain.duplicates import AllowDuplicates, DuplicateScope
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.mapping import Mapping as FieldMapping
from leadadmin.domain.schedule import Schedule
from leadadmin.domain.spans import parse_span, span_text
from leadadmin.domain.watermark import IdType, canonical

DEFAULT_CALLBACK_FORMAT = "yyyy/MM/dd HH:mm"
DEFAULT_LATE_WINDOW = timedelta(minutes=15)
DEFAULT_EVERY = timedelta(minutes=5)
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ProcedureName:
    """A procedure's schema (may be empty: the connection's own) and name, kept apart."""

    schema: str = ""
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> "ProcedureName":
        """From "name" or "schema.name" (the first dot parts them)."""
        schema, dot, name = text.strip().partition(".")
        return cls(schema, name) if dot else cls("", schema)

    @property
    def label(self) -> str:
        """As shown: "schema.name" or "name"."""
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def __bool__(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class Injector:
    """What an administrator says of an injector. The state of its runs is `InjectorState`.

    `initial_value` and watermarks are canonical texts (None: NULL); `time_zone` empty: the campaign's;
    `look_back_days` 0: off; `pause_rejected_pct` 0-100 of at least `pause_rejected_rows` rows;
    `pause_failures` failures in a row.
    """

    name: str
    description: str = ""
    connection_id: int | None = None
    procedure: ProcedureName = ProcedureName()
    parameter: str = ""
    header_procedure: ProcedureName = ProcedureName()
    query: str = ""
    unique_id_field: str = ""
    id_type: IdType | None = None
    initial_value: str | None = "0"
    late_window: timedelta = DEFAULT_LATE_WINDOW
    look_back_days: int = 2
    time_zone: str = ""
    schedule: Schedule = field(default_factory=lambda: Schedule(every=DEFAULT_EVERY))
    allow_duplicates: AllowDuplicates = AllowDuplicates.NO
    duplicate_scope: DuplicateScope = DuplicateScope.CAMPAIGN
    callback_date_format: str = DEFAULT_CALLBACK_FORMAT
    template_id: int | None = None
    campaign_id: int | None = None
    allocation: str = ""
    mapping: FieldMapping = field(default_factory=lambda: FieldMapping(()))
    row_limit: int = 1_000_000
    timeout_seconds: int = 300
    pause_rejected_pct: int = 50
    pause_rejected_rows: int = 20
    pause_failures: int = 5
    archived: bool = False
    id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of the source as the last Test saw it, with a few values as texts."""

    name: str
    kind: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InjectorState:
    """How an injector stands. Moments are aware UTC; `paused_because` empty: not paused.

    `last_slot` is the scheduled moment that was last taken care of.
    """

    enabled: bool = False
    watermark: str | None = None
    started_once: bool = False
    tested_digest: str = ""
    tested_at: datetime | None = None
    columns_seen: tuple[ColumnSeen, ...] = ()
    paused_because: str = ""
    failures_in_row: int = 0
    last_slot: datetime | None = None
    last_look_back: datetime | None = None


# What a Test looks at: a change of any of these makes the last Test void (spec 2, Enabled).
_TESTED_KEYS = (
    "connection", "procedure", "parameter", "header_procedure", "query", "unique_id_field", "id_type",
    "initial_value", "mapping", "callback_date_format", "template", "campaign", "time_zone", "row_limit", "timeout",
)  # fmt: skip

SETTING_KEYS = (
    "description", "procedure", "parameter", "header_procedure", "query", "unique_id_field", "id_type",
    "initial_value", "late_window", "look_back_days", "time_zone", "every", "weekly", "cron", "between", "days",
    "schedule_time_zone", "allow_duplicates", "duplicate_scope", "callback_date_format", "allocation", "mapping",
    "row_limit", "timeout", "pause_rejected_pct", "pause_rejected_rows", "pause_failures",
)  # fmt: skip
_SCHEDULE_KEYS = ("every", "weekly", "cron", "between", "days")


def settings_to_config(injector: Injector) -> dict[str, Any]:
    """The settings of `injector` as in the configuration file, without name, connection, template and campaign."""
    schedule = injector.schedule.to_config()
    if "time_zone" in schedule:
        schedule["schedule_time_zone"] = schedule.pop("time_zone")
    config: dict[str, Any] = {
        "description": injector.description,
        "procedure": injector.procedure.label,
        "parameter": injector.parameter,
        "header_procedure": injector.header_procedure.label,
        "query": injector.query,
        "unique_id_field": injector.unique_id_field,
        "id_type": injector.id_type.value if injector.id_type else "",
        "initial_value": "NULL" if injector.initial_value is None else injector.initial_value,
        "late_window": span_text(injector.late_window),
        "look_back_days": injector.look_back_days,
        "time_zone": injector.time_zone,
        "allow_duplicates": injector.allow_duplicates.value,
        "duplicate_scope": injector.duplicate_scope.value,
        "callback_date_format": injector.callback_date_format,
        "allocation": injector.allocation,
        "row_limit": injector.row_limit,
        "timeout": span_text(timedelta(seconds=injector.timeout_seconds)),
        "pause_rejected_pct": injector.pause_rejected_pct,
        "pause_rejected_rows": injector.pause_rejected_rows,
        "pause_failures": injector.pause_failures,
        "mapping": injector.mapping.to_config(),
    }
    kept = {k: v for k, v in (config | schedule).items() if v not in ("", [], None)}
    # An empty text is an initial value of its own, not the default.
    return kept | {"initial_value": config["initial_value"]}


def settings_from_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments for `Injector` from the settings of a configuration file; raises InvalidInput.

    Keys that are not settings (name, connection …) must be taken out before.
    """
    problems = {k: f"An injector has no key “{k}”." for k in config if k not in SETTING_KEYS}
    found: dict[str, Any] = {}

    def take(key: str, attribute: str, convert: Any) -> None:
        if key not in config:
            return
        try:
            found[attribute] = convert(config[key])
        except InvalidInput as error:
            problems.update({key: str(error)})
        except (ValueError, TypeError) as error:
            problems[key] = f"“{config[key]}” does not fit {key}: {error}"

    for key in ("description", "parameter", "query", "unique_id_field", "time_zone", "callback_date_format"):
        take(key, key, str)
    take("allocation", "allocation", lambda v: str(v).strip())
    take("procedure", "procedure", lambda v: ProcedureName.parse(str(v)))
    take("header_procedure", "header_procedure", lambda v: ProcedureName.parse(str(v)))
    take("id_type", "id_type", lambda v: _one_of(IdType, "id_type", v) if v else None)
    take("initial_value", "initial_value", lambda v: None if str(v).upper() == "NULL" else str(v))
    take("late_window", "late_window", parse_span)
    take("timeout", "timeout_seconds", lambda v: int(parse_span(v).total_seconds()))
    take("allow_duplicates", "allow_duplicates", lambda v: _one_of(AllowDuplicates, "allow_duplicates", v))
    take("duplicate_scope", "duplicate_scope", lambda v: _one_of(DuplicateScope, "duplicate_scope", v))
    for key in ("look_back_days", "row_limit", "pause_rejected_pct", "pause_rejected_rows", "pause_failures"):
        take(key, key, partial(_whole, key))
    take("mapping", "mapping", FieldMapping.from_config)
    if any(k in config for k in (*_SCHEDULE_KEYS, "schedule_time_zone")):
        schedule = {k: config[k] for k in _SCHEDULE_KEYS if k in config}
        zone = config.get("schedule_time_zone") or config.get("time_zone")
        if zone:
            schedule["time_zone"] = zone
        try:
            found["schedule"] = Schedule.from_config(schedule)
        except InvalidInput as error:
            problems.update(error.problems)
    if problems:
        raise InvalidInput(problems)
    return found


def _one_of(words: type[Word], key: str, value: Any) -> Word:
    try:
        return words(value)
    except ValueError as error:
        *others, last = words
        said = str(value).lower() if isinstance(value, bool) else value  # as a configuration file has it
        raise InvalidInput({key: f"“{said}” does not fit {key}; use {', '.join(others)} or {last}."}) from error


def _whole(key: str, value: object) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise InvalidInput({key: f"“{value}” does not fit {key}; use a whole number."}) from error


def check_injector(injector: Injector, *, has_procedures: bool | None) -> dict[str, str]:
    """What keeps `injector` from being tested, by field; empty when nothing does.

    `has_procedures` says whether the connection's kind has procedures (None: no connection chosen).
    """
    problems = _source_problems(injector, has_procedures)
    if not injector.name.strip():
        problems["name"] = "An injector needs a name."
    if not injector.unique_id_field.strip():
        problems["unique_id_field"] = "Name the column with the id that identifies a row."
    if injector.campaign_id is None:
        problems["campaign"] = "Choose the campaign that the leads belong to."
    if not injector.allocation.strip():
        problems["allocation"] = "Name the allocation (lead pool) that the leads go to."
    if injector.time_zone and (sentence := check_time_zone(injector.time_zone)):
        problems["time_zone"] = sentence
    return problems | _format_problems(injector) | _bound_problems(injector)


def _source_problems(injector: Injector, has_procedures: bool | None) -> dict[str, str]:
    if injector.connection_id is None:
        return {"connection": "Choose the connection that the leads come from."}
    if injector.procedure and injector.query:
        return {"query": "Give either a procedure or a query, not both."}
    if has_procedures and not injector.procedure and not injector.query:
        return {"procedure": "Choose the procedure that returns the leads."}
    if not has_procedures and not injector.query:
        return {"query": "Write the query that returns the leads; :last_id stands for the last id imported."}
    return {}


def _format_problems(injector: Injector) -> dict[str, str]:
    problems: dict[str, str] = {}
    try:
        JavaPattern.compile(injector.callback_date_format)
    except InvalidInput as error:
        problems["callback_date_format"] = str(error)
    if injector.id_type and injector.initial_value not in (None, ""):
        try:
            canonical(injector.initial_value, injector.id_type)
        except ValueError:
            problems["initial_value"] = f"“{injector.initial_value}” is not of the id type {injector.id_type}."
    return problems


def _bound_problems(injector: Injector) -> dict[str, str]:
    bounds = (
        ("row_limit", injector.row_limit, 1, 100_000_000),
        ("timeout", injector.timeout_seconds, 1, 86_400),
        ("look_back_days", injector.look_back_days, 0, 365),
        ("pause_rejected_pct", injector.pause_rejected_pct, 1, 100),
        ("pause_rejected_rows", injector.pause_rejected_rows, 1, 1_000_000),
        ("pause_failures", injector.pause_failures, 1, 1000),
    )
    problems = {
        key: f"{value:,} does not fit; use {least:,} to {most:,}."
        for key, value, least, most in bounds
        if not least <= value <= most
    }
    if injector.late_window < timedelta():
        problems["late_window"] = "The late-arrival window cannot be negative."
    return problems


def settings_digest(injector: Injector, connection_fingerprint: str) -> str:
    """A digest of everything a Test depends on; another digest than the tested one voids the Test (spec 2, Enabled).

    `connection_fingerprint` changes whenever the connection's settings do.
    """
    config = settings_to_config(injector) | {
        "connection": [injector.connection_id, connection_fingerprint],
        "template": injector.template_id,
        "campaign": injector.campaign_id,
    }
    tested = {k: config.get(k) for k in _TESTED_KEYS}
    return hashlib.sha256(json.dumps(tested, sort_keys=True, default=str).encode()).hexdigest()
