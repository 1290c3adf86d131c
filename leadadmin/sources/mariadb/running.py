"""One CALL on its session, from start to its real end on the server.

What was measured on MariaDB 10.11, and stands behind this module: an unbuffered cursor streams CALL; an error after
the first result shows only at `nextset()`; a read time-out of the driver leaves the query running; KILL QUERY from a
second session of the same login ends it, except inside a procedure that runs with its definer's rights, where the
server answers “not owner”. So the server gets the time limit too (max_statement_time holds for CALL), and what
cannot be killed is cut off: MariaDB notices that within 5 seconds in SLEEP, at the next row otherwise, and at the
time limit at last.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final, cast

import pymysql

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected
from leadadmin.sources import network, wording
from leadadmin.sources.base import Call, CancelToken, Limits, NamedProcedure
from leadadmin.sources.columnwise import converted
from leadadmin.sources.faults import CallFailed, SourceUnreachable
from leadadmin.sources.mariadb import catalogue, faults, values
from leadadmin.sources.mariadb.session import Login, Session, StreamCursor
from leadadmin.sources.quoting import backquoted
from leadadmin.sources.reading import Row, StreamedRows, by_columns, distinct_columns
from leadadmin.sources.watch import Watch

_KILL_SECONDS: Final = 1.0
"""How long the second session that sends KILL may take to come up."""
_DRAIN_ROWS: Final = 10_000


class RunningCall:
    """A call of `target`. `start` it, read its rows, `commit` it or not, and `leave` it in any case."""

    def __init__(
        self, connection: Connection, password: str, session: Session, target: NamedProcedure, limits: Limits
    ) -> None:
        self._schema = target.schema or connection.database
        self.name = f"{self._schema}.{target.name}"
        self._connection = connection
        self._password = password
        self._session = session
        self._target = target
        self._limits = limits
        self._cursor = session.stream()
        self._rows: StreamedRows | None = None
        self._runs = False  # whether the server may still be at it

    def start(self, call: Call, watch: Watch) -> StreamedRows:
        """Send the CALL and wait for its first result. Raises CallFailed, Cancelled."""
        translated = self._translation(watch)
        with translated():
            prepared = catalogue.prepare(self._session, call, self._target, self._connection.database)
            if self._session.is_mariadb:
                self._session.query("SET SESSION max_statement_time = %s", self._limits.seconds)
            watch.check()
            self._runs = True
            for statement, arguments in prepared.statements:
                self._cursor.execute(statement, arguments)
        watch.check()
        fields = self._cursor.fields
        if not fields:
            self._runs = False
            hint = "A procedure for an injector ends in a SELECT that returns rows, even if there are none."
            raise CallFailed(wording.no_result_set(self.name, hint))
        notes = list(prepared.notes)
        conversions = [values.conversion(field) for field in fields]
        named = [(str(field.name), kind) for field, (kind, _) in zip(fields, conversions, strict=True)]
        reader = _Reader(self._cursor, [convert for _, convert in conversions])
        columns = distinct_columns(named, notes)
        self._rows = StreamedRows(self.name, columns, reader, self._limits, watch, translated, notes)
        return self._rows

    def commit(self, watch: Watch) -> None:
        """Let what the procedure wrote stay. Raises CallFailed."""
        with self._translation(watch)():
            self._session.link.commit()

    def kill(self) -> None:
        """End the query by KILL from a second session; where that is not possible, cut the connection."""
        login = Login(self._connection, self._password)
        try:
            second = network.in_background(login.enter, _KILL_SECONDS, CancelToken(), login.leave, Session.close)
        except (TimeoutError, SourceUnreachable):
            self.cut()
            return
        try:
            second.query("KILL QUERY %s", self._session.number)
        except pymysql.Error:
            self.cut()
        finally:
            second.close()
        self._runs = False

    def cut(self) -> None:
        """Break the connection."""
        network.cut(self._session.wire)

    def leave(self) -> None:
        """Read nothing more, and end the call on the server if it was left in the middle."""
        self._cursor.abandon()
        if self._runs and not (self._rows and self._rows.finished):
            self.kill()

    def _translation(self, watch: Watch) -> Callable[[], AbstractContextManager[None]]:
        """A context that turns the driver's errors into ours."""

        @contextmanager
        def translated() -> Iterator[None]:
            try:
                yield
            except pymysql.Error as error:
                self._runs = False
                raise watch.verdict() or self._error(error) from None
            except RuntimeError as error:
                if "LOAD_LOCAL" not in str(error):
                    raise
                raise CallFailed(faults.local_file_fault(self._connection)) from None

        return translated

    def _error(self, error: pymysql.Error) -> Expected:
        number = faults.number_of(error)
        words, code = faults.words_of(error, self._password)
        about_this_one = self.name.lower() in str(error).lower()  # and not about something it calls
        if (number == faults.NO_SUCH_ROUTINE and about_this_one) or number in faults.IMPOSSIBLE_NAMES:
            known = catalogue.procedures(self._session, self._schema)
            names = [each.name for each in known if each.schema == self._schema]
            return CallFailed(wording.procedure_missing(self._target.name, names, words, code))
        if number == faults.NO_EXECUTE_RIGHT and about_this_one:
            routine = f"{backquoted(self._schema)}.{backquoted(self._target.name)}"
            grant = f"GRANT EXECUTE ON PROCEDURE {routine} TO {self._session.account()};"
            return CallFailed(wording.no_right(self.name, self._connection.user, grant, words, code))
        return CallFailed(faults.call_fault(error, self._connection, self._password, self.name, self._limits.seconds))


class _Reader:
    """See `reading.Reader`."""

    def __init__(self, cursor: StreamCursor, conversions: Sequence[values.Convert]) -> None:
        self._cursor = cursor
        self._conversions = conversions

    def fetch(self, rows: int) -> Sequence[Row]:
        return self._cursor.fetchmany(rows)

    def values(self, rows: Sequence[Row]) -> list[list[object]]:
        columns = by_columns(cast("Sequence[Sequence[bytes | None]]", rows), len(self._conversions))
        return [
            converted(cells, convert, values.broken) for cells, convert in zip(columns, self._conversions, strict=True)
        ]

    def further_results(self) -> int:
        count = 0
        while self._cursor.nextset():
            if self._cursor.fields:
                count += 1
                while self._cursor.fetchmany(_DRAIN_ROWS):
                    pass
        return count
