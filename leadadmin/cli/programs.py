"""`leadadmin gui` and `leadadmin service`: the programs that stay open."""

import typer

from leadadmin.app.service import serve
from leadadmin.cli.demo import has_screen
from leadadmin.cli.session import session_of
from leadadmin.domain.errors import Expected


def register(app: typer.Typer) -> None:
    """Add the commands; without any the desktop opens."""
    app.callback(invoke_without_command=True)(no_command)
    app.command("gui")(gui)
    app.command("service")(service)


def no_command(context: typer.Context) -> None:
    """Get leads into outbound campaigns, keep them right, and see how they perform.

    --workspace FILE_OR_URL and --json may stand anywhere on the command line. The workspace may also be named by the
    variable LEADADMIN_WORKSPACE. Without a command the desktop opens.
    """
    if context.invoked_subcommand is None:
        gui(context)


def gui(context: typer.Context) -> None:
    """Open the desktop."""
    session = session_of(context)
    if not has_screen():
        raise Expected(
            "There is no screen here to open a window on.",
            "Without one, use the other commands; leadadmin --help lists them.",
            code="no_screen",
        )
    status = session.desktop(session.place)
    if status:
        raise typer.Exit(status)


def service(context: typer.Context) -> None:
    """Run the injectors by their schedules, without a window, until told to stop."""
    session = session_of(context)
    with session.program() as program:
        session.console.note("The service runs. Ctrl+C stops it; the batch under way is finished first.")
        serve(program)
