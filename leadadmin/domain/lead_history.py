"""What happened to a lead, entry by entry (spec 4, One lead)."""

from dataclasses import dataclass
from datetime import datetime

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome


@dataclass(frozen=True, slots=True)
class Arrived:
    """The lead came in with row `row` of a run, through `door` from `source`."""

    at: datetime
    run_id: int
    row: int
    door: Door
    source: str


@dataclass(frozen=True, slots=True)
class Called:
    """A call: `source` is "agent" or "injector", `person` and `disposition` are empty where there is none."""

    at: datetime
    source: str
    person: str
    seconds: int
    answered: bool
    disposition: str
    note: str


@dataclass(frozen=True, slots=True)
class RowMet:
    """A later row met this lead: a duplicate of it, or an update. `at` is the start of that row's run."""

    at: datetime
    run_id: int
    row: int
    outcome: RowOutcome
    door: Door
    source: str


HistoryEntry = Arrived | Called | RowMet
