"""The connections page, driven by clicks and keys on a real workspace."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.app.bootstrap import program_on
from leadadmin.app.connections import Password, save
from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.store import connections as store
from leadadmin.store.connections import LastTest
from leadadmin.ui.main_window import MainWindow, PageSpec
from leadadmin.ui.pages.connections.page import ConnectionsPage, spec
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.steps import StepState
from tests.helpers.accessible import assert_all_named
from tests.helpers.desk import DeskBench, desk_on
from tests.helpers.office import furnish, workspace_at

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def crm_file(tmp_path: Path) -> Path:
    file = tmp_path / "crm.sqlite"
    with closing(sqlite3.connect(file)) as crm:
        crm.execute("CREATE TABLE enquiries (id INTEGER PRIMARY KEY, name TEXT, phone TEXT)")
    return file


def opened(bench: DeskBench, qtbot: QtBot) -> tuple[MainWindow, ConnectionsPage]:
    other = PageSpec("other", "Other", "list", lambda: Page("Other"))
    window = bench.window(spec(bench.desk), other)
    qtbot.addWidget(window)
    window.show()
    window.go("connections")
    page = window.page("connections")
    assert isinstance(page, ConnectionsPage)
    qtbot.waitUntil(bench.desk.tasks.idle)
    return window, page


def child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def press(parent: QWidget, name: str) -> None:
    QTest.mouseClick(child(parent, QAbstractButton, name), LEFT)


def says(parent: QWidget) -> str:
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def stored(bench: DeskBench, name: str) -> store.StoredConnection | None:
    with bench.desk.program.workspace.reading() as database:
        return store.by_name(database, name)


def fill_sqlite(page: ConnectionsPage, name: str, file: Path) -> None:
    form = page.editor.form
    form.kind.choose(ConnectionKind.SQLITE)
    QTest.keyClicks(form.name, name)
    QTest.keyClicks(form.file, str(file))


def add(bench: DeskBench, connection: Connection, password: str = "") -> Connection:
    return save(bench.desk.program, connection, Password(password))


def server(name: str = "North", **changes: object) -> Connection:
    settings: dict[str, object] = {
        "name": name, "kind": ConnectionKind.MARIADB, "host": "crm.example", "database": "crm", "user": "leads",
    }  # fmt: skip
    return Connection(**(settings | changes))  # type: ignore[arg-type]


def test_the_first_connection_is_tested_before_it_is_saved(desk_bench: DeskBench, qtbot: QtBot, crm_file: Path) -> None:
    _window, page = opened(desk_bench, qtbot)
    assert "No connections yet" in says(page)
    press(page, "first-connection")
    fill_sqlite(page, "CRM", crm_file)
    press(page, "test-connection")
    qtbot.waitUntil(lambda: not page.is_testing())
    steps = page.panel.list.steps()
    assert [step.title for step in steps] == ["File", "Database", "List of tables"]
    assert {step.state for step in steps} == {StepState.DONE}
    assert all(step.time for step in steps)
    assert stored(desk_bench, "CRM") is None  # a test saves nothing
    press(page, "save-connection")
    qtbot.waitUntil(lambda: page.list.current() != "")
    kept = stored(desk_bench, "CRM")
    assert kept is not None
    assert kept.test_state is LastTest.WORKS
    assert "Used by no injector" in says(page.editor)
    assert "“CRM” was saved" in desk_bench.said[-1].text


def test_problems_stand_at_their_fields_and_nothing_is_saved(desk_bench: DeskBench, qtbot: QtBot) -> None:
    _window, page = opened(desk_bench, qtbot)
    press(page, "first-connection")
    press(page, "save-connection")
    for sentence in ("Give the connection a name.", "Write the name or address of the server.", "name of the login"):
        assert sentence in says(page.editor)
    assert page.editor.form.name.hasFocus()
    with desk_bench.desk.program.workspace.reading() as database:
        assert not store.list_all(database)


def test_a_kind_shows_only_what_it_needs(desk_bench: DeskBench, qtbot: QtBot) -> None:
    _window, page = opened(desk_bench, qtbot)
    press(page, "first-connection")
    form = page.editor.form
    assert form.host.isVisible()
    assert not form.file.isVisible()
    assert form.port.value() == 3306
    form.kind.choose(ConnectionKind.POSTGRESQL)
    assert form.port.value() == 5432
    form.kind.choose(ConnectionKind.SQLITE)
    assert form.file.isVisible()
    for hidden in (form.host, form.port, form.database, form.user, form.password_field, form.tls, form.more):
        assert not hidden.isVisible()


@pytest.mark.parametrize("kind", list(ConnectionKind))
def test_every_control_has_a_name(desk_bench: DeskBench, qtbot: QtBot, kind: ConnectionKind) -> None:
    _window, page = opened(desk_bench, qtbot)
    press(page, "first-connection")
    page.editor.form.kind.choose(kind)
    page.editor.form.more.open(True)
    assert_all_named(page)


def test_tls_off_is_named_in_red(desk_bench: DeskBench, qtbot: QtBot) -> None:
    _window, page = opened(desk_bench, qtbot)
    press(page, "first-connection")
    page.editor.form.tls.choose(TlsMode.OFF)
    caution = "TLS is off: the password and the leads can be read on the way."
    assert caution in says(page.editor)
    assert page.editor.form.tls.property("problem")
    page.editor.form.tls.choose(TlsMode.VERIFY)
    assert caution not in says(page.editor)


@contextmanager
def deaf_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_the_failed_step_opens_and_the_rest_is_not_reached(desk_bench: DeskBench, qtbot: QtBot) -> None:
    with deaf_port() as port:
        add(desk_bench, server(host="127.0.0.1", port=port, tls=TlsMode.OFF), "env:CRM_PASSWORD")
        _window, page = opened(desk_bench, qtbot)
        page.editor.form.password_field.replace()
        QTest.keyClicks(page.editor.form.password_field.edit, "secret")
        press(page, "test-connection")
        qtbot.waitUntil(lambda: not page.is_testing(), timeout=15_000)
    steps = page.panel.list.steps()
    assert [step.state for step in steps][:2] == [StepState.DONE, StepState.FAILED]
    assert {step.detail for step in steps[2:]} == {"Not reached"}
    assert child(page.panel, QWidget, "test-pill").accessibleName() == "Step 2 of 7 failed"
    assert "What you can do" in says(page.panel)
    press(page.panel, "copy-details")
    assert "TCP" in QGuiApplication.clipboard().text()
    kept = stored(desk_bench, "North")
    assert kept is not None
    assert kept.test_state is LastTest.NOT_TESTED  # what was tested is not what is saved


def test_a_stopped_test_says_nothing_more(desk_bench: DeskBench, qtbot: QtBot, crm_file: Path) -> None:
    _window, page = opened(desk_bench, qtbot)
    press(page, "first-connection")
    fill_sqlite(page, "CRM", crm_file)
    press(page, "test-connection")
    assert page.is_testing()
    press(page, "test-connection")
    assert not page.is_testing()
    qtbot.waitUntil(desk_bench.desk.tasks.idle)
    assert not page.panel.list.steps()
    press(page, "test-connection")
    qtbot.waitUntil(lambda: not page.is_testing())
    assert len(page.panel.list.steps()) == 3


def test_a_suggestion_mends_its_field(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server())
    _window, page = opened(desk_bench, qtbot)
    page.panel.mend_wanted.emit("database", "crm_north")
    assert page.editor.form.database.text() == "crm_north"
    assert page.editor.form.database.hasFocus()
    page.panel.mend_wanted.emit("port", "3307")
    assert page.editor.form.connection().port == 3307


def test_a_kept_password_is_never_shown_and_stays(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server(), "hunter2")
    before = stored(desk_bench, "North")
    _window, page = opened(desk_bench, qtbot)
    form = page.editor.form
    assert "hunter2" not in form.password_field.edit.text()
    assert form.password().typed is None
    QTest.keyClicks(form.about, "read only")
    press(page, "save-connection")
    qtbot.waitUntil(lambda: not form.is_changed())
    after = stored(desk_bench, "North")
    assert before is not None
    assert after is not None
    assert after.secret == before.secret
    assert after.connection.description == "read only"


def test_another_endpoint_asks_for_the_password_again(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server(), "hunter2")
    _window, page = opened(desk_bench, qtbot)
    page.editor.form.host.setText("elsewhere.example")
    press(page, "save-connection")
    assert "replace the password" in says(page.editor)
    kept = stored(desk_bench, "North")
    assert kept is not None
    assert kept.connection.host == "crm.example"


def test_a_reference_says_where_the_password_comes_from(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server(), "env:CRM_PASSWORD")
    _window, page = opened(desk_bench, qtbot)
    assert "Taken from the environment variable CRM_PASSWORD." in says(page.editor)


def test_unsaved_changes_hold_the_page_until_they_are_discarded(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server("North"))
    add(desk_bench, server("South"))
    window, page = opened(desk_bench, qtbot)
    first = page.list.current()
    page.editor.form.user.setText("someone")
    assert not window.go("other")
    south = stored(desk_bench, "South")
    assert south is not None
    page.list.choose(str(south.connection.id))
    assert page.list.current() == first
    assert "changes that are not saved" in desk_bench.said[-1].text
    press(page, "discard-connection")
    assert page.editor.form.user.text() == "leads"
    assert window.go("other")


def test_an_unused_connection_is_deleted_and_put_back(desk_bench: DeskBench, qtbot: QtBot) -> None:
    add(desk_bench, server("North"), "hunter2")
    before = stored(desk_bench, "North")
    _window, page = opened(desk_bench, qtbot)
    press(page, "delete-connection")
    qtbot.waitUntil(lambda: stored(desk_bench, "North") is None)
    qtbot.waitUntil(lambda: bool(desk_bench.said))
    undo = desk_bench.said[-1].on_action
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: stored(desk_bench, "North") is not None)
    after = stored(desk_bench, "North")
    assert before is not None
    assert after is not None
    assert after.secret == before.secret


def test_a_name_that_is_taken_is_said(desk_bench: DeskBench, qtbot: QtBot, crm_file: Path) -> None:
    add(desk_bench, server("North"))
    _window, page = opened(desk_bench, qtbot)
    press(page, "new-connection")
    fill_sqlite(page, "north", crm_file)
    press(page, "save-connection")
    qtbot.waitUntil(lambda: "exists already" in says(page.editor))
    assert page.editor.form.is_changed()


def test_the_sample_can_be_copied(desk_bench: DeskBench, qtbot: QtBot, crm_file: Path) -> None:
    add(desk_bench, Connection("CRM", ConnectionKind.SQLITE, file=str(crm_file)))
    window, page = opened(desk_bench, qtbot)
    press(page, "sample-procedure")
    qtbot.waitUntil(lambda: "FROM" in child(window, QPlainTextEdit, "sample-sql").toPlainText())
    press(window, "sample-copy")
    copied = QGuiApplication.clipboard().text()
    assert "enquiries" in copied
    assert ":last_id" in copied


def test_a_workspace_without_a_key_offers_to_create_one(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with desk_on(workspace, furnish(workspace), tmp_path, program=program_on(workspace, environment={})) as bench:
        _window, page = opened(bench, qtbot)
        press(page, "first-connection")
        form = page.editor.form
        for edit, text in ((form.name, "North"), (form.host, "crm.example"), (form.database, "crm"), (form.user, "me")):
            QTest.keyClicks(edit, text)
        QTest.keyClicks(form.password_field.edit, "hunter2")
        press(page, "save-connection")
        qtbot.waitUntil(lambda: page.editor.findChild(QAbstractButton, "create-key") is not None)
        assert stored(bench, "North") is None
        key = tmp_path / "office.key"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(key), ""))
        press(page, "create-key")
        qtbot.waitUntil(lambda: stored(bench, "North") is not None)
        kept = stored(bench, "North")
        assert kept is not None
        assert kept.secret is not None
        assert "hunter2" not in kept.secret
        assert key.exists()
        assert bench.desk.settings.load().key_file(str(tmp_path / "office.leadadmin")) == key
