"""PostgreSQL as a source, against a private server: every fault of a call ends in its sentence, and on the server."""

import time
from typing import Any

import pytest

from leadadmin.domain.errors import InvalidInput, SourceFailed
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, CancelToken, Limits
from leadadmin.sources.quoting import double_quoted
from tests.servers.postgresql_crm import PASSWORD, Crm, fresh_crm
from tests.servers.private_servers import PostgreSQL
from tests.sources.reading_help import cancelled_while, read, read_in_a_process, take, until


@pytest.fixture(scope="module")
def crm(postgresql: PostgreSQL) -> Crm:
    return fresh_crm(postgresql)


# --- what a call returns


def test_a_function_gets_the_last_id_and_returns_rows(crm: Crm) -> None:
    result = crm.read("get_leads", 1)
    assert result.names == ["id", "last_name"]
    assert result.kinds == ["integer", "text"]
    assert result.rows == [(2, "Åse"), (3, "😀")]
    assert result.notes == []


def test_an_empty_result_has_columns_and_no_rows(crm: Crm) -> None:
    result = crm.read("get_leads", 99)
    assert (result.names, result.rows) == (["id", "last_name"], [])


def test_null_is_passed_with_the_parameters_type(crm: Crm) -> None:
    assert crm.read("get_leads", None).rows == []


def test_the_last_id_may_come_as_text(crm: Crm) -> None:
    assert crm.read("get_leads", "2").rows == [(3, "😀")]


def test_the_schema_may_be_named(crm: Crm) -> None:
    crm.sql("CREATE SCHEMA sales")
    crm.sql("CREATE FUNCTION sales.get_leads(p INT) RETURNS TABLE (id INT) LANGUAGE sql AS 'SELECT p + 100'")
    call = Call(ProcedureName("sales", "get_leads"), last_id=2)
    with pytest.raises(SourceFailed) as caught:
        read(crm.source(), call)
    assert caught.value.code == "no_right"
    assert "GRANT USAGE ON SCHEMA" in caught.value.hint
    crm.sql(*caught.value.hint.partition("with: ")[2].rstrip(";").split("; "))
    assert read(crm.source(), call).rows == [(102,)]
    assert len(crm.read("get_leads").rows) == 3
    assert read(crm.source(options={"search_path": "sales"}), Call(ProcedureName("", "get_leads"), last_id=1)).rows == [
        (101,)
    ]


def test_rows_come_in_blocks(crm: Crm) -> None:
    blocks = crm.read("get_leads", 0, Limits(block_rows=2)).blocks
    assert [block.rows for block in blocks] == [2, 1]


def test_a_procedure_with_a_cursor_is_read(crm: Crm) -> None:
    crm.sql(
        "CREATE PROCEDURE by_cursor(p_last_id BIGINT, INOUT c REFCURSOR) LANGUAGE plpgsql AS "
        "$$ BEGIN OPEN c FOR SELECT id FROM generate_series(p_last_id + 1, p_last_id + 5) id; END $$"
    )
    result = crm.read("by_cursor", 10, Limits(block_rows=2))
    assert [row[0] for row in result.rows] == [11, 12, 13, 14, 15]
    assert result.notes == []


def test_a_function_that_returns_a_cursor_is_read(crm: Crm) -> None:
    body = "DECLARE c REFCURSOR := 'odd \"name'; BEGIN OPEN c FOR SELECT p + 1 AS id; RETURN c; END"
    crm.make("cursor_function", "p BIGINT", "REFCURSOR", body)
    assert crm.read("cursor_function", 1).rows == [(2,)]


@pytest.mark.parametrize("last_id", ["'; DROP TABLE customers; --", "\\", "%s %%", "Åse 😀", None])
def test_the_last_id_is_a_value_and_never_sql(crm: Crm, last_id: object) -> None:
    crm.sql("CREATE OR REPLACE FUNCTION echo(p TEXT) RETURNS TABLE (x TEXT) LANGUAGE sql AS 'SELECT p'")
    assert crm.read("echo", last_id).rows == [(last_id,)]


@pytest.mark.parametrize(
    "name", ['dou"ble', "semi; DROP TABLE customers", "quote'`", "100% %s %(x)s", "a.b", "Åse Leads"]
)
def test_a_hostile_name_stays_a_name(crm: Crm, name: str) -> None:
    crm.make(name, f"{double_quoted('p ' + name)} BIGINT", "TABLE (id BIGINT)", "SELECT $1", "sql")
    assert crm.read(name, 7).rows == [(7,)]
    assert name in {procedure.name for procedure in crm.source().procedures()}
    assert crm.failure(name + '"; DROP TABLE customers; --').code == "procedure_missing"
    assert crm.failure(name + "\0").code == "procedure_missing"
    assert len(crm.read("get_leads").rows) == 3


