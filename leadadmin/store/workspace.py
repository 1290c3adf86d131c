"""The open workspace: transactions that roll back unless they end well, and the retry of conflicts."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, ColumnElement, Connection, Engine, literal_column, text, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from leadadmin.domain.errors import Unreachable
from leadadmin.store import schema
from leadadmin.store.engine import WRITE, foreign_file, is_conflict, is_foreign_file, is_lost, make_engine, unreachable
from leadadmin.store.place import file_of
from leadadmin.store.storage_faults import storage_fault

T = TypeVar("T")
TRIES = 6
FIRST_PAUSE_SECONDS = 0.05

_NOW_MS = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
    "mysql": "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)",
    "mariadb": "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)",
}


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware `moment`."""
    return round(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The aware UTC moment of `ms` milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


class Workspace:
    """One shared database. Safe to use from several threads; each transaction has its own connection."""

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url = url
        self.engine = engine
        self.dialect = engine.dialect.name
        self._file = file_of(url)
        self._opened: tuple[int, int] | None = None

    @classmethod
    def at(cls, url: URL, password: str | None = None) -> "Workspace":
        """The workspace at `url`, not yet connected."""
        return cls(url, make_engine(url, password))

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def still_there(self) -> bool:
        """Whether a workspace in a file is still the file that was opened; True for a server's.

        Elsewhere than on Windows an open file can be deleted or replaced: what is open goes on with what nobody
        will find again.
        """
        if self._file is None:
            return True
        found = _identity(self._file)
        return found is not None and self._opened in (None, found)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; what it changes is rolled back. Raises Unreachable, also when it gets lost."""
        try:
            with self._connection(write=False) as connection:
                yield connection
        except DBAPIError as error:
            if is_lost(error):
                raise unreachable(self.url, error) from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction, committed when the block ends well, otherwise rolled back whole."""
        with self._connection(write=True) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def _connection(self, *, write: bool) -> Iterator[Connection]:
        """Raises Unreachable, also for a fault of the disk or of the rights under the workspace."""
        try:
            with self._connected(write=write) as connection:
                yield connection
        except DBAPIError as error:
            fault = storage_fault(self.url, error)
            if fault is not None:
                raise fault from error
            raise

    @contextmanager
    def _connected(self, *, write: bool) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except (OperationalError, InterfaceError) as error:
            raise storage_fault(self.url, error) or unreachable(self.url, error) from error
        except DBAPIError as error:
            if is_foreign_file(error):
                raise foreign_file(self.url) from error
            raise
        with connection:
            self._check_there()
            connection = connection.execution_options(**{WRITE: write})
            connection.begin()
            yield connection

    def _check_there(self) -> None:
        """Remember which file the first connection opened; raise Unreachable when it is another one, or gone."""
        if self._file is not None and self._opened is None:
            self._opened = _identity(self._file)
        if not self.still_there():
            raise Unreachable(
                f"The workspace file “{self._file}” is gone or was replaced; nothing is saved any more.",
                "Close leadadmin, put the file back where it was, or a backup of it, and open it again.",
                code="workspace_gone",
            )

    def write(self, work: Callable[[Connection], T], *, pause: Callable[[float], object] | None = None) -> T:
        """Run `work` in a write transaction; a conflict or lost connection runs the whole of it again.

        At most 5 further times, with growing pauses (spec 2, step 8). `work` must be safe to run again: the caller
        guards against a commit whose answer was lost by a fence, a unique key or by being idempotent.
        """
        wait = pause or threading.Event().wait
        for attempt in range(TRIES):
            try:
                with self.transaction() as connection:
                    return work(connection)
            except DBAPIError as error:
                if attempt == TRIES - 1 or not (is_conflict(error) or is_lost(error)):
                    if is_lost(error):
                        raise unreachable(self.url, error) from error
                    raise
            wait(FIRST_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))  # noqa: S311 - jitter
        raise AssertionError("unreachable")

    def now_ms(self, connection: Connection) -> int:
        """The database's clock: the only one that leases and watermarks trust (spec 2, step 1)."""
        return int(connection.execute(text(f"SELECT {_NOW_MS[self.dialect]}")).scalar_one())

    def reserve_ids(self, name: str, count: int) -> int:
        """Reserve `count` consecutive ids of the series `name`; returns the first. Unused ones stay gaps."""

        def work(connection: Connection) -> int:
            table = schema.id_blocks
            connection.execute(update(table).where(table.c.name == name).values(next=table.c.next + count))
            end: int = connection.execute(
                table.select().with_only_columns(table.c.next).where(table.c.name == name)
            ).scalar_one()
            return end - count

        return self.write(work)


def _identity(file: Path) -> tuple[int, int] | None:
    """Device and number of a file, which stay when it is renamed; None when there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def now_column(database: Connection) -> ColumnElement[int]:
    """The database's clock in milliseconds, for a statement."""
    return literal_column(_NOW_MS[database.dialect.name])
