"""What the desktop remembers for a person between sessions: places, sizes, columns. Never data of leads."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings


class Memory(Protocol):
    """Text by key. Widgets get one passed in; they know nothing of where it is kept."""

    def recall(self, key: str) -> str:
        """Return what was kept under `key`; empty when nothing was."""
        ...

    def keep(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        ...


class ShortMemory:
    """Remembers until the program ends; for tests and pictures."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def recall(self, key: str) -> str:
        """Return what was kept under `key`; empty when nothing was."""
        return self._values.get(key, "")

    def keep(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._values[key] = value


class FileMemory:
    """Remembers in an ini file; Qt writes it in the background and whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def recall(self, key: str) -> str:
        """Return what was kept under `key`; empty when nothing was."""
        value = self._settings.value(key, "")
        return value if isinstance(value, str) else ""

    def keep(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._settings.setValue(key, value)
