"""Connections to MariaDB and their step-by-step test, against private servers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import Unreachable
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, StepState
from tests.machine import missing
from tests.servers.mariadb_crm import Crm, fresh_crm
from tests.servers.private_servers import MariaDB, running_mariadb
from tests.servers.programs import NotInstalledError
from tests.servers.sakila import load_sakila_mariadb
from tests.sources.certificates import Authority
from tests.sources.reading_help import cancelled_while, last_step, opened, read


@pytest.fixture(scope="module")
def crm(mariadb: MariaDB) -> Crm:
    return fresh_crm(mariadb)


# --- the connection and its test


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
    assert cancelled_while(trusting.source(), "sleeps", lambda: bool(trusting.busy())) < 2
