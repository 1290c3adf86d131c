"""What a command works with: the workspace that was named, and the console."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from leadadmin.app import paths
from leadadmin.app.bootstrap import PASSWORD_VARIABLE, WORKSPACE_VARIABLE, Program, open_program
from leadadmin.app.secrets import Learn, forget
from leadadmin.app.settings_file import SettingsFile
from leadadmin.app.workspaces import known_as
from leadadmin.cli.arguments import WrongUsage
from leadadmin.cli.console import Console

Desktop = Callable[[str | None], int]
"""Opens the desktop on a workspace (None: the last one, or the first start) and gives the exit status."""


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the program. `place` is the workspace that was named: a file name or URL, or None."""

    console: Console
    place: str | None
    desktop: Desktop
    learn: Learn = forget

    @property
    def named_place(self) -> str:
        """The workspace that was named; raises WrongUsage when none was."""
        if self.place is None:
            raise WrongUsage(
                "No workspace is named.",
                f"Name it with --workspace FILE_OR_URL, or set {WORKSPACE_VARIABLE}.",
            )
        return self.place

    @property
    def password(self) -> str | None:
        """The password of the workspace's own database, from the environment (spec 5, Secrets)."""
        return os.environ.get(PASSWORD_VARIABLE)

    @contextmanager
    def program(self) -> Iterator[Program]:
        """The workspace, open; closed afterwards. Raises what opening raises."""
        place = self.named_place
        settings = SettingsFile(paths.user_config_dir()).load()
        program = open_program(place, key_file=settings.key_file(known_as(place)), learn=self.learn)
        try:
            yield program
        finally:
            program.close()


def named_workspace(given: str | None, environment: Mapping[str, str]) -> str | None:
    """The workspace of the command line, else of the environment."""
    return given or environment.get(WORKSPACE_VARIABLE) or None


def session_of(context: typer.Context) -> Session:
    """The session of the command that is carried out."""
    session = context.find_root().obj
    if not isinstance(session, Session):
        raise TypeError("commands are started by cli.main.main")
    return session
