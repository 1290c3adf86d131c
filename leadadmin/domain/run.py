"""Runs: one pass of the intake, and the receipt that accounts for every row (spec 2, A run; spec 5, run in JSON)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from leadadmin.domain.pool import Door
from leadadmin.domain.reasons import Problem, Reason


class RowOutcome(StrEnum):
    """What became of one row. The sum over all of them is the number of rows read (spec 2, step 7)."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicates"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    SUPERSEDED = "superseded"
    SEEN_BEFORE = "seen_before"


class RunOutcome(StrEnum):
    """How a run ended; `RUNNING` while it has not."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"

    @property
    def label(self) -> str:
        """The word on screen."""
        return "Done" if self is RunOutcome.SUCCEEDED else self.value.capitalize()


@dataclass(slots=True)
class Tally:
    """Counts of one run or batch by outcome, reason and kind of warning. Adding tallies adds every count."""

    read: int = 0
    outcomes: dict[RowOutcome, int] = field(default_factory=dict)
    duplicate_hits: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: RowOutcome, rows: int = 1) -> None:
        """Account for `rows` rows that came to `outcome`."""
        if rows:
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + rows

    def reason(self, code: str, rows: int = 1) -> None:
        """Note why `rows` rows were not loaded."""
        if rows:
            self.reasons[code] = self.reasons.get(code, 0) + rows

    def add(self, other: "Tally") -> None:
        """Add every count of `other`."""
        self.read += other.read
        self.duplicate_hits += other.duplicate_hits
        for outcome, rows in other.outcomes.items():
            self.count(outcome, rows)
        for code, rows in other.reasons.items():
            self.reason(code, rows)

    def of(self, outcome: RowOutcome) -> int:
        """Rows that came to `outcome`."""
        return self.outcomes.get(outcome, 0)

    @property
    def adds_up(self) -> bool:
        """Whether every row read is accounted for (spec 2, step 7)."""
        return self.read == sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row that was not simply added: kept whole, so that it can be read, exported and retried.

    `row` is its number in the run, from 1; `values` the columns as they came; `retried_in` the run that took it later.
    """

    run_id: int
    row: int
    outcome: RowOutcome
    problem: Problem | None
    values: Mapping[str, object]
    unique_id: str | None = None
    lead_id: int | None = None
    retried_in: int | None = None

    @property
    def id_was_wrong(self) -> bool:
        """Whether its unique id itself was the problem: only then may a retry give it another one."""
        return self.problem is not None and self.problem.reason in (Reason.UNIQUE_ID_MISSING, Reason.UNIQUE_ID_TWICE)


@dataclass(frozen=True, slots=True)
class RunReport:
    """The receipt of one run. Times aware UTC; `seconds` wall-clock; watermarks in their canonical text.

    `run_id` is None for a skipped run, which is not stored. `unreachable` says that it failed because the source could
    not be reached; only who ran it knows, it is not stored.
    """

    run_id: int | None
    door: Door
    source: str
    injector: str | None
    pool: str | None
    campaign: str | None
    outcome: RunOutcome
    error: str
    hint: str
    tally: Tally
    watermark_before: str | None
    watermark_passed: str | None
    watermark_after: str | None
    started: datetime
    seconds: float
    by: str
    ignored_columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    injector_id: int | None = None
    pool_id: int | None = None
    campaign_id: int | None = None
    unreachable: bool = False

    @property
    def rows_per_second(self) -> float | None:
        """Rows read per second, None for a run too short to tell."""
        return self.tally.read / self.seconds if self.seconds > 0 else None
