"""A judged batch while it is written: what, where to, and which pools its rows go to."""

from dataclasses import dataclass

from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.standing import Standing, standing
from leadadmin.store.database import Database


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

    def standing(self, index: int) -> Standing:
        """How an accepted row stands."""
        return standing(self.batch, index, self.request)
