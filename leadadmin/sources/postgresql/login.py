"""The way into a PostgreSQL server: in one go for calls, step by step for the test."""

import contextlib
import math
import os
import struct
from typing import Any, Final, LiteralString

import psycopg

from leadadmin.domain.connection import TlsMode
from leadadmin.sources import network, tls, wording
from leadadmin.sources.faults import SourceUnreachable
from leadadmin.sources.postgresql import faults, values

Link = psycopg.Connection[Any]

_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)  # protocol manual, “SSLRequest”
DATABASES: Final[LiteralString] = """
    SELECT datname FROM pg_database
    WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT') ORDER BY datname
"""
_ALWAYS_THERE: Final = ("postgres", "template1")
_SSL_MODES: Final = {TlsMode.VERIFY: "verify-full", TlsMode.CA_ONLY: "verify-ca", TlsMode.OFF: "disable"}
_SETTINGS: Final = {"time_zone": "TimeZone", "search_path": "search_path"}


class Login(network.Way):
    """One way into a server. What is dialled is for looking only; libpq dials for itself, by its connect time-out."""

    def agree(self) -> tls.Agreed:
        """Ask for TLS on the dialled port and shake hands, as libpq will, to learn what it does not tell."""
        self.step = "tls"
        assert self._wire is not None, "dial() comes first"
        try:
            self._wire.sendall(_SSL_REQUEST)
            answer = self._wire.recv(1)
        except OSError as error:
            raise SourceUnreachable(wording.closed_at_login(self._connection, str(error), "")) from error
        if answer == b"N":
            raise SourceUnreachable(tls.not_offered(self._connection))
        if answer != b"S":
            raise SourceUnreachable(wording.closed_at_login(self._connection, "", ""))
        self._wire = tls.handshake(self._connection, self._wire)
        return tls.agreed(self._wire)

    def log_in(self) -> Link:
        """Log in to the connection's database. A fault of the database says so by its step."""
        self.step = "login"
        try:
            link = self._connect(self._connection.database)
        except psycopg.Error as error:
            raise self._failure(error) from None
        try:
            values.set_up(link)
            self._set_up(link)
        except BaseException:
            link.close()
            raise
        return link

    def whole(self) -> Link:
        """In one go; when it fails, the steps before are walked to find out where."""
        self.resolve()
        self.step = "tcp"
        try:
            return self.log_in()
        except SourceUnreachable:
            with contextlib.closing(self):
                self.dial()
                if self._connection.tls is not TlsMode.OFF:
                    self.agree()
            raise

    def _connect(self, database: str) -> Link:
        connection = self._connection
        encrypted = connection.tls is not TlsMode.OFF
        return psycopg.connect(
            host=connection.host.strip(),
            port=connection.effective_port,
            dbname=database,
            user=connection.user,
            password=self._password or None,
            passfile=os.devnull,  # only the password the vault keeps
            connect_timeout=max(2, math.ceil(connection.connect_timeout)),
            sslmode=_SSL_MODES[connection.tls],
            sslrootcert=tls.ca_bundle(connection) if encrypted else None,
            gssencmode="disable",
            client_encoding=connection.options.get("client_encoding", "UTF8"),
            application_name=connection.options.get("application_name", "leadadmin"),
            target_session_attrs=connection.options.get("target_session_attrs", "any"),
            prepare_threshold=None,
        )

    def _set_up(self, link: Link) -> None:
        """Options that hold for the session; dates in ISO form, whatever the server's habit."""
        settings = {"DateStyle": "ISO"}
        settings |= {_SETTINGS[key]: value for key, value in self._connection.options.items() if key in _SETTINGS}
        try:
            for name, value in settings.items():
                link.execute("SELECT set_config(%s, %s, false)", (name, value))
            link.commit()
        except psycopg.Error as error:
            words, code = faults.words_of(error, self._password)
            raise SourceUnreachable(wording.option_refused(self._connection, words, code)) from None

    def _failure(self, error: psycopg.Error) -> SourceUnreachable:
        """Why the login failed. With the same password another database may open: then it is the database."""
        if faults.understood(error):
            return SourceUnreachable(faults.login_fault(error, self._connection, self._password))
        for database in {*_ALWAYS_THERE} - {self._connection.database}:
            try:
                with self._connect(database) as link:
                    rows = link.execute(DATABASES).fetchall()
            except psycopg.Error:
                continue
            words, code = faults.words_of(error, self._password)
            visible = [row[0] for row in rows]
            return SourceUnreachable(wording.database_unknown(self._connection, visible, words, code))
        words, code = faults.words_of(error, self._password)
        if faults.speaks_of_the_database(error):
            return SourceUnreachable(wording.database_unknown(self._connection, (), words, code))
        return SourceUnreachable(faults.login_fault(error, self._connection, self._password))
