"""The step-by-step test of a PostgreSQL connection (spec 2, Test)."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import psycopg

from leadadmin.domain.connection import Connection, TlsMode, cautions
from leadadmin.sources import network, wording
from leadadmin.sources.base import CancelToken, StepState
from leadadmin.sources.faults import CallFailed, SourceUnreachable
from leadadmin.sources.postgresql import catalogue, faults
from leadadmin.sources.postgresql.catalogue import Routine, double_quoted
from leadadmin.sources.postgresql.login import Link, Login
from leadadmin.sources.stepping import Done

T = TypeVar("T")


class Check:
    """One test. Login and database are one exchange in this protocol, so both steps are read off one attempt."""

    def __init__(self, connection: Connection, password: str) -> None:
        self._connection = connection
        self._password = password
        self._login = Login(connection, password)
        self._link: Link | None = None
        self._database_failure: SourceUnreachable | None = None
        self._routines: list[Routine] = []

    def works(self) -> Mapping[str, Callable[[], Done]]:
        """The work of each step, by its key."""
        return {
            "resolve": self._resolve,
            "tcp": self._dial,
            "tls": self._agree,
            "login": self._log_in,
            "database": self._open_database,
            "execute": self._right_to_execute,
            "procedures": self._list_procedures,
        }

    def close(self) -> None:
        """Leave nothing open."""
        self._login.close()
        if self._link is not None:
            self._link.close()

    def _resolve(self) -> Done:
        address = self._timed("resolve", self._login.resolve)
        return Done(f"{self._connection.host} is {address}")

    def _dial(self) -> Done:
        self._timed("tcp", self._login.dial)
        return Done(f"Port {self._connection.effective_port} answers")

    def _agree(self) -> Done:
        if self._connection.tls is TlsMode.OFF:
            return Done(cautions(self._connection)["tls"], StepState.CAUTION)
        agreed = self._timed("tls", self._login.agree)
        return Done(agreed.sentence)

    def _log_in(self) -> Done:
        self._login.close()
        try:
            self._link = self._timed("login", self._login.log_in)
        except SourceUnreachable as failure:
            if failure.fault.step != "database":
                raise
            self._database_failure = failure
        return Done(f"{self._connection.user} is accepted")

    def _open_database(self) -> Done:
        if self._database_failure is not None:
            raise self._database_failure
        return Done(f"“{self._connection.database}” is open")

    def _right_to_execute(self) -> Done:
        database, user = self._connection.database, self._connection.user
        try:
            self._routines = catalogue.routines(self._open())
        except psycopg.Error as error:
            words, code = faults.words_of(error, self._password)
            raise SourceUnreachable(wording.lost(self._connection, words, code)) from None
        if catalogue.executable(self._routines):
            return Done(f"{user} may execute procedures")
        if not self._routines:
            hint = "“Sample procedure for my database” makes one, with the right to execute it."
            return Done(f"There is no procedure in “{database}” yet", StepState.CAUTION, hint)
        schema, login = double_quoted(self._routines[0].schema), double_quoted(user)
        grant = (
            f"GRANT USAGE ON SCHEMA {schema} TO {login}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA {schema} TO {login};"
        )
        raise CallFailed(wording.no_right_at_all(database, user, grant))

    def _list_procedures(self) -> Done:
        names = [each.name for each in catalogue.executable(self._routines)]
        return Done(wording.listing(names, "procedure"))

    def _open(self) -> Link:
        assert self._link is not None, "the login comes first"
        return self._link

    def _timed(self, step: str, work: Callable[[], T]) -> T:
        """Work that is left when the connect time-out is over."""

        def discard(late: T) -> None:
            if isinstance(late, psycopg.Connection):
                late.close()

        seconds = self._connection.connect_timeout
        try:
            return network.in_background(work, seconds, CancelToken(), self._login.leave, discard)
        except TimeoutError:
            raise SourceUnreachable(wording.no_answer(self._connection, step)) from None
