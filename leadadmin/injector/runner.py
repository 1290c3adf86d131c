"""One run of an injector, step by step (spec 2, A run, step by step)."""

from dataclasses import dataclass, replace

from leadadmin.domain.counting import counted
from leadadmin.domain.errors import Cancelled, Expected, Unreachable
from leadadmin.domain.injector import InjectorState
from leadadmin.domain.pausing import failed_too_often, rejected_too_many
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RunOutcome, RunReport
from leadadmin.domain.schedule import MOST_COUNTED
from leadadmin.domain.watermark import IdType, greatest
from leadadmin.injector.again import Fault, until_answered
from leadadmin.injector.id_type import find_id_type, learn_id_type
from leadadmin.injector.opening import Opener, call_for, check_columns, from_first, limits_for
from leadadmin.injector.plan import Plan, load_plan
from leadadmin.injector.skipped import skipped_report
from leadadmin.injector.window import Because, PassedWatermark, watermark_to_pass
from leadadmin.intake.pipeline import Passed, Progress, load
from leadadmin.sources.base import Block, CancelToken
from leadadmin.store import injectors, leases, pools, runs, watermarks
from leadadmin.store.database import Database
from leadadmin.store.failpoints import failpoint
from leadadmin.store.lease_keeper import LeaseKeeper
from leadadmin.store.leases import HeldBy, Holder, Lease, LeaseLost
from leadadmin.store.workspace import Workspace

LEASE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants the run, and whether it makes up for missed slots (`missed` of them, because of `why`)."""

    by: str
    missed: int = 0
    why: str = ""


def lease_resource(injector_id: int) -> str:
    """The name of an injector's lease."""
    return f"injector:{injector_id}"


def crashed(bug: Exception) -> Expected:
    """What the history says of a run that a bug ended. The exception's text may hold personal data: only its kind."""
    return Expected(
        f"A fault of its own ended the run ({type(bug).__name__}).",
        "What was committed stays, the rest is tried again by the next run. The log has the details; please report it.",
        code="bug",
    )


