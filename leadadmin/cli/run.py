"""`leadadmin run`: the history of runs, their receipts and refused rows, and retry."""

from collections.abc import Iterator
from typing import Annotated

import typer

from leadadmin.app.trial_json import VERDICTS
from leadadmin.cli.cancelling import cancellable
from leadadmin.cli.documents import row_document
from leadadmin.cli.receipts import run_lines
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import moment, number, table
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.domain.run_json import run_to_json
from leadadmin.domain.sentences import remark
from leadadmin.injector.retry import RetryOrder
from leadadmin.store import browse_runs, runs
from leadadmin.store.database import Database

app = typer.Typer(help="Runs: every pass of the intake, with its receipt.")
RunId = Annotated[int, typer.Argument(metavar="ID", help="The run's id.")]
_PAGE = 1_000
_SHOWN = 200
_HEADERS = ("Run", "Started", "Source", "Pool", "Result", "Read", "Added", "Updated", "Dupl.", "Rejected")


@app.command("list")
def list_runs(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many runs at most.")] = 50,
) -> None:
    """List the newest runs."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = browse_runs.runs_page(database, RunFilter(), limit=limit)
    lines = table(_HEADERS, map(_row, found), right=(0, 5, 6, 7, 8, 9), whole=(1, 4)) if found else ["No runs yet."]
    session.console.result([run_to_json(report) for report in found], lines)


def _row(report: RunReport) -> tuple[str, ...]:
    tally = report.tally
    return (
        str(report.run_id), moment(report.started), report.source, report.pool or "", report.outcome.label,
        number(tally.read), number(tally.of(RowOutcome.ADDED)), number(tally.of(RowOutcome.UPDATED)),
        number(tally.of(RowOutcome.DUPLICATE)), number(tally.of(RowOutcome.REJECTED)),
    )  # fmt: skip


@app.command("show")
def show_run(context: typer.Context, run: RunId) -> None:
    """Show the receipt of a run."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        report = runs.report(database, run)
    session.console.result(run_to_json(report), run_lines(report))


@app.command("rows")
def list_rows(
    context: typer.Context,
    run: RunId,
    outcome: Annotated[RowOutcome | None, typer.Option("--outcome", help="Only rows that came to this.")] = None,
) -> None:
    """List the rows of a run that were not simply added, with the reason of each."""
    session = session_of(context)
    console = session.console
    with session.program() as program, program.workspace.reading() as database:
        runs.report(database, run)
        records = _records(database, run, outcome)
        if console.as_json:
            spool = console.spool()
            for record in records:
                spool.add(row_document(record))
            console.result_with(spool, None)
            return
        shown = [record for record, _ in zip(records, range(_SHOWN), strict=False)]
        more = len(shown) == _SHOWN and next(records, None) is not None
    lines = table(("Row", "Id", "Result", "Field", "Value", "Because"), map(_record, shown), right=(0,))
    console.result(None, lines if shown else ["No such rows were kept."])
    if more:
        console.note(f"There are more than {_SHOWN:,}; --json lists them all.")


def _records(database: Database, run: int, outcome: RowOutcome | None) -> Iterator[RowRecord]:
    after = 0
    while page := browse_runs.run_rows(database, run, outcome, after_row=after, limit=_PAGE):
        yield from page
        after = page[-1].row


def _record(record: RowRecord) -> tuple[str, ...]:
    problem = record.problem
    because = remark(problem) if problem else ""
    if record.retried_in is not None:
        because += f" (retried in run {record.retried_in:,})"
    return (
        number(record.row), record.unique_id or "", VERDICTS[record.outcome].replace("_", " "),
        problem.field if problem else "", problem.value if problem else "", because,
    )  # fmt: skip


@app.command("retry")
def retry_run(context: typer.Context, run: RunId) -> None:
    """Put the refused rows of an injector's run through the intake again, after their causes were mended."""
    session = session_of(context)
    with session.program() as program:
        order = RetryOrder(run, program.person)
        report = cancellable(session.console, lambda cancel: program.retrier.retry(order, cancel=cancel))
    session.console.result(run_to_json(report), run_lines(report))
    if report.outcome is not RunOutcome.SUCCEEDED:
        raise typer.Exit(1)
