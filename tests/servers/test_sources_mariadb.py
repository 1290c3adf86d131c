"""MariaDB as a source, against a private server: every fault ends in its sentence, and on the server."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import Cancelled, InvalidInput, SourceFailed, Unreachable
from leadadmin.sources.base import Call, CancelToken, Limits, ProcedureName, Source, Step, StepState
from leadadmin.sources.mariadb.catalogue import backquoted
from tests.machine import missing
from tests.servers.private_servers import MariaDB, running_mariadb
from tests.servers.programs import NotInstalledError
from tests.servers.sakila import load_sakila_mariadb
from tests.sources.certificates import Authority
from tests.sources.reading_help import Read, opened, read, read_in_a_process, take, until

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


@pytest.fixture(scope="module")
def crm(mariadb: MariaDB) -> Crm:
    return fresh_crm(mariadb)


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


# --- what a call returns


def test_a_procedure_gets_the_last_id_and_returns_rows(crm: Crm) -> None:
    result = crm.read("get_leads", 1)
    assert result.names == ["id", "last_name"]
    assert result.kinds == ["integer", "text"]
    assert result.rows == [(2, "Åse"), (3, "😀")]
    assert result.notes == []


def test_an_empty_result_has_columns_and_no_rows(crm: Crm) -> None:
    result = crm.read("get_leads", 99)
    assert (result.names, result.rows) == (["id", "last_name"], [])


def test_the_schema_may_be_named(crm: Crm) -> None:
    call = Call(ProcedureName(crm.connection.database, "get_leads"), last_id=2)
    assert read(crm.source(), call).rows == [(3, "😀")]


def test_rows_come_in_blocks(crm: Crm) -> None:
    blocks = crm.read("get_leads", 0, Limits(block_rows=2)).blocks
    assert [block.rows for block in blocks] == [2, 1]


@pytest.mark.parametrize(
    "last_id", ["'; DROP TABLE customers; --", "\\", "%s %%", "Åse 😀", b"\x00\xff'", None, 2**63 - 1]
)
def test_the_last_id_is_a_value_and_never_sql(crm: Crm, last_id: object) -> None:
    crm.sql("DROP PROCEDURE IF EXISTS echo")
    crm.make("echo", f"p {'VARBINARY' if isinstance(last_id, bytes) else 'VARCHAR'}(100)", "SELECT p AS x")
    expected = str(last_id) if isinstance(last_id, int) else last_id
    assert crm.read("echo", last_id).rows == [(expected,)]


@pytest.mark.parametrize("name", ["back`tick", "semi; DROP TABLE customers", "quote'\"", "100% %s", "a.b", "Åse leads"])
def test_a_hostile_name_stays_a_name(crm: Crm, name: str) -> None:
    crm.make(name, "p BIGINT", "SELECT p AS id")
    assert crm.read(name, 7).rows == [(7,)]
    assert name in {procedure.name for procedure in crm.source().procedures()}
    assert crm.failure(name + "`; DROP TABLE customers; -- ").code == "procedure_missing"
    assert len(crm.read("get_leads").rows) == 3


def test_a_procedure_without_parameters_is_called_without_and_noted(crm: Crm) -> None:
    crm.make("no_parameters", "", "SELECT 1 AS id")
    result = crm.read("no_parameters")
    assert result.rows == [(1,)]
    assert "takes no parameter" in result.notes[0]


def test_other_parameters_get_null_and_are_noted(crm: Crm) -> None:
    crm.make("several", "OUT o INT, a INT, INOUT p_last_id BIGINT, b INT", "SELECT a, p_last_id, b")
    result = crm.read("several", 5, parameter="P_LAST_ID")
    assert result.rows == [(None, 5, None)]
    assert result.notes == ["NULL was passed for “a”, “b”."]
    assert crm.read("several", 5).rows == [(5, None, None)]
    failed = crm.failure("several", parameter="last_id")
    assert failed.code == "parameter_missing"
    assert "a, p_last_id, b" in failed.hint


def test_values_keep_their_types(crm: Crm) -> None:
    crm.sql(
        "CREATE TABLE kinds (b BIT(1), bits BIT(10), y YEAR, u UUID, t TIME, d DATE, dt DATETIME(6), j JSON, "
        "raw VARBINARY(4), n DECIMAL(30,4), f DOUBLE, e ENUM('x','y'), utf3 VARCHAR(9) CHARACTER SET latin1)",
    )
    with crm.server.admin(crm.connection.database) as admin, admin.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = ''")
        cursor.execute(
            "INSERT INTO kinds VALUES (b'1', b'1000000001', 2024, '123e4567-e89b-12d3-a456-426655440000', "
            "'-30:00:00', '0000-00-00', '2024-02-29 12:00:00.5', '{\"a\": [1]}', x'00ff', "
            "12345678901234567890.1234, 0.5, 'y', 'Åse')"
        )
    crm.make("kinds", "", "SELECT * FROM kinds")
    result = crm.read("kinds")
    row = {name: str(value) for name, value in result.first().items()}
    assert row == {
        "b": "True",
        "bits": "513",
        "y": "2024",
        "u": "123e4567-e89b-12d3-a456-426655440000",
        "t": "-30:00:00",
        "d": "0000-00-00",
        "dt": "2024-02-29 12:00:00.500000",
        "j": '{"a": [1]}',
        "raw": str(b"\x00\xff"),
        "n": "12345678901234567890.1234",
        "f": "0.5",
        "e": "y",
        "utf3": "Åse",
    }
    kinds = dict(zip(result.names, result.kinds, strict=True))
    assert (kinds["b"], kinds["d"], kinds["dt"], kinds["n"]) == ("yes_no", "date", "date_time", "decimal")


def test_two_columns_of_one_name_are_told_apart(crm: Crm) -> None:
    crm.make("twice", "p BIGINT", "SELECT 1 AS id, 2 AS id")
    result = crm.read("twice")
    assert result.names == ["id", "id (2)"]
    assert result.notes


# --- what goes wrong in a call


def test_several_results_are_counted_and_refused(crm: Crm) -> None:
    crm.make("three", "p BIGINT", "BEGIN SELECT 1 AS id; SELECT 2 AS id; SELECT 3 AS id; END")
    failed = crm.failure("three")
    assert failed.code == "several_result_sets"
    assert "returned 3 results" in failed.sentence


def test_no_result_is_refused(crm: Crm) -> None:
    crm.make("nothing", "p BIGINT", "DO 1")
    assert crm.failure("nothing").code == "no_result_set"


def test_a_procedure_that_fails_before_its_result(crm: Crm) -> None:
    crm.make("fails", "p BIGINT", "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'closed until 9 for 020 7946 0123'")
    failed = crm.failure("fails")
    assert failed.code == "procedure_failed"
    assert "closed until 9" in failed.sentence
    assert "7946" not in failed.sentence + failed.server_words


def test_a_procedure_that_fails_after_its_result(crm: Crm) -> None:
    crm.make(
        "fails_late", "p BIGINT", "BEGIN SELECT 1 AS id; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'too late'; END"
    )
    seen: list[int] = []
    with pytest.raises(SourceFailed, match="too late") as caught:
        take(crm.source(), "fails_late", lambda block: seen.append(block.rows))
    assert seen == [1]
    assert caught.value.code == "procedure_failed"


def test_a_missing_procedure_is_named_with_one_that_is_near(crm: Crm) -> None:
    failed = crm.failure("get_lead")
    assert failed.code == "procedure_missing"
    assert "get_leads" in failed.hint


def test_a_missing_procedure_inside_is_not_taken_for_this_one(crm: Crm) -> None:
    crm.make("calls_nobody", "p BIGINT", "CALL nobody()")
    assert crm.failure("calls_nobody").code == "procedure_failed"


def test_a_missing_right_comes_with_the_grant_to_paste(mariadb: MariaDB) -> None:
    crm = fresh_crm(mariadb)
    user, database = crm.connection.user, crm.connection.database
    crm.sql(f"REVOKE EXECUTE ON {database}.* FROM {user}@'%'", f"GRANT SELECT ON {database}.* TO {user}@'%'")
    failed = crm.failure("get_leads")
    assert failed.code == "no_right"
    grant = failed.hint.partition("with: ")[2]
    assert grant == f"GRANT EXECUTE ON PROCEDURE `{database}`.`get_leads` TO '{user}'@'%';"
    step = last_step(crm.source())
    assert (step.key, step.state) == ("execute", StepState.FAILED)
    assert "GRANT EXECUTE ON" in step.hint
    crm.sql(grant)
    assert len(crm.read("get_leads").rows) == 3


def test_too_many_rows_are_refused_and_ended(crm: Crm) -> None:
    crm.make("million", "p BIGINT", "SELECT seq AS id FROM seq_1_to_1000000")
    failed = crm.failure("million", Limits(rows=1000, block_rows=300))
    assert failed.code == "too_many_rows"
    assert "1,000 rows" in failed.sentence
    until(lambda: not crm.busy(), 3)


def test_a_query_instead_of_a_procedure_is_refused(crm: Crm) -> None:
    with pytest.raises(InvalidInput):
        read(crm.source(), Call(query="SELECT 1"))


# --- ending a call on the server


@pytest.mark.parametrize("security", ["DEFINER", "INVOKER"])
@pytest.mark.parametrize("body", ["SELECT SLEEP(60) AS id", "BEGIN DO SLEEP(60); SELECT 1 AS id; END"])
def test_a_procedure_that_hangs_is_ended_at_the_time_limit(crm: Crm, security: str, body: str) -> None:
    name = f"hangs_{secrets.token_hex(3)}"
    crm.make(name, "p BIGINT", body, security=security)
    began = time.monotonic()
    failed = crm.failure(name, Limits(seconds=1))
    assert failed.code == "timed_out"
    assert time.monotonic() - began < 3
    until(lambda: not crm.busy(), 2)


def test_a_procedure_that_swallows_its_end_is_cut_off(crm: Crm) -> None:
    body = "BEGIN DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; DO SLEEP(60); DO SLEEP(60); SELECT 1 AS id; END"
    crm.make("swallows", "p BIGINT", body)
    began = time.monotonic()
    assert crm.failure("swallows", Limits(seconds=0.5)).code == "timed_out"
    assert time.monotonic() - began < 3
    until(lambda: not crm.busy(), 8)


def cancelled_while(crm: Crm, name: str, when: Callable[[], bool]) -> float:
    """Cancel a call once `when` is true; returns the seconds from then until it ended here."""
    cancel, moment = CancelToken(), [0.0]

    def cancel_later() -> None:
        until(when, 10)
        moment[0] = time.monotonic()
        cancel.set()

    thread = threading.Thread(target=cancel_later)
    thread.start()
    with pytest.raises(Cancelled):
        read(crm.source(), Call(ProcedureName("", name), last_id=0), Limits(block_rows=1000), cancel)
    thread.join()
    return time.monotonic() - moment[0]


def test_a_cancelled_call_is_ended_here_and_on_the_server(crm: Crm) -> None:
    crm.make("sleeps", "p BIGINT", "SELECT SLEEP(60) AS id", security="INVOKER")
    assert cancelled_while(crm, "sleeps", lambda: bool(crm.busy())) < 2
    until(lambda: not crm.busy(), 2)


def test_a_cancelled_call_with_its_definers_rights_is_cut_off(crm: Crm) -> None:
    """MariaDB refuses KILL there (“not owner”); it notices the cut connection within five seconds."""
    crm.make("sleeps_as_definer", "p BIGINT", "SELECT SLEEP(60) AS id")
    assert cancelled_while(crm, "sleeps_as_definer", lambda: bool(crm.busy())) < 2
    until(lambda: not crm.busy(), 8)


def test_a_call_is_cancelled_while_rows_stream(crm: Crm) -> None:
    crm.make("streams", "p BIGINT", "SELECT seq AS id FROM seq_1_to_100000000")
    assert cancelled_while(crm, "streams", lambda: bool(crm.busy())) < 2
    until(lambda: not crm.busy(), 2)


def test_what_is_left_in_the_middle_is_ended(crm: Crm) -> None:
    crm.make("left", "p BIGINT", "SELECT seq AS id FROM seq_1_to_100000000")
    call = Call(ProcedureName("", "left"), last_id=0)
    with crm.source().open(call, Limits(block_rows=10), CancelToken()) as rows:
        assert next(iter(rows.blocks())).rows == 10
    until(lambda: not crm.busy(), 2)


def test_a_lost_connection_is_worth_another_try(crm: Crm) -> None:
    crm.make("lost", "p BIGINT", "SELECT seq AS id, REPEAT('x', 10000) AS x FROM seq_1_to_100000000")
    with pytest.raises(SourceFailed) as caught:
        take(crm.source(), "lost", lambda _: crm.sql(*(f"KILL CONNECTION {number}" for number in crm.busy())), rows=100)
    assert caught.value.code == "lost_connection"


# --- what a procedure writes


MARKS = "BEGIN UPDATE customers SET fetched = fetched + 1; SELECT id FROM customers; END"


def fetched(crm: Crm) -> int:
    with crm.server.admin(crm.connection.database) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT MAX(fetched) FROM customers")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_what_a_procedure_writes_stays_only_after_everything_was_read_and_saved(mariadb: MariaDB) -> None:
    crm = fresh_crm(mariadb)
    crm.make("marks", "p BIGINT", MARKS)
    crm.read("marks", keep=False)
    assert fetched(crm) == 0
    call = Call(ProcedureName("", "marks"), last_id=0)
    with crm.source().open(call, Limits(block_rows=1), CancelToken()) as rows:
        next(iter(rows.blocks()))
    assert fetched(crm) == 0
    with pytest.raises(ZeroDivisionError):
        take(crm.source(), "marks", lambda _: 1 / 0)
    assert fetched(crm) == 0
    with crm.source().open(call, Limits(), CancelToken()) as rows:
        assert sum(block.rows for block in rows.blocks()) == 3
        assert fetched(crm) == 0
    assert fetched(crm) == 1


# --- the connection and its test


def last_step(source: Source) -> Step:
    return list(source.steps())[-1]


def test_the_test_goes_through_every_step(crm: Crm) -> None:
    source = crm.source()
    steps = list(source.steps())
    keys = ["resolve", "tcp", "tls", "login", "database", "execute", "procedures"]
    assert [step.key for step in source.plan()] == keys
    assert [step.key for step in steps if step.state is StepState.STARTED] == keys
    ended = {step.key: step for step in steps if step.state is not StepState.STARTED}
    assert [step.state.value for step in ended.values()] == ["ok", "ok", "caution", "ok", "ok", "ok", "ok"]
    assert all(step.seconds >= 0 and step.message for step in ended.values())
    assert "get_leads" in {procedure.name for procedure in source.procedures()}
    assert crm.connection.database in source.databases()


def test_the_catalogue_tells_parameters(crm: Crm) -> None:
    (found,) = [each for each in crm.source().procedures() if each.name == "get_leads"]
    assert found.label == f"{crm.connection.database}.get_leads(p_last_id bigint(20))"
    assert [each.mode for each in found.parameters] == ["in"]


def test_a_wrong_password(crm: Crm) -> None:
    source = opened(crm.connection, "wrong-secret")
    step = last_step(source)
    assert (step.key, step.state, step.field, step.server_code) == ("login", StepState.FAILED, "password", "1045")
    assert "wrong-secret" not in repr(step)
    with pytest.raises(Unreachable) as caught:
        read(source, Call(ProcedureName("", "get_leads")))
    assert caught.value.code == "login_refused"


def test_an_unknown_host(crm: Crm) -> None:
    with pytest.raises(Unreachable) as caught:
        read(crm.source(host="no-such-host.invalid"), Call(ProcedureName("", "get_leads")))
    assert caught.value.code == "host_unknown"


def test_an_unknown_database_suggests_a_similar_one(crm: Crm) -> None:
    database = crm.connection.database
    step = last_step(crm.source(database=database[:-1]))
    assert (step.key, step.state, step.field) == ("database", StepState.FAILED, "database")
    assert step.suggestion == ("database", database)


def test_a_server_without_tls_gets_no_password(crm: Crm) -> None:
    step = last_step(crm.source(tls=TlsMode.VERIFY))
    assert (step.key, step.state) == ("tls", StepState.FAILED)
    assert "does not offer TLS" in step.message


def test_an_option_the_server_refuses(crm: Crm) -> None:
    step = last_step(crm.source(options={"time_zone": "Mars/Olympus"}))
    assert (step.key, step.field) == ("database", "options")


def test_the_sample_procedure_works_as_pasted(mariadb: MariaDB) -> None:
    crm = fresh_crm(mariadb)
    user, database = crm.connection.user, crm.connection.database
    crm.sql("DROP PROCEDURE get_leads", f"REVOKE EXECUTE ON {database}.* FROM {user}@'%'")
    crm.sql(f"GRANT SELECT ON {database}.* TO {user}@'%'")
    text = crm.source().sample_procedure()
    assert "`last_name`, `phone`" in text
    crm.sql(f"REVOKE SELECT ON {database}.* FROM {user}@'%'")
    mariadb.run_script(text, database)
    assert [row[0] for row in crm.read("get_new_leads", 1).rows] == [2, 3]
    header = crm.read("get_new_leads_header")
    assert header.rows == []
    assert header.names == crm.read("get_new_leads").names


def test_sakila_is_read(mariadb: MariaDB, shared_data: Path) -> None:
    database = load_sakila_mariadb(mariadb, shared_data)
    mariadb.execute(
        "CREATE PROCEDURE customers_after(p INT) SELECT c.customer_id, c.first_name, a.phone FROM customer c "
        "JOIN address a USING (address_id) WHERE c.customer_id > p ORDER BY c.customer_id",
        database=database,
    )
    connection = Connection(
        name="Sakila",
        kind=ConnectionKind.MARIADB,
        host=mariadb.host,
        port=mariadb.port,
        database=database,
        user=mariadb.user,
        tls=TlsMode.OFF,
    )
    source = opened(connection, mariadb.password)
    assert len(read(source, Call(ProcedureName("", "customers_after"), last_id=0)).rows) == 599
    assert "customers_after" in {procedure.name for procedure in source.procedures()}


def test_a_million_rows_are_streamed_in_little_memory(crm: Crm) -> None:
    crm.make(
        "wide",
        "p BIGINT",
        "SELECT seq AS id, CONCAT('Name ', seq) AS name, NOW() AS made FROM seq_1_to_1000000",
    )
    count, megabytes = read_in_a_process(crm.connection, PASSWORD, "wide")
    assert count == 1_000_000
    assert megabytes < 300


# --- TLS


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crm, Authority]]:
    """A server whose certificate comes from an authority nobody trusts by default."""
    authority = Authority(tmp_path_factory.mktemp("tls"))
    made = authority.server()
    try:
        with running_mariadb(
            f"--ssl-cert={made.certificate}", f"--ssl-key={made.key}", "--require-secure-transport=ON"
        ) as server:
            yield fresh_crm_over_tls(server), authority
    except NotInstalledError as reason:
        missing(str(reason))


def fresh_crm_over_tls(server: MariaDB) -> Crm:
    crm = fresh_crm(server)
    return replace(crm, connection=replace(crm.connection, tls=TlsMode.VERIFY))


def test_a_trusted_certificate_lets_in(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    source = crm.source(ca_file=str(authority.path))
    steps = {step.key: step for step in source.steps()}
    assert steps["procedures"].state is StepState.OK
    assert steps["tls"].message.startswith("Version 1.3, certificate valid until")
    assert len(read(source, Call(ProcedureName("", "get_leads"), last_id=0)).rows) == 3


def test_an_untrusted_certificate_keeps_out(encrypted: tuple[Crm, Authority]) -> None:
    crm, _ = encrypted
    step = last_step(crm.source())
    assert (step.key, step.state, step.field) == ("tls", StepState.FAILED, "ca_file")
    with pytest.raises(Unreachable) as caught:
        read(crm.source(), Call(ProcedureName("", "get_leads")))
    assert caught.value.code == "tls_not_trusted"


def test_the_right_authority_with_another_name_keeps_out(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    assert last_step(crm.source(host="localhost", ca_file=str(authority.path))).field == "host"
    only_authority = crm.source(host="localhost", ca_file=str(authority.path), tls=TlsMode.CA_ONLY)
    assert last_step(only_authority).state is StepState.OK


def test_a_server_that_demands_tls_says_so(encrypted: tuple[Crm, Authority]) -> None:
    step = last_step(encrypted[0].source(tls=TlsMode.OFF))
    assert (step.key, step.state) == ("login", StepState.FAILED)
    assert "limited to TLS" in step.hint


def test_a_call_over_tls_is_cancelled(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    trusting = replace(crm, connection=replace(crm.connection, ca_file=str(authority.path)))
    trusting.make("sleeps", "p BIGINT", "SELECT SLEEP(60) AS id")
    assert cancelled_while(trusting, "sleeps", lambda: bool(trusting.busy())) < 2
