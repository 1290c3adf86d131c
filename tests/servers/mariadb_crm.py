"""A CRM in a private MariaDB: a database with procedures, and a login that may execute them and nothing else."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import SourceFailed
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, Limits, Source
from leadadmin.sources.quoting import backquoted
from tests.servers.private_servers import MariaDB
from tests.sources.reading_help import Read, opened, read

PASSWORD = "pä55 wörd'%\"\\"  # not in Latin-1's and SQL's good books


@dataclass(frozen=True)
class Crm:
    """A database with a login that may execute its procedures and nothing else."""

    server: MariaDB
    connection: Connection

    def make(self, name: str, parameters: str, body: str, *, security: str = "DEFINER") -> None:
        routine = backquoted(name)
        self.sql(f"CREATE PROCEDURE {routine}({parameters}) SQL SECURITY {security} {body}")

    def sql(self, *statements: str) -> None:
        self.server.execute(*statements, database=self.connection.database)

    def source(self, **changes: Any) -> Source:
        return opened(replace(self.connection, **changes), PASSWORD)

    def read(self, name: str, last_id: object = 0, limits: Limits | None = None, **call: Any) -> Read:
        return read(self.source(), Call(ProcedureName("", name), last_id=last_id, **call), limits)

    def failure(self, name: str, limits: Limits | None = None, **call: Any) -> SourceFailed:
        with pytest.raises(SourceFailed) as caught:
            self.read(name, 0, limits, **call)
        assert caught.value.sentence
        assert caught.value.hint
        assert PASSWORD not in str(caught.value) + caught.value.server_words
        return caught.value

    def busy(self) -> list[int]:
        """The numbers of the sessions that do something in this database at the moment."""
        with self.server.admin() as admin, admin.cursor() as cursor:
            cursor.execute(
                "SELECT ID FROM information_schema.PROCESSLIST WHERE (USER = %s OR DB = %s) AND INFO IS NOT NULL",
                (self.connection.user, self.connection.database),
            )
            return [int(row[0]) for row in cursor.fetchall()]


def fresh_crm(server: MariaDB) -> Crm:
    database = server.fresh_database()
    user = f"leads_{secrets.token_hex(4)}"
    with server.admin() as admin, admin.cursor() as cursor:
        cursor.execute("CREATE USER %s@'%%' IDENTIFIED BY %s", (user, PASSWORD))
        cursor.execute(f"GRANT EXECUTE ON {database}.* TO %s@'%%'", (user,))
    connection = Connection(
        name="CRM",
        kind=ConnectionKind.MARIADB,
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
    crm.make("get_leads", "p_last_id BIGINT", "SELECT id, last_name FROM customers WHERE id > p_last_id ORDER BY id")
    return crm
