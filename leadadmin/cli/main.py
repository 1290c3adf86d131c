"""Carries out one command line: parts it, starts the log, and turns what goes wrong into sentences and exit status."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer
from typer.main import get_command

from leadadmin.app import paths
from leadadmin.app.logging import Redactor, RunningLog, log_uncaught, start_logging
from leadadmin.cli import config, connection, demo, injector, lead, pool, programs, run, workspace
from leadadmin.cli.arguments import Arguments, WrongUsage, part
from leadadmin.cli.console import Console
from leadadmin.cli.session import Desktop, Session, named_workspace
from leadadmin.domain.errors import Expected

PROGRAM = "leadadmin"
_GROUPS = (connection, injector, pool, lead, run, workspace)
_log = logging.getLogger(__name__)


def make_app() -> typer.Typer:
    """Every command."""
    app = typer.Typer(
        name=PROGRAM, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )  # fmt: skip
    programs.register(app)
    app.command("demo")(demo.demo)
    config.register(app)
    for group in _GROUPS:
        app.add_typer(group.app, name=group.__name__.rpartition(".")[2])
    return app


def main(
    argv: Sequence[str],
    *,
    desktop: Desktop,
    environment: Mapping[str, str] = os.environ,
    log_folder: Path | None = None,
) -> int:
    """Carry out the command line (without the program's name) and give the exit status of spec 5.

    0 done; 1 failed, cancelled, skipped, or a check found a difference; 2 wrong usage; 3 the workspace or a source
    cannot be reached; 4 not allowed. With --json exactly one JSON document goes to stdout: the result, or
    `{"error": {"code", "sentence", "hint"}}` for a command that came to none.
    """
    _speak_utf8(as_json="--json" in argv)
    try:
        arguments = part(argv)
    except WrongUsage as error:
        Console(as_json="--json" in argv).failure(error)
        return error.exit_status
    console = Console(as_json=arguments.as_json)
    redactor = Redactor()
    folder = log_folder or paths.user_log_dir()
    with _logging(arguments, folder, redactor) as running, log_uncaught():
        place = named_workspace(arguments.workspace, environment)
        session = Session(console, place, desktop, redactor.learn)
        try:
            return _carry_out(arguments, session)
        except Expected as error:
            console.failure(error)
            return error.exit_status
        except (KeyboardInterrupt, typer.Abort):
            console.broken("cancelled", "Cancelled.", "")
            return 1
        except BrokenPipeError:
            return _reader_gone()
        except Exception as fault:  # noqa: BLE001 - a bug: told in a sentence, and to the log with everything
            _log.critical("A command ended with a fault.", exc_info=True)
            _tell_fault(console, fault, redactor, running)
            return 1


def _carry_out(arguments: Arguments, session: Session) -> int:
    try:
        status = get_command(make_app()).main(
            list(arguments.rest), prog_name=PROGRAM, standalone_mode=False, obj=session
        )
    except typer.TyperException as error:
        raise _usage(error) from error
    return status if isinstance(status, int) else 0


def _usage(error: typer.TyperException) -> WrongUsage:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    return WrongUsage(error.format_message(), f"See: {command} --help")


def _logging(arguments: Arguments, folder: Path, redactor: Redactor) -> RunningLog:
    """The service tells what it does on stderr, too, where its supervisor keeps it."""
    if "service" in arguments.rest[:1]:
        return start_logging("service", folder, redactor, stderr_level=logging.INFO)
    return start_logging("command", folder, redactor, stderr_level=None)


def _tell_fault(console: Console, fault: Exception, redactor: Redactor, running: RunningLog) -> None:
    sentence = redactor.redact(f"leadadmin has a fault ({type(fault).__name__}: {fault}).")
    hint = f"The details are in {running.path}." if running.path else "There is no log file to write the details to."
    console.broken("fault", sentence, hint)


def _reader_gone() -> int:
    """Whoever read stdout has closed it (`… | head`): nothing more can be said there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _speak_utf8(*, as_json: bool) -> None:
    """JSON is UTF-8 whatever the terminal's encoding; a text is never refused for a character the terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8" if as_json else None, errors="replace")
