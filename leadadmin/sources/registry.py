"""Which room opens which kind of connection; a driver that is missing takes nothing else down."""

import importlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

from leadadmin.domain.connection import Connection, ConnectionKind, problems
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.sources.base import Source


@dataclass(frozen=True, slots=True)
class Opener:
    """The module and class that open a kind, and the package its driver comes in."""

    module: str
    factory: str
    package: str


OPENERS: Final = MappingProxyType(
    {
        ConnectionKind.MARIADB: Opener("leadadmin.sources.mariadb.source", "MariaDbSource", "pymysql"),
        ConnectionKind.MYSQL: Opener("leadadmin.sources.mariadb.source", "MariaDbSource", "pymysql"),
        ConnectionKind.POSTGRESQL: Opener("leadadmin.sources.postgresql.source", "PostgresqlSource", "psycopg[binary]"),
        ConnectionKind.SQLITE: Opener("leadadmin.sources.sqlite.source", "SqliteSource", ""),
    }
)


class DriverMissing(Expected):
    """The driver of a kind is not installed; the other kinds work."""

    code = "driver_missing"


def open_source(connection: Connection, password: str) -> Source:
    """The source of a connection; nothing is dialled yet. The module of its kind is loaded here, on first use.

    Raises InvalidInput (the connection has problems) and DriverMissing.
    """
    found = problems(connection)
    if found:
        raise InvalidInput(found)
    opener = OPENERS[connection.kind]
    try:
        module = importlib.import_module(opener.module)
    except ImportError as error:
        if error.name is not None and error.name.startswith("leadadmin."):
            raise
        raise DriverMissing(
            f"The driver for {connection.facts.label} is not installed.",
            f"Install it with: python -m pip install “{opener.package}”. Everything else goes on working.",
        ) from error
    return cast(Source, getattr(module, opener.factory)(connection, password))
