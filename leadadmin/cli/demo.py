"""`leadadmin demo`: make or open the sample workspace (spec 5, Command line)."""

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from leadadmin.app.bootstrap import open_program
from leadadmin.app.demo import Sample, open_or_make, run_each
from leadadmin.cli.arguments import WrongUsage
from leadadmin.cli.cancelling import cancellable
from leadadmin.cli.receipts import run_lines
from leadadmin.cli.session import Session, session_of
from leadadmin.domain.errors import Expected
from leadadmin.domain.run import RunOutcome, RunReport
from leadadmin.domain.run_json import run_to_json

PICTURES: Final = "leadadmin.ui.screenshots"
"""The module that draws windows into files; it is loaded only when a picture is wanted, for it needs Qt."""
QT_PLATFORM: Final = "QT_QPA_PLATFORM"

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="DIR", help="Where the sample lies; without one, in the folder of this person's data."),
]
NoWindow = Annotated[
    bool, typer.Option("--no-window", help="Make the sample, run each injector once, and print the receipts.")
]
Picture = Annotated[
    Path | None, typer.Option(metavar="FILE", help="With --no-window: save a picture of the window as PNG.")
]


def demo(context: typer.Context, folder: Folder = None, no_window: NoWindow = False, picture: Picture = None) -> None:
    """Make the sample workspace, or find the one that is there, and open it."""
    session = session_of(context)
    if picture is not None and not no_window:
        raise WrongUsage("--picture goes with --no-window.", "In a window, look for yourself.")
    if not no_window and not has_screen():
        raise Expected(
            "There is no screen here to open a window on.",
            "Add --no-window to run the sample's injectors and see their receipts.",
            code="no_screen",
        )
    sample = open_or_make(folder, say=session.console.note)
    if not no_window:
        raise typer.Exit(session.desktop(str(sample.place)))
    reports = _run(session, sample)
    complete = all(report.outcome is RunOutcome.SUCCEEDED for report in reports)
    drawn: Path | None = None
    if picture is not None:
        try:
            drawn = _draw(sample, picture.expanduser().absolute())
        except Expected as error:
            session.console.note(str(error))
            complete = False
    document: dict[str, Any] = {
        "workspace": str(sample.place),
        "made": sample.made,
        "runs": [run_to_json(report) for report in reports],
        "picture": None if drawn is None else str(drawn),
    }
    session.console.result(document, _lines(sample, reports, drawn))
    if not complete:
        raise typer.Exit(1)


def has_screen() -> bool:
    """Whether a window can be opened here."""
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", QT_PLATFORM))
    return sys.platform != "linux" or named


def _run(session: Session, sample: Sample) -> Sequence[RunReport]:
    program = open_program(str(sample.place))
    try:
        return cancellable(session.console, lambda cancel: run_each(program, cancel))
    finally:
        program.close()


def _draw(sample: Sample, file: Path) -> Path:
    """Save a picture of the window on the sample. Raises Expected when this installation cannot draw one."""
    if not has_screen():
        os.environ[QT_PLATFORM] = "offscreen"
    try:
        pictures = importlib.import_module(PICTURES)
    except ImportError as error:
        raise Expected(
            f"No picture was made: windows cannot be drawn here ({error}).",
            "The sample was made and its injectors ran; only the picture is missing.",
            code="no_picture",
        ) from error
    file.parent.mkdir(parents=True, exist_ok=True)
    pictures.save_window_picture(str(sample.place), file)
    return file


def _lines(sample: Sample, reports: Sequence[RunReport], drawn: Path | None) -> Iterator[str]:
    yield f"The sample workspace {'was made' if sample.made else 'was there already'}: {sample.place}"
    for report in reports:
        yield ""
        yield from run_lines(report)
        if report.run_id is not None and report.tally.adds_up:
            yield f"  The receipt adds up: {report.tally.read:,} rows are accounted for."
    if drawn is not None:
        yield ""
        yield f"A picture of the window: {drawn}"
