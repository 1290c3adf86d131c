"""One call of a function or procedure in its transaction, streamed by a cursor on the server.

A function is read by DECLARE … CURSOR FOR SELECT * FROM f(…); a routine that opens cursors itself (refcursor) by
calling it and fetching from them in the same transaction. The transaction is an ordinary one, since procedures may
write; the caller commits it after everything was read.
"""

import contextlib
import math
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected
from leadadmin.sources import network, wording
from leadadmin.sources.base import Call, Limits, NamedProcedure
from leadadmin.sources.columnwise import as_text, converted
from leadadmin.sources.faults import CallFailed
from leadadmin.sources.postgresql import catalogue, faults, values
from leadadmin.sources.postgresql.catalogue import Prepared, Routine
from leadadmin.sources.postgresql.login import Link
from leadadmin.sources.reading import Row, StreamedRows, by_columns, distinct_columns
from leadadmin.sources.watch import Watch

_CANCEL_SECONDS: Final = 1.0
_OWN_CURSOR: Final = "leadadmin_rows"


class RunningCall:
    """A call of `target`. `start` it, read its rows, `commit` it or not; closing the link ends the rest."""

    def __init__(
        self, connection: Connection, password: str, link: Link, target: NamedProcedure, limits: Limits
    ) -> None:
        self.name = f"{target.schema}.{target.name}" if target.schema else target.name
        self._connection = connection
        self._password = password
        self._link = link
        self._target = target
        self._limits = limits
        self._routine: Routine | None = None

    def start(self, call: Call, watch: Watch) -> StreamedRows:
        """Call it and learn its columns. Raises CallFailed, Cancelled."""
        translated = self._translation(watch)
        with translated():
            # The server's own time limit holds for each statement and stands in when this program dies. Between two
            # statements the transaction may idle while the reader saves a block.
            self._link.execute(
                "SELECT set_config('statement_timeout', %s, true), "
                "set_config('idle_in_transaction_session_timeout', '0', true)",
                (str(math.ceil(self._limits.seconds * 1000)),),
            )
            routine, notes = catalogue.find(self._link, self._target, call.parameter)
            self._routine = routine
            self._refuse_unfit(routine)
            prepared = catalogue.prepare(routine, call)
            watch.check()
            portal = self._open_cursor(routine, prepared)
            watch.check()
            reader = _Reader(self._link, portal)
        all_notes = [*notes, *prepared.notes]
        columns = distinct_columns(reader.described, all_notes)
        return StreamedRows(self.name, columns, reader, self._limits, watch, translated, all_notes)

    def commit(self, watch: Watch) -> None:
        """Let what the procedure wrote stay. Raises CallFailed."""
        with self._translation(watch)():
            self._link.commit()

    def cancel(self) -> None:
        """Ask the server to stop the statement; where that fails, cut the connection."""
        try:
            self._link.cancel_safe(timeout=_CANCEL_SECONDS)
        except psycopg.Error:
            self.cut()

    def cut(self) -> None:
        """Break the connection."""
        with contextlib.suppress(psycopg.Error, OSError):  # it may be closed already
            wire = socket.fromfd(self._link.fileno(), socket.AF_INET, socket.SOCK_STREAM)
            with contextlib.closing(wire):
                network.cut(wire)

    def _refuse_unfit(self, routine: Routine) -> None:
        if not (routine.executable and routine.usable_schema):
            user = self._connection.user
            raise CallFailed(wording.no_right(self.name, user, routine.grant(user), "", faults.INSUFFICIENT_PRIVILEGE))
        if routine.returns_rows is False:
            hint = (
                "Make it a function that RETURNS TABLE (…), or a procedure with an INOUT parameter of type refcursor."
            )
            raise CallFailed(wording.no_result_set(self.name, hint))
        if routine.lacks_columns:
            hint = "It returns records without naming their columns: declare them with RETURNS TABLE (…)."
            raise CallFailed(wording.no_result_set(self.name, hint))

    def _open_cursor(self, routine: Routine, prepared: Prepared) -> str:
        """Run the routine as far as its first result, and return the name of the cursor that has it."""
        name = catalogue.qualified(routine)
        if not routine.gives_cursors:
            statement = sql.SQL("DECLARE {} NO SCROLL CURSOR FOR SELECT * FROM {}({})").format(
                sql.Identifier(_OWN_CURSOR), name, prepared.arguments
            )
            try:
                self._link.execute(statement, prepared.values)
            except (psycopg.errors.CannotCoerce, psycopg.DataError) as error:  # nothing of the routine ran yet
                words, code = faults.words_of(error, self._password)
                raise CallFailed(wording.last_id_unfit(self.name, prepared.taker, words, code)) from None
            return _OWN_CURSOR
        verb = sql.SQL("CALL {}({})" if routine.is_procedure else "SELECT * FROM {}({})")
        answer = self._link.execute(verb.format(name, prepared.arguments), prepared.values)
        cursor_type = psycopg.adapters.types["refcursor"].oid
        places = [place for place, each in enumerate(answer.description or ()) if each.type_code == cursor_type]
        portals = [str(row[place]) for row in answer.fetchall() for place in places if row[place] is not None]
        if not portals:
            raise CallFailed(wording.no_result_set(self.name, "It opened no cursor."))
        if len(portals) > 1:
            raise CallFailed(wording.several_result_sets(self.name, len(portals)))
        return portals[0]

    def _translation(self, watch: Watch) -> Callable[[], AbstractContextManager[None]]:
        """A context that turns the driver's errors into ours."""

        @contextmanager
        def translated() -> Iterator[None]:
            try:
                yield
            except psycopg.Error as error:
                raise watch.verdict() or self._error(error) from None

        return translated

    def _error(self, error: psycopg.Error) -> Expected:
        return CallFailed(faults.call_fault(error, self._connection, self._password, self.name, self._limits.seconds))


class _Reader:
    """See `reading.Reader`; fetches from one cursor of the server."""

    def __init__(self, link: Link, portal: str) -> None:
        self._link = link
        self._portal = sql.Identifier(portal)
        description = self._fetch_some(0).description or []
        conversions = [values.conversion(column.type_code) for column in description]
        self.described = [(column.name, kind) for column, (kind, _) in zip(description, conversions, strict=True)]
        self._conversions = [convert for _, convert in conversions]

    def fetch(self, rows: int) -> Sequence[Row]:
        return self._fetch_some(rows).fetchall()

    def values(self, rows: Sequence[Row]) -> list[list[object]]:
        columns = by_columns(rows, len(self._conversions))
        return [
            cells if values.unchanged(convert) else converted(cells, convert, as_text)
            for cells, convert in zip(columns, self._conversions, strict=True)
        ]

    def further_results(self) -> int:
        return 0  # a routine with more than one cursor was refused before it was read

    def _fetch_some(self, rows: int) -> "psycopg.Cursor[Any]":
        return self._link.execute(sql.SQL("FETCH FORWARD {} FROM {}").format(sql.Literal(rows), self._portal))
