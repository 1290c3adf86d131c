"""What SQLite's result codes mean (sqlite.org, “Result and Error Codes”)."""

import sqlite3
from pathlib import Path
from typing import Final

from leadadmin.sources import wording
from leadadmin.sources.faults import Fault, clean

QUERY: Final = "The query"
"""What stands for a procedure's name in sentences."""
_LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NOT_READING: Final = frozenset({sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY})


def file_missing(path: Path) -> Fault:
    """There is no such file."""
    what = "is a folder" if path.is_dir() else "does not exist"
    return Fault(
        "file",
        "file_missing",
        f"The file “{path}” {what}.",
        "Choose the file again; it may have been moved, or its drive is not connected.",
        field="file",
    )


def open_fault(error: sqlite3.Error, path: Path) -> Fault:
    """Why a file could not be opened."""
    code = _code(error)
    if code == sqlite3.SQLITE_NOTADB:
        sentence = f"“{path.name}” is not an SQLite database."
        hint = "Choose another file. An encrypted database cannot be read either."
        return Fault("database", "not_a_database", sentence, hint, str(error), str(code), field="file")
    if code in _LOCKED:
        return _locked(error, path)
    return Fault(
        "database",
        "file_unreadable",
        f"“{path.name}” cannot be opened for reading.",
        "Check that this user may read the file and its folder, and that it is whole.",
        str(error),
        str(code or ""),
        field="file",
    )


def query_fault(error: sqlite3.Error, path: Path, seconds: float) -> Fault:
    """Why a query failed."""
    code = _code(error)
    words = clean(str(error), "")
    if code == sqlite3.SQLITE_INTERRUPT:
        return wording.timed_out(QUERY, seconds)
    if code in _LOCKED:
        return _locked(error, path)
    if code in _NOT_READING:
        sentence = "The query does something else than reading, and was refused."
        return Fault("query", "query_writes", sentence, "Write one SELECT.", words, str(code), field="query")
    return Fault(
        "query",
        "query_failed",
        f"SQLite did not accept the query: {words.rstrip('.')}.",
        "Correct the query; the last id stays as it was.",
        words,
        str(code or ""),
        field="query",
    )


def _locked(error: sqlite3.Error, path: Path) -> Fault:
    return Fault(
        "database",
        "busy",
        f"“{path.name}” is locked by another program.",
        "Try again when it is done with the file.",
        str(error),
        str(_code(error) or ""),
        field="file",
    )


def _code(error: sqlite3.Error) -> int:
    """The primary result code, 0 for an error of Python's module itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
