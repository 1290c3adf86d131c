"""What the result of a call does to its lead (spec 1, Status and closure, Ownership; spec 4, Calls)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.template import Disposition


class CallSource(StrEnum):
    """Who says how a call ended. An injector's update is not a call that a lead was used for (spec 1, Used)."""

    AGENT = "agent"
    INJECTOR = "injector"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a lead. Moments are aware; `seconds` is how long it lasted.

    Without a disposition nobody said anything of it: the lead is tried again, as after no answer.
    """

    lead_id: int
    started_at: datetime
    seconds: int
    answered: bool
    disposition: Disposition | None = None
    person_id: int | None = None
    callback_at: datetime | None = None
    note: str = ""
    source: CallSource = CallSource.AGENT

    @property
    def ended_at(self) -> datetime:
        """When the call was over."""
        return self.started_at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class RetryRule:
    """The campaign's rule for automatic redials: how many attempts in all, and the minutes between them."""

    max_attempts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands, as far as calls change it. Exactly one of `status` and `closure` is given."""

    status: OpenStatus | None
    closure: Closure | None
    dial_at: datetime | None
    priority: int
    attempts: int
    used: bool
    owner: Owner | None
    original_owner: Owner | None


OWNED = (OpenStatus.PRIVATE_REDIAL, OpenStatus.VIP_REDIAL)
"""Redials that belong to one person for as long as they last."""


def standing_after(before: Standing, call: Call, rule: RetryRule) -> Standing:
    """Where a lead stands after a call. Raises InvalidInput when its disposition needs a call-back date it lacks."""
    disposition = call.disposition
    if disposition is not None and disposition.needs_callback and call.callback_at is None:
        raise InvalidInput({"callback_at": f"“{disposition.name}” needs the date and time of the call-back."})
    by_agent = call.source is CallSource.AGENT
    now = replace(before, attempts=before.attempts + by_agent, used=before.used or by_agent)
    if before.status in OWNED:
        now = replace(now, owner=before.original_owner)
    if disposition is not None and disposition.priority is not None:
        now = replace(now, priority=disposition.priority)
    if disposition is not None and disposition.closure is not None:
        return replace(now, status=None, closure=disposition.closure, dial_at=None)
    status = (disposition.status if disposition else None) or OpenStatus.AUTOMATIC_REDIAL
    if status is OpenStatus.AUTOMATIC_REDIAL and now.attempts >= rule.max_attempts:
        return replace(now, status=None, closure=Closure.MAX_ATTEMPTS, dial_at=None)
    if status in OWNED and call.person_id is not None:
        now = replace(now, owner=Owner(OwnerKind.PERSON, call.person_id))
    dial_at = call.callback_at or call.ended_at + timedelta(minutes=rule.minutes)
    return replace(now, status=status, closure=None, dial_at=dial_at)
