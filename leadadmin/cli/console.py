"""What a command prints: its result to stdout, as one JSON document or as text; everything else to stderr."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from typing import IO, Any, TextIO

from leadadmin.domain.errors import Expected, InvalidInput

_IN_MEMORY = 8_000_000
"""Bytes of a long list that are kept in memory before they go to a temporary file."""


class Console:
    """Prints for one command. With `as_json` exactly one JSON document goes to stdout, also when the command fails."""

    def __init__(self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._rewriting = False

    def result(self, document: object, lines: Iterable[str]) -> None:
        """Print the result: the document, or the lines."""
        if self.as_json:
            self._out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        else:
            self._out.writelines(f"{line}\n" for line in lines)
        self._out.flush()

    def spool(self) -> "Spool":
        """Keeps the entries of a list that may be long until the document around them can be printed."""
        return Spool()

    def result_with(self, spool: "Spool", document: Mapping[str, Any] | None, key: str = "") -> None:
        """Print spooled entries as a JSON array, or as the last key of `document`."""
        if document is not None:
            start = json.dumps(document, ensure_ascii=False, indent=2).removesuffix("\n}")
            self._out.write(f"{start},\n  {json.dumps(key)}: ")
        spool.copy_to(self._out)
        self._out.write("\n}\n" if document is not None else "\n")
        self._out.flush()

    def note(self, sentence: str) -> None:
        """Say something besides the result."""
        self._end_progress()
        self._err.write(f"{sentence}\n")
        self._err.flush()

    def progress(self, sentence: str) -> None:
        """Show how far the work is, in place of what was shown before; only to people."""
        if self._err.isatty():
            self._err.write(f"\r\033[K{sentence}")
            self._err.flush()
            self._rewriting = True

    def _end_progress(self) -> None:
        if self._rewriting:
            self._err.write("\r\033[K")
            self._rewriting = False

    def failure(self, error: Expected) -> None:
        """Say an expected error: sentence and hint, and as the JSON document when one is wanted."""
        problems = error.problems if isinstance(error, InvalidInput) else {}
        self.broken(error.code, error.sentence, error.hint, problems)

    def broken(self, code: str, sentence: str, hint: str, problems: Mapping[str, str] | None = None) -> None:
        """Say that the command did not do what it was asked."""
        self.note(sentence)
        if hint:
            self.note(hint)
        if self.as_json:
            told = {"code": code, "sentence": sentence, "hint": hint}
            self.result({"error": told | ({"problems": dict(problems)} if problems else {})}, ())

    def finish(self) -> None:
        """Leave the line of the progress."""
        self._end_progress()
        self._err.flush()


class Spool:
    """Entries of a JSON array, written one by one and held outside memory when there are many."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._count = 0

    def add(self, entry: object) -> None:
        """Add an entry."""
        self._file.write(("[\n  " if not self._count else ",\n  ") + json.dumps(entry, ensure_ascii=False))
        self._count += 1

    def copy_to(self, out: TextIO) -> None:
        """Write the array and forget it."""
        self._file.write("\n]" if self._count else "[]")
        self._file.seek(0)
        shutil.copyfileobj(self._file, out)
        self._file.close()
