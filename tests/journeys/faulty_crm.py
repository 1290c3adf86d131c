"""A CRM on a private server whose routine `new_leads` can be made to misbehave, and an injector on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.servers import mariadb_crm, postgresql_crm
from tests.servers.mariadb_crm import PASSWORD as MARIADB_PASSWORD
from tests.servers.postgresql_crm import PASSWORD as POSTGRESQL_PASSWORD
from tests.servers.private_servers import MariaDB, PostgreSQL

VARIABLE = "FAULTY_CRM_PASSWORD"
ROUTINE = "new_leads"
HEALTHY_ROWS = 3

_COLUMNS = {
    "mariadb": "seq AS id, CONCAT('020 7', LPAD(seq, 7, '0')) AS tel, 'Ann' AS first_name",
    "postgresql": "seq AS id, '020 7' || LPAD(seq::TEXT, 7, '0') AS tel, 'Ann'::TEXT AS first_name",
}
_RETURNS = "TABLE (id BIGINT, tel TEXT, first_name TEXT)"


def rows(kind: str, count: int, columns: str = "") -> str:
    """A SELECT of leads 1 … `count`."""
    series = f"seq_1_to_{count}" if kind == "mariadb" else f"generate_series(1::BIGINT, {count}) AS seq"
    return f"SELECT {columns or _COLUMNS[kind]} FROM {series}"


@dataclass(frozen=True)
class FaultyCrm:
    """A database with the routine, and a login that may execute it and nothing else."""

    kind: str
    crm: mariadb_crm.Crm | postgresql_crm.Crm

    @property
    def names(self) -> dict[str, str]:
        """What sentences may name."""
        connection = self.crm.connection
        return {"host": connection.host, "user": connection.user, "routine": ROUTINE}

    def healthy(self) -> None:
        """Make the routine as it should be."""
        select = rows(self.kind, HEALTHY_ROWS)
        if self.kind == "mariadb":
            self.crm.sql(f"CREATE PROCEDURE {ROUTINE}(p_last_id BIGINT) {select} WHERE seq > p_last_id ORDER BY id")
        else:
            condition = "WHERE seq > p_last_id ORDER BY 1"
            self.crm.sql(_function(_RETURNS, f"{select} {condition}", "sql"))

    def apply(self, statements: Sequence[str]) -> None:
        """Run SQL, with {user} and {database} filled in."""
        connection = self.crm.connection
        for statement in statements:
            self.crm.sql(statement.replace("{user}", connection.user).replace("{database}", connection.database))

    def config(self, changes: Mapping[str, object]) -> str:
        """A configuration file with the injector; `changes` by key of the connection or the injector."""
        connection = self.crm.connection
        told = {
            "kind": self.kind, "host": connection.host, "port": connection.port, "database": connection.database,
            "user": connection.user, "timeout": "1m", "row_limit": 1_000_000, **changes,
        }  # fmt: skip
        return _CONFIG.format(**told)


def faulty_crm(server: MariaDB | PostgreSQL) -> FaultyCrm:
    """A CRM in a fresh database of the server, in order still."""
    if isinstance(server, MariaDB):
        made = FaultyCrm("mariadb", mariadb_crm.fresh_crm(server))
    else:
        made = FaultyCrm("postgresql", postgresql_crm.fresh_crm(server))
    made.healthy()
    return made


def password_of(kind: str) -> str:
    """The login's password: hard to spell, so that its traces are found."""
    return MARIADB_PASSWORD if kind == "mariadb" else POSTGRESQL_PASSWORD


def _function(returns: str, body: str, language: str) -> str:
    head = f"CREATE OR REPLACE FUNCTION {ROUTINE}(p_last_id BIGINT) RETURNS {returns}"
    return f"{head} LANGUAGE {language} SECURITY DEFINER AS $body$ {body} $body$"


DROP = {"mariadb": f"DROP PROCEDURE {ROUTINE}", "postgresql": f"DROP ROUTINE {ROUTINE}"}


def _instead(body: str, *, head: str = "CREATE PROCEDURE new_leads(p_last_id BIGINT)") -> tuple[str, ...]:
    """MariaDB: another body in place of the routine's."""
    return DROP["mariadb"], f"{head} {body}"


def _function_instead(body: str, *, returns: str = _RETURNS, language: str = "plpgsql") -> tuple[str, ...]:
    """PostgreSQL: another function in place of the routine."""
    return DROP["postgresql"], _function(returns, body, language)


