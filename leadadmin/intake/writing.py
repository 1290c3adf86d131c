"""A judged batch while it is written: what, where to, and which pools its rows go to."""

from dataclasses import dataclass

from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts
from leadadmin.intake.request import IntakeRequest
from leadadmin.store.database import Database

CLOSED = "closed"
UNPROCESSED = OpenStatus.UNPROCESSED.value
_FRESH = (UNPROCESSED, "", 0)


@dataclass(frozen=True, slots=True)
class PoolUse:
    """A pool that rows of this batch go to."""

    id: int
    priority: int
    owner: Owner


@dataclass(frozen=True, slots=True)
class Writing:
    """One batch in its transaction. `homes` are its pools by name key, the run's own under ""; `now_ms` is the
    database's time; `lead_ids` the ids of the accepted rows by index.
    """

    database: Database
    batch: Batch
    verdicts: Verdicts
    request: IntakeRequest
    run_id: int
    now_ms: int
    lead_ids: dict[int, int]
    homes: dict[str, PoolUse]

    def home(self, index: int) -> PoolUse:
        """The pool of an accepted row."""
        name = self.batch.pools[index]
        return self.homes[name_key(name)] if name else self.homes[""]

    def standing(self, index: int) -> tuple[str, str, int]:
        """Status, closure and dial time (milliseconds) of a fresh lead (spec 2, What an action does, column ADD)."""
        due = self.batch.callback_ms[index]
        if self.batch.dispositions[index]:
            disposition = self.request.directory.dispositions[self.batch.dispositions[index]]
            if disposition.closure is not None:
                return CLOSED, disposition.closure.value, 0
            if disposition.status is not None:
                return disposition.status.value, "", due
        if not due:
            return _FRESH
        redial = OpenStatus.PRIVATE_REDIAL if self.batch.agents[index] else OpenStatus.COMMON_REDIAL
        return redial.value, "", due
