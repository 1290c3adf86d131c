"""MariaDB as a source, against a private server: every fault of a call ends in its sentence, and on the server."""

import secrets
import time

import pytest

from leadadmin.domain.errors import InvalidInput, SourceFailed
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, CancelToken, Limits, StepState
from leadadmin.sources.mariadb.session import StreamCursor
from tests.servers.mariadb_crm import PASSWORD, Crm, fresh_crm
from tests.servers.private_servers import MariaDB
from tests.sources.reading_help import cancelled_while, last_step, read, read_in_a_process, take, until


@pytest.fixture(scope="module")
def crm(mariadb: MariaDB) -> Crm:
    return fresh_crm(mariadb)


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


def test_a_server_that_asks_for_a_file_of_this_computer_is_refused(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    def asks_for_a_file(_: StreamCursor) -> bool:  # as pymysql answers the packet of a hostile server
        raise RuntimeError("**WARN**: Received LOAD_LOCAL packet but local_infile option is false.")

    monkeypatch.setattr(StreamCursor, "nextset", asks_for_a_file)
    assert crm.failure("get_leads").code == "local_file_refused"


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


def test_a_cancelled_call_is_ended_here_and_on_the_server(crm: Crm) -> None:
    crm.make("sleeps", "p BIGINT", "SELECT SLEEP(60) AS id", security="INVOKER")
    assert cancelled_while(crm.source(), "sleeps", lambda: bool(crm.busy())) < 2
    until(lambda: not crm.busy(), 2)


def test_a_cancelled_call_with_its_definers_rights_is_cut_off(crm: Crm) -> None:
    """MariaDB refuses KILL there (“not owner”); it notices the cut connection within five seconds."""
    crm.make("sleeps_as_definer", "p BIGINT", "SELECT SLEEP(60) AS id")
    assert cancelled_while(crm.source(), "sleeps_as_definer", lambda: bool(crm.busy())) < 2
    until(lambda: not crm.busy(), 8)


def test_a_call_is_cancelled_while_rows_stream(crm: Crm) -> None:
    crm.make("streams", "p BIGINT", "SELECT seq AS id FROM seq_1_to_100000000")
    assert cancelled_while(crm.source(), "streams", lambda: bool(crm.busy())) < 2
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


# --- many rows


def test_a_million_rows_are_streamed_in_little_memory(crm: Crm) -> None:
    crm.make(
        "wide",
        "p BIGINT",
        "SELECT seq AS id, CONCAT('Name ', seq) AS name, NOW() AS made FROM seq_1_to_1000000",
    )
    count, megabytes = read_in_a_process(crm.connection, PASSWORD, "wide")
    assert count == 1_000_000
    assert megabytes < 300
