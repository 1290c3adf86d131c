"""Connections: what may be written in their fields, and how they are kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.connection import (
    KINDS,
    LATER_KINDS,
    Connection,
    ConnectionKind,
    TlsMode,
    cautions,
    endpoint,
    from_config,
    kind_from_text,
    problems,
    to_config,
)
from leadadmin.domain.errors import InvalidInput

CRM = Connection(name="CRM", kind=ConnectionKind.MARIADB, host="crm.example", port=3307, database="crm", user="leads")
FILE = Connection(name="Export", kind=ConnectionKind.SQLITE, file="crm.db")

words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
servers = st.builds(
    Connection,
    name=words,
    kind=st.sampled_from([kind for kind in ConnectionKind if KINDS[kind].needs_host]),
    description=words | st.just(""),
    host=st.sampled_from(["crm.example", "192.0.2.10", "2001:db8::1", "localhost"]),
    port=st.integers(0, 65535),
    database=words,
    user=words,
    tls=st.sampled_from([TlsMode.VERIFY, TlsMode.OFF]),
    ca_file=st.sampled_from(["", "/etc/ca.pem"]),
    connect_timeout=st.integers(1, 120).map(float),
    options=st.sampled_from([{}, {"time_zone": "+10:00"}]),
)


def test_a_complete_connection_has_no_problems() -> None:
    assert problems(CRM) == {}
    assert problems(FILE) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "n" * 101}, "name"),
        ({"host": ""}, "host"),
        ({"host": "https://crm.example"}, "host"),
        ({"host": "crm.example:3306"}, "host"),
        ({"host": "leads@crm.example"}, "host"),
        ({"host": "crm\n.example"}, "host"),
        ({"port": 65536}, "port"),
        ({"database": ""}, "database"),
        ({"user": ""}, "user"),
        ({"user": "le\0ads"}, "user"),
        ({"connect_timeout": 0.0}, "connect_timeout"),
        ({"connect_timeout": 1e9}, "connect_timeout"),
        ({"options": {"local_infile": "1"}}, "options"),
        ({"tls": TlsMode.CA_ONLY}, "ca_file"),
    ],
)
def test_each_problem_is_found_at_its_field(change: dict[str, object], field: str) -> None:
    assert list(problems(replace(CRM, **change))) == [field]  # type: ignore[arg-type]


def test_an_ipv6_address_is_a_host() -> None:
    assert problems(replace(CRM, host="2001:db8::1")) == {}


def test_a_file_needs_no_host_and_a_server_no_file() -> None:
    assert list(problems(replace(FILE, file=""))) == ["file"]


def test_tls_is_on_unless_switched_off_and_that_is_cautioned() -> None:
    assert from_config({"name": "CRM", "kind": "mariadb", "host": "h", "database": "d", "user": "u"}).tls == "verify"
    assert cautions(CRM) == {}
    assert "nothing is encrypted" in TlsMode.OFF.label
    assert "read on the way" in cautions(replace(CRM, tls=TlsMode.OFF))["tls"]
    assert cautions(replace(FILE, tls=TlsMode.OFF)) == {}


def test_the_endpoint_is_what_a_password_belongs_to() -> None:
    same = endpoint(CRM)
    elsewhere = [
        replace(CRM, kind=ConnectionKind.MYSQL),
        replace(CRM, host="x"),
        replace(CRM, port=1),
        replace(CRM, database="x"),
        replace(CRM, user="x"),
    ]
    assert len({same, *map(endpoint, elsewhere)}) == 6
    still = [replace(CRM, name="x", description="x"), replace(CRM, tls=TlsMode.OFF), replace(CRM, host="CRM.example")]
    assert {same} == set(map(endpoint, still))
    assert endpoint(replace(CRM, port=0)) == endpoint(replace(CRM, port=3306))


@given(st.tuples(words, words), st.tuples(words, words))
def test_two_endpoints_are_never_confused(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = (replace(CRM, database=database, user=user) for database, user in (one, other))
    assert (endpoint(first) == endpoint(second)) == (one == other)


@given(servers)
def test_the_configuration_file_gives_the_same_connection_back(connection: Connection) -> None:
    assert from_config(to_config(connection)) == connection


def test_the_configuration_file_gives_a_file_back() -> None:
    assert from_config(to_config(FILE)) == FILE


def test_a_reference_to_a_password_is_left_to_the_vault() -> None:
    table = {**to_config(CRM), "password": "env:CRM_PASSWORD"}
    connection = from_config(table)
    assert connection == CRM
    assert "CRM_PASSWORD" not in repr(connection) + str(to_config(connection))


def test_every_problem_of_a_table_is_told_at_once() -> None:
    table = {"name": "CRM", "kind": "postgresql", "host": "h", "port": "5432", "tls": "yes", "file": "x", "options": 1}
    with pytest.raises(InvalidInput) as caught:
        from_config(table)
    assert set(caught.value.problems) == {"port", "tls", "file", "options", "database", "user"}


@pytest.mark.parametrize(("kind", "label"), LATER_KINDS.items())
def test_a_kind_that_comes_later_is_refused_by_name(kind: str, label: str) -> None:
    with pytest.raises(InvalidInput, match=f"{label} connections are not supported"):
        kind_from_text(kind)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="postgresql"):
        kind_from_text("dbase")
