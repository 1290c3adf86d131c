"""`leadadmin apply` and `leadadmin export-config`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from leadadmin.app import provision
from leadadmin.app.provision_report import Action, ApplyReport, Change, report_to_json
from leadadmin.cli.arguments import WrongUsage
from leadadmin.cli.cancelling import cancellable
from leadadmin.cli.session import session_of
from leadadmin.cli.tables import pairs
from leadadmin.domain.counting import counted
from leadadmin.domain.errors import Expected


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("apply")(apply_file)
    app.command("export-config")(export_config)


def apply_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The configuration file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
) -> None:
    """Create or change what a configuration file names, and say the difference. A second time changes nothing."""
    session = session_of(context)
    console = session.console
    text = _read(file)
    with session.program() as program:
        report = cancellable(
            console,
            lambda cancel: provision.apply(
                program, text, folder=file.absolute().parent, dry_run=dry_run, cancel=cancel
            ),
        )
    for sentence in report.notes:
        console.note(sentence)
    console.result(report_to_json(report), _lines(report))
    for problem in report.problems:
        console.note(f"{problem.place}: {problem.sentence}" if problem.place else problem.sentence)
    if report.problems:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WrongUsage(f"There is no file “{file}”.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise WrongUsage(f"The file “{file}” cannot be read: {reason}.") from None


def _lines(report: ApplyReport) -> Iterator[str]:
    for change in report.changes:
        verb = "Create" if change.action is Action.CREATE else "Change"
        yield f"{verb} {change.kind.replace('_', ' ')} “{change.name}”"
        yield from pairs(_fields(change), "    ")
    if report.problems and not report.written:
        yield f"Nothing was written: the file has {counted(len(report.problems), 'problem')}."
    elif report.dry_run:
        yield f"{counted(len(report.changes), 'change')}; nothing was written (dry run)."
    else:
        yield f"{counted(len(report.changes), 'change')} written." if report.changes else "No changes."


def _fields(change: Change) -> Iterator[tuple[str, str]]:
    for key, (old, new) in change.fields.items():
        if change.action is Action.CREATE:
            if key not in ("name", "login"):
                yield key, _shown(new)
        else:
            yield key, f"{_shown(old)} → {_shown(new)}"


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str():
            return value or "nothing"
        case _:
            return json.dumps(value, ensure_ascii=False)


def export_config(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE.toml", help="Where to write it; else stdout.")] = None,
) -> None:
    """Write the configuration of the workspace as a file that `apply` reads. It never holds a secret."""
    session = session_of(context)
    with session.program() as program:
        text = provision.export_config(program)
    if file is None:
        session.console.result({"toml": text}, text.splitlines())
        return
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Expected(f"“{file}” cannot be written: {error.strerror}.", "Choose another file.") from error
    session.console.result({"file": str(file)}, [f"The configuration was written to “{file}”."])