def test_a_function_without_parameters_is_called_without_and_noted(crm: Crm) -> None:
    crm.make("no_parameters", "", "SETOF TEXT", "VALUES ('id'), ('phone')", "sql")
    result = crm.read("no_parameters")
    assert result.rows == [("id",), ("phone",)]
    assert "takes no parameter" in result.notes[0]


def test_other_parameters_keep_their_default_or_get_null(crm: Crm) -> None:
    parameters = "a INT, p_last_id BIGINT, b TEXT DEFAULT 'kept'"
    crm.make("several", parameters, "TABLE (x INT, y BIGINT, z TEXT)", "SELECT a, p_last_id, b", "sql")
    result = crm.read("several", 5, parameter="P_Last_Id")
    assert result.rows == [(None, 5, "kept")]
    assert result.notes == ["NULL was passed for “a”."]
    assert crm.read("several", 5).rows == [(5, None, "kept")]
    failed = crm.failure("several", parameter="last_id")
    assert failed.code == "parameter_missing"
    assert "a, p_last_id, b" in failed.hint


def test_parameters_without_names_and_lists_are_passed_by_place(crm: Crm) -> None:
    crm.make("nameless", "BIGINT, TEXT", "TABLE (x BIGINT, y TEXT)", "SELECT $1, $2", "sql")
    assert crm.read("nameless", 5).rows == [(5, None)]
    crm.make("listed", "p BIGINT, VARIADIC v INT[] DEFAULT '{}'", "TABLE (x BIGINT)", "SELECT p", "sql")
    assert crm.read("listed", 5).rows == [(5,)]


def test_of_several_with_one_name_the_one_that_takes_the_last_id_is_called(crm: Crm) -> None:
    crm.make("overloaded", "", "TABLE (x INT)", "SELECT 0", "sql")
    crm.make("overloaded", "p BIGINT", "TABLE (x INT)", "SELECT 1", "sql")
    crm.make("overloaded", "p BIGINT, since DATE", "TABLE (x INT)", "SELECT 2", "sql")
    result = crm.read("overloaded")
    assert result.rows == [(1,)]
    assert "3 routines" in result.notes[0]
    assert crm.read("overloaded", None, parameter="since").rows == [(2,)]


def test_values_keep_their_types(crm: Crm) -> None:
    columns = {
        "b": ("BOOL", "true", "True"),
        "n": ("NUMERIC", "12345678901234567890.10", "12345678901234567890.10"),
        "nan": ("NUMERIC", "'NaN'", "NaN"),
        "f": ("FLOAT8", "0.5", "0.5"),
        "d": ("DATE", "'2024-02-29'", "2024-02-29"),
        "forever": ("DATE", "'infinity'", "infinity"),
        "ts": ("TIMESTAMP", "'2024-02-29 12:00:00.5'", "2024-02-29 12:00:00.500000"),
        "tz": ("TIMESTAMPTZ", "'2024-02-29 12:00:00+10:30'", "2024-02-29 12:30:00+11:00"),
        "ides": ("TIMESTAMP", "'0044-03-15 12:00 BC'", "0044-03-15 12:00:00 BC"),
        "t": ("TIME", "'24:00'", "24:00:00"),
        "i": ("INTERVAL", "'3 days'", "3 days"),
        "j": ("JSONB", "'{\"a\": [1]}'", '{"a": [1]}'),
        "u": ("UUID", "'123e4567-e89b-12d3-a456-426655440000'", "123e4567-e89b-12d3-a456-426655440000"),
        "l": ("TEXT[]", "ARRAY['a', 'b,c', NULL]", '["a", "b,c", null]'),
        "raw": ("BYTEA", r"'\x00ff'", str(b"\x00\xff")),
        "ip": ("INET", "'192.0.2.1'", "192.0.2.1"),
        "r": ("INT4RANGE", "'[1,3)'", "[1,3)"),
    }
    returns = ", ".join(f"{name} {kind}" for name, (kind, _, _) in columns.items())
    body = "SELECT " + ", ".join(f"{value}::{kind}" for kind, value, _ in columns.values())
    crm.make("kinds", "", f"TABLE ({returns})", body, "sql")
    source = crm.source(options={"time_zone": "Australia/Melbourne"})
    result = read(source, Call(ProcedureName("", "kinds")))
    assert {name: str(value) for name, value in result.first().items()} == {
        name: shown for name, (_, _, shown) in columns.items()
    }
    kinds = dict(zip(result.names, result.kinds, strict=True))
    assert (kinds["b"], kinds["d"], kinds["tz"], kinds["n"], kinds["j"], kinds["raw"]) == (
        "yes_no", "date", "date_time", "decimal", "other", "binary",
    )  # fmt: skip


