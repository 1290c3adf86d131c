"""A CRM in a private PostgreSQL: a database with functions, and a login that may execute them and nothing else."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

import pytest
from psycopg import sql

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import SourceFailed
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, Limits, Source
from leadadmin.sources.quoting import double_quoted
from tests.servers.private_servers import PostgreSQL
from tests.sources.reading_help import Read, opened, read

PASSWORD = "pä55 wörd'%\"\\"


@dataclass(frozen=True)
class Crm:
    """A database with a login that may execute its routines and nothing else."""

    server: PostgreSQL
    connection: Connection

    def make(self, name: str, parameters: str, returns: str, body: str, language: str = "plpgsql") -> None:
        """A function that runs with its maker's rights."""
        self.sql(
            f"CREATE FUNCTION {double_quoted(name)}({parameters}) RETURNS {returns} "
            f"LANGUAGE {language} SECURITY DEFINER AS $body$ {body} $body$"
        )

    def sql(self, *statements: str) -> None:
        self.server.execute(*statements, database=self.connection.database)

    def source(self, **changes: Any) -> Source:
        return opened(replace(self.connection, **changes), PASSWORD)

    def read(self, name: str, last_id: object = 0, limits: Limits | None = None, **call: Any) -> Read:
        return read(self.source(), Call(ProcedureName("", name), last_id=last_id, **call), limits)

    def failure(self, name: str, last_id: object = 0, limits: Limits | None = None, **call: Any) -> SourceFailed:
        with pytest.raises(SourceFailed) as caught:
            self.read(name, last_id, limits, **call)
        assert caught.value.sentence
        assert caught.value.hint
        assert PASSWORD not in str(caught.value) + caught.value.server_words
        return caught.value

    def busy(self) -> list[int]:
        """The process ids of the login's sessions that do something at the moment."""
        with self.server.admin() as admin:
            rows = admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE usename = %s AND state <> 'idle'", (self.connection.user,)
            ).fetchall()
        return [int(row[0]) for row in rows]

    def running(self) -> bool:
        """Whether a FETCH of the login runs at the moment."""
        with self.server.admin() as admin:
            rows = admin.execute(
                "SELECT 1 FROM pg_stat_activity WHERE usename = %s AND state = 'active' AND query LIKE 'FETCH%%'",
                (self.connection.user,),
            ).fetchall()
        return bool(rows)


def fresh_crm(server: PostgreSQL) -> Crm:
    database = server.fresh_database()
    user = f"leads_{secrets.token_hex(4)}"
    with server.admin() as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(user), sql.Literal(PASSWORD)))
    connection = Connection(
        name="CRM",
        kind=ConnectionKind.POSTGRESQL,
        host=server.host,
        port=server.port,
        database=database,
        user=user,
        tls=TlsMode.OFF,
        connect_timeout=5,
    )
    crm = Crm(server, connection)
    crm.sql(
        "CREATE TABLE customers (id BIGINT PRIMARY KEY, last_name TEXT, phone VARCHAR(30), fetched INT DEFAULT 0)",
        "INSERT INTO customers (id, last_name, phone) VALUES (1, 'Ann', '020 7946 0001'), (2, 'Åse', NULL)",
        "INSERT INTO customers (id, last_name, phone) VALUES (3, '😀', '')",
    )
    body = "SELECT c.id, c.last_name FROM customers c WHERE c.id > p_last_id ORDER BY c.id"
    crm.make("get_leads", "p_last_id BIGINT", "TABLE (id BIGINT, last_name TEXT)", body, "sql")
    return crm
