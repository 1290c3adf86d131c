"""The driver's words without secrets, and sentences that name what is near."""

import psycopg
import pymysql
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import SourceFailed, Unreachable
from leadadmin.sources import wording
from leadadmin.sources.faults import CallFailed, Fault, SourceUnreachable, clean
from leadadmin.sources.mariadb import faults as mariadb_faults
from leadadmin.sources.postgresql import faults as postgresql_faults

CONNECTION = Connection(
    name="CRM", kind=ConnectionKind.MYSQL, host="crm.example", database="crm_nort", user="leads", tls=TlsMode.OFF
)


@given(st.text("abc\n\0 é"), st.text("xyz7 'ø%", min_size=4).filter(str.strip), st.text("abc\n\0 é"))
def test_a_password_never_stands_in_the_words(before: str, password: str, after: str) -> None:
    shown = clean(f"{before}{password}{after}", password)
    assert password.strip() not in shown
    assert not set("xyz7øz%") & set(shown)


def test_a_full_phone_number_never_stands_in_the_words() -> None:
    shown = clean("Duplicate entry '+442079460123' for key 'phone'", "")
    assert "79460" not in shown
    assert "Duplicate entry" in shown


def test_long_words_are_cut() -> None:
    assert len(clean("word " * 1000, "")) == 1000


def test_faults_are_errors_that_people_can_act_on() -> None:
    fault = wording.database_unknown(CONNECTION, ["crm_north", "stock"], "no such database", "1049")
    assert fault.suggestion == ("database", "crm_north")
    unreachable = SourceUnreachable(fault)
    assert isinstance(unreachable, Unreachable)
    assert (unreachable.code, unreachable.exit_status) == ("database_unknown", 3)
    assert "crm_north" in str(unreachable)
    failed = CallFailed(Fault("procedures", "deadlock", "It stopped.", "Again.", "words"))
    assert isinstance(failed, SourceFailed)
    assert (failed.code, failed.server_words, failed.exit_status) == ("deadlock", "words", 1)


def test_nothing_is_suggested_when_nothing_is_near() -> None:
    fault = wording.database_unknown(CONNECTION, ["stock"], "", "")
    assert fault.suggestion is None
    assert "stock" in fault.hint
    assert wording.procedure_missing("get_leads", []).suggestion is None


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (90, "90 seconds"), (300, "5 minutes"), (0.5, "0.5 seconds")]
)
def test_time_limits_in_words(seconds: float, words: str) -> None:
    assert wording.duration(seconds) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "No procedure yet"),
        (["a"], "1 procedure: a"),
        (["a", "b"], "2 procedures: a, b"),
        (list("abcdefg"), "7 procedures: a, b, c, d, e …"),
    ],
)
def test_listings(names: list[str], words: str) -> None:
    assert wording.listing(names, "procedure") == words


@pytest.mark.parametrize(
    ("number", "code", "field"),
    [
        (1045, "login_refused", "password"),
        (1698, "login_refused", "password"),
        (1130, "host_refused", "host"),
        (1040, "busy", ""),
        (3159, "tls_demanded", "tls"),
        (2026, "tls_not_offered", "tls"),
        (2013, "lost_connection", "port"),
        (1862, "login_refused", "user"),
    ],
)
def test_login_errors_of_mysql(number: int, code: str, field: str) -> None:
    fault = mariadb_faults.login_fault(pymysql.err.OperationalError(number, "words"), CONNECTION, "secret")
    assert (fault.code, fault.field) == (code, field)
    assert fault.hint


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1213, "deadlock"),
        (1205, "busy"),
        (2013, "lost_connection"),
        (1969, "timed_out"),
        (3024, "timed_out"),
        (1644, "procedure_failed"),
    ],
)
def test_call_errors_of_mysql(number: int, code: str) -> None:
    error = pymysql.err.OperationalError(number, "words with secret in them")
    fault = mariadb_faults.call_fault(error, CONNECTION, "secret", "crm.leads", 5)
    assert fault.code == code
    assert "secret" not in fault.server_words + fault.sentence


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('FATAL:  password authentication failed for user "leads"', "login_refused"),
        ("fe_sendauth: no password supplied", "login_refused"),
        ("FATAL:  sorry, too many clients already", "busy"),
        ("FATAL:  the database system is starting up", "busy"),
        ('FATAL:  no pg_hba.conf entry for host "192.0.2.1", no encryption', "tls_demanded"),
        ("server does not support SSL, but SSL was required", "tls_not_offered"),
        ("server closed the connection unexpectedly", "lost_connection"),
        ("FATAL:  Passwort-Authentifizierung fehlgeschlagen", "login_refused"),
    ],
)
def test_login_errors_of_postgresql(words: str, code: str) -> None:
    text = f'connection failed: connection to server at "192.0.2.9", port 5432 failed: {words}'
    error = psycopg.OperationalError(text)
    fault = postgresql_faults.login_fault(error, CONNECTION, "secret")
    assert fault.code == code
    assert "connection to server at" not in fault.server_words
