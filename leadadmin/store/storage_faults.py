"""What is said when the disk or the rights under a workspace are at fault, and not the work that was asked of it.

Codes: https://www.sqlite.org/rescode.html, PostgreSQL's appendix “Error Codes”, MariaDB's “Error Codes”.
"""

import sqlite3
from enum import Enum, auto

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from leadadmin.domain.errors import Unreachable


class _Kind(Enum):
    FULL = auto()
    READ_ONLY = auto()
    DAMAGED = auto()
    NOT_OPENED = auto()
    DISK = auto()


_SQLITE = {
    sqlite3.SQLITE_FULL: _Kind.FULL,
    sqlite3.SQLITE_READONLY: _Kind.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _Kind.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _Kind.NOT_OPENED,
    sqlite3.SQLITE_PERM: _Kind.NOT_OPENED,
    sqlite3.SQLITE_IOERR: _Kind.DISK,
}
_SQLSTATE = {"53100": _Kind.FULL, "25006": _Kind.READ_ONLY}
# Disk full, table full; the server or the transaction is read-only.
_MYSQL = {1021: _Kind.FULL, 1114: _Kind.FULL, 1290: _Kind.READ_ONLY, 1792: _Kind.READ_ONLY, 1836: _Kind.READ_ONLY}
_WORDS = {
    _Kind.FULL: (
        "There is no room left on the disk of the workspace “{name}”; what was being written was not saved.",
        "What was saved before is safe. Make room on that disk, then try again.",
        "workspace_full",
    ),
    _Kind.READ_ONLY: (
        "The workspace “{name}” can only be read from here; nothing was written.",
        "Give this user the right to write to it (for a file: to its folder, too), then try again.",
        "workspace_read_only",
    ),
    _Kind.DAMAGED: (
        "The file of the workspace “{name}” is damaged; nothing was written.",
        "Close leadadmin everywhere, keep a copy of the file, and put the newest backup in its place.",
        "workspace_damaged",
    ),
    _Kind.NOT_OPENED: (
        "The workspace “{name}” cannot be opened: the file, or those that SQLite keeps beside it, may not be made or"
        " opened; nothing was written.",
        "Check that its folder is there and that this user may write to the folder and to the file.",
        "workspace_not_opened",
    ),
    _Kind.DISK: (
        "The disk of the workspace “{name}” does not do what is asked of it; what was being written was not saved.",
        "Check the disk, and that the file is still there; then try again.",
        "workspace_disk",
    ),
}


def storage_fault(url: URL, error: DBAPIError) -> Unreachable | None:
    """What to say of an error that the disk or the rights under the workspace caused; None for any other error."""
    kind = _kind(error.orig)
    if kind is None:
        return None
    sentence, hint, code = _WORDS[kind]
    return Unreachable(sentence.format(name=url.database or url.host), hint, code=code)


def _kind(original: BaseException | None) -> _Kind | None:
    if isinstance(original, sqlite3.Error):
        # The lowest byte tells the kind, the rest what exactly went wrong.
        return _SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    if original is not None and type(original).__module__.startswith("pymysql"):
        code = original.args[0] if original.args else None
        return _MYSQL.get(code) if isinstance(code, int) else None
    return _SQLSTATE.get(str(getattr(original, "sqlstate", None)))
