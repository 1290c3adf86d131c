"""A rotating log file that several processes may write at once."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path


class SharedRotatingFile(RotatingFileHandler):
    """The library's rotating file, made safe for a second process of the same role.

    The library's own keeps writing into a file that another process has renamed, and on Windows, where an open
    file cannot be renamed, it loses every line once the file is full. This one follows a renamed file, and goes on
    in a full one until it can be renamed. The file is for its owner only.
    """

    def __init__(self, path: Path, largest: int, kept: int) -> None:
        super().__init__(path, maxBytes=largest, backupCount=kept, encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line into the file that bears the name now."""
        if self.stream is not None and not _bears(self.stream, self.baseFilename):
            self.stream.close()
            self.stream = self._open()
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802  the library's name
        """Rename the full file first: the older ones are moved only when that worked."""
        if self.stream is not None:
            self.stream.close()
        aside = f"{self.baseFilename}.full"
        try:
            os.replace(self.baseFilename, aside)
        except OSError:  # another process has it open (Windows) or was first: write on in what is there
            self.stream = self._open()
            return
        super().doRollover()
        os.replace(aside, self.rotation_filename(f"{self.baseFilename}.1"))

    def _open(self) -> TextIOWrapper:
        def privately(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=privately)


def _bears(stream: TextIOWrapper, name: str) -> bool:
    try:
        return os.path.samestat(os.stat(name), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False
