"""What the error numbers of MariaDB and MySQL mean (their manuals, “Error Codes”)."""

from typing import Final

import pymysql

from leadadmin.domain.connection import Connection
from leadadmin.sources import tls, wording
from leadadmin.sources.faults import Fault, SourceUnreachable, clean

_WRONG_PASSWORD: Final = frozenset({1045, 1698})
_HOST_REFUSED: Final = frozenset({1129, 1130})
_CROWDED: Final = frozenset({1040, 1203, 1226})
_TLS_DEMANDED: Final = frozenset({3159, 4235})
_TLS_NOT_OFFERED: Final = 2026
_LOST: Final = frozenset({1053, 1080, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 2055})
_DEADLOCK: Final = 1213
_LOCK_WAIT: Final = 1205
_TIME_OVER: Final = frozenset({1969, 3024})
NO_SUCH_ROUTINE: Final = 1305
IMPOSSIBLE_NAMES: Final = frozenset({1059, 1458})  # too long; ends in a blank
NO_EXECUTE_RIGHT: Final = 1370


def number_of(error: pymysql.Error) -> int:
    """The server's or client's error number, 0 without one."""
    return error.args[0] if error.args and isinstance(error.args[0], int) else 0


def words_of(error: pymysql.Error, password: str) -> tuple[str, str]:
    """The driver's words, cleaned, and its number as text."""
    number = number_of(error)
    words = str(error.args[-1]) if error.args else str(error)
    return clean(words, password), str(number or "")


def lost(error: pymysql.Error, connection: Connection, password: str) -> SourceUnreachable:
    """What a look into the catalogue raises when the server ends it."""
    return SourceUnreachable(wording.lost(connection, *words_of(error, password)))


def login_fault(error: pymysql.Error, connection: Connection, password: str) -> Fault:
    """Why a login failed."""
    words, code = words_of(error, password)
    number = number_of(error)
    if number == _TLS_NOT_OFFERED:
        return tls.not_offered(connection, words)
    if number in _TLS_DEMANDED:
        return wording.tls_demanded(connection, words, code)
    if number in _WRONG_PASSWORD:
        return wording.login_refused(connection, password, words, code)
    if number in _LOST:
        return wording.closed_at_login(connection, words, code)
    by_number = dict.fromkeys(_HOST_REFUSED, wording.refused) | dict.fromkeys(_CROWDED, wording.crowded)
    return by_number.get(number, wording.login_failed)(connection, words, code)


def call_fault(error: pymysql.Error, connection: Connection, password: str, name: str, seconds: float) -> Fault:
    """Why a call failed, apart from a missing procedure or right, which need a look into the catalogue."""
    words, code = words_of(error, password)
    number = number_of(error)
    if number in _TIME_OVER:
        return wording.timed_out(name, seconds)
    if number in _LOST:
        return wording.lost(connection, words, code)
    if number == _DEADLOCK:
        return wording.deadlock(words, code)
    if number == _LOCK_WAIT:
        return wording.busy(words, code)
    return wording.procedure_failed(name, words, code)


def local_file_fault(connection: Connection) -> Fault:
    """The server answered a call by asking for a file of this computer (LOAD DATA LOCAL)."""
    return Fault(
        "procedures",
        "local_file_refused",
        f"{connection.host} asked for a file of this computer. It was refused.",
        "A source never needs that: have the server looked at before it is used again.",
    )
