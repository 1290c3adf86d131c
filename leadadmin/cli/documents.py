"""What the lists of the command line show, as JSON documents. Ids are texts, times ISO 8601 in UTC (spec 5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadadmin.domain.connection import to_config
from leadadmin.domain.field_rules_time import stored_moment
from leadadmin.domain.lead import Lead
from leadadmin.domain.lead_history import Arrived, Called, HistoryEntry
from leadadmin.domain.lead_list import LeadRow
from leadadmin.domain.run import RowRecord, RunReport
from leadadmin.domain.schedule_words import in_words
from leadadmin.domain.sentences import sentence
from leadadmin.sources.base import Step, StepState
from leadadmin.store.connections import StoredConnection
from leadadmin.store.injectors import StoredInjector
from leadadmin.vault import shown_reference


def moment(value: datetime | None) -> str | None:
    """A moment as JSON has it; null for none."""
    return None if value is None else stored_moment(value)


def connection_document(stored: StoredConnection) -> dict[str, Any]:
    """A connection with the end of its last test; `password` is env:NAME, "sealed" or null, never a password."""
    secret = stored.secret
    return {
        "id": str(stored.connection.id),
        **to_config(stored.connection),
        "password": None if secret is None else shown_reference(secret) or "sealed",
        "state": stored.test_state.value,
        "message": stored.test_sentence,
        "tested": moment(stored.tested_at),
    }


def step_document(step: Step) -> dict[str, Any]:
    """A step of a connection's test."""
    return {
        "name": step.key,
        "ok": step.state is not StepState.FAILED,
        "seconds": round(step.seconds, 3),
        "message": step.message,
        "hint": step.hint,
        "server_words": step.server_words,
    }


def injector_document(
    stored: StoredInjector, connection: str, campaign: str, last: RunReport | None, next_run: datetime | None
) -> dict[str, Any]:
    """An injector with its state; `paused` is the reason, or null; `last_result` the outcome of its last run."""
    injector, state = stored.injector, stored.state
    return {
        "id": str(injector.id),
        "name": injector.name,
        "connection": connection,
        "campaign": campaign,
        "pool": injector.allocation,
        "enabled": state.enabled,
        "paused": state.paused_because or None,
        "frequency": in_words(injector.schedule),
        "next_run": moment(next_run),
        "last_run_id": None if last is None else str(last.run_id),
        "last_execution": None if last is None else moment(last.started),
        "last_result": None if last is None else last.outcome.value,
        "watermark": state.watermark,
    }


def lead_row_document(row: LeadRow) -> dict[str, Any]:
    """A lead as a list shows it."""
    return {**_lead_standing(row), "phone": row.phone}


def _lead_standing(lead: LeadRow | Lead) -> dict[str, Any]:
    return {
        "id": str(lead.id),
        "name": lead.name,
        "external_id": lead.external_id,
        "campaign": lead.campaign,
        "pool": lead.pool,
        "status": lead.status.value if lead.status else None,
        "closure": lead.closure.value if lead.closure else None,
        "active": lead.active,
        "priority": lead.priority,
        "dial_at": moment(lead.dial_at),
        "owner": lead.owner,
        "arrived": moment(lead.arrived_at),
        "changed": moment(lead.changed_at),
    }


def lead_document(lead: Lead, history: list[HistoryEntry]) -> dict[str, Any]:
    """A lead with its fields, phones and history."""
    return {
        **_lead_standing(lead),
        "original_owner": lead.original_owner,
        "run_id": None if lead.run_id is None else str(lead.run_id),
        "run_row": lead.run_row,
        "attempts": lead.attempts,
        "values": dict(lead.values),
        "phones": [
            {"field": p.field, "number": p.number, "extension": p.extension, "original": p.original}
            for p in lead.phones
        ],
        "history": [_event(entry) for entry in history],
    }  # fmt: skip


def _event(entry: HistoryEntry) -> dict[str, Any]:
    match entry:
        case Arrived():
            what: Mapping[str, Any] = {"event": "arrived", "run_id": str(entry.run_id), "row": entry.row}
            return {"at": moment(entry.at), **what, "door": entry.door.value, "source": entry.source}
        case Called():
            return {
                "at": moment(entry.at), "event": "called", "source": entry.source, "person": entry.person,
                "seconds": entry.seconds, "answered": entry.answered, "disposition": entry.disposition,
                "note": entry.note,
            }  # fmt: skip
        case _:
            return {
                "at": moment(entry.at), "event": "row", "run_id": str(entry.run_id), "row": entry.row,
                "outcome": entry.outcome.value, "door": entry.door.value, "source": entry.source,
            }  # fmt: skip


def row_document(record: RowRecord) -> dict[str, Any]:
    """A row that a run kept, with why; `values` are its columns as they came."""
    problem = record.problem
    return {
        "row": record.row,
        "outcome": record.outcome.value,
        "reason": problem.reason.value if problem else None,
        "sentence": sentence(problem) if problem else None,
        "field": problem.field if problem else None,
        "value": problem.value if problem else None,
        "unique_id": record.unique_id,
        "lead_id": None if record.lead_id is None else str(record.lead_id),
        "retried_in": None if record.retried_in is None else str(record.retried_in),
        "values": {name: _plain(value) for name, value in record.values.items()},
    }


def _plain(value: object) -> object:
    """A value that JSON has no type for is kept as {type: text}; here the text is enough."""
    if isinstance(value, dict):
        return next(iter(value.values()), None)
    return value
