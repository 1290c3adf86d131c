"""`leadadmin workspace`: make, upgrade and check a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from leadadmin.app import workspaces
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import number, table
from leadadmin.store import opening, recount, upgrade, versions
from leadadmin.store.engine import workspace_url

app = typer.Typer(help="The workspace itself.")


@app.command("init")
def init_workspace(
    context: typer.Context,
    name: Annotated[
        str, typer.Option("--name", help="What the workspace is called; else as its file or database.")
    ] = "",
) -> None:
    """Make a new workspace in a file or an empty database."""
    session = session_of(context)
    place = session.named_place
    named = name.strip() or Path(workspace_url(place).database or "").stem or "Workspace"
    workspaces.create(place, named)
    session.console.result(
        {"name": named, "place": workspaces.known_as(place), "version": versions.NEWEST},
        [f"The workspace “{named}” was made."],
    )


@app.command("upgrade")
def upgrade_workspace(context: typer.Context) -> None:
    """Bring a workspace of an older leadadmin up to date. Back it up first."""
    session = session_of(context)
    workspace = opening.open_unchecked(session.named_place, session.password)
    try:
        had = upgrade.upgrade(workspace)
    finally:
        workspace.close()
    now = versions.NEWEST
    said = f"The workspace was up to date already (version {now})."
    if had != now:
        said = f"The workspace was upgraded from version {had} to {now}."
    session.console.result({"version_before": had, "version": now}, [said])


@app.command("check")
def check_workspace(context: typer.Context) -> None:
    """Count every pool and run again and compare; exit status 1 when anything differs."""
    session = session_of(context)
    with session.program() as program, program.workspace.reading() as database:
        found = list(recount.differences(database))
    document = {
        "ok": not found,
        "differences": [
            {
                "kind": each.kind, "id": str(each.id), "name": each.what, "figure": each.figure,
                "kept": each.kept, "counted": each.counted,
            }
            for each in found
        ],
    }  # fmt: skip
    rows = [(each.kind, each.what, each.figure, number(each.kept), number(each.counted)) for each in found]
    lines = table(("Kind", "Of", "Figure", "Kept", "Counted"), rows, right=(3, 4)) if found else ["Everything adds up."]
    session.console.result(document, lines)
    if found:
        raise typer.Exit(1)
