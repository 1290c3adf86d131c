"""The one place that wires things together: a workspace with everything that works on it."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leadadmin.app.secrets import Keyring, Learn, forget
from leadadmin.injector.retry import Retrier
from leadadmin.injector.rewind import Rewinder
from leadadmin.injector.runner import LEASE_SECONDS, InjectorRunner
from leadadmin.injector.scheduler import Finished, InjectorScheduler
from leadadmin.injector.trial import InjectorTrial
from leadadmin.store import opening
from leadadmin.store.leases import Holder, this_process
from leadadmin.store.workspace import Workspace

WORKSPACE_VARIABLE = "LEADADMIN_WORKSPACE"
PASSWORD_VARIABLE = "LEADADMIN_WORKSPACE_PASSWORD"  # noqa: S105 - the name of a variable
LEASE_VARIABLE = "LEADADMIN_LEASE_SECONDS"


@dataclass(frozen=True, slots=True)
class Program:
    """An open workspace and what works on it. `person` is who is using it, as the audit log names them."""

    workspace: Workspace
    keyring: Keyring
    holder: Holder
    runner: InjectorRunner
    trial: InjectorTrial
    rewinder: Rewinder
    retrier: Retrier
    person: str

    def scheduler(self, on_finished: Finished = lambda _report: None) -> InjectorScheduler:
        """A scheduler for this workspace, not yet started."""
        return InjectorScheduler(self.workspace, self.runner, on_finished=on_finished)

    def close(self) -> None:
        """Give every connection back."""
        self.workspace.close()


def this_person() -> str:
    """The login of whoever runs the program; in a container whose user has no name, the number."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def lease_seconds(environment: Mapping[str, str]) -> float:
    """How long a lease lasts without being renewed; tests shorten it (spec 2, step 1)."""
    return float(environment.get(LEASE_VARIABLE, LEASE_SECONDS))


def open_program(
    place: str, *, environment: Mapping[str, str] = os.environ, key_file: Path | None = None, learn: Learn = forget
) -> Program:
    """Open the workspace at a file name or URL. Raises Expected: not there, not ours, newer, unreachable."""
    workspace = opening.open_workspace(place, environment.get(PASSWORD_VARIABLE))
    return program_on(workspace, environment=environment, key_file=key_file, learn=learn)


def program_on(
    workspace: Workspace,
    *,
    environment: Mapping[str, str] = os.environ,
    key_file: Path | None = None,
    learn: Learn = forget,
) -> Program:
    """Everything that works on an open workspace. `learn` is told of every password that is opened."""
    keyring = Keyring(workspace, environment, key_file, learn)
    holder = this_process()
    seconds = lease_seconds(environment)
    return Program(
        workspace=workspace,
        keyring=keyring,
        holder=holder,
        runner=InjectorRunner(workspace, keyring.open, holder, lease_seconds=seconds),
        trial=InjectorTrial(workspace, keyring.open),
        rewinder=Rewinder(workspace, keyring.open, holder),
        retrier=Retrier(workspace, holder, lease_seconds=seconds),
        person=this_person(),
    )
