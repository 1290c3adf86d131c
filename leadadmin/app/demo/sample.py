"""Making the sample workspace, or finding the one that was made (spec 5, Command line: `demo`)."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from leadadmin.app.bootstrap import Program, program_on
from leadadmin.app.connections import check
from leadadmin.app.demo import crm
from leadadmin.app.demo.history import History, moment_of
from leadadmin.app.demo.living import SAMPLE
from leadadmin.app.demo.words import load_words
from leadadmin.app.paths import resource_path, user_data_dir
from leadadmin.app.provision import apply
from leadadmin.domain.errors import Expected
from leadadmin.domain.run import RunReport
from leadadmin.injector.runner import Order
from leadadmin.sources.base import CancelToken
from leadadmin.store import connections, info, injectors
from leadadmin.store.engine import workspace_url
from leadadmin.store.place import check_place
from leadadmin.store.upgrade import create_workspace
from leadadmin.store.workspace import Workspace

FOLDER = "sample"
WORKSPACE_FILE = "sample.leadadmin"
ORGANISATION, INJECTORS = "sample/organisation.toml", "sample/injectors.toml"
NAME = "Sample"
SEED = 20_251_121
LOCK_FILE = "sample.lock"
LOCK_SECONDS = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the sample lies, and whether it was made just now."""

    place: Path
    crm_file: Path
    made: bool


def sample_folder() -> Path:
    """Where the sample lies unless another folder is named."""
    return user_data_dir() / FOLDER


def open_or_make(folder: Path | None = None, *, say: Say = lambda _sentence: None) -> Sample:
    """Make the sample workspace and its CRM in `folder` unless they are there; `say` is told what is being done.

    Whoever comes while another process makes it waits for it. Raises Expected: the folder cannot be used, or the
    workspace is there without its CRM.
    """
    home = (folder or sample_folder()).expanduser().absolute()
    place, crm_file = home / WORKSPACE_FILE, home / crm.CRM_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Expected(f"The folder “{home}” cannot be made: {error.strerror}.", "Name another folder.") from error
    check_place(place)
    with _alone(home / LOCK_FILE):
        if place.exists():
            if not crm_file.exists():
                raise Expected(
                    f"The sample’s source “{crm_file}” is missing; the workspace beside it was left alone.",
                    f"Delete “{place}” and the files beside it to have the sample made anew.",
                    code="sample_damaged",
                )
            return Sample(place, crm_file, made=False)
        say(f"Making the sample workspace in {home}")
        _make(place, crm_file, say)
    return Sample(place, crm_file, made=True)


def run_each(program: Program, cancel: CancelToken) -> list[RunReport]:
    """Run every injector that is switched on once, in the order of their names; gives the receipts."""
    with program.workspace.reading() as database:
        chosen = [each for each in injectors.list_all(database) if each.state.enabled]
    return [program.runner.run(each.injector.id or 0, Order(program.person), cancel=cancel) for each in chosen]


@contextmanager
def _alone(lock_file: Path) -> Iterator[None]:
    """Hold the folder: SQLite's lock of a file works on every system and ends with the process."""
    with closing(sqlite3.connect(lock_file, timeout=LOCK_SECONDS, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Expected(
                f"The sample in “{lock_file.parent}” cannot be used: {error}.",
                "Another program may be making it, or the folder may not be written. Try again, or name another one.",
                code="sample_locked",
            ) from error
        yield


def _make(place: Path, crm_file: Path, say: Say) -> None:
    """Make both files. The workspace gets its name last, so that one that was not finished is never opened."""
    unfinished = place.with_name(f"{place.name}.part")
    for path in (unfinished, *(unfinished.with_name(unfinished.name + end) for end in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
    crm.create_crm(crm_file)
    workspace = Workspace.at(workspace_url(str(unfinished)))
    try:
        create_workspace(workspace, NAME)
        _furnish(program_on(workspace), crm_file, say)
    finally:
        workspace.close()
    os.replace(unfinished, place)


def _furnish(program: Program, crm_file: Path, say: Say) -> None:
    _apply(program, ORGANISATION, crm_file.parent)
    history = History(program, crm_file, load_words(), moment_of(program), SEED)
    # Switching an injector on tests it, and a Test needs rows to look at.
    history.first_rows()
    _apply(program, INJECTORS, crm_file.parent)
    _test_connections(program)
    say("Lists are taken in and injectors run, as in the past weeks")
    history.take_in()
    say("Agents call")
    history.call()
    history.leave_rows()
    program.workspace.write(lambda database: info.put(database, SAMPLE, str(crm_file)))


def _apply(program: Program, resource: str, folder: Path) -> None:
    report = apply(program, resource_path(resource).read_text("utf-8"), folder=folder)
    if report.problems:
        sentences = "; ".join(f"{each.place}: {each.sentence}" for each in report.problems)
        raise AssertionError(f"{resource} does not fit: {sentences}")


def _test_connections(program: Program) -> None:
    with program.workspace.reading() as database:
        stored = connections.list_all(database)
    for each in stored:
        for _step in check(program, each.connection):
            pass
