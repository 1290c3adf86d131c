"""Where the settings are kept: one JSON file, replaced as a whole, read with care."""

import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

from leadadmin.app.json_reader import JsonReader
from leadadmin.app.settings import THEMES, Settings
from leadadmin.domain.errors import Expected

FILE_NAME = "settings.json"
_KNOWN = frozenset(field.name for field in fields(Settings)) - {"unknown"}
_log = logging.getLogger(__name__)


class SettingsNotSaved(Expected):
    """The settings file cannot be written; the choice holds until the program ends."""

    code = "settings_not_saved"


class SettingsFile:
    """The settings of this person in `folder` (`paths.user_config_dir()`). Usable from any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._lock = threading.Lock()

    def load(self) -> Settings:
        """What was saved; defaults where there is nothing.

        A file that is not JSON is moved aside, a value that does not fit gives way to its default; both are logged.
        """
        try:
            return self._read()
        except OSError as problem:
            _log.warning("The settings “%s” cannot be read (%s); defaults are used.", self.path, problem.strerror)
            return Settings()

    def save(self, settings: Settings) -> None:
        """Write all settings. Raises SettingsNotSaved; then the file is as it was."""
        known = asdict(settings)
        unknown = known.pop("unknown")
        # ASCII, because names of files on POSIX need not be Unicode.
        text = json.dumps({**unknown, **known}, indent=2)
        try:
            _replace(self.path, text)
        except OSError as problem:
            raise _not_saved(self.path, problem) from problem

    def change(self, change: Callable[[Settings], Settings]) -> Settings:
        """Load, change and save, so that what another window saved meanwhile is kept.

        Raises SettingsNotSaved, also when the file cannot be read: it is not overwritten with defaults.
        """
        with self._lock:
            try:
                before = self._read()
            except OSError as problem:
                raise _not_saved(self.path, problem) from problem
            after = change(before)
            if after != before:
                self.save(after)
            return after

    def _read(self) -> Settings:
        try:
            document = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            self._move_aside()
            return Settings()
        return _settings(document)

    def _move_aside(self) -> None:
        aside = next(name for name in _names_aside(self.path) if not name.exists())
        try:
            os.replace(self.path, aside)
        except OSError as problem:
            _log.warning("The settings “%s” are damaged (%s); defaults are used.", self.path, problem.strerror)
        else:
            _log.warning("The settings were damaged and are kept as “%s”; defaults are used.", aside)


def _not_saved(path: Path, problem: OSError) -> SettingsNotSaved:
    return SettingsNotSaved(
        f"The settings cannot be written to “{path}” ({problem.strerror}).",
        "They hold until leadadmin is closed. Check the folder's rights and space.",
    )


def _names_aside(path: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")


def _replace(path: Path, text: str) -> None:
    """Readers see the old file or the new one, whatever happens; a link to a file elsewhere stays a link."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except OSError:
        with suppress(OSError):  # the first problem is the one to tell
            os.unlink(name)
        raise


def _settings(document: Mapping[str, object]) -> Settings:
    reader = JsonReader(document)
    return Settings(
        theme=reader.one_of("theme", THEMES, "system"),
        text_points=reader.size("text_points"),
        compact_rows=reader.take("compact_rows", bool, False),
        last_workspaces=reader.texts("last_workspaces"),
        key_files=reader.mapping("key_files", str),
        unknown={key: value for key, value in document.items() if key not in _KNOWN},
    )
