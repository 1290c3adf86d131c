"""Rewind: set "last id imported" to any value, after seeing what would come back (spec 2, Rewind)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.watermark import canonical, canonical_column
from leadadmin.injector.opening import Opener, call_for, check_columns, limits_for
from leadadmin.injector.plan import Plan, load_plan
from leadadmin.injector.runner import LEASE_SECONDS, lease_resource
from leadadmin.injector.window import initial
from leadadmin.intake.known import IMAGINED_RUN, Stored
from leadadmin.intake.ledger_rule import LedgerRule
from leadadmin.intake.prepare import row_hash
from leadadmin.sources.base import CancelToken
from leadadmin.store import audit, injectors, leases, runs, watermarks
from leadadmin.store.database import Database
from leadadmin.store.leases import HeldBy, Holder
from leadadmin.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RewindTo:
    """Where to: a value in any spelling of the id type ("" or None: the initial value), or before a run."""

    value: str | None = None
    before_run: int | None = None


@dataclass(frozen=True, slots=True)
class RewindPreview:
    """What a run after the rewind would meet: rows returned, dropped by the ledger, judged anew; `target` canonical."""

    target: str | None
    now: str | None
    rows: int
    dropped: int
    new: int


class Rewinder:
    """Previews and carries out rewinds."""

    def __init__(self, workspace: Workspace, opener: Opener, holder: Holder) -> None:
        self._workspace = workspace
        self._opener = opener
        self._holder = holder

    def preview(self, injector_id: int, to: RewindTo, *, cancel: CancelToken) -> RewindPreview:
        """Ask the source what it returns from there on; writes nothing. Raises what opening and reading raise."""
        with self._workspace.reading() as database:
            plan = load_plan(database, injector_id)
            target = self._target(database, plan, to)
        id_type = plan.id_type
        rows = dropped = 0
        call = call_for(plan.injector, id_type, target, keep=False)
        source = self._opener(plan.connection, plan.secret)
        with source.open(call, limits_for(plan.injector), cancel) as result, self._workspace.reading() as database:
            names = tuple(column.name for column in result.columns)
            check_columns(plan, names)
            position = names.index(plan.id_column(names))
            known = Stored(database, plan.request(names, id_type))
            rule = LedgerRule({}, IMAGINED_RUN)
            for block in result.blocks():
                ids, _misfits = canonical_column(block.data[position], id_type)
                rows += block.rows
                dropped += _dropped(rule, known, ids, zip(*block.data, strict=True))
        return RewindPreview(target, plan.state.watermark, rows, dropped, rows - dropped)

    def rewind(self, injector_id: int, to: RewindTo, *, by: str) -> str | None:
        """Set the watermark and record who did it; returns the value set. Raises Expected when a run is under way."""
        with self._workspace.reading() as database:
            plan = load_plan(database, injector_id)
            target = self._target(database, plan, to)
        lease = leases.acquire(self._workspace, lease_resource(injector_id), self._holder, LEASE_SECONDS)
        if isinstance(lease, HeldBy):
            raise Expected(
                f"“{plan.injector.name}” runs on {lease.label} since {lease.since:%H:%M} UTC; nothing was changed.",
                "Rewind it when the run has ended.",
                code="running",
            )
        try:
            self._workspace.write(lambda database: self._set(database, plan, target, by))
        finally:
            leases.release(self._workspace, lease)
        return target

    def _set(self, database: Database, plan: Plan, target: str | None, by: str) -> None:
        now_ms = self._workspace.now_ms(database)
        # A run may have ended between reading the plan and taking the lease.
        before = injectors.get(database, plan.injector_id).state.watermark
        watermarks.append(database, plan.injector_id, target, now_ms=now_ms, run_id=None)
        detail = f"Last id imported from {before} to {target}."
        audit.append(database, who=by, action="injector.rewind", subject=plan.injector.name, detail=detail)

    def _target(self, database: Database, plan: Plan, to: RewindTo) -> str | None:
        id_type = plan.id_type
        if to.before_run is not None:
            report = runs.report(database, to.before_run)
            if report.injector_id != plan.injector_id:
                raise NotFound(f"Run {to.before_run:,} is not a run of “{plan.injector.name}”.")
            return report.watermark_before if report.watermark_before is not None else initial(plan.injector, id_type)
        if not to.value:
            return initial(plan.injector, id_type)
        try:
            return canonical(to.value, id_type)
        except ValueError as error:
            raise InvalidInput({"to": f"“{to.value}” is not of the id type {id_type.value}. {error}"}) from error


def _dropped(rule: LedgerRule, known: Stored, ids: Sequence[str | None], rows: Iterable[tuple[object, ...]]) -> int:
    """How many rows the ledger drops; the others are remembered, since a row may come twice."""
    fresh = sorted({i for i in ids if i is not None and i not in rule.entries})
    rule.entries.update(known.ledger(fresh))
    dropped = 0
    for unique_id, row in zip(ids, rows, strict=True):
        if unique_id is None:
            continue
        row_is = row_hash(row)
        verdict = rule.verdict(unique_id, row_is)
        dropped += verdict is RowOutcome.SEEN_BEFORE
        if verdict is None:
            rule.note(unique_id, RowOutcome.ADDED, row_is)
    return dropped
