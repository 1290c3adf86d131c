"""`apply` and `export-config`: a workspace's configuration as one TOML file (spec 5, Configuration file)."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from leadadmin.app.bootstrap import Program
from leadadmin.app.injectors import enable, try_out
from leadadmin.app.provision_campaigns import (
    apply_campaign,
    apply_hours,
    apply_pool,
    apply_project,
    apply_template,
    export_campaigns,
    export_hours,
    export_pools,
    export_projects,
    export_templates,
)
from leadadmin.app.provision_connections import apply_connection, export_connections, is_plain_password
from leadadmin.app.provision_file import ConfigTable, read_tables
from leadadmin.app.provision_injectors import apply_injector, export_injectors
from leadadmin.app.provision_people import apply_person, apply_team, export_people, export_teams
from leadadmin.app.provision_report import ApplyReport, ConfigProblem
from leadadmin.app.provision_toml import write_tables
from leadadmin.app.provision_work import DependsOnFailed, Work
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.injector.trial_report import StepSeen, TrialReport, TrialState
from leadadmin.sources.base import CancelToken
from leadadmin.store import injectors
from leadadmin.store.database import Database

_APPLY: Final[Mapping[str, Callable[[Work, ConfigTable], None]]] = {
    "team": apply_team,
    "person": apply_person,
    "calling_hours": apply_hours,
    "template": apply_template,
    "project": apply_project,
    "campaign": apply_campaign,
    "connection": apply_connection,
    "pool": apply_pool,
    "injector": apply_injector,
}
_EXPORT: Final[Mapping[str, Callable[[Database], Iterator[dict[str, Any]]]]] = {
    "team": export_teams,
    "person": export_people,
    "calling_hours": export_hours,
    "template": export_templates,
    "project": export_projects,
    "campaign": export_campaigns,
    "connection": export_connections,
    "pool": export_pools,
    "injector": export_injectors,
}


class _RolledBack(Exception):
    """Ends a rehearsal."""


def apply(
    program: Program,
    text: str,
    *,
    folder: Path,
    dry_run: bool = False,
    cancel: CancelToken | None = None,
    on_step: StepSeen = lambda _step: None,
) -> ApplyReport:
    """Make what the file names, change what differs, leave alone what it does not name; tell the difference.

    Keys that a table leaves out stay as they are; an empty value empties. Relative names of files begin at `folder`.
    Everything is rehearsed first: nothing is written when anything in the file does not fit. Injectors that are to be
    switched on and were not tested as they are now are tested afterwards, and stay off when that fails.
    Raises Unreachable, Changed and what else keeps the workspace from being written; never for what is in the file.
    """
    tables, problems = read_tables(text)
    if problems:
        return ApplyReport(problems=problems, dry_run=dry_run)
    problems = _locked_passwords(program, tables)
    work, found = _pass(program, tables, folder, rehearsal=True)
    problems += found
    if problems:
        return ApplyReport(problems=problems, dry_run=dry_run)
    if dry_run:
        for name, was_on in work.to_test.items():
            work.switched(name, was_on, now=True)
            work.notes.append(f"“{name}” is tested before it is switched on, which a dry run does not do.")
        return ApplyReport(tuple(work.changes), notes=tuple(work.notes), dry_run=True)
    if any(is_plain_password(table) for table in tables):
        program.keyring.prepare(make=True)
    work, problems = _pass(program, tables, folder, rehearsal=False)
    if problems:  # someone else changed the workspace since the rehearsal
        return ApplyReport(problems=problems)
    failed = tuple(_switch_on(program, work, cancel or CancelToken(), on_step))
    return ApplyReport(tuple(work.changes), failed, tuple(work.notes), written=True)


def _locked_passwords(program: Program, tables: Iterable[ConfigTable]) -> tuple[ConfigProblem, ...]:
    """One problem for each password that cannot be sealed, and the vault opened when they can."""
    plain = [table for table in tables if is_plain_password(table)]
    try:
        if plain:
            program.keyring.prepare(make=False)
    except Expected as error:
        return tuple(ConfigProblem(table.kind, table.name, "password", str(error)) for table in plain)
    return ()


def _pass(
    program: Program, tables: Iterable[ConfigTable], folder: Path, *, rehearsal: bool
) -> tuple[Work, tuple[ConfigProblem, ...]]:
    """Go through the tables in one transaction, which is rolled back in a rehearsal or when anything does not fit."""
    passed: list[tuple[Work, tuple[ConfigProblem, ...]]] = []

    def work_on(database: Database) -> None:
        now_ms = program.workspace.now_ms(database)
        work = Work(database, now_ms, program.person, program.keyring, folder, rehearsal)
        problems = tuple(problem for table in tables for problem in _apply_one(work, table))
        passed.append((work, problems))
        if rehearsal or problems:
            raise _RolledBack

    with contextlib.suppress(_RolledBack):
        program.workspace.write(work_on)
    return passed[-1]


def _apply_one(work: Work, table: ConfigTable) -> Iterator[ConfigProblem]:
    try:
        _APPLY[table.kind](work, table)
    except DependsOnFailed:
        work.fail(table)
    except InvalidInput as error:
        work.fail(table)
        for key, sentence in error.problems.items():
            yield ConfigProblem(table.kind, table.name, key, f"{sentence} {error.hint}".strip())
    except Expected as error:
        work.fail(table)
        yield ConfigProblem(table.kind, table.name, "", str(error))


def _switch_on(program: Program, work: Work, cancel: CancelToken, on_step: StepSeen) -> Iterator[ConfigProblem]:
    """Test the injectors that are to be switched on; those that pass are."""
    for name, was_on in work.to_test.items():
        with program.workspace.reading() as database:
            stored = injectors.by_name(database, name)
        if stored is None or stored.injector.id is None:
            raise AssertionError(f"the injector {name} was stored a moment ago")
        try:
            trial = try_out(program, stored, cancel=cancel, on_step=on_step)
            reason = _failure(trial)
            if not reason:
                enable(program, stored.injector.id)
        except Expected as error:
            reason = str(error)
        work.switched(name, was_on, now=not reason)
        if reason:
            yield ConfigProblem(
                "injector", name, "enabled", f"It stays switched off, because its Test failed: {reason}"
            )


def _failure(trial: TrialReport) -> str:
    """Why a Test did not pass, in a sentence; empty when it did."""
    if trial.ok:
        return ""
    step = next((each for each in trial.steps if each.state is TrialState.FAILED), None)
    return f"{step.message} {step.hint}".strip() if step else "it ended without a result."


def export_config(program: Program) -> str:
    """The whole configuration as a file that `apply` reads; never a secret.

    Archived things are left out unless something that is not archived refers to them.
    """
    with program.workspace.reading() as database:
        return write_tables({kind: list(tables(database)) for kind, tables in _EXPORT.items()})
