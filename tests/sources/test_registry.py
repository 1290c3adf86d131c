"""Which kind is opened by what, and what a missing driver does."""

import importlib
import subprocess
import sys
from types import ModuleType

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources.registry import OPENERS, DriverMissing, open_source


def connection(kind: ConnectionKind) -> Connection:
    if kind is ConnectionKind.SQLITE:
        return Connection(name="Export", kind=kind, file="crm.db")
    return Connection(name="CRM", kind=kind, host="crm.example", database="crm", user="leads")


@pytest.mark.parametrize("kind", list(ConnectionKind))
def test_every_kind_opens_without_dialling(kind: ConnectionKind) -> None:
    steps = open_source(connection(kind), "secret").plan()
    assert steps
    assert {step.state.value for step in steps} == {"waiting"}


def test_a_connection_with_problems_is_not_opened() -> None:
    with pytest.raises(InvalidInput):
        open_source(Connection(name="", kind=ConnectionKind.SQLITE), "")


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_driver(name: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'pymysql'", name="pymysql")

    monkeypatch.setattr(importlib, "import_module", without_driver)
    with pytest.raises(DriverMissing, match="MariaDB") as caught:
        open_source(connection(ConnectionKind.MARIADB), "")
    assert "pymysql" in caught.value.hint


def test_a_fault_in_our_own_module_is_not_taken_for_a_missing_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> ModuleType:
        raise ImportError("cannot import", name="leadadmin.sources.mariadb.source")

    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(ImportError):
        open_source(connection(ConnectionKind.MARIADB), "")


def test_drivers_are_loaded_on_first_use_only() -> None:
    loaded = "[name for name in ('pymysql', 'psycopg') if name in sys.modules]"
    code = f"import sys, leadadmin.sources.registry; print({loaded})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_every_kind_has_an_opener() -> None:
    assert set(OPENERS) == set(ConnectionKind)
