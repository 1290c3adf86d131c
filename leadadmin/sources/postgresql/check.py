"""The step-by-step test of a PostgreSQL connection (spec 2, Test)."""

import psycopg

from leadadmin.domain.connection import Connection
from leadadmin.sources import network, wording
from leadadmin.sources.base import StepState
from leadadmin.sources.faults import CallFailed, SourceUnreachable
from leadadmin.sources.postgresql import catalogue, faults
from leadadmin.sources.postgresql.catalogue import Routine
from leadadmin.sources.postgresql.login import Link, Login
from leadadmin.sources.quoting import double_quoted
from leadadmin.sources.server_check import ServerCheck
from leadadmin.sources.stepping import Done


class Check(ServerCheck):
    """One test. Login and database are one exchange in this protocol, so both steps are read off one attempt."""

    def __init__(self, connection: Connection, password: str) -> None:
        self._login = Login(connection, password)
        super().__init__(connection, self._login)
        self._password = password
        self._link: Link | None = None
        self._database_failure: SourceUnreachable | None = None
        self._routines: list[Routine] = []

    def close(self) -> None:
        """Leave nothing open."""
        self._login.close()
        if self._link is not None:
            self._link.close()

    def _agree(self) -> Done:
        agreed = network.in_time(self._connection, self._login, self._login.agree)
        return Done(agreed.sentence)

    def _log_in(self) -> Done:
        self._login.close()
        try:
            self._link = network.in_time(self._connection, self._login, self._login.log_in, Link.close)
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
            raise faults.lost(error, self._connection, self._password) from None
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
