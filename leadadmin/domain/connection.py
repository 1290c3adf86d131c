"""An external connection: where leads come from, what may be written in its fields, and how it is kept."""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.names import quoted

NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})
LONGEST_CONNECT_TIMEOUT: Final = 120.0  # seconds; beyond that a person has given up
LONGEST_NAME: Final = 100  # characters


class ConnectionKind(StrEnum):
    """The kinds that can be chosen (spec 2, External connection). The value is the word in TOML and JSON."""

    MARIADB = "mariadb"
    MYSQL = "mysql"
    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


class TlsMode(StrEnum):
    """How the way to a server is protected (spec 2: verification is on by default for server kinds)."""

    VERIFY = "verify"
    """The certificate must be trusted and carry the host's name."""
    CA_ONLY = "ca_only"
    """The certificate must come from the named CA file; the host's name is not compared."""
    OFF = "off"
    """Nothing is encrypted."""

    @property
    def label(self) -> str:
        """What a form calls it."""
        return _TLS_LABELS[self]


_TLS_LABELS: Final = {
    TlsMode.VERIFY: "Encrypt and verify the certificate",
    TlsMode.CA_ONLY: "Encrypt, verify the certificate but not the host name",
    TlsMode.OFF: "Off: nothing is encrypted",
}


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is true of every connection of a kind.

    `options` names the driver options that may be set (spec 5, Secrets: an allow-list), each with what it does.
    """

    kind: ConnectionKind
    label: str
    default_port: int
    has_procedures: bool
    options: Mapping[str, str]

    @property
    def needs_host(self) -> bool:
        """Whether it is a server (host, port, database, user, TLS) and not a file."""
        return self.default_port > 0


_MYSQL_OPTIONS: Final = MappingProxyType({"time_zone": "Time zone of the session, such as +10:00"})
_POSTGRESQL_OPTIONS: Final = MappingProxyType(
    {
        "time_zone": "Time zone of the session, such as Australia/Melbourne",
        "application_name": "The name the server shows for the session",
        "target_session_attrs": "With several addresses: any, read-write, read-only, primary, standby",
        "search_path": "Schemas in which a name without schema is looked for",
        "client_encoding": "For a database without an encoding (SQL_ASCII): that of its texts, such as LATIN1",
    }
)

KINDS: Final[Mapping[ConnectionKind, KindFacts]] = MappingProxyType(
    {
        facts.kind: facts
        for facts in (
            KindFacts(ConnectionKind.MARIADB, "MariaDB", 3306, True, _MYSQL_OPTIONS),
            KindFacts(ConnectionKind.MYSQL, "MySQL", 3306, True, _MYSQL_OPTIONS),
            KindFacts(ConnectionKind.POSTGRESQL, "PostgreSQL", 5432, True, _POSTGRESQL_OPTIONS),
            KindFacts(ConnectionKind.SQLITE, "SQLite file", 0, False, NO_OPTIONS),
        )
    }
)

LATER_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"sqlserver": "SQL Server", "oracle": "Oracle", "odbc": "ODBC"}
)
"""Kinds a configuration file may name (spec 5) that this version cannot open yet."""


@dataclass(frozen=True, slots=True)
class Connection:
    """An external connection without its password, which the vault keeps.

    `port` 0 means the kind's default; `connect_timeout` is in seconds; `file` is for SQLite only, the server
    fields for servers only. A value of this class may hold problems: `problems` lists them.
    """

    name: str
    kind: ConnectionKind
    description: str = ""
    host: str = ""
    port: int = 0
    database: str = ""
    user: str = ""
    tls: TlsMode = TlsMode.VERIFY
    ca_file: str = ""
    connect_timeout: float = 10.0
    options: Mapping[str, str] = field(default_factory=lambda: NO_OPTIONS)
    file: str = ""
    id: int | None = None

    @property
    def facts(self) -> KindFacts:
        """The facts of its kind."""
        return KINDS[self.kind]

    @property
    def effective_port(self) -> int:
        """The port that is dialled."""
        return self.port or self.facts.default_port

    @property
    def place(self) -> str:
        """Where it leads, in a few words: the host, or the file."""
        return self.host if self.facts.needs_host else self.file


def kind_from_text(text: str) -> ConnectionKind:
    """The kind a configuration file names. Raises InvalidInput for one that is unknown or not supported yet."""
    word = text.strip().lower()
    if word in LATER_KINDS:
        raise InvalidInput(
            {"kind": f"{LATER_KINDS[word]} connections are not supported by this version of leadadmin yet."},
            f"Kinds that work: {_choices(ConnectionKind)}.",
        )
    try:
        return ConnectionKind(word)
    except ValueError:
        raise InvalidInput(
            {"kind": f"“{text}” is not a kind of connection."}, f"Kinds: {_choices(ConnectionKind)}."
        ) from None


def endpoint(connection: Connection) -> str:
    """The endpoint a stored password belongs to, as one text without ambiguity.

    It is the associated data of the encrypted password (spec 5, Secrets: kind, host, port, database, user): when
    one of them changes the password becomes unusable until it is typed again.
    """
    parts = [
        connection.kind.value,
        connection.host.strip().lower(),
        connection.effective_port,
        connection.database,
        connection.user,
    ]
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":"))


def problems(connection: Connection) -> dict[str, str]:
    """What keeps the connection from being saved: a sentence by field, empty when all is well."""
    found: dict[str, str] = {}
    if not connection.name.strip():
        found["name"] = "Give the connection a name."
    elif len(connection.name) > LONGEST_NAME:
        found["name"] = f"A name has at most {LONGEST_NAME} characters."
    if not 0 < connection.connect_timeout <= LONGEST_CONNECT_TIMEOUT:
        found["connect_timeout"] = f"The time-out is between 1 and {LONGEST_CONNECT_TIMEOUT:.0f} seconds."
    if connection.facts.needs_host:
        found |= _server_problems(connection)
    elif not connection.file.strip():
        found["file"] = "Choose the SQLite file."
    unknown = sorted(set(connection.options) - set(connection.facts.options))
    if unknown:
        found["options"] = (
            f"{connection.facts.label} has no option {quoted(unknown)} here. "
            f"Options: {', '.join(connection.facts.options) or 'none'}."
        )
    for key in ("name", "host", "database", "user", "file", "ca_file"):
        if any(not character.isprintable() for character in getattr(connection, key)):
            found[key] = "Remove the line break or control character."
    return found


def _server_problems(connection: Connection) -> dict[str, str]:
    found: dict[str, str] = {}
    host = connection.host.strip()
    if not host:
        found["host"] = "Write the name or address of the server."
    elif not _is_address(host) and any(mark in host for mark in "/@: \\"):
        found["host"] = "Write only the server's name or address, such as crm.example; the port has its own field."
    if not 0 <= connection.port <= 65535:
        found["port"] = "A port is between 1 and 65,535."
    if not connection.database.strip():
        found["database"] = "Write the name of the database."
    if not connection.user.strip():
        found["user"] = "Write the name of the login."
    if connection.tls is TlsMode.CA_ONLY and not connection.ca_file.strip():
        found["ca_file"] = "Without comparing the host name, name the CA file that signed the certificate."
    return found


def cautions(connection: Connection) -> dict[str, str]:
    """What may be saved but is shown in red: a sentence by field (spec 2: TLS off is named and shown)."""
    if not connection.facts.needs_host or connection.tls is TlsMode.VERIFY:
        return {}
    if connection.tls is TlsMode.OFF:
        return {"tls": "TLS is off: the password and the leads can be read on the way."}
    return {"tls": "The host name is not compared: any server with a certificate from this CA is believed."}


_SERVER_KEYS: Final = ("host", "port", "database", "user", "tls", "ca_file")
_COMMON_KEYS: Final = ("name", "description", "kind", "connect_timeout", "options")
SECRET_KEY: Final = "password"  # noqa: S105  the key's name, not a password
"""The TOML key that holds a reference such as `env:CRM_PASSWORD`; the vault reads it, a Connection never does."""


def from_config(table: Mapping[str, object]) -> Connection:
    """A connection from a `[[connection]]` table (spec 5, Configuration file), its password left aside.

    Raises InvalidInput with every problem: unknown keys, values of the wrong type, and those of `problems`.
    """
    kind = kind_from_text(_text(table, "kind", {}))
    keys = (*_COMMON_KEYS, *(_SERVER_KEYS if KINDS[kind].needs_host else ("file",)))
    found = {
        key: f"A {KINDS[kind].label} connection has no “{key}”." for key in table if key not in (*keys, SECRET_KEY)
    }
    connection = Connection(
        name=_text(table, "name", found),
        kind=kind,
        description=_text(table, "description", found),
        host=_text(table, "host", found),
        port=int(_number(table, "port", 0, found)),
        database=_text(table, "database", found),
        user=_text(table, "user", found),
        tls=_tls(table, found),
        ca_file=_text(table, "ca_file", found),
        connect_timeout=_number(table, "connect_timeout", 10.0, found),
        options=_options(table, found),
        file=_text(table, "file", found),
    )
    found = problems(connection) | found
    if found:
        raise InvalidInput(found)
    return connection


def to_config(connection: Connection) -> dict[str, object]:
    """The `[[connection]]` table of a connection: what differs from the defaults, and never a secret."""
    table: dict[str, object] = {"name": connection.name, "kind": connection.kind.value}
    if connection.description:
        table["description"] = connection.description
    if connection.facts.needs_host:
        table |= {"host": connection.host, "database": connection.database, "user": connection.user}
        if connection.port:
            table["port"] = connection.port
        if connection.tls is not TlsMode.VERIFY:
            table["tls"] = connection.tls.value
        if connection.ca_file:
            table["ca_file"] = connection.ca_file
    else:
        table["file"] = connection.file
    if connection.connect_timeout != Connection.__dataclass_fields__["connect_timeout"].default:
        table["connect_timeout"] = connection.connect_timeout
    if connection.options:
        table["options"] = dict(connection.options)
    return table


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _text(table: Mapping[str, object], key: str, found: dict[str, str]) -> str:
    value = table.get(key, "")
    if isinstance(value, str):
        return value
    found[key] = f"“{key}” is a text in quotes."
    return ""


def _number(table: Mapping[str, object], key: str, default: float, found: dict[str, str]) -> float:
    value = table.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found[key] = f"“{key}” is a number."
    return default


def _tls(table: Mapping[str, object], found: dict[str, str]) -> TlsMode:
    text = _text(table, "tls", found) or TlsMode.VERIFY.value
    try:
        return TlsMode(text)
    except ValueError:
        found["tls"] = f"“{text}” is not a TLS mode. Modes: {_choices(TlsMode)}."
        return TlsMode.VERIFY


def _options(table: Mapping[str, object], found: dict[str, str]) -> Mapping[str, str]:
    value = table.get("options", {})
    if isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values()):
        return MappingProxyType({str(key): str(item) for key, item in value.items()})
    found["options"] = "“options” is a table of texts."
    return NO_OPTIONS


def _choices(kinds: type[StrEnum]) -> str:
    return ", ".join(kinds)
