"""An open MariaDB or MySQL session, and the way into one, step by step."""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any, Final, cast

import pymysql
from pymysql.converters import encoders
from pymysql.cursors import Cursor, SSCursor

from leadadmin.domain.connection import Connection, TlsMode
from leadadmin.sources import network, tls, wording
from leadadmin.sources.faults import SourceUnreachable
from leadadmin.sources.mariadb import faults

TextRow = tuple[str | None, ...]
_SYSTEM_DATABASES: Final = frozenset({"information_schema", "performance_schema", "mysql", "sys"})
_WRITE_TIMEOUT: Final = 3600
"""Seconds the server waits for a reader that saves a block; its own default of 60 would break slow runs."""


# Values to SQL only: without decoders every value comes back as the bytes the server sent.
_ENCODERS: Final = cast("dict[int | type[Any], Callable[[Any], str] | Callable[[str], Any]]", dict(encoders))


class StreamCursor(SSCursor):
    """An unbuffered cursor that can be left in the middle: pymysql's own would first read all that is to come."""

    _result: Any

    @property
    def fields(self) -> list[Any]:
        """The server's own descriptions of the columns (PEP 249's lack the character set), none without a result."""
        return [] if self.description is None else list(self._result.fields)

    def abandon(self) -> None:
        """Read nothing more; the session must be closed next."""
        if self._result is not None:
            self._result.unbuffered_active = False
            self._result = None
        self.connection = cast("pymysql.Connection[Any]", None)


class Session:
    """A session with values as bytes, so that they are converted by columns. Close it in the thread that reads."""

    def __init__(self, link: "pymysql.Connection[Any]", wire: socket.socket) -> None:
        self.link = link
        self.wire = wire
        ((number, version),) = self.query("SELECT CONNECTION_ID(), VERSION()")
        self.number = int(number or 0)
        """What KILL wants; behind a proxy it is not the number of the handshake."""
        self.is_mariadb = "mariadb" in (version or "").lower()
        """What the server says, whatever kind was chosen."""

    def query(self, statement: str, *values: object) -> list[TextRow]:
        """All rows of a small result, as text. Raises pymysql.Error."""
        with self.link.cursor(Cursor) as cursor:
            cursor.execute(statement, values)
            return [tuple(None if cell is None else _decoded(cell) for cell in row) for row in cursor.fetchall()]

    def stream(self) -> StreamCursor:
        """A cursor for a result of any size."""
        return self.link.cursor(StreamCursor)

    def databases(self) -> tuple[str, ...]:
        """The databases this login can see, without the server's own."""
        names = [row[0] or "" for row in self.query("SHOW DATABASES")]
        return tuple(name for name in names if name not in _SYSTEM_DATABASES)

    def account(self) -> str:
        """The account the server took this login for, quoted for a GRANT: 'leads'@'%'."""
        user, _, host = (self.query("SELECT CURRENT_USER()")[0][0] or "").rpartition("@")
        return f"{self.link.escape(user)}@{self.link.escape(host)}"

    def close(self) -> None:
        """End the session; safe when it is broken or closed already."""
        with contextlib.suppress(pymysql.Error):
            self.link.close()


class Login(network.Way):
    """One way into a server. Call the methods in their order; each raises SourceUnreachable.

    `step` tells how far it came; `agreed` and `handshake_ended` (monotonic seconds) are there after a TLS handshake.
    """

    def __init__(self, connection: Connection, password: str) -> None:
        super().__init__(connection, password)
        self.agreed: tls.Agreed | None = None
        self.handshake_ended = 0.0

    def log_in(self) -> Session:
        """Agree on TLS unless it is off, and log in, without choosing a database."""
        self.step = "login"
        assert self._wire is not None, "dial() comes first"
        encrypted = self._connection.tls is not TlsMode.OFF
        link: pymysql.Connection[Any] = pymysql.Connection(
            host=self._connection.host.strip(),
            port=self._connection.effective_port,
            user=self._connection.user,
            password=self._password.encode(),  # as text pymysql would encode it in Latin-1
            charset="utf8mb4",
            use_unicode=False,
            conv=_ENCODERS,
            autocommit=False,
            local_infile=False,
            program_name="leadadmin",
            ssl=self._context() if encrypted else None,
            ssl_disabled=not encrypted,
            defer_connect=True,
        )
        try:
            link.connect(self._wire)
            return Session(link, self._wire)
        except pymysql.Error as error:
            self._wire.close()
            raise SourceUnreachable(faults.login_fault(error, self._connection, self._password)) from None

    def choose_database(self, session: Session) -> None:
        """Open the connection's database and set up the session."""
        self.step = "database"
        try:
            session.link.select_db(self._connection.database)
        except pymysql.Error as error:
            words, code = faults.words_of(error, self._password)
            raise SourceUnreachable(
                wording.database_unknown(self._connection, session.databases(), words, code)
            ) from None
        try:
            session.query("SET SESSION net_write_timeout = %s", _WRITE_TIMEOUT)
            if "time_zone" in self._connection.options:
                session.query("SET SESSION time_zone = %s", self._connection.options["time_zone"])
        except pymysql.Error as error:
            words, code = faults.words_of(error, self._password)
            raise SourceUnreachable(wording.option_refused(self._connection, words, code)) from None

    def enter(self) -> Session:
        """All steps up to the login."""
        self.resolve()
        self.dial()
        return self.log_in()

    def whole(self) -> Session:
        """All steps at once; nothing stays open when one fails."""
        session = self.enter()
        try:
            self.choose_database(session)
        except BaseException:
            session.close()
            raise
        return session

    def _context(self) -> ssl.SSLContext:
        login, connection = self, self._connection

        class NotedSocket(ssl.SSLSocket):
            """Keeps what the handshake ended in, which pymysql does not tell."""

            def do_handshake(self, block: bool = False) -> None:
                login._wire = self
                try:
                    super().do_handshake(block)
                except OSError as error:
                    self.close()
                    raise SourceUnreachable(tls.handshake_fault(connection, error)) from error
                login.agreed = tls.agreed(self)
                login.handshake_ended = time.monotonic()

        context = tls.client_context(connection)
        context.sslsocket_class = NotedSocket
        return context


def _decoded(cell: object) -> str:
    return cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
