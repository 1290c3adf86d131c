"""What a Test or dry run tells: its steps, the verdict on each row, and what a run would come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.reasons import Problem
from leadadmin.domain.run import RowOutcome, Tally
from leadadmin.domain.watermark import IdType
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.row_json import as_text


class TrialState(StrEnum):
    """How a step of the test ended."""

    STARTED = "started"
    OK = "ok"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step: what it did in words, how long it took (seconds), and what to do when it failed."""

    key: str
    title: str
    state: TrialState
    seconds: float = 0.0
    message: str = ""
    hint: str = ""
    server_words: str = ""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """The verdict on one row. `name` and `phone` are as a lead would have them; `phone` as it came when refused."""

    number: int
    verdict: RowOutcome
    problem: Problem | None
    lead_id: int | None
    unique_id: str
    name: str
    phone: str
    pool: str
    callback_ms: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrialReport:
    """What a Test or dry run found. `ok` means that a run would work; watermarks are canonical texts.
    `watermark_passed` is None also when the procedure takes no last id.

    `rows` are the first `trial.TEST_ROWS` of a test, none of a dry run; `tally` covers the rows that were judged;
    `read` counts all that the source returned; `unreachable` says that it failed because the source did not answer.
    """

    ok: bool
    steps: tuple[TrialStep, ...]
    columns: tuple[ColumnSeen, ...] = ()
    id_type: IdType | None = None
    id_reason: str = ""
    rows: tuple[TrialRow, ...] = ()
    tally: Tally = field(default_factory=Tally)
    read: int = 0
    ignored_columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    watermark_now: str | None = None
    watermark_passed: str | None = None
    watermark_after: str | None = None
    pauses_because: str = ""
    digest: str = ""
    unreachable: bool = False


StepSeen = Callable[[TrialStep], None]
RowSeen = Callable[[TrialRow], None]


def trial_row(batch: Batch, verdicts: Verdicts, index: int, outcome: RowOutcome, request: IntakeRequest) -> TrialRow:
    """What a trial says of the row at `index` of a judged batch."""
    holder = verdicts.holders.get(index)
    values = {key: column[index] for key, column in batch.values.items() if column[index] is not None}
    numbers = batch.numbers()[index]
    return TrialRow(
        number=batch.first_row + index,
        verdict=outcome,
        problem=verdicts.problems.get(index),
        lead_id=holder.lead_id if holder else None,
        unique_id=batch.unique_ids[index] or "",
        name=request.template.display_name(values),
        phone=numbers[0] if numbers else _original_phone(batch, index),
        pool=batch.pools[index] or request.pool_name,
        callback_ms=batch.callback_ms[index],
        values={key: as_text(value) for key, value in values.items()},
    )


def _original_phone(batch: Batch, index: int) -> str:
    return next((as_text(p.originals[index]) for p in batch.phones if p.originals[index] is not None), "")
