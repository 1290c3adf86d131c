"""The one pipeline behind every door: blocks of rows in, leads and a receipt out (spec 3).

A transforming thread reads and prepares the next blocks while the calling thread writes: one transaction per batch.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from leadadmin.domain.counting import row_notes
from leadadmin.domain.errors import Cancelled
from leadadmin.domain.run import RowOutcome, Tally
from leadadmin.domain.watermark import greatest_of_column
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts, judge
from leadadmin.intake.known import Stored
from leadadmin.intake.prepare import prepare
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.save import save_batch
from leadadmin.sources.base import Block, CancelToken
from leadadmin.store import campaign_locks, runs
from leadadmin.store.database import Database
from leadadmin.store.failpoints import failpoint
from leadadmin.store.workspace import Workspace

QUEUE_LENGTH = 2
ID_BLOCK = 100_000
POLL_SECONDS = 0.2


@dataclass(slots=True)
class Passed:
    """What a pass has come to so far: counts, batches, the greatest unique id met, notes by sentence.

    `seen_before` are the numbers of the rows with that outcome; it is filled for a retry alone.
    """

    tally: Tally = field(default_factory=Tally)
    batches: int = 0
    last_id: str | None = None
    warnings: dict[str, int] = field(default_factory=dict)
    lead_ids: int = 0
    seen_before: set[int] = field(default_factory=set)

    def notes(self) -> tuple[str, ...]:
        """The warnings with their counts, as sentences."""
        return row_notes(self.warnings)


Confirm = Callable[[Database], None]
Progress = Callable[[Tally], None]


class LeadIds:
    """Hands out lead ids from blocks reserved in the workspace; unused ones stay gaps."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._next = self._end = 0

    def take(self, count: int) -> int:
        """The first of `count` consecutive ids."""
        if self._next + count > self._end:
            size = max(count, ID_BLOCK if self._end else count)
            self._next = self._workspace.reserve_ids("leads", size)
            self._end = self._next + size
        first = self._next
        self._next += count
        return first


def read_batches(
    blocks: Iterable[Block],
    request: IntakeRequest,
    *,
    cancel: CancelToken,
    ahead: int = QUEUE_LENGTH,
    after: tuple[int, int] = (0, 0),
) -> Iterator[Batch]:
    """Prepare `blocks` in a thread of their own, at most `ahead` batches ahead of the reader.

    Their numbers and those of their rows follow on `after`: so many batches and rows were read before. What goes
    wrong while reading is raised here, after the batches read before it.
    """
    ready: queue.Queue[Batch | BaseException | None] = queue.Queue(maxsize=ahead)
    stop = threading.Event()

    def offer(item: Batch | BaseException | None) -> None:
        while not stop.is_set():
            try:
                ready.put(item, timeout=POLL_SECONDS)
            except queue.Full:
                continue
            return

    def work() -> None:
        number, row = after[0], after[1] + 1
        try:
            for block in blocks:
                if stop.is_set() or cancel.is_set():
                    break
                if not block.rows:
                    continue
                number += 1
                columns = tuple(c.name for c in block.columns)
                offer(prepare(number, row, columns, block.data, request))
                row += block.rows
        except BaseException as error:  # noqa: BLE001 - handed to the reader, who raises it
            offer(error)
        else:
            offer(None)

    thread = threading.Thread(target=work, name="intake-transform", daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        thread.join()


def load(
    workspace: Workspace,
    run_id: int,
    blocks: Iterable[Block],
    request: IntakeRequest,
    *,
    confirm: Confirm,
    cancel: CancelToken,
    passed: Passed,
    progress: Progress = lambda _tally: None,
) -> None:
    """Take every row of `blocks` into the workspace; `passed` always says what was committed, also by calls before.

    `confirm` runs in every batch's transaction and raises when the run may not write any more (its lease is gone).
    Raises what reading raises, Cancelled, and what the database raises; batches committed before stay.
    """
    ids = LeadIds(workspace)
    for batch in read_batches(blocks, request, cancel=cancel, after=(passed.batches, passed.tally.read)):
        if cancel.is_set():
            raise Cancelled("The run was cancelled.", "What was committed stays and is in the receipt.")
        failpoint("batch-prepared")
        verdicts = _commit(workspace, run_id, batch, request, ids.take(batch.rows), confirm)
        failpoint("batch-committed")
        passed.tally.add(verdicts.tally())
        passed.batches = batch.number
        if request.retrying:
            seen = (n for n, each in enumerate(verdicts.outcomes, batch.first_row) if each is RowOutcome.SEEN_BEFORE)
            passed.seen_before.update(seen)
        for sentence, rows in batch.noted(verdicts.accepted).items():
            passed.warnings[sentence] = passed.warnings.get(sentence, 0) + rows
        if request.unique_id is not None:
            passed.last_id = greatest_of_column(passed.last_id, batch.unique_ids, request.unique_id.id_type)
        progress(passed.tally)
    if cancel.is_set():
        raise Cancelled("The run was cancelled.", "What was committed stays and is in the receipt.")


def _commit(
    workspace: Workspace, run_id: int, batch: Batch, request: IntakeRequest, first_lead_id: int, confirm: Confirm
) -> Verdicts:
    decided: list[Verdicts] = []

    def work(connection: Database) -> Verdicts:
        confirm(connection)
        campaign_locks.take(connection, request.lock_campaigns)
        failpoint("batch-locked")
        verdicts = judge(batch, request, Stored(connection, request, run_id), run_id)
        if not runs.count_batch(connection, run_id, batch.number, verdicts.tally()):
            # The answer to an earlier commit of this batch was lost; what it decided is what counts.
            return decided[-1]
        decided.append(verdicts)
        now_ms = workspace.now_ms(connection)
        save_batch(connection, batch, verdicts, request, run_id=run_id, first_lead_id=first_lead_id, now_ms=now_ms)
        failpoint("batch-before-commit")
        return verdicts

    return workspace.write(work)