def test_a_database_without_an_encoding_is_read_in_the_one_that_is_named(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    database = f"{crm.connection.database}_ascii"
    postgresql.execute(
        f"CREATE DATABASE {database} ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    postgresql.execute(
        r"CREATE FUNCTION broken() RETURNS TABLE (x TEXT) LANGUAGE sql AS $$ SELECT E'\xc5se' $$", database=database
    )
    call = Call(ProcedureName("", "broken"))
    with pytest.raises(SourceFailed, match="client_encoding") as caught:
        read(crm.source(database=database), call)
    assert caught.value.code == "text_unreadable"
    named = crm.source(database=database, options={"client_encoding": "LATIN1"})
    assert read(named, call).rows == [("Åse",)]


# --- what goes wrong in a call


def test_several_results_are_counted_and_refused(crm: Crm) -> None:
    crm.sql(
        "CREATE PROCEDURE two_cursors(p BIGINT, INOUT a REFCURSOR, INOUT b REFCURSOR) LANGUAGE plpgsql AS "
        "$$ BEGIN OPEN a FOR SELECT 1; OPEN b FOR SELECT 2; END $$"
    )
    failed = crm.failure("two_cursors")
    assert failed.code == "several_result_sets"
    assert "returned 2 results" in failed.sentence


def test_no_result_is_refused(crm: Crm) -> None:
    crm.make("returns_nothing", "p BIGINT", "VOID", "SELECT 1", "sql")
    crm.make("returns_records", "p BIGINT", "SETOF RECORD", "SELECT 1, 2", "sql")
    crm.sql("CREATE PROCEDURE only_works(p BIGINT) LANGUAGE sql AS 'SELECT 1'")
    crm.sql("CREATE PROCEDURE no_cursor(p BIGINT, INOUT c REFCURSOR) LANGUAGE plpgsql AS 'BEGIN END'")
    for name in ("returns_nothing", "returns_records", "only_works", "no_cursor"):
        assert crm.failure(name).code == "no_result_set"


def test_a_function_that_fails_before_its_result(crm: Crm) -> None:
    crm.make("fails", "p BIGINT", "TABLE (id INT)", "BEGIN RAISE 'closed until 9 for 020 7946 0123'; END")
    failed = crm.failure("fails")
    assert failed.code == "procedure_failed"
    assert "closed until 9" in failed.sentence
    assert "7946" not in failed.sentence + failed.server_words


def test_a_procedure_that_fails_after_its_first_rows(crm: Crm) -> None:
    crm.sql(
        "CREATE PROCEDURE fails_late(p BIGINT, INOUT c REFCURSOR) LANGUAGE plpgsql AS "
        "$$ BEGIN OPEN c FOR SELECT 1 / (5 - id) AS id FROM generate_series(1, 10) id; END $$"
    )
    seen: list[int] = []
    with pytest.raises(SourceFailed, match="division by zero") as caught:
        take(crm.source(), "fails_late", lambda block: seen.append(block.rows), rows=2)
    assert seen == [2, 2]
    assert caught.value.code == "procedure_failed"


def test_a_last_id_that_does_not_fit_names_the_parameter(crm: Crm) -> None:
    crm.make("since", "p_since TIMESTAMPTZ", "TABLE (x TIMESTAMPTZ)", "SELECT p_since", "sql")
    for last_id in (0, "soon"):
        failed = crm.failure("since", last_id)
        assert failed.code == "last_id_unfit"
        assert "“p_since” (timestamp with time zone)" in failed.sentence


def test_a_missing_function_is_named_with_one_that_is_near(crm: Crm) -> None:
    failed = crm.failure("get_lead")
    assert failed.code == "procedure_missing"
    assert "get_leads" in failed.hint


def test_a_missing_right_comes_with_the_grant_to_paste(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    crm.sql("REVOKE EXECUTE ON FUNCTION get_leads FROM PUBLIC")
    failed = crm.failure("get_leads")
    assert failed.code == "no_right"
    grant = failed.hint.partition("with: ")[2]
    assert grant.startswith('GRANT EXECUTE ON FUNCTION "public"."get_leads"(p_last_id bigint) TO')
    crm.sql(grant)
    assert len(crm.read("get_leads").rows) == 3


def test_a_missing_right_inside_is_the_functions_own_failure(crm: Crm) -> None:
    crm.sql("CREATE FUNCTION as_invoker(p BIGINT) RETURNS TABLE (id BIGINT) LANGUAGE sql AS 'SELECT id FROM customers'")
    failed = crm.failure("as_invoker")
    assert failed.code == "procedure_failed"
    assert "permission denied for table customers" in failed.sentence


def test_too_many_rows_are_refused_and_ended(crm: Crm) -> None:
    crm.make("many", "p BIGINT", "SETOF INT", "SELECT generate_series(1, 100000)", "sql")
    failed = crm.failure("many", 0, Limits(rows=1000, block_rows=300))
    assert failed.code == "too_many_rows"
    until(lambda: not crm.busy(), 3)


def test_a_query_instead_of_a_procedure_is_refused(crm: Crm) -> None:
    with pytest.raises(InvalidInput):
        read(crm.source(), Call(query="SELECT 1"))


# --- ending a call on the server


SLEEPS = "BEGIN PERFORM pg_sleep(60); RETURN QUERY SELECT 1; END"


def test_a_function_that_hangs_is_ended_at_the_time_limit(crm: Crm) -> None:
    crm.make("hangs", "p BIGINT", "TABLE (id INT)", SLEEPS)
    began = time.monotonic()
    assert crm.failure("hangs", 0, Limits(seconds=1)).code == "timed_out"
    assert time.monotonic() - began < 3
    until(lambda: not crm.busy(), 2)


def test_a_procedure_that_hangs_before_its_cursor_is_ended_at_the_time_limit(crm: Crm) -> None:
    crm.sql(
        "CREATE PROCEDURE hangs_first(p BIGINT, INOUT c REFCURSOR) LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(60); OPEN c FOR SELECT 1; END $$"
    )
    assert crm.failure("hangs_first", 0, Limits(seconds=0.3)).code == "timed_out"
    until(lambda: not crm.busy(), 2)


def test_a_function_that_swallows_its_end_is_cut_off(crm: Crm) -> None:
    loop = "LOOP BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP;"
    crm.make("swallows", "p BIGINT", "TABLE (id INT)", f"BEGIN {loop} END")
    began = time.monotonic()
    assert crm.failure("swallows", 0, Limits(seconds=0.3)).code == "timed_out"
    assert time.monotonic() - began < 3
    with crm.server.admin() as admin:  # only its owner's administrator can end such a function
        for process in crm.busy():
            admin.execute("SELECT pg_terminate_backend(%s)", (process,))
    until(lambda: not crm.busy(), 5)


def test_a_cancelled_call_is_ended_here_and_on_the_server(crm: Crm) -> None:
    crm.make("sleeps", "p BIGINT", "TABLE (id INT)", SLEEPS)
    assert cancelled_while(crm.source(), "sleeps", crm.running) < 2
    until(lambda: not crm.busy(), 2)


def test_what_is_left_in_the_middle_is_ended(crm: Crm) -> None:
    crm.make("left", "p BIGINT", "SETOF INT", "SELECT generate_series(1, 1000)", "sql")
    with crm.source().open(Call(ProcedureName("", "left")), Limits(block_rows=10), CancelToken()) as rows:
        assert next(iter(rows.blocks())).rows == 10
    until(lambda: not crm.busy(), 2)


def test_a_lost_connection_is_worth_another_try(crm: Crm) -> None:
    crm.make("lost", "p BIGINT", "SETOF INT", "SELECT generate_series(1, 100000)", "sql")

    def terminate(_: Any) -> None:
        with crm.server.admin() as admin:
            for process in crm.busy():
                admin.execute("SELECT pg_terminate_backend(%s)", (process,))

    with pytest.raises(SourceFailed) as caught:
        take(crm.source(), "lost", terminate, rows=100)
    assert caught.value.code == "lost_connection"


# --- what a function writes, and many rows


def fetched(crm: Crm) -> int:
    with crm.server.admin(crm.connection.database) as admin:
        row = admin.execute("SELECT max(fetched) FROM customers").fetchone()
    assert row is not None
    return int(row[0])


def test_what_a_function_writes_stays_only_after_everything_was_read_and_saved(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    body = "UPDATE customers SET fetched = fetched + 1 RETURNING customers.id"
    crm.make("marks", "p BIGINT", "TABLE (id BIGINT)", body, "sql")
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


def test_a_million_rows_are_streamed_in_little_memory(crm: Crm) -> None:
    body = "SELECT g, 'Name ' || g, now() FROM generate_series(1, 1000000) g"
    crm.make("wide", "p BIGINT", "TABLE (id INT, name TEXT, made TIMESTAMPTZ)", body, "sql")
    count, megabytes = read_in_a_process(crm.connection, PASSWORD, "wide")
    assert count == 1_000_000
    assert megabytes < 300