class InjectorRunner:
    """Runs injectors of one workspace in the calling thread; one object may serve several threads."""

    def __init__(
        self, workspace: Workspace, opener: Opener, holder: Holder, *, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self._workspace = workspace
        self._opener = opener
        self._holder = holder
        self._lease_seconds = lease_seconds

    def run(
        self,
        injector_id: int,
        order: Order,
        *,
        cancel: CancelToken | None = None,
        progress: Progress = lambda _tally: None,
    ) -> RunReport:
        """Run the injector once and give its receipt; what goes wrong is in the receipt, not raised.

        Raises NotFound or InvalidInput when there is nothing to run, Unreachable when the workspace is away, and bugs.
        """
        with self._workspace.reading() as database:
            plan = load_plan(database, injector_id)
        lease = leases.acquire(self._workspace, lease_resource(injector_id), self._holder, self._lease_seconds)
        if isinstance(lease, HeldBy):
            return skipped_report(plan, lease, order.by)
        token = cancel or CancelToken()
        with LeaseKeeper(self._workspace, lease, self._lease_seconds, on_lost=token.set) as keeper:
            failpoint("run-leased")
            run = _Run(self._workspace, plan, lease, self._lease_seconds, order)
            try:
                run.start()
                run.read(self._opener, token, progress)
                report = run.succeed()
            except Expected as error:
                report = run.note(error) if run.settled else run.fail(error, lost=keeper.lost.is_set())
            except Exception as bug:
                run.crash(bug)
                raise
        return report


class _Run:
    """The state of one run: what it reads, what it has come to, and how it ends."""

    def __init__(self, workspace: Workspace, plan: Plan, lease: Lease, lease_seconds: float, order: Order) -> None:
        self._workspace = workspace
        self._plan = plan
        self._lease = lease
        self._lease_seconds = lease_seconds
        self._order = order
        self._state = plan.state
        self._id_type = plan.injector.id_type
        self._passed_watermark: PassedWatermark | None = None
        self._passed = Passed()
        self._ignored: tuple[str, ...] = ()
        self._notes: list[str] = []
        self._asked_again: dict[str, int] = {}
        self._run_id = 0
        self.settled = False

    def _confirm(self, database: Database) -> None:
        leases.confirm(database, self._lease, self._lease_seconds)

    def start(self) -> None:
        """Record the run; runs of this injector that never ended are recorded as interrupted."""

        def work(database: Database) -> tuple[InjectorState, PassedWatermark, int]:
            self._confirm(database)
            now_ms = self._workspace.now_ms(database)
            runs.interrupt_unfinished(database, self._plan.injector_id, now_ms)
            # The lease is ours: from here on the state read is the one that counts.
            state = injectors.get(database, self._plan.injector_id).state
            passed = watermark_to_pass(database, self._plan.injector, state, self._asked_type, now_ms)
            pool = pools.by_name(database, self._plan.campaign.id or 0, self._plan.injector.allocation)
            run_id = runs.start(
                database, door=Door.INJECTOR, source=self._plan.injector.name, started_by=self._order.by,
                holder=self._lease.holder, fence=self._lease.fence, now_ms=now_ms,
                injector_id=self._plan.injector_id, campaign_id=self._plan.campaign.id,
                pool_id=pool.id if pool else None, watermark_before=state.watermark, watermark_passed=passed.value,
            )  # fmt: skip
            injectors.run_started(database, self._plan.injector_id)
            return state, passed, run_id

        self._state, self._passed_watermark, self._run_id = self._workspace.write(work)
        failpoint("run-started")

    def read(self, opener: Opener, cancel: CancelToken, progress: Progress) -> None:
        """Call the procedure and take its rows, batch by batch; again when the source has a fault that may pass."""
        until_answered(lambda: self._read_once(opener, cancel, progress), cancel, note=self._ask_again)

    def _ask_again(self, fault: Fault) -> bool:
        """What was taken before comes again and is met in the ledger; after the end of the run nothing is wanted."""
        if self.settled:
            return False
        self._asked_again[fault.sentence] = self._asked_again.get(fault.sentence, 0) + 1
        return True

    def _read_once(self, opener: Opener, cancel: CancelToken, progress: Progress) -> None:
        plan, passed = self._plan, self._passed_watermark
        if passed is None:
            raise AssertionError("a run is started before it reads")
        source = opener(plan.connection, plan.secret)
        call = call_for(plan.injector, self._asked_type, passed.value, keep=True)
        with source.open(call, limits_for(plan.injector), cancel) as rows:
            failpoint("source-opened")
            names = tuple(column.name for column in rows.columns)
            check_columns(plan, names)
            blocks = rows.blocks()
            first = next(blocks, None)
            request = plan.request(names, self._learned_type(names, first))
            self._ignored = request.mapping.ignored_columns(names, (plan.id_column(names),))
            load(
                self._workspace, self._run_id, from_first(first, blocks), request,
                confirm=self._confirm, cancel=cancel, passed=self._passed, progress=progress,
            )  # fmt: skip
            self._notes += rows.notes
            failpoint("source-read")
            self._settle()
        failpoint("source-closed")

    @property
    def _asked_type(self) -> IdType:
        """The type by which the watermark is passed; as it is written while no type is known."""
        return self._id_type or IdType.OPAQUE

    def _learned_type(self, names: tuple[str, ...], first: Block | None) -> IdType:
        """The type by which ids are taken; the first rows tell it when nobody did, and then it stays."""
        if self._id_type is None:
            found, _reason = find_id_type(self._plan, names, first)
            if found is not None:
                self._workspace.write(lambda database: self._learn(database, found))
                self._id_type = found
        return self._asked_type

    def _learn(self, database: Database, found: IdType) -> None:
        self._confirm(database)
        learn_id_type(database, self._plan.injector_id, found, who=self._order.by)

    def _settle(self) -> None:
        """The run's last transaction: everything was read and every row accounted for (step 6)."""
        if not self._passed.tally.adds_up:
            raise AssertionError(f"run {self._run_id} does not add up: {self._passed.tally}")

        def work(database: Database) -> None:
            self._confirm(database)
            self._move_watermark(database)
            injectors.run_succeeded(
                database,
                self._plan.injector_id,
                look_back_ms=self._looked_back(database),
                pause_because=rejected_too_many(self._plan.injector, self._passed.tally),
            )
            watermark = injectors.get(database, self._plan.injector_id).state.watermark
            self._finish(database, RunOutcome.SUCCEEDED, None, watermark)
            failpoint("last-before-commit")

        self._workspace.write(work)
        self.settled = True
        failpoint("run-finished")

    def _looked_back(self, database: Database) -> int | None:
        first = self._state.last_look_back is None
        if first or (self._passed_watermark and self._passed_watermark.because is Because.LOOK_BACK):
            return self._workspace.now_ms(database)
        return None

    def _move_watermark(self, database: Database) -> None:
        state = injectors.get(database, self._plan.injector_id).state
        if self._passed.last_id is None:
            return
        newest = greatest(state.watermark, self._passed.last_id, self._asked_type)
        if newest != state.watermark:
            now_ms = self._workspace.now_ms(database)
            watermarks.append(database, self._plan.injector_id, newest, now_ms=now_ms, run_id=self._run_id)

    def succeed(self) -> RunReport:
        """The receipt of a run that ended well."""
        return self._report()

    def note(self, error: Expected) -> RunReport:
        """The source failed after everything was saved (its own commit): the run stands, with a warning."""
        warning = f"After everything was saved, the source said: {error.sentence}"
        self._workspace.write(lambda database: runs.add_warning(database, self._run_id, warning))
        return self._report()

    def fail(self, error: Expected, *, lost: bool) -> RunReport:
        """Record honestly how the run ended; the watermark stays where it was."""
        if not self._run_id:
            raise error
        lost = lost or isinstance(error, LeaseLost)
        outcome = RunOutcome.CANCELLED if isinstance(error, Cancelled) and not lost else RunOutcome.FAILED
        if lost:
            error = leases.lost_error(self._lease)

        def work(database: Database) -> None:
            failures = 0
            if outcome is RunOutcome.FAILED and not lost:
                failures = injectors.run_failed(database, self._plan.injector_id)
            pause = failed_too_often(self._plan.injector, failures, error.sentence)
            if error.code == "columns_changed":
                pause = error.sentence
            if pause:
                injectors.pause(database, self._plan.injector_id, pause)
            # Who took the lease over may have moved the watermark since; this run did not.
            self._finish(database, outcome, error, self._state.watermark)

        self._workspace.write(work)
        return replace(self._report(), unreachable=isinstance(error, Unreachable))

    def crash(self, bug: Exception) -> None:
        """Record that a bug ended the run, which counts as a failure: nobody would see it else, and it might go on.

        Without it the run would look like one whose program died, and be taken over again and again.
        """
        if self._run_id and not self.settled:
            self.fail(crashed(bug), lost=False)

    def _finish(self, database: Database, outcome: RunOutcome, error: Expected | None, watermark: str | None) -> None:
        pool = pools.by_name(database, self._plan.campaign.id or 0, self._plan.injector.allocation)
        runs.finish(
            database, self._run_id, outcome=outcome, error=error, now_ms=self._workspace.now_ms(database),
            watermark_after=watermark,
            ignored_columns=self._ignored, warnings=self._warnings(), pool_id=pool.id if pool else None,
        )  # fmt: skip

    def _warnings(self) -> tuple[str, ...]:
        said: list[str] = []
        if self._order.missed:
            least = "at least " if self._order.missed == MOST_COUNTED else ""
            said.append(f"Makes up for {least}{counted(self._order.missed, 'missed time')}: {self._order.why}.")
        elif self._order.why:
            said.append(f"Started because {self._order.why}.")
        if self._passed_watermark and self._passed_watermark.because is Because.LOOK_BACK:
            said.append(f"Looked back {self._plan.injector.look_back_days} days for rows that came late.")
        for sentence, again in self._asked_again.items():
            said.append(f"The source was asked again {counted(again, 'time')}: {sentence}")
        return (*said, *self._notes, *self._passed.notes())

    def _report(self) -> RunReport:
        with self._workspace.reading() as database:
            return runs.report(database, self._run_id)
