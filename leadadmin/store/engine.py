"""How a workspace's database is opened, per dialect (spec 5, One shared database).

SQLite: WAL, synchronous FULL, foreign keys on, `BEGIN IMMEDIATE` for every write transaction (the driver's own
transactions begin deferred and lose concurrent updates). Servers: READ COMMITTED, since every rule that must hold
under concurrency takes a lock row first and then looks.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from leadadmin.domain.errors import Expected, Unreachable
from leadadmin.store.place import file_of

WRITE = "leadadmin_write"
BUSY_SECONDS = 30
IDLE_SECONDS = 12
"""A write transaction that says nothing for so long is ended by the server, which gives its locks free.

Without it a program that lost power or network in the middle of a batch would keep others out until the server
notices: hours, by the usual keep-alive of TCP. It is ended before the lease of whoever held it (spec 2, step 1).
"""
SUPPORTED = {"sqlite": "pysqlite", "postgresql": "psycopg", "mysql": "pymysql", "mariadb": "pymysql"}

# MySQL/MariaDB: deadlock, lock wait time-out, record changed since last read (Galera, snapshot isolation).
_MYSQL_CONFLICTS = {1020, 1205, 1213}
_MYSQL_TAKEN = 1062
# Lost connections: server has gone away, lost during query, shutdown in progress, connection killed.
_MYSQL_LOST = {2006, 2013, 1053, 1927, 0}
# UTC, since UNIX_TIMESTAMP of a local time is ambiguous once a year; strict, since a server may be set up to cut what
# is too long without a word; backslashes escape, which `bulk` relies on.
_MYSQL_SESSION = (
    "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,"
    "NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE'"
)
# Understood by MariaDB alone: MySQL has no such variable and takes it for a comment.
_MARIADB_IDLE = " /*M!100300 , idle_write_transaction_timeout = {} */"
_POSTGRESQL_CONFLICTS = {"40001", "40P01", "55P03"}
# Classes 08 (connection) and 57P (shutdown), and the end of a transaction that stood still.
_POSTGRESQL_LOST = ("08", "57P", "25P03")


def workspace_url(place: str) -> URL:
    """The URL of a workspace named by a file name or a SQLAlchemy URL (spec 5, Command line)."""
    if "://" not in place:
        return URL.create("sqlite+pysqlite", database=str(Path(place).expanduser()))
    try:
        url = make_url(place)
    except ArgumentError as error:
        raise Expected(
            "The workspace address cannot be read.",
            "Use a file name, or a form such as postgresql+psycopg://user@host/database.",
        ) from error
    backend = url.get_backend_name()
    if backend not in SUPPORTED:
        raise Expected(f"A workspace cannot be kept in “{backend}”.", f"Use one of {', '.join(sorted(SUPPORTED))}.")
    return url.set(drivername=f"{backend}+{SUPPORTED[backend]}")


def make_engine(url: URL, password: str | None = None) -> Engine:
    """An engine for `url`; `password` is used where the URL has none."""
    if password and url.password is None and url.get_backend_name() != "sqlite":
        url = url.set(password=password)
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url)
        return _server_engine(url)
    except NoSuchModuleError as error:
        raise Expected("The driver for this kind of workspace is not installed.", str(error)) from error


def _sqlite_engine(url: URL) -> Engine:
    file = file_of(url)
    if file is None or url.query:
        arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(url, connect_args=arguments, hide_parameters=True)
    else:
        # Without `mode=rw` SQLite makes a file where there is none; a workspace's is made by `create_workspace` alone.
        address = f"{file.as_uri()}?mode=rw"

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

        engine = create_engine(url, creator=connect, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own knows ASCII only; searching without regard to case must find “Ørsted” by “ørsted”.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def _server_engine(url: URL) -> Engine:
    arguments: dict[str, Any] = {"connect_timeout": 10}
    if url.get_backend_name() in {"mysql", "mariadb"}:
        session = _MYSQL_SESSION + _MARIADB_IDLE.format(IDLE_SECONDS)
        arguments |= {"charset": "utf8mb4", "local_infile": False, "init_command": session}
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=16,
        connect_args=arguments,
    )
    if url.get_backend_name() == "postgresql":
        event.listen(engine, "begin", _end_when_idle)
    return engine


def _end_when_idle(connection: Connection) -> None:
    """PostgreSQL would also end those who only read, and they may: a Test waits for its source in the middle."""
    if connection.get_execution_options().get(WRITE):
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")


def is_conflict(error: DBAPIError) -> bool:
    """Whether the whole transaction may be tried again because someone else was in the way."""
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    code = _mysql_code(original)
    if code is not None:
        return code in _MYSQL_CONFLICTS
    return getattr(original, "sqlstate", None) in _POSTGRESQL_CONFLICTS


def is_taken(error: DBAPIError) -> bool:
    """Whether a unique key stood in the way, and not another rule of the database."""
    original = error.orig
    if isinstance(original, sqlite3.IntegrityError):
        taken = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
        return getattr(original, "sqlite_errorcode", 0) in taken
    return getattr(original, "sqlstate", None) == "23505" or _mysql_code(original) == _MYSQL_TAKEN


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection to the workspace was lost (before an answer: the work may or may not be committed)."""
    if error.connection_invalidated:
        return True
    code = _mysql_code(error.orig)
    if code is not None:
        return code in _MYSQL_LOST
    return str(getattr(error.orig, "sqlstate", None) or "").startswith(_POSTGRESQL_LOST)


def _mysql_code(original: BaseException | None) -> int | None:
    """The number of an error of pymysql, whose `sqlstate` is too coarse; None for other drivers."""
    if original is None or not type(original).__module__.startswith("pymysql"):
        return None
    code = original.args[0] if original.args else 0
    return code if isinstance(code, int) else 0


class NotAWorkspace(Expected):
    """There is nothing, or something else, where a workspace should be."""

    exit_status = 3  # for a script it is as good as unreachable
    code = "no_workspace"


def is_foreign_file(error: DBAPIError) -> bool:
    """Whether what was opened as a file of SQLite is none."""
    return getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB


def foreign_file(url: URL) -> NotAWorkspace:
    """The sentence for it."""
    return NotAWorkspace(
        f"“{url.database}” is not a leadadmin workspace but a file of another kind; nothing was changed.",
        "Check the file name.",
    )


def unreachable(url: URL, error: DBAPIError) -> Unreachable:
    """The sentence for a workspace that does not answer."""
    words = " ".join(str(error.orig).split()).rstrip(".?")  # drivers break their sentences
    return Unreachable(
        f"The workspace at {url.render_as_string(hide_password=True)} cannot be reached: {words}.",
        "Nothing was changed. Check that the server runs and that the address, user and password are right.",
    )
