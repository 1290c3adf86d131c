"""What PostgreSQL's answers mean: SQLSTATE during a call (manual, appendix A), words during a login.

libpq tells no SQLSTATE for a login that failed, so its English words are read; a server that speaks another
language is understood by trying (see `login.Login`).
"""

import re
from collections.abc import Callable
from typing import Final

import psycopg

from leadadmin.domain.connection import Connection, TlsMode
from leadadmin.sources import tls, wording
from leadadmin.sources.faults import Fault, SourceUnreachable, clean

QUERY_CANCELED: Final = "57014"
INSUFFICIENT_PRIVILEGE: Final = "42501"
_DEADLOCKS: Final = frozenset({"40001", "40P01"})
_LOCK_NOT_AVAILABLE: Final = "55P03"
_NOT_IN_ENCODING: Final = "22021"
_LOST: Final = re.compile(r"^(08...|57P0[1-5])$")
_DATABASE_WORDS: Final = re.compile(r"database \".*\" does not exist|permission denied for database", re.IGNORECASE)

_Maker = Callable[[Connection, str, str, str], Fault]


def _refused(connection: Connection, password: str, words: str, code: str) -> Fault:
    fault = wording.refused(connection, words, code)
    return wording.tls_demanded(connection, words, code) if connection.tls is TlsMode.OFF else fault


_LOGIN_WORDS: Final[tuple[tuple[re.Pattern[str], _Maker], ...]] = (
    (re.compile("does not support SSL"), lambda c, p, words, code: tls.not_offered(c, words)),
    (re.compile("pg_hba.conf"), _refused),
    (re.compile("authentication failed|no password supplied|role .* does not exist"), wording.login_refused),
    (
        re.compile("too many (clients|connections)|connection slots"),
        lambda c, p, words, code: wording.crowded(c, words, code),
    ),
    (
        re.compile("starting up|shutting down|in recovery"),
        lambda c, p, words, code: wording.not_ready(c, words, code),
    ),
    (re.compile("timeout expired"), lambda c, p, words, code: wording.no_answer(c, "login")),
    (
        re.compile("server closed the connection"),
        lambda c, p, words, code: wording.closed_at_login(c, words, code),
    ),
)


def words_of(error: psycopg.Error, password: str) -> tuple[str, str]:
    """The driver's words, cleaned, and its SQLSTATE, which is empty for a login."""
    primary = error.diag.message_primary
    return clean(primary or _server_part(str(error)), password), error.sqlstate or ""


def speaks_of_the_database(error: psycopg.Error) -> bool:
    """Whether a login failed at the database and not before."""
    return bool(_DATABASE_WORDS.search(str(error)))


def lost(error: psycopg.Error, connection: Connection, password: str) -> SourceUnreachable:
    """What a look into the catalogue raises when the server ends it."""
    return SourceUnreachable(wording.lost(connection, *words_of(error, password)))


def login_fault(error: psycopg.Error, connection: Connection, password: str) -> Fault:
    """Why a login failed, apart from its database."""
    words, code = words_of(error, password)
    for pattern, make in _LOGIN_WORDS:
        if pattern.search(words):
            return make(connection, password, words, code)
    return wording.login_failed(connection, words, code)


def understood(error: psycopg.Error) -> bool:
    """Whether `login_fault` knows these words."""
    return any(pattern.search(str(error)) for pattern, _ in _LOGIN_WORDS)


def call_fault(error: psycopg.Error, connection: Connection, password: str, name: str, seconds: float) -> Fault:
    """Why a call failed."""
    words, code = words_of(error, password)
    if code == QUERY_CANCELED:
        return wording.timed_out(name, seconds)
    if _LOST.match(code) or (not code and isinstance(error, psycopg.OperationalError)):
        return wording.lost(connection, words, code)
    if code in _DEADLOCKS:
        return wording.deadlock(words, code)
    if code == _NOT_IN_ENCODING:
        return wording.text_unreadable(name, words, code)
    if code == _LOCK_NOT_AVAILABLE:
        return wording.busy(words, code)
    return wording.procedure_failed(name, words, code)


def _server_part(words: str) -> str:
    """The line with the server's answer, without psycopg's and libpq's words in front of it."""
    lines = words.strip().split("\n")
    line = next((line for line in lines if "FATAL:" in line), lines[-1])
    return re.sub(r"^.*(connection to server at .*? failed: |connection failed: )|FATAL:\s+", "", line)
