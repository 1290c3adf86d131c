"""How a fresh lead stands (spec 2, What an action does, column ADD)."""

from typing import NamedTuple

from leadadmin.domain.lead import AGREED, OpenStatus
from leadadmin.intake.batch import Batch
from leadadmin.intake.request import IntakeRequest

CLOSED = "closed"
UNPROCESSED = OpenStatus.UNPROCESSED.value
_AGREED = frozenset(status.value for status in AGREED)


class Standing(NamedTuple):
    """An open status or "closed" with a closure, and when to dial: milliseconds since 1970, 0 for no time."""

    status: str
    closure: str
    dial_ms: int


_FRESH = Standing(UNPROCESSED, "", 0)


def standing(batch: Batch, index: int, request: IntakeRequest) -> Standing:
    """What the row's disposition, call-back and agent make of it."""
    due = batch.callback_ms[index]
    if batch.dispositions[index]:
        disposition = request.directory.dispositions[batch.dispositions[index]]
        if disposition.closure is not None:
            return Standing(CLOSED, disposition.closure.value, 0)
        if disposition.status is not None:
            return Standing(disposition.status.value, "", due)
    if not due:
        return _FRESH
    redial = OpenStatus.PRIVATE_REDIAL if batch.agents[index] else OpenStatus.COMMON_REDIAL
    return Standing(redial.value, "", due)


def agreed_ms(batch: Batch, index: int, request: IntakeRequest) -> int:
    """The call-back by which a row's number may come twice, as `store.lookup` finds it of stored leads; 0: none."""
    if not batch.callback_ms[index]:
        return 0
    found = standing(batch, index, request)
    return found.dial_ms if found.status in _AGREED else 0
