"""Where a lead stands: open statuses and closures (spec 1, Status and closure of a lead)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

DEFAULT_PRIORITY = 10
PRIORITIES = range(0, 101)


class OpenStatus(StrEnum):
    """Where an open lead stands."""

    UNPROCESSED = "unprocessed"
    AUTOMATIC_REDIAL = "automatic_redial"
    COMMON_REDIAL = "common_redial"
    PRIVATE_REDIAL = "private_redial"
    VIP_REDIAL = "vip_redial"
    UNRESOLVED = "unresolved"

    @property
    def label(self) -> str:
        """The word on screen."""
        return "VIP redial" if self is OpenStatus.VIP_REDIAL else self.value.replace("_", " ").capitalize()


class Closure(StrEnum):
    """What closed a lead."""

    SUCCESS = "success"
    NOT_INTERESTED = "not_interested"
    UNQUALIFIED = "unqualified"
    INVALID = "invalid"
    MAX_ATTEMPTS = "max_attempts"
    ABANDONED = "abandoned"
    INVALID_PHONE = "invalid_phone"
    EXPIRED = "expired"
    REMOVED = "removed"
    REALLOCATED = "reallocated"
    ANONYMISED = "anonymised"
    DO_NOT_CALL = "do_not_call"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ").capitalize()


AGREED = (OpenStatus.COMMON_REDIAL, OpenStatus.PRIVATE_REDIAL, OpenStatus.VIP_REDIAL)
"""Redials whose time was agreed with somebody: a call-back."""

REDIALS = (OpenStatus.AUTOMATIC_REDIAL, *AGREED)


@dataclass(frozen=True, slots=True)
class LeadPhone:
    """One number of a lead: which field it stands in, E.164 number, extension, and the text as it came."""

    field: str
    number: str
    extension: str
    original: str


@dataclass(frozen=True, slots=True)
class Lead:
    """One person or company to call, as read from the workspace. Times are aware, in UTC.

    Exactly one of `status` (open) and `closure` (closed) is given.
    """

    id: int
    campaign_id: int
    campaign: str
    pool_id: int
    pool: str
    name: str
    external_id: str | None
    status: OpenStatus | None
    closure: Closure | None
    active: bool
    priority: int
    dial_at: datetime | None
    position: int
    owner: str
    original_owner: str
    arrived_at: datetime
    changed_at: datetime
    run_id: int | None
    run_row: int | None
    attempts: int
    values: dict[str, Any] = field(default_factory=dict)
    phones: tuple[LeadPhone, ...] = ()

    @property
    def state_label(self) -> str:
        """See `state_label`."""
        return state_label(self.status, self.closure)


def state_label(status: OpenStatus | None, closure: Closure | None) -> str:
    """The word for where a lead stands: the closure of a closed lead, else its open status."""
    state = closure or status
    return state.label if state else ""
