"""What people do with workspaces before and while they are open: name, make, look at, choose a key for."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leadadmin.app.bootstrap import PASSWORD_VARIABLE, Program
from leadadmin.app.paths import user_data_dir
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.errors import Expected
from leadadmin.store import info, opening, upgrade
from leadadmin.store.engine import workspace_url
from leadadmin.store.place import file_of
from leadadmin.store.versions import version_of
from leadadmin.store.workspace import Workspace
from leadadmin.vault import create_key_file

FILE_END = ".leadadmin"
LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class WorkspaceFacts:
    """What a workspace says of itself: its name, its place without a password, the version of its tables."""

    name: str
    place: str
    version: str


def known_as(place: str) -> str:
    """The one name under which a workspace is remembered on this computer: a whole path, or a URL without a password.

    What cannot be read as either stays as it is; opening it will say so.
    """
    try:
        url = workspace_url(place)
    except Expected:
        return place
    file = file_of(url)
    if file is not None:
        return str(file)
    return url._replace(password=None).render_as_string(hide_password=False)


def place_of(workspace: Workspace) -> str:
    """The name under which an open workspace is remembered."""
    return known_as(workspace.url.render_as_string(hide_password=False))


def with_password(place: str, password: str) -> str:
    """The address of a server's workspace with its password, to open it; never to be kept. Raises Expected."""
    url = workspace_url(place)
    if not password or file_of(url) is not None:
        return place
    return url.set(password=password).render_as_string(hide_password=False)


def needs_password(place: str) -> bool:
    """Whether a place is one of a server, which asks for a password."""
    return "://" in known_as(place)


def look(place: str, *, environment: Mapping[str, str] = os.environ) -> WorkspaceFacts:
    """Open a workspace, read its facts, and close it. Raises what opening raises."""
    workspace = opening.open_workspace(place, environment.get(PASSWORD_VARIABLE))
    try:
        return facts(workspace)
    finally:
        workspace.close()


def facts(workspace: Workspace) -> WorkspaceFacts:
    """The facts of an open workspace."""
    with workspace.reading() as database:
        name = info.get(database, info.NAME) or ""
        version = version_of(database) or ""
    place = place_of(workspace)
    return WorkspaceFacts(name or Path(workspace.url.database or "").stem, place, version)


def create(place: str, name: str, *, environment: Mapping[str, str] = os.environ) -> None:
    """Make a workspace called `name` in a file or an empty database; leadadmin's own folder is made for it.

    Raises Expected: there is something already, or the place cannot be used.
    """
    file = file_of(workspace_url(place))
    if file is not None and file.parent == user_data_dir():
        file.parent.mkdir(parents=True, exist_ok=True)
    workspace = Workspace.at(workspace_url(place), environment.get(PASSWORD_VARIABLE))
    try:
        upgrade.create_workspace(workspace, name.strip())
    finally:
        workspace.close()


def make_key_file(program: Program, settings: SettingsFile, path: Path) -> None:
    """Make a new workspace key in a new file, use it, and name it in the settings of this person.

    Raises KeyFileUnusable (the file exists, cannot be written), Expected when the workspace is locked already, and
    SettingsNotSaved.
    """
    if program.keyring.has_passwords():
        raise Expected(
            "This workspace is locked with a key already, and a new one would not open its passwords.",
            "Choose the key file it was locked with.",
            code="key_exists",
        )
    create_key_file(path)
    choose_key_file(program, settings, path)


def choose_key_file(program: Program, settings: SettingsFile, path: Path) -> None:
    """Use the key in `path`, and name it in the settings of this person.

    Raises KeyFileUnusable, KeyUnusable, WrongKey, SettingsNotSaved.
    """
    program.keyring.use_key_file(path)
    place = place_of(program.workspace)
    settings.change(lambda before: before.with_key_file(place, path))
