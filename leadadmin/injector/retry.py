"""Retry of refused rows after their cause was mended (spec 2, step 7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leadadmin.domain.counting import counted
from leadadmin.domain.errors import Cancelled, Expected, InvalidInput, NotFound
from leadadmin.domain.names import quoted
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport
from leadadmin.injector.opening import missing_columns
from leadadmin.injector.plan import Plan, load_plan
from leadadmin.injector.runner import LEASE_SECONDS, crashed, lease_resource
from leadadmin.injector.skipped import skipped_report
from leadadmin.intake.pipeline import Passed, Progress, load
from leadadmin.intake.row_json import as_text, row_from_stored
from leadadmin.sources.base import Block, CancelToken, Column, ColumnKind
from leadadmin.store import audit, leases, pools, run_rows, runs
from leadadmin.store.database import Database
from leadadmin.store.lease_keeper import LeaseKeeper
from leadadmin.store.leases import HeldBy, Holder, Lease, LeaseLost
from leadadmin.store.workspace import Workspace

PAGE = 20_000
ID_STAYS = "The id of a row cannot be changed; it tells which row of the source this is."
RETRIED = (RowOutcome.REJECTED, RowOutcome.SUPPRESSED, RowOutcome.DUPLICATE)


@dataclass(frozen=True, slots=True)
class RetryOrder:
    """Which rows of a run are tried again.

    `rows` empty: all with these `outcomes` that were not retried yet. `corrections` gives new cells, by row and column;
    the unique id may be another one only where it was the problem (`RowRecord.id_was_wrong`).
    """

    run_id: int
    by: str
    rows: frozenset[int] = frozenset()
    corrections: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    outcomes: tuple[RowOutcome, ...] = RETRIED


class Retrier:
    """Puts refused rows of an injector's run through the intake again, as a run of its own."""

    def __init__(
        self, workspace: Workspace, holder: Holder, *, lease_seconds: float = LEASE_SECONDS, page: int = PAGE
    ) -> None:
        self._workspace = workspace
        self._holder = holder
        self._lease_seconds = lease_seconds
        self._page = page

    def retry(
        self, order: RetryOrder, *, cancel: CancelToken | None = None, progress: Progress = lambda _tally: None
    ) -> RunReport:
        """The receipt of the retry. Rows judged now are marked in the old run; the watermark is not touched.

        Raises NotFound when there is nothing to retry, InvalidInput when a correction names no column of the rows or
        changes the id of a row, Expected when the rows have not the columns that the injector uses by now, and bugs.
        """
        with self._workspace.reading() as database:
            old = runs.report(database, order.run_id)
            if old.door is not Door.INJECTOR or old.injector_id is None:
                raise NotFound(f"Run {order.run_id:,} is not a run of an injector, so its rows cannot be retried here.")
            plan = load_plan(database, old.injector_id)
        columns = self._columns(order)
        _check(plan, order, columns)
        self._check_ids(order, plan.id_column(columns))
        lease = leases.acquire(self._workspace, lease_resource(plan.injector_id), self._holder, self._lease_seconds)
        if isinstance(lease, HeldBy):
            return skipped_report(plan, lease, order.by)
        token = cancel or CancelToken()
        with LeaseKeeper(self._workspace, lease, self._lease_seconds, on_lost=token.set) as keeper:
            return self._carry_out(order, plan, keeper, lease, columns, token, progress)

    def _columns(self, order: RetryOrder) -> tuple[str, ...]:
        for page in self._pages(order):
            if page:
                return tuple(page[0].values)
        raise NotFound(f"Run {order.run_id:,} has no refused rows that were not retried already.")

    def _check_ids(self, order: RetryOrder, column: str) -> None:
        """A row under another id would be dropped as one that came already, or take the place of one to come."""
        given = {row: as_text(cells[column]) for row, cells in order.corrections.items() if column in cells}
        for page in self._pages(order) if given else ():
            for record in page:
                came = as_text(row_from_stored(record.values).get(column))
                if given.get(record.row, came) != came and not record.id_was_wrong:
                    raise InvalidInput({column: ID_STAYS})

    def _pages(self, order: RetryOrder) -> Iterator[list[RowRecord]]:
        """The rows to retry, in order; a page may be empty."""
        after = 0
        while True:
            with self._workspace.reading() as database:
                page = run_rows.refused(database, order.run_id, order.outcomes, after_row=after, limit=self._page)
            if not page:
                return
            yield [r for r in page if r.retried_in is None and (not order.rows or r.row in order.rows)]
            after = page[-1].row

    def _blocks(self, order: RetryOrder, columns: tuple[str, ...], taken: list[int]) -> Iterator[Block]:
        kinds = tuple(Column(name, ColumnKind.OTHER) for name in columns)
        for page in self._pages(order):
            rows = [{**row_from_stored(r.values), **order.corrections.get(r.row, {})} for r in page]
            taken += [r.row for r in page]
            yield Block(kinds, [[row.get(name) for row in rows] for name in columns])

    def _carry_out(
        self,
        order: RetryOrder,
        plan: Plan,
        keeper: LeaseKeeper,
        lease: Lease,
        columns: tuple[str, ...],
        cancel: CancelToken,
        progress: Progress,
    ) -> RunReport:
        def confirm(database: Database) -> None:
            leases.confirm(database, lease, self._lease_seconds)

        def start(database: Database) -> int:
            confirm(database)
            pool = pools.by_name(database, plan.campaign.id or 0, plan.injector.allocation)
            return runs.start(
                database, door=Door.INJECTOR, source=plan.injector.name, started_by=order.by, holder=lease.holder,
                fence=lease.fence, now_ms=self._workspace.now_ms(database), injector_id=plan.injector_id,
                campaign_id=plan.campaign.id, pool_id=pool.id if pool else None, retry_of=order.run_id,
                watermark_before=plan.state.watermark, watermark_passed=None,
            )  # fmt: skip

        run_id = self._workspace.write(start)
        request = plan.request(columns, plan.id_type, retrying=True)
        passed, taken = Passed(), list[int]()

        def finish(error: Expected | None) -> None:
            self._workspace.write(
                lambda database: self._finish(database, order, plan, run_id, taken[: passed.tally.read], passed, error)
            )

        try:
            load(
                self._workspace, run_id, self._blocks(order, columns, taken), request,
                confirm=confirm, cancel=cancel, passed=passed, progress=progress,
            )  # fmt: skip
        except Expected as raised:
            lost = keeper.lost.is_set() or isinstance(raised, LeaseLost)
            finish(leases.lost_error(lease) if lost else raised)
        except Exception as bug:
            finish(crashed(bug))
            raise
        else:
            finish(None)
        with self._workspace.reading() as database:
            return runs.report(database, run_id)

    def _finish(
        self,
        database: Database,
        order: RetryOrder,
        plan: Plan,
        run_id: int,
        done: Sequence[int],
        passed: Passed,
        error: Expected | None,
    ) -> None:
        unjudged = (not_judged(len(passed.seen_before)),) if passed.seen_before else ()
        judged = [row for number, row in enumerate(done, 1) if number not in passed.seen_before]
        run_rows.mark_retried(database, order.run_id, judged, run_id)
        pool = pools.by_name(database, plan.campaign.id or 0, plan.injector.allocation)
        rows = counted(len(done), "refused row")
        runs.finish(
            database, run_id, outcome=_outcome(error), error=error, now_ms=self._workspace.now_ms(database),
            watermark_after=plan.state.watermark, ignored_columns=(),
            warnings=(f"Retry of {rows} of run {order.run_id:,}.", *unjudged, *passed.notes()),
            pool_id=pool.id if pool else None,
        )  # fmt: skip
        corrected = len(order.corrections.keys() & set(done))
        detail = f"Run {order.run_id} as run {run_id}: {rows}, {corrected:,} of them corrected."
        audit.append(database, who=order.by, action="run.retry", subject=plan.injector.name, detail=detail)


def _check(plan: Plan, order: RetryOrder, columns: Sequence[str]) -> None:
    missing = missing_columns(plan, columns)
    if missing:
        raise Expected(
            f"The rows of run {order.run_id:,} have no {quoted(missing)}, which the injector uses by now.",
            "Nothing was changed. Rewind to before that run, so that the source returns the rows again.",
            code="columns_changed",
        )
    unknown = sorted({name for cells in order.corrections.values() for name in cells if name not in columns})
    if unknown:
        raise InvalidInput({name: f"The rows of run {order.run_id:,} have no column “{name}”." for name in unknown})


def not_judged(rows: int) -> str:
    """What is said of `rows` rows (one at least) whose ids came before, so that nobody looked at their content."""
    if rows == 1:
        return "1 row was not judged, because its id came before. It is not marked as retried."
    return f"{rows:,} rows were not judged, because their ids came before. They are not marked as retried."


def _outcome(error: Expected | None) -> RunOutcome:
    if error is None:
        return RunOutcome.SUCCEEDED
    return RunOutcome.CANCELLED if isinstance(error, Cancelled) else RunOutcome.FAILED
