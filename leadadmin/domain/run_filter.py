"""Which runs the history shows: a filter as data (spec 4, A pool, Runs; the Runs page)."""

from dataclasses import dataclass
from datetime import datetime

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RunOutcome


@dataclass(frozen=True, slots=True)
class RunFilter:
    """A run is shown when every part that is given holds; within a part any of the values will do.

    `since` (aware) is the earliest start. `text` stands anywhere in source, injector, pool or error, `person` is who
    started the run; both without regard to case.
    """

    doors: tuple[Door, ...] = ()
    injector_id: int | None = None
    pool_id: int | None = None
    outcomes: tuple[RunOutcome, ...] = ()
    since: datetime | None = None
    text: str = ""
    person: str = ""
