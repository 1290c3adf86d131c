"""`leadadmin injector`: list, test, run, switch and rewind injectors."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from leadadmin.app import injectors as injector_work
from leadadmin.app.bootstrap import Program
from leadadmin.app.trial_json import trial_row_to_json, trial_to_json
from leadadmin.cli.arguments import WrongUsage
from leadadmin.cli.cancelling import cancellable
from leadadmin.cli.documents import injector_document
from leadadmin.cli.receipts import SHOWN_ROWS, rewind_lines, run_lines, step_lines, trial_lines, verdict_lines
from leadadmin.cli.session import Session, session_of
from leadadmin.cli.tables import moment, table
from leadadmin.domain.errors import NotFound
from leadadmin.domain.run import RowOutcome, RunOutcome, Tally
from leadadmin.domain.run_json import run_to_json
from leadadmin.injector.rewind import RewindTo
from leadadmin.injector.runner import Order
from leadadmin.injector.trial_report import TrialReport, TrialRow, TrialState, TrialStep
from leadadmin.store import browse_runs, campaigns, connections, injectors
from leadadmin.store.injectors import StoredInjector

app = typer.Typer(help="Injectors: scheduled pulls from a connection into a lead pool.")
Name = Annotated[str, typer.Argument(help="The injector's name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")]


def _stored(program: Program, name: str) -> tuple[int, StoredInjector]:
    with program.workspace.reading() as database:
        stored = injectors.by_name(database, name)
    if stored is None or stored.injector.id is None:
        raise NotFound(f"There is no injector called “{name}”.", "See: leadadmin injector list")
    return stored.injector.id, stored


@app.command("list")
def list_injectors(context: typer.Context) -> None:
    """List the injectors with their last and next runs."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = injectors.list_all(database)
        places = {each.connection.id: each.connection.name for each in connections.list_all(database, archived=True)}
        codes = {each.id: each.code for each in campaigns.list_all(database, archived=True)}
        last = browse_runs.recent_by_injector(database)
    now = datetime.now(UTC)
    documents, rows = [], []
    for stored in found:
        injector, state = stored.injector, stored.state
        on = state.enabled and not state.paused_because
        next_run = injector.schedule.next_after(now) if on else None
        place = places.get(injector.connection_id, "")
        code = codes.get(injector.campaign_id, "")
        report = last.get(injector.id or 0)
        documents.append(injector_document(stored, place, code, report, next_run))
        standing = "paused" if state.enabled and state.paused_because else "on" if state.enabled else "off"
        result = f"{report.outcome.label} {moment(report.started)}" if report else "–"
        pool = f"{code}/{injector.allocation}" if code else injector.allocation
        rows.append((injector.name, place, pool, standing, result, moment(next_run)))
    headers = ("Name", "Connection", "Pool", "Switched", "Last result", "Next run")
    session.console.result(documents, table(headers, rows, whole=(3, 4, 5)) if rows else ["No injectors yet."])


@app.command("test")
def test_injector(context: typer.Context, name: Name) -> None:
    """Test an injector: its columns, a verdict for each of the first 200 rows, and the watermark. Writes nothing."""
    session = session_of(context)
    console = session.console
    with session.program() as program:
        _injector_id, stored = _stored(program, name)
        report = cancellable(
            console,
            lambda cancel: injector_work.try_out(program, stored, cancel=cancel, on_step=_telling(session)),
        )
    console.result(trial_to_json(report), trial_lines(report, steps=False))
    _leave(report)


def _telling(session: Session) -> "_Teller":
    return _Teller(session)


class _Teller:
    """Prints the steps of a Test as they end."""

    def __init__(self, session: Session) -> None:
        self._console = session.console

    def __call__(self, step: TrialStep) -> None:
        if step.state is not TrialState.STARTED and not self._console.as_json:
            self._console.result(None, step_lines(step))


def _leave(report: TrialReport) -> None:
    if not report.ok:
        raise typer.Exit(3 if report.unreachable else 1)


