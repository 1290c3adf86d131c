"""The step-by-step test of a MariaDB or MySQL connection (spec 2, Test)."""

import time

import pymysql

from leadadmin.domain.connection import Connection
from leadadmin.sources import network, wording
from leadadmin.sources.base import Procedure, StepState
from leadadmin.sources.faults import CallFailed, SourceUnreachable
from leadadmin.sources.mariadb import catalogue, faults
from leadadmin.sources.mariadb.session import Login, Session
from leadadmin.sources.quoting import backquoted
from leadadmin.sources.server_check import ServerCheck
from leadadmin.sources.stepping import Done


class Check(ServerCheck):
    """One test. TLS and login are one exchange in this protocol, so both steps are read off one attempt."""

    def __init__(self, connection: Connection, password: str) -> None:
        self._login = Login(connection, password)
        super().__init__(connection, self._login)
        self._password = password
        self._session: Session | None = None
        self._login_ended = 0.0
        self._login_failure: SourceUnreachable | None = None
        self._procedures: tuple[Procedure, ...] = ()

    def close(self) -> None:
        """Leave nothing open."""
        if self._session is not None:
            self._session.close()
        else:
            self._login.close()

    def _agree(self) -> Done:
        began = time.monotonic()
        self._attempt()
        agreed = self._login.agreed
        if agreed is None:
            assert self._login_failure is not None
            if self._login_failure.fault.step == "tls":
                raise self._login_failure
            return Done("Not reached: the server refused before it.", StepState.WAITING)
        return Done(agreed.sentence, seconds=self._login.handshake_ended - began)

    def _log_in(self) -> Done:
        began = self._login.handshake_ended or time.monotonic()
        if self._session is None and self._login_failure is None:
            self._attempt()
        if self._login_failure is not None:
            raise self._login_failure
        return Done(f"{self._connection.user} is accepted", seconds=self._login_ended - began)

    def _open_database(self) -> Done:
        network.in_time(self._connection, self._login, lambda: self._login.choose_database(self._open()))
        return Done(f"“{self._connection.database}” is open")

    def _right_to_execute(self) -> Done:
        database, user = self._connection.database, self._connection.user
        session = self._open()
        try:
            self._procedures = catalogue.procedures(session, database)
            if self._procedures:
                return Done(f"{user} may execute procedures")
            granted = catalogue.may_execute(session)
            account = session.account()
        except pymysql.Error as error:
            raise faults.lost(error, self._connection, self._password) from None
        if granted:
            hint = "“Sample procedure for my database” makes one, with the right to execute it."
            return Done(f"Granted, but there is no procedure in “{database}” yet", StepState.CAUTION, hint)
        grant = f"GRANT EXECUTE ON {backquoted(database)}.* TO {account};"
        raise CallFailed(wording.no_right_at_all(database, user, grant))

    def _list_procedures(self) -> Done:
        return Done(wording.listing([each.name for each in self._procedures], "procedure"))

    def _open(self) -> Session:
        assert self._session is not None, "the login comes first"
        return self._session

    def _attempt(self) -> None:
        try:
            self._session = network.in_time(self._connection, self._login, self._login.log_in, Session.close)
        except SourceUnreachable as failure:
            self._login_failure = failure
        self._login_ended = time.monotonic()
