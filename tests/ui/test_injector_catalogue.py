"""Procedures in the form: from the catalogue in the background, typed freely, and what is said when it fails."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.errors import Unreachable
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, CancelToken, Limits, Parameter, Procedure
from leadadmin.store import connections
from tests.helpers.crm import furnish_crm
from tests.helpers.desk import DeskBench
from tests.helpers.sources import TableRows, TableSource
from tests.ui.injector_form_help import Driver, drive


class Server(TableSource):
    """A server with two procedures; `away` says that it cannot be reached."""

    away = False

    def procedures(self) -> tuple[Procedure, ...]:
        if self.away:
            raise Unreachable("No computer called “crm.example” was found.", "Check the spelling.")
        return (
            Procedure("crm", "get_leads", (Parameter("last_id", "int"), Parameter("store", "int"))),
            Procedure("crm", "get_leads_header"),
        )

    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> AbstractContextManager[TableRows]:
        self.calls = [*getattr(self, "calls", []), call]
        return super().open(call, limits, cancel)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server(("id", "tel"), [(1, "020 7946 0001")])
    monkeypatch.setattr("leadadmin.app.secrets.open_source", lambda _connection, _password="": made)
    return made


@pytest.fixture
def driver(server: Server, desk_bench: DeskBench, qtbot: QtBot, tmp_path: Path) -> Driver:
    furnish_crm(desk_bench, tmp_path)
    with desk_bench.office.workspace.transaction() as database:
        connection = Connection(
            "North", ConnectionKind.MARIADB, host="crm.example", database="crm", user="leads", tls=TlsMode.OFF
        )
        connections.add(database, connection, None, who="test")
    made = drive(desk_bench, qtbot)
    made.open(None)
    made.choose("injector-connection", "North")
    return made


def texts(driver: Driver) -> list[str]:
    return [label.text() for label in driver.form.findChildren(QLabel) if label.isVisible()]


def test_procedures_come_from_the_catalogue(driver: Driver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: driver.choices("injector-procedure") == ["crm.get_leads", "crm.get_leads_header"])
    assert driver.choices("injector-header-procedure") == ["crm.get_leads_header"], "those without parameters"
    driver.choose("injector-procedure", "crm.get_leads")
    assert driver.form.draft.injector.procedure == ProcedureName("crm", "get_leads")
    assert driver.choices("injector-parameter") == ["last_id", "store"]
    assert "crm.get_leads(last_id int, store int)" in texts(driver)
    assert driver.form.sections[0].summary() == "North · crm.get_leads (last_id)"


def test_a_name_may_be_typed(driver: Driver, server: Server, qtbot: QtBot) -> None:
    driver.type_into("injector-procedure", "crm.other_leads")
    driver.type_into("injector-parameter", "after")
    driver.click("read-columns")
    qtbot.waitUntil(lambda: [column.name for column in driver.form.draft.columns] == ["id", "tel"])
    call = server.calls[-1]
    assert (call.procedure, call.parameter, call.keep) == (ProcedureName("crm", "other_leads"), "after", False)
    assert driver.form.draft.injector.unique_id_field == "id", "the id column is guessed"


def test_a_catalogue_that_cannot_be_read_leaves_typing(driver: Driver, server: Server, qtbot: QtBot) -> None:
    server.away = True
    qtbot.waitUntil(lambda: driver.choices("injector-procedure") != [])
    driver.form.sections[0]._read_again()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any("No computer called “crm.example” was found." in text for text in texts(driver)))
    assert driver.choices("injector-procedure") == []
    driver.type_into("injector-procedure", "get_leads")
    assert driver.form.draft.injector.procedure == ProcedureName("", "get_leads")


def test_another_kind_of_connection_asks_for_a_query(driver: Driver) -> None:
    driver.type_into("injector-procedure", "crm.get_leads")
    driver.choose("injector-connection", "CRM")
    assert driver.form.draft.injector.procedure == ProcedureName()
    assert driver.find(QLabel, "injector-sentence").isVisible()
    assert driver.button("sample-procedure").text() == "Sample query for my database"
    driver.click("test")
    assert "Write the query that returns the leads; :last_id stands for the last id imported." in texts(driver)