@app.command("run")
def run_injector(context: typer.Context, name: Name, dry_run: DryRun = False) -> None:
    """Run an injector now, or judge all its rows without writing (--dry-run). Ctrl+C ends the run cleanly."""
    session = session_of(context)
    with session.program() as program:
        injector_id, stored = _stored(program, name)
        if dry_run:
            _dry_run(session, program, stored)
        else:
            _run(session, program, injector_id)


def _run(session: Session, program: Program, injector_id: int) -> None:
    console = session.console

    def progress(tally: Tally) -> None:
        console.progress(f"{tally.read:,} rows read, {tally.of(RowOutcome.ADDED):,} added …")

    report = cancellable(
        console,
        lambda cancel: program.runner.run(injector_id, Order(program.person), cancel=cancel, progress=progress),
    )
    console.finish()
    console.result(run_to_json(report), run_lines(report))
    if report.outcome is not RunOutcome.SUCCEEDED:
        raise typer.Exit(3 if report.unreachable else 1)


def _dry_run(session: Session, program: Program, stored: StoredInjector) -> None:
    console = session.console
    spool = console.spool()
    refused: list[TrialRow] = []

    def take(row: TrialRow) -> None:
        if console.as_json:
            spool.add(trial_row_to_json(row))
        elif row.verdict is not RowOutcome.ADDED and len(refused) < SHOWN_ROWS:
            refused.append(row)

    report = cancellable(
        console,
        lambda cancel: program.trial.dry_run(
            stored.injector, stored.state, cancel=cancel, on_step=_telling(session), on_row=take
        ),
    )
    if console.as_json:
        document = {key: value for key, value in trial_to_json(report).items() if key != "rows"}
        console.result_with(spool, document, "rows")
    else:
        console.result(None, trial_lines(report, steps=False))
        if refused:
            console.result(None, ["", "The first rows that would not be added (--json lists all rows):"])
            console.result(None, verdict_lines(refused))
    _leave(report)


@app.command("enable")
def enable_injector(context: typer.Context, name: Name) -> None:
    """Switch an injector on, and end a pause; its present settings must have passed a Test."""
    _switch(session_of(context), name, on=True)


@app.command("disable")
def disable_injector(context: typer.Context, name: Name) -> None:
    """Switch an injector off."""
    _switch(session_of(context), name, on=False)


def _switch(session: Session, name: str, *, on: bool) -> None:
    with session.program() as program:
        injector_id, stored = _stored(program, name)
        (injector_work.enable if on else injector_work.disable)(program, injector_id)
    said = f"“{stored.injector.name}” is switched {'on' if on else 'off'}."
    session.console.result({"name": stored.injector.name, "enabled": on}, [said])


@app.command("rewind")
def rewind_injector(
    context: typer.Context,
    name: Name,
    to: Annotated[str | None, typer.Option("--to", help="The id to set “last id imported” to.")] = None,
    before_run: Annotated[int | None, typer.Option("--before-run", help="Where it stood before this run.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Set “last id imported” back or on, after counting the rows that would come back."""
    if (to is None) == (before_run is None):
        raise WrongUsage("Say where to rewind to: either --to VALUE or --before-run ID.")
    session = session_of(context)
    with session.program() as program:
        injector_id, stored = _stored(program, name)
        target = RewindTo(to, before_run)
        preview = cancellable(
            session.console, lambda cancel: program.rewinder.preview(injector_id, target, cancel=cancel)
        )
        if not dry_run:
            program.rewinder.rewind(injector_id, target, by=program.person)
    document = {
        "name": stored.injector.name,
        "dry_run": dry_run,
        "watermark_before": preview.now,
        "watermark_after": preview.target,
        "rows": preview.rows,
        "dropped": preview.dropped,
        "new": preview.new,
    }
    session.console.result(document, rewind_lines(stored.injector.name, preview, done=not dry_run))
