"""The connections page on a real server: what a person mistypes is named, and mended by a click."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.domain.connection import ConnectionKind, TlsMode
from leadadmin.store import connections as store
from leadadmin.store.connections import LastTest
from leadadmin.ui.pages.connections.page import ConnectionsPage, spec
from leadadmin.ui.widgets.steps import StepState
from tests.helpers.desk import DeskBench, sqlite_desk
from tests.servers.private_servers import MariaDB, PostgreSQL

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
PATIENCE_MS = 20_000


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskBench]:
    with sqlite_desk(tmp_path) as made:
        yield made


def opened(bench: DeskBench, qtbot: QtBot) -> ConnectionsPage:
    window = bench.window(spec(bench.desk))
    qtbot.addWidget(window)
    window.show()
    window.go("connections")
    page = window.page("connections")
    assert isinstance(page, ConnectionsPage)
    qtbot.waitUntil(bench.desk.tasks.idle)
    return page


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def check(page: ConnectionsPage, qtbot: QtBot) -> dict[str, StepState]:
    press(page, "test-connection")
    qtbot.waitUntil(lambda: not page.is_testing(), timeout=PATIENCE_MS)
    return {step.key: step.state for step in page.panel.list.steps()}


def says(parent: QWidget) -> str:
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def fill(page: ConnectionsPage, server: MariaDB | PostgreSQL, kind: ConnectionKind, database: str) -> None:
    press(page, "first-connection")
    form = page.editor.form
    form.kind.choose(kind)
    for edit, text in ((form.name, "CRM"), (form.host, server.host), (form.database, database), (form.user, "reader")):
        QTest.keyClicks(edit, text)
    form.port.setValue(server.port)
    form.tls.choose(TlsMode.OFF)
    QTest.keyClicks(form.password_field.edit, "wrong")


def test_mariadb_wrong_password_then_wrong_database_then_it_works(
    mariadb: MariaDB, bench: DeskBench, qtbot: QtBot
) -> None:
    database = mariadb.fresh_database()
    mariadb.execute("CREATE OR REPLACE USER reader IDENTIFIED BY 'right'", f"GRANT ALL ON {database}.* TO reader")
    mariadb.execute("CREATE TABLE customers (id INT PRIMARY KEY, name TEXT, phone TEXT)", database=database)
    page = opened(bench, qtbot)
    fill(page, mariadb, ConnectionKind.MARIADB, database[:-1])
    assert check(page, qtbot)["login"] is StepState.FAILED
    assert "The server says" in says(page.panel)
    assert "wrong" not in says(page.panel).lower().replace("wrong password", "")
    page.editor.form.password_field.edit.setText("right")
    page.editor.form.edited.emit()
    assert check(page, qtbot)["database"] is StepState.FAILED
    assert page.editor.form.database.property("problem")
    press(page.panel, "mend")
    assert page.editor.form.database.text() == database
    states = check(page, qtbot)
    assert StepState.FAILED not in states.values()
    assert StepState.PENDING not in states.values()
    press(page, "save-connection")
    qtbot.waitUntil(lambda: page.list.current() != "")
    with bench.desk.program.workspace.reading() as workspace:
        kept = store.by_name(workspace, "CRM")
    assert kept is not None
    assert kept.test_state is LastTest.WORKS
    press(page, "sample-procedure")
    text = page.window().findChild(QPlainTextEdit, "sample-sql")
    assert text is not None
    qtbot.waitUntil(lambda: "CREATE PROCEDURE" in text.toPlainText(), timeout=PATIENCE_MS)
    assert "customers" in text.toPlainText()


def test_postgresql_works_with_a_kept_password(postgresql: PostgreSQL, bench: DeskBench, qtbot: QtBot) -> None:
    database = postgresql.fresh_database()
    postgresql.execute(
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN PASSWORD 'right'",
        f"GRANT CONNECT ON DATABASE {database} TO reader",
    )
    page = opened(bench, qtbot)
    fill(page, postgresql, ConnectionKind.POSTGRESQL, database)
    page.editor.form.password_field.edit.setText("right")
    press(page, "save-connection")
    qtbot.waitUntil(lambda: page.list.current() != "")
    qtbot.waitUntil(bench.desk.tasks.idle)
    assert page.editor.form.password_field.value() is None
    assert StepState.FAILED not in check(page, qtbot).values()
    qtbot.waitUntil(lambda: "Works" in (page.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) or ""))
