"""`leadadmin gui` and `leadadmin service`: the programs that stay open."""

from typing import Annotated

import typer

from leadadmin.app.service import serve
from leadadmin.cli.session import session_of

Tray = Annotated[bool, typer.Option("--tray", help="Start in the tray, without a window.")]


def register(app: typer.Typer) -> None:
    """Add the commands; without any the desktop opens."""
    app.callback(invoke_without_command=True)(no_command)
    app.command("gui")(gui)
    app.command("service")(service)


def no_command(context: typer.Context, tray: Tray = False) -> None:
    """Get leads into outbound campaigns, keep them right, and see how they perform.

    --workspace FILE_OR_URL and --json may stand anywhere on the command line. The workspace may also be named by the
    variable LEADADMIN_WORKSPACE. Without a command the desktop opens.
    """
    if context.invoked_subcommand is None:
        gui(context, tray)


def gui(context: typer.Context, tray: Tray = False) -> None:
    """Open the desktop."""
    session = session_of(context)
    status = session.desktop(session.place, tray)
    if status:
        raise typer.Exit(status)


def service(context: typer.Context) -> None:
    """Run the injectors by their schedules, without a window, until told to stop."""
    session = session_of(context)
    with session.program() as program:
        session.console.note("The service runs. Ctrl+C stops it; the batch under way is finished first.")
        serve(program)
