"""What one person chose on one computer; what belongs to a workspace is in the workspace."""

import dataclasses
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from leadadmin.domain.redaction import hide_passwords

ThemeMode = Literal["system", "light", "dark"]
THEMES: Final[tuple[ThemeMode, ...]] = ("system", "light", "dark")
MOST_WORKSPACES: Final = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the desktop. Immutable: the methods return changed ones, for `SettingsFile.change`.

    `text_points` is the size of the body's text, None for the program's own; `key_files` maps a workspace to the
    path of its key file, never a key. `unknown` holds what a newer program wrote, to be written again.
    Places of windows and layouts of tables are none of these: the desktop keeps them by itself (`ui.memory`).
    """

    theme: ThemeMode = "system"
    text_points: float | None = None
    compact_rows: bool = False
    last_workspaces: tuple[str, ...] = ()
    key_files: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, object] = field(default_factory=dict)

    def with_workspace(self, workspace: str) -> "Settings":
        """Put a workspace (file or URL) first among the last ones.

        A URL is remembered without its password; one that keeps a password elsewhere is not remembered.
        """
        place = without_password(workspace)
        if place is None:
            return self
        others = tuple(each for each in self.last_workspaces if each != place)
        return dataclasses.replace(self, last_workspaces=(place, *others)[:MOST_WORKSPACES])

    def with_key_file(self, workspace: str, path: Path | None) -> "Settings":
        """Name the key file of a workspace; None forgets it."""
        place = without_password(workspace)
        if place is None:
            return self
        others = {key: value for key, value in self.key_files.items() if key != place}
        return dataclasses.replace(self, key_files=others if path is None else others | {place: str(path)})

    def key_file(self, workspace: str) -> Path | None:
        """The key file named for a workspace."""
        path = self.key_files.get(without_password(workspace) or "")
        return Path(path) if path else None


def without_password(workspace: str) -> str | None:
    """A workspace's file or URL as it may be kept; None when a password may stand where it cannot be taken out."""
    scheme, is_url, rest = workspace.partition("://")
    if not is_url:
        return workspace
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    tail = rest[len(authority) :]
    login, at, host = authority.rpartition("@")
    if not at and ":" in authority and "@" in tail:
        return None  # a port and an “@” further on, or a password with a “/” in it
    bare = f"{scheme}://{login.partition(':')[0]}{at}{host}{tail}"
    readable = urllib.parse.unquote_plus(bare)
    return bare if hide_passwords(readable) == readable else None
