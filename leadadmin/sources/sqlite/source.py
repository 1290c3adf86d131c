"""An SQLite file as a source of rows: a query with `:last_id` instead of a procedure; the file is only read.

While rows are read the file is locked for reading: programs that write to it wait, unless it is in WAL mode.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources import sample, wording
from leadadmin.sources.base import (
    FILE_STEP_TITLES,
    Call,
    CancelToken,
    ColumnKind,
    Limits,
    Procedure,
    Rows,
    Step,
    StepState,
)
from leadadmin.sources.faults import CallFailed, SourceUnreachable
from leadadmin.sources.quoting import double_quoted
from leadadmin.sources.reading import Row, StreamedRows, by_columns, distinct_columns
from leadadmin.sources.sqlite import faults
from leadadmin.sources.stepping import Done, plan, run_steps
from leadadmin.sources.watch import Watch

_LOCK_SECONDS: Final = 2.0
"""How long a writer of the file is waited for."""
_MAY: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_KINDS: Final[Mapping[type, ColumnKind]] = {
    int: ColumnKind.INTEGER,
    float: ColumnKind.DECIMAL,
    str: ColumnKind.TEXT,
    bytes: ColumnKind.BINARY,
}
_INTEGER_END: Final = 2**63
_TABLES: Final = """
    SELECT name FROM sqlite_master
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""


class SqliteSource:
    """See `base.Source`. There is no password and no procedure."""

    def __init__(self, connection: Connection, password: str) -> None:
        del password
        self._connection = connection
        self._path = Path(connection.file).expanduser()

    def plan(self) -> tuple[Step, ...]:
        """See `base.Source.plan`."""
        return plan(FILE_STEP_TITLES)

    def steps(self) -> Iterator[Step]:
        """See `base.Source.steps`."""
        works = {"file": self._file_step, "database": self._database_step, "tables": self._tables_step}
        return run_steps(works, FILE_STEP_TITLES)

    def databases(self) -> tuple[str, ...]:
        """A file is one database; none to choose from."""
        return ()

    def procedures(self) -> tuple[Procedure, ...]:
        """SQLite has none."""
        return ()

    def sample_procedure(self, table: str = "") -> str:
        """See `base.Source.sample_procedure`: here a query."""
        chosen = sample.choose_table(self.tables(), table, sample.example_table("", "INTEGER", "TEXT"))
        return sample.sqlite_sample(chosen, double_quoted)

    def tables(self) -> list[sample.Table]:
        """The tables and views of the file. Raises SourceUnreachable."""
        with self._opened() as database, self._reachable():
            names = [str(row[0]) for row in database.execute(_TABLES)]
            return [sample.Table("", name, columns) for name in names if (columns := _columns(database, name))]

    @contextmanager
    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> Iterator[Rows]:
        """See `base.Source.open`."""
        if call.procedure is not None or not call.query.strip():
            raise InvalidInput({"query": "An SQLite file needs a query, such as SELECT … WHERE id > :last_id."})
        with (
            self._opened() as database,
            Watch(faults.QUERY, limits, cancel, database.interrupt, database.interrupt) as watch,
        ):
            yield self._started(database, call, limits, watch)

    def _started(self, database: sqlite3.Connection, call: Call, limits: Limits, watch: Watch) -> StreamedRows:
        translated = self._translation(watch, limits)
        with translated():
            database.set_authorizer(_only_reading)
            cursor = database.execute(call.query, {"last_id": _parameter(call.last_id)})
            first = cursor.fetchmany(min(limits.block_rows, limits.rows + 1)) if cursor.description else []
        watch.check()
        if cursor.description is None:
            hint = "Write a SELECT that returns rows, even if there are none."
            raise CallFailed(wording.no_result_set(faults.QUERY, hint))
        notes: list[str] = []
        if ":last_id" not in call.query:
            notes.append("The query does not use :last_id; it returns every row each time.")
        names = [str(column[0]) for column in cursor.description]
        kinds = [_kind(column) for column in by_columns(first, len(names))]
        columns = distinct_columns(list(zip(names, kinds, strict=True)), notes)
        reader = _Reader(cursor, first, len(names))
        return StreamedRows(faults.QUERY, columns, reader, limits, watch, translated, notes)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file, opened for reading only. Raises SourceUnreachable."""
        self._file_step()
        with self._reachable():
            database = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_LOCK_SECONDS,
                isolation_level=None,
                check_same_thread=False,  # a run may read in another thread than it opens
            )
        with contextlib.closing(database):
            with self._reachable():
                database.text_factory = partial(str, encoding="utf-8", errors="replace")
                database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield database

    def _file_step(self) -> Done:
        if not self._path.is_file():
            raise SourceUnreachable(faults.file_missing(self._path))
        return Done(f"{self._path.name} is there, {self._path.stat().st_size:,} bytes")

    def _database_step(self) -> Done:
        with self._opened():
            return Done("It is an SQLite database")

    def _tables_step(self) -> Done:
        names = [table.name for table in self.tables()]
        return Done(wording.listing(names, "table"), StepState.OK if names else StepState.CAUTION)

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SourceUnreachable(faults.open_fault(error, self._path)) from None

    def _translation(self, watch: Watch, limits: Limits) -> Callable[[], AbstractContextManager[None]]:
        """A context that turns the driver's errors into ours."""

        @contextmanager
        def translated() -> Iterator[None]:
            try:
                yield
            except sqlite3.Error as error:
                fault = faults.query_fault(error, self._path, limits.seconds)
                raise watch.verdict() or CallFailed(fault) from None

        return translated


def _parameter(value: object) -> object:
    """A value as SQLite takes it: it knows no decimals, no dates and no numbers beyond 64 bits.

    Dates are texts with a blank before the time, which sorts before the "T" of files that write one: a row may come
    once more, and none is passed over.
    """
    if isinstance(value, Decimal):
        return _parameter(int(value)) if value == value.to_integral_value() else float(value)
    if isinstance(value, int) and not -_INTEGER_END <= value < _INTEGER_END:
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value


class _Reader:
    """See `reading.Reader`; SQLite's values are final as they come."""

    def __init__(self, cursor: sqlite3.Cursor, first: list[Row], width: int) -> None:
        self._cursor = cursor
        self._first = first
        self._width = width

    def fetch(self, rows: int) -> Sequence[Row]:
        if self._first:
            first, self._first = self._first, []
            return first
        return self._cursor.fetchmany(rows)

    def values(self, rows: Sequence[Row]) -> list[list[object]]:
        return by_columns(rows, self._width)

    def further_results(self) -> int:
        return 0


def _columns(database: sqlite3.Connection, table: str) -> tuple[sample.TableColumn, ...]:
    """The columns of a table or view; none for a view whose tables are gone, which nobody can read."""
    try:
        rows = database.execute("SELECT name, type, pk FROM pragma_table_xinfo(?) ORDER BY cid", (table,)).fetchall()
    except sqlite3.OperationalError:
        return ()
    return tuple(sample.TableColumn(name, kind, bool(key)) for name, kind, key in rows)


def _only_reading(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's authorizer: a SELECT may do these things and nothing else (no ATTACH, no PRAGMA, no writing)."""
    return sqlite3.SQLITE_OK if action in _MAY else sqlite3.SQLITE_DENY


def _kind(values: Sequence[object]) -> ColumnKind:
    """What a column holds, judged by the values of the first block: SQLite's columns have no type of their own."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return ColumnKind.DECIMAL
    if len(kinds) == 1:
        return _KINDS[kinds.pop()]
    return ColumnKind.OTHER if kinds else ColumnKind.TEXT
