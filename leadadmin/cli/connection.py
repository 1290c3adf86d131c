"""`leadadmin connection`: list and test external connections."""

from typing import Annotated

import typer

from leadadmin.app import connections as connection_work
from leadadmin.cli.cancelling import cancellable
from leadadmin.cli.documents import connection_document, step_document
from leadadmin.cli.receipts import step_lines
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import moment, table
from leadadmin.domain.errors import NotFound
from leadadmin.sources.base import CancelToken, Step, StepState
from leadadmin.store import connections

app = typer.Typer(help="External connections: the databases that leads come from.")
_REACHING = frozenset({"resolve", "tcp", "tls", "login", "database", "file"})
"""Steps whose failure means that the source cannot be reached (exit status 3)."""
_STATES = {"not_tested": "not tested", "works": "works", "failed": "failed"}


@app.command("list")
def list_connections(context: typer.Context) -> None:
    """List the connections with the end of their last tests."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = connections.list_all(database)
    rows = [
        (s.connection.name, s.connection.facts.label, s.connection.place, _STATES[s.test_state], moment(s.tested_at))
        for s in found
    ]
    lines = (
        table(("Name", "Kind", "Place", "Test", "Tested"), rows, whole=(1, 3, 4)) if rows else ["No connections yet."]
    )
    session.console.result([connection_document(stored) for stored in found], lines)


@app.command("test")
def test_connection(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The connection's name.")]
) -> None:
    """Test a connection step by step. Exit status 3 when it cannot be reached, 1 when another step fails."""
    session = session_of(context)
    console = session.console
    with session.program() as program:
        with program.workspace.reading() as database:
            stored = connections.by_name(database, name)
        if stored is None:
            raise NotFound(f"There is no connection called “{name}”.", "See: leadadmin connection list")

        def work(cancel: CancelToken) -> list[Step]:
            ended: list[Step] = []
            for step in connection_work.check(program, stored.connection):
                if cancel.is_set():
                    break
                if step.state not in (StepState.STARTED, StepState.WAITING):
                    ended.append(step)
                    if not console.as_json:
                        console.result(None, step_lines(step))
            return ended

        steps = cancellable(console, work)
    ok = bool(steps) and all(step.state is not StepState.FAILED for step in steps)
    if console.as_json:
        console.result({"ok": ok, "steps": [step_document(step) for step in steps]}, ())
    if not ok:
        raise typer.Exit(3 if steps and steps[-1].key in _REACHING else 1)
