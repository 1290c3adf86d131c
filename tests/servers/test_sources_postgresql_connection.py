"""Connections to PostgreSQL and their step-by-step test, against private servers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import sql

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import Unreachable
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, StepState
from tests.machine import missing
from tests.servers.postgresql_crm import Crm, fresh_crm
from tests.servers.private_servers import PostgreSQL, running_postgresql
from tests.servers.programs import NotInstalledError
from tests.servers.sakila import load_sakila_postgresql
from tests.sources.certificates import Authority
from tests.sources.reading_help import cancelled_while, last_step, opened, read, until

GET_LEADS = Call(ProcedureName("", "get_leads"), last_id=0)


@pytest.fixture(scope="module")
def crm(postgresql: PostgreSQL) -> Crm:
    return fresh_crm(postgresql)


def test_the_test_goes_through_every_step(crm: Crm) -> None:
    source = crm.source()
    steps = list(source.steps())
    keys = ["resolve", "tcp", "tls", "login", "database", "execute", "procedures"]
    assert [step.key for step in source.plan()] == keys
    assert [step.key for step in steps if step.state is StepState.STARTED] == keys
    ended = {step.key: step for step in steps if step.state is not StepState.STARTED}
    assert [step.state.value for step in ended.values()] == ["ok", "ok", "caution", "ok", "ok", "ok", "ok"]
    assert all(step.seconds >= 0 and step.message for step in ended.values())
    assert crm.connection.database in source.databases()


def test_the_catalogue_tells_parameters_and_results(crm: Crm) -> None:
    crm.sql("CREATE FUNCTION one_value(TEXT) RETURNS INT LANGUAGE sql AS 'SELECT 1'")
    crm.sql("CREATE FUNCTION on_change() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    found = {each.name: each for each in crm.source().procedures()}
    assert found["get_leads"].label == "public.get_leads(p_last_id bigint)"
    assert (found["get_leads"].returns_rows, found["get_leads"].kind) == (True, "function")
    assert (found["one_value"].label, found["one_value"].returns_rows) == ("public.one_value(text)", None)
    assert "on_change" not in found


def test_a_wrong_password(crm: Crm) -> None:
    source = opened(crm.connection, "wrong-secret")
    step = last_step(source)
    assert (step.key, step.state, step.field) == ("login", StepState.FAILED, "password")
    assert "wrong-secret" not in repr(step)
    with pytest.raises(Unreachable) as caught:
        read(source, GET_LEADS)
    assert caught.value.code == "login_refused"


def test_no_password_is_not_fetched_from_elsewhere(crm: Crm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:*:{crm.server.password}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    admin = replace(crm.connection, user=crm.server.user)
    step = last_step(opened(admin, ""))
    assert (step.key, step.field) == ("login", "password")
    assert "none is kept" in step.message


def test_an_unknown_host(crm: Crm) -> None:
    with pytest.raises(Unreachable) as caught:
        read(crm.source(host="no-such-host.invalid"), GET_LEADS)
    assert caught.value.code == "host_unknown"


def test_an_unknown_database_suggests_a_similar_one(crm: Crm) -> None:
    database = crm.connection.database
    step = last_step(crm.source(database=database[:-1]))
    assert (step.key, step.state, step.field) == ("database", StepState.FAILED, "database")
    assert step.suggestion == ("database", database)
    with pytest.raises(Unreachable) as caught:
        read(crm.source(database=database[:-1]), GET_LEADS)
    assert caught.value.code == "database_unknown"


def test_a_database_that_may_not_be_opened_is_the_databases_fault(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    postgresql.execute(f"REVOKE CONNECT ON DATABASE {crm.connection.database} FROM PUBLIC")
    step = last_step(crm.source())
    assert (step.key, step.state) == ("database", StepState.FAILED)


def test_no_right_at_all_fails_its_step(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    crm.sql("REVOKE EXECUTE ON FUNCTION get_leads FROM PUBLIC")
    step = last_step(crm.source())
    assert (step.key, step.state) == ("execute", StepState.FAILED)
    crm.sql(*step.hint.partition("with: ")[2].rstrip(";").split("; "))
    assert last_step(crm.source()).state is StepState.OK
    crm.sql("DROP FUNCTION get_leads")
    states = {step.key: step.state for step in crm.source().steps()}
    assert states["execute"] is StepState.CAUTION


def test_a_server_without_tls_gets_no_password(crm: Crm) -> None:
    step = last_step(crm.source(tls=TlsMode.VERIFY))
    assert (step.key, step.state) == ("tls", StepState.FAILED)
    assert "does not offer TLS" in step.message


def test_an_option_the_server_refuses(crm: Crm) -> None:
    step = last_step(crm.source(options={"time_zone": "Mars/Olympus"}))
    assert (step.key, step.field) == ("database", "options")


def test_the_sample_function_works_as_pasted(postgresql: PostgreSQL) -> None:
    crm = fresh_crm(postgresql)
    crm.sql("DROP FUNCTION get_leads")
    text = crm.source().sample_procedure()
    assert '"last_name", "phone"' in " ".join(text.split()).replace("t.", "")
    postgresql.run_script(text, crm.connection.database)
    assert [row[0] for row in crm.read("get_new_leads", 1).rows] == [2, 3]
    header = crm.read("get_new_leads_header")
    assert header.rows == []
    assert header.names == crm.read("get_new_leads").names


def test_sakila_is_read(postgresql: PostgreSQL, shared_data: Path) -> None:
    database = load_sakila_postgresql(postgresql, shared_data)
    postgresql.execute(
        "CREATE FUNCTION customers_after(p INT) RETURNS TABLE (id INT, first_name TEXT, phone TEXT) LANGUAGE sql AS "
        "'SELECT c.customer_id, c.first_name, a.phone FROM customer c JOIN address a USING (address_id) "
        "WHERE c.customer_id > p ORDER BY 1'",
        database=database,
    )
    connection = Connection(
        name="Sakila",
        kind=ConnectionKind.POSTGRESQL,
        host=postgresql.host,
        port=postgresql.port,
        database=database,
        user=postgresql.user,
        tls=TlsMode.OFF,
    )
    source = opened(connection, postgresql.password)
    assert len(read(source, Call(ProcedureName("", "customers_after"), last_id=0)).rows) == 599


# --- TLS


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crm, Authority]]:
    """A server whose certificate comes from an authority nobody trusts by default, and that demands TLS."""
    authority = Authority(tmp_path_factory.mktemp("tls"))
    made = authority.server()
    try:
        with running_postgresql() as server:
            crm = fresh_crm(server)
            with server.admin() as admin:
                # The server writes the files itself: as its own user, and so that nobody else may read the key.
                for name, path in (("server.crt", made.certificate), ("server.key", made.key)):
                    command = f"umask 077; cat > {name}"
                    lines = sql.SQL(", ").join(map(sql.Literal, path.read_text().splitlines()))
                    statement = sql.SQL("COPY (SELECT unnest(ARRAY[{}])) TO PROGRAM {}")
                    admin.execute(statement.format(lines, sql.Literal(command)))
                rule = "hostssl all all all scram-sha-256"
                admin.execute(sql.SQL("COPY (SELECT {}) TO PROGRAM 'cat > pg_hba.conf'").format(sql.Literal(rule)))
                admin.execute("ALTER SYSTEM SET ssl = on")
                admin.execute("SELECT pg_reload_conf()")
            encrypted = replace(crm, connection=replace(crm.connection, tls=TlsMode.VERIFY))
            trusting = encrypted.source(ca_file=str(authority.path))
            until(lambda: last_step(trusting).state is StepState.OK, 10)
            yield encrypted, authority
    except NotInstalledError as reason:
        missing(str(reason))


def test_a_trusted_certificate_lets_in(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    source = crm.source(ca_file=str(authority.path))
    steps = {step.key: step for step in source.steps()}
    assert steps["procedures"].state is StepState.OK
    assert steps["tls"].message.startswith("Version 1.3, certificate valid until")
    assert len(read(source, GET_LEADS).rows) == 3


def test_an_untrusted_certificate_keeps_out(encrypted: tuple[Crm, Authority]) -> None:
    crm, _ = encrypted
    step = last_step(crm.source())
    assert (step.key, step.state, step.field) == ("tls", StepState.FAILED, "ca_file")
    with pytest.raises(Unreachable) as caught:
        read(crm.source(), GET_LEADS)
    assert caught.value.code == "tls_not_trusted"


def test_the_right_authority_with_another_name_keeps_out(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    by_name = crm.source(host="localhost", ca_file=str(authority.path))
    assert last_step(by_name).field == "host"
    with pytest.raises(Unreachable) as caught:
        read(by_name, GET_LEADS)
    assert caught.value.code == "tls_wrong_name"
    only_authority = crm.source(host="localhost", ca_file=str(authority.path), tls=TlsMode.CA_ONLY)
    assert last_step(only_authority).state is StepState.OK
    assert len(read(only_authority, GET_LEADS).rows) == 3


def test_a_server_that_demands_tls_says_so(encrypted: tuple[Crm, Authority]) -> None:
    step = last_step(encrypted[0].source(tls=TlsMode.OFF))
    assert (step.key, step.state, step.field) == ("login", StepState.FAILED, "tls")
    assert step.suggestion == ("tls", "verify")


def test_a_call_over_tls_is_cancelled(encrypted: tuple[Crm, Authority]) -> None:
    crm, authority = encrypted
    with crm.server.admin(crm.connection.database) as admin:
        admin.execute(
            "CREATE FUNCTION sleeps(p BIGINT) RETURNS TABLE (id INT) LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_sleep(60); RETURN QUERY SELECT 1; END $$"
        )
    assert cancelled_while(crm.source(ca_file=str(authority.path)), "sleeps", crm.running) < 2
    until(lambda: not crm.busy(), 3)
