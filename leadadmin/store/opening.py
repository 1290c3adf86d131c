"""Opening a workspace: is it there, is it one, and is it of this program's version (spec 5, One shared database)."""

from leadadmin.domain.errors import Expected
from leadadmin.store import info
from leadadmin.store.engine import NotAWorkspace, workspace_url
from leadadmin.store.place import check_place, file_of
from leadadmin.store.versions import KNOWN, NEWEST, version_of
from leadadmin.store.workspace import Workspace

__all__ = ["NewerWorkspace", "NotAWorkspace", "OlderWorkspace", "open_unchecked", "open_workspace"]


class OlderWorkspace(Expected):
    """The workspace must be upgraded before this program can work with it."""

    code = "older_workspace"


class NewerWorkspace(Expected):
    """The workspace was upgraded by a newer program; this one would damage it."""

    code = "newer_workspace"


def open_workspace(place: str, password: str | None) -> Workspace:
    """The workspace at a file name or SQLAlchemy URL; the caller closes it.

    Raises NotAWorkspace, OlderWorkspace, NewerWorkspace, Unreachable, and Expected for a file on a network drive.
    """
    workspace = open_unchecked(place, password)
    try:
        _check_version(workspace, place)
    except BaseException:
        workspace.close()
        raise
    return workspace


def open_unchecked(place: str, password: str | None) -> Workspace:
    """The workspace at `place`, whatever its version: to upgrade it. Raises NotAWorkspace for a missing file."""
    url = workspace_url(place)
    file = file_of(url)
    if file is not None:
        check_place(file)
        if not file.exists():
            raise NotAWorkspace(f"There is no workspace at “{place}”.", _CREATE.format(place=place))
    return Workspace.at(url, password)


_CREATE = "Create one with: leadadmin --workspace {place} workspace init"


def _check_version(workspace: Workspace, place: str) -> None:
    shown = workspace.url.render_as_string(hide_password=True) if "://" in place else place
    with workspace.reading() as database:
        version = version_of(database)
        known = version is not None and info.get(database, info.ID) is not None
    if version is None or (version == NEWEST and not known):
        raise NotAWorkspace(f"“{shown}” is not a leadadmin workspace.", _CREATE.format(place=shown))
    if version not in KNOWN:
        raise NewerWorkspace(
            f"The workspace “{shown}” was made by a newer leadadmin (version {version} of its tables; this program "
            f"knows {NEWEST}); nothing was changed.",
            "Install the newer leadadmin on this computer, too.",
        )
    if version != NEWEST:
        raise OlderWorkspace(
            f"The workspace “{shown}” was made by an older leadadmin (version {version} of its tables, now {NEWEST}).",
            f"Back it up, then upgrade it with: leadadmin --workspace {shown} workspace upgrade",
        )
