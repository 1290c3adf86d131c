"""Test and dry run of an injector: everything a run would do, and nothing written (spec 2, Test, dry run)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from leadadmin.domain.counting import counted, row_notes
from leadadmin.domain.errors import Cancelled, Expected, InvalidInput, SourceFailed, Unreachable
from leadadmin.domain.injector import Injector, InjectorState, settings_digest
from leadadmin.domain.pausing import rejected_too_many
from leadadmin.domain.run import Tally
from leadadmin.domain.watermark import IdType, greatest, greatest_of_column
from leadadmin.injector.header import header_columns
from leadadmin.injector.id_type import find_id_type
from leadadmin.injector.opening import Opener, call_for, check_columns, from_first, limits_for
from leadadmin.injector.plan import Plan, plan_for
from leadadmin.injector.samples import columns_seen
from leadadmin.injector.trial_report import RowSeen, StepSeen, TrialReport, TrialRow, TrialState, TrialStep, trial_row
from leadadmin.injector.window import watermark_to_pass
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts, judge
from leadadmin.intake.known import IMAGINED_RUN, Imagined, Stored
from leadadmin.intake.pipeline import read_batches
from leadadmin.intake.request import IntakeRequest
from leadadmin.sources.base import NO_LAST_ID_PASSED, Block, CancelToken, Source, StepState
from leadadmin.sources.faults import Fault, SourceUnreachable
from leadadmin.store import connections
from leadadmin.store.database import Database
from leadadmin.store.workspace import Workspace

TEST_ROWS = 200


class InjectorTrial:
    """Tries an injector, saved or not. Holds no lease and writes nothing."""

    def __init__(self, workspace: Workspace, opener: Opener) -> None:
        self._workspace = workspace
        self._opener = opener

    def test(
        self, injector: Injector, state: InjectorState, *, cancel: CancelToken, on_step: StepSeen = lambda _step: None
    ) -> TrialReport:
        """Judge the first 200 rows; read the rest only to know the watermark. Never raises Expected: it is a step."""
        return _Trial(self._workspace, self._opener, cancel, on_step, TEST_ROWS).carry_out(injector, state)

    def dry_run(
        self,
        injector: Injector,
        state: InjectorState,
        *,
        cancel: CancelToken,
        on_step: StepSeen = lambda _step: None,
        on_row: RowSeen = lambda _row: None,
    ) -> TrialReport:
        """Judge every row; each verdict goes to `on_row` as it is found and is not held in memory."""
        return _Trial(self._workspace, self._opener, cancel, on_step, None, on_row).carry_out(injector, state)


class _Trial:
    def __init__(
        self,
        workspace: Workspace,
        opener: Opener,
        cancel: CancelToken,
        on_step: StepSeen,
        limit: int | None,
        on_row: RowSeen = lambda _row: None,
    ) -> None:
        self._workspace = workspace
        self._opener = opener
        self._cancel = cancel
        self._on_step = on_step
        self._limit = limit
        self._on_row = on_row
        self._steps: list[TrialStep] = []
        self._report = TrialReport(False, ())
        self._rows: list[TrialRow] = []
        self._message = ""

    def carry_out(self, injector: Injector, state: InjectorState) -> TrialReport:
        """Go step by step; the first that fails ends the trial with what is known so far."""
        try:
            self._try(injector, state)
        except Cancelled:
            raise
        except Expected as error:
            return replace(
                self._report,
                steps=tuple(self._steps),
                rows=tuple(self._rows),
                # A run that fails leaves the last id where it was, however far the rows came.
                watermark_after=self._report.watermark_now,
                unreachable=isinstance(error, Unreachable),
            )
        return replace(self._report, ok=True, steps=tuple(self._steps), rows=tuple(self._rows))

    @contextmanager
    def _step(self, key: str, title: str) -> Iterator[None]:
        self._on_step(TrialStep(key, title, TrialState.STARTED))
        self._message = ""
        began = time.monotonic()
        try:
            yield
        except Expected as error:
            words = error.server_words if isinstance(error, SourceFailed | SourceUnreachable) else ""
            seconds = time.monotonic() - began
            self._end(TrialStep(key, title, TrialState.FAILED, seconds, error.sentence, error.hint, words))
            raise
        self._end(TrialStep(key, title, TrialState.OK, time.monotonic() - began, self._message))

    def _end(self, step: TrialStep) -> None:
        self._steps.append(step)
        self._on_step(step)

    def _try(self, injector: Injector, state: InjectorState) -> None:
        with self._step("settings", "Settings are complete"), self._workspace.reading() as database:
            plan = plan_for(database, injector, state)
            fingerprint = connections.fingerprint(database, injector.connection_id or 0)
        with self._step("connect", f"Connected to {plan.connection.name}"):
            source = self._opener(plan.connection, plan.secret)
            self._connect(source)
        if injector.header_procedure:
            with self._step("header", "Header procedure"):
                names = header_columns(source, injector.header_procedure, limits_for(injector), self._cancel)
                check_columns(plan, names)
                self._message = f"{len(names)} columns"
        title = "Procedure" if injector.procedure else "Query"
        with self._step("procedure", title), self._workspace.reading() as database:
            self._read(database, plan, source, fingerprint)
        with self._step("mapping", "Field mapping"):
            self._check_mapping(plan)

    def _connect(self, source: Source) -> None:
        for step in source.steps():
            if step.state is StepState.FAILED:
                raise SourceUnreachable(
                    Fault(step.key, "connection", step.message, step.hint, step.server_words, step.server_code)
                )
            if step.key == "login" and step.state is not StepState.STARTED:
                return

    def _read(self, database: Database, plan: Plan, source: Source, fingerprint: str) -> None:
        injector, state = plan.injector, plan.state
        asked_type = injector.id_type or IdType.OPAQUE
        passed = watermark_to_pass(database, injector, state, asked_type, self._workspace.now_ms(database))
        self._report = replace(self._report, watermark_now=state.watermark, watermark_passed=passed.value)
        call = call_for(injector, asked_type, passed.value, keep=False)
        with source.open(call, limits_for(injector), self._cancel) as rows:
            names = tuple(column.name for column in rows.columns)
            if NO_LAST_ID_PASSED in rows.notes:
                self._report = replace(self._report, watermark_passed=None)
            blocks = rows.blocks()
            first = next(blocks, None)
            columns = columns_seen(rows.columns, first)
            self._report = replace(self._report, columns=columns)
            id_type, reason = find_id_type(plan, names, first)
            if injector.id_type is None and id_type is not None:
                # The digest is that of the settings as they will be saved, with the type that was found.
                injector = replace(injector, id_type=id_type)
            self._report = replace(
                self._report, id_type=id_type, id_reason=reason, digest=settings_digest(injector, fingerprint)
            )
            check_columns(plan, names)
            request = replace(plan, injector=injector).request(names, id_type or IdType.OPAQUE)
            ignored = request.mapping.ignored_columns(names, (plan.id_column(names),))
            self._report = replace(self._report, ignored_columns=ignored)
            self._judge(database, request, from_first(first, blocks))
        after = self._report.watermark_after
        self._message = counted(self._report.read, "row")
        self._report = replace(
            self._report,
            watermark_after=after if after is not None else state.watermark,
            warnings=(*rows.notes, *self._report.warnings),
            pauses_because=rejected_too_many(injector, self._report.tally),
        )

    def _judge(self, database: Database, request: IntakeRequest, blocks: Iterator[Block]) -> None:
        known = Imagined(Stored(database, request), request)
        tally, read, last_id = Tally(), 0, self._report.watermark_now
        warnings: dict[str, int] = {}
        id_type = request.unique_id.id_type if request.unique_id else IdType.OPAQUE
        for batch in read_batches(blocks, request, cancel=self._cancel):
            if self._cancel.is_set():
                raise Cancelled("The test was cancelled.", "Nothing was written.")
            found = greatest_of_column(None, batch.unique_ids, id_type)
            if found is not None:
                last_id = greatest(last_id, found, id_type)
            read += batch.rows
            wanted = batch.rows if self._limit is None else max(0, self._limit - tally.read)
            if wanted:
                part = batch if wanted >= batch.rows else _first_rows(batch, wanted)
                verdicts = judge(part, request, known, IMAGINED_RUN)
                known.remember(part, verdicts, IMAGINED_RUN)
                tally.add(verdicts.tally())
                self._take_rows(part, verdicts, request)
                for sentence, rows in part.noted(verdicts.accepted).items():
                    warnings[sentence] = warnings.get(sentence, 0) + rows
            self._report = replace(self._report, tally=tally, read=read, watermark_after=last_id)
        if self._cancel.is_set():
            raise Cancelled("The test was cancelled.", "Nothing was written.")
        self._report = replace(self._report, warnings=row_notes(warnings))

    def _take_rows(self, batch: Batch, verdicts: Verdicts, request: IntakeRequest) -> None:
        for index, outcome in enumerate(verdicts.outcomes):
            row = trial_row(batch, verdicts, index, outcome, request)
            if self._limit is None:
                self._on_row(row)
            else:
                self._rows.append(row)

    def _check_mapping(self, plan: Plan) -> None:
        names = [column.name for column in self._report.columns]
        problems = plan.injector.mapping.problems(plan.template.fields, names)
        if problems:
            raise InvalidInput({p.target or p.column or "mapping": p.sentence for p in problems})
        mapped = len(names) - len(self._report.ignored_columns)
        self._message = f"{mapped} of {len(names)} columns are used"


def _first_rows(batch: Batch, count: int) -> Batch:
    """The first `count` rows of a prepared batch."""
    from_problems = {i: p for i, p in batch.problems.items() if i < count}
    return replace(
        batch,
        data=[column[:count] for column in batch.data],
        unique_ids=batch.unique_ids[:count],
        hashes=batch.hashes[:count],
        values={k: v[:count] for k, v in batch.values.items()},
        phones=[
            replace(p, numbers=p.numbers[:count], extensions=p.extensions[:count], originals=p.originals[:count])
            for p in batch.phones
        ],
        external_ids=batch.external_ids[:count],
        callback_ms=batch.callback_ms[:count],
        priorities=batch.priorities[:count],
        pools=batch.pools[:count],
        agents=batch.agents[:count],
        contact_hours=batch.contact_hours[:count],
        dispositions=batch.dispositions[:count],
        problems=from_problems,
        _numbers=[],
    )