def _cursors_instead(parameters: str, body: str) -> tuple[str, ...]:
    """PostgreSQL: a procedure with cursors in place of the routine."""
    head = f"CREATE PROCEDURE {ROUTINE}(p_last_id BIGINT, {parameters}) LANGUAGE plpgsql SECURITY DEFINER"
    return DROP["postgresql"], f"{head} AS $body$ BEGIN {body} END $body$"


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong: how it is brought about, and what must be said.

    `says` are words of the sentence ({host}, {user}, {routine}, {port} filled in); `status` the exit status of spec 5;
    `commits` says that rows came in before it was noticed.
    """

    name: str
    says: tuple[str, ...]
    status: int = 1
    sql: Mapping[str, Sequence[str]] = field(default_factory=dict)
    changes: Mapping[str, object] = field(default_factory=dict)
    password: str = ""
    commits: bool = False


MANY = 25_000
"""More rows than come in one block, so that some are committed before the end."""
_SIGNAL = "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'closed until nine'"

FAULTS = (
    Fault("wrong password", ("{host}", "password", "{user}"), 3, password="not-the-one-9f3"),
    Fault("unknown host", ("no-such-host.invalid",), 3, changes={"host": "no-such-host.invalid"}),
    Fault("closed port", ("{host}", "{port}"), 3),
    Fault("missing procedure", ("{routine}”",), sql={kind: (drop,) for kind, drop in DROP.items()}),
    Fault(
        "missing right",
        ("{user}", "{routine}”"),
        sql={
            "mariadb": (
                "CREATE PROCEDURE other() SELECT 1",
                "REVOKE EXECUTE ON {database}.* FROM {user}@'%'",
                "GRANT EXECUTE ON PROCEDURE {database}.other TO {user}@'%'",
            ),
            "postgresql": (f"REVOKE EXECUTE ON FUNCTION {ROUTINE} FROM PUBLIC",),
        },
    ),
    Fault(
        "fails before its result",
        ("{routine}”", "closed until nine"),
        sql={
            "mariadb": _instead(_SIGNAL),
            "postgresql": _function_instead("BEGIN RAISE 'closed until nine'; END"),
        },
    ),
    Fault(
        "fails after its first rows",
        ("{routine}”",),
        sql={
            "mariadb": _instead(f"BEGIN {rows('mariadb', MANY)}; {_SIGNAL}; END"),
            "postgresql": _cursors_instead(
                "INOUT c REFCURSOR",
                "OPEN c FOR SELECT seq AS id, '020 7' || LPAD(seq::TEXT, 7, '0') AS tel,"
                f" (1 / ({MANY} - seq))::TEXT AS first_name FROM generate_series(1, {MANY}) AS seq;",
            ),
        },
        commits=True,
    ),
    Fault(
        "hangs",
        ("{routine}”", "2 seconds"),
        sql={
            "mariadb": _instead("SELECT SLEEP(60) AS id, '' AS tel, '' AS first_name"),
            "postgresql": _function_instead(f"BEGIN PERFORM pg_sleep(60); RETURN QUERY {rows('postgresql', 1)}; END"),
        },
        changes={"timeout": "2s"},
    ),
    Fault(
        "returns other columns",
        ("“tel”", "mobile"),
        sql={
            "mariadb": _instead(rows("mariadb", 3, "seq AS id, '020 7946 0123' AS mobile, 'Ann' AS first_name")),
            "postgresql": _function_instead(
                rows("postgresql", 3, "seq, '020 7946 0123'::TEXT, 'Ann'::TEXT"),
                returns=_RETURNS.replace("tel", "mobile"),
                language="sql",
            ),
        },
    ),
    Fault(
        "returns nothing",
        ("{routine}”", "without returning a result"),
        sql={
            "mariadb": _instead("DO 1"),
            "postgresql": _function_instead("SELECT 1", returns="VOID", language="sql"),
        },
    ),
    Fault(
        "two results",
        ("{routine}”", "2 results"),
        sql={
            "mariadb": _instead(f"BEGIN {rows('mariadb', MANY)}; {rows('mariadb', 1)}; END"),
            "postgresql": _cursors_instead(
                "INOUT a REFCURSOR, INOUT b REFCURSOR",
                f"OPEN a FOR {rows('postgresql', MANY)}; OPEN b FOR {rows('postgresql', 1)};",
            ),
        },
    ),
    Fault(
        "more rows than the limit",
        ("{routine}”", "30,000"),
        sql={
            "mariadb": _instead(rows("mariadb", 1_000_000)),
            "postgresql": _cursors_instead("INOUT c REFCURSOR", f"OPEN c FOR {rows('postgresql', 1_000_000)};"),
        },
        changes={"row_limit": 30_000},
        commits=True,
    ),
)

EMPTY = {
    "mariadb": _instead(f"{rows('mariadb', 1)} WHERE FALSE"),
    "postgresql": _function_instead(f"{rows('postgresql', 1)} WHERE FALSE", language="sql"),
}

_CONFIG = """
[[template]]
name = "Solar"
default_region = "GB"
fields = [
    {{key="phone", label="Phone", type="phone", required=true}},
    {{key="first_name", label="First name", type="text"}},
]
[[project]]
name = "Residential"
[[campaign]]
name = "Solar 2026"
code = "SOLAR26"
project = "Residential"
template = "Solar"
[[connection]]
name = "CRM"
kind = "{kind}"
host = "{host}"
port = {port}
database = "{database}"
user = "{user}"
password = "env:FAULTY_CRM_PASSWORD"
tls = "off"
[[injector]]
name = "Leads"
connection = "CRM"
procedure = "new_leads"
unique_id_field = "id"
id_type = "integer"
every = "5m"
timeout = "{timeout}"
row_limit = {row_limit}
campaign = "SOLAR26"
allocation = "Web"
mapping = [ {{column="tel", field="phone"}}, {{column="first_name", field="first_name"}} ]
"""
