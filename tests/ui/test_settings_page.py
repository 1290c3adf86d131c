"""Settings: what is chosen shows at once and is remembered."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from leadadmin.app.bootstrap import program_on
from leadadmin.app.settings import Settings
from leadadmin.ui.models.base_columns import Col
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.pages.settings import SettingsPage
from leadadmin.ui.style.appearance import Appearance, apply_theme
from leadadmin.ui.style.metrics import ROW_COMPACT_HEIGHT, ROW_HEIGHT
from leadadmin.ui.theme import DARK, LIGHT, theme_now
from leadadmin.ui.widgets.table import DataTable
from tests.helpers.accessible import assert_all_named
from tests.helpers.desk import DeskBench, desk_on
from tests.helpers.office import furnish, workspace_at

LEFT = Qt.MouseButton.LeftButton


def opened(bench: DeskBench, qtbot: QtBot, appearance: Appearance | None = None) -> SettingsPage:
    page = SettingsPage(replace(bench.desk, appearance=appearance))
    qtbot.addWidget(page)
    page.show()
    page.opened()
    qtbot.waitUntil(bench.desk.tasks.idle)
    return page


def test_appearance_shows_at_once_and_is_remembered(desk_bench: DeskBench, qtbot: QtBot, qapp: QApplication) -> None:
    appearance = Appearance(qapp, "light")
    model: RowsModel[str] = RowsModel([Col("name", "Name", str)], key=str)
    table = DataTable(model, says="Names")
    qtbot.addWidget(table)
    try:
        page = opened(desk_bench, qtbot, appearance)
        usual = qapp.font().pointSizeF()
        page.appearance.mode.choose("dark")
        assert theme_now() == DARK
        page.appearance.text_size.choose("largest")
        assert qapp.font().pointSizeF() > usual
        assert table.verticalHeader().defaultSectionSize() == ROW_HEIGHT
        page.appearance.compact.click()
        assert table.verticalHeader().defaultSectionSize() == ROW_COMPACT_HEIGHT
        wanted = Settings(theme="dark", text_points=14.0, compact_rows=True)
        qtbot.waitUntil(lambda: desk_bench.desk.settings.load() == wanted)
    finally:
        appearance.set_compact(False)
        appearance.deleteLater()
        apply_theme(qapp, LIGHT)


def test_every_control_has_a_name(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot)
    for part in ("appearance", "workspace", "security"):
        page.list.choose(part)
        assert_all_named(page)


def test_what_was_chosen_before_is_shown(desk_bench: DeskBench, qtbot: QtBot) -> None:
    chosen = Settings(theme="dark", text_points=11.5, compact_rows=True)
    desk_bench.desk.settings.save(chosen)
    page = opened(desk_bench, qtbot)
    assert page.appearance.mode.current() == "dark"
    assert page.appearance.text_size.current() == "large"
    assert page.appearance.compact.isChecked()
    assert desk_bench.desk.settings.load() == chosen


def test_the_workspace_says_where_it_is(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot)
    texts = [label.text() for label in page.workspace.findChildren(QLabel)]
    assert "Office" in texts
    assert any(text.endswith("office.leadadmin") for text in texts)


def test_a_key_named_by_the_environment_is_not_replaced_here(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot)
    assert not page.security.create_button.isEnabled()
    assert "environment" in page.security.choose_button.toolTip()


def test_a_key_file_is_created_and_named(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    key = tmp_path / "office.key"
    with desk_on(workspace, furnish(workspace), tmp_path, program=program_on(workspace, environment={})) as bench:
        page = opened(bench, qtbot)
        page.list.choose("security")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(key), ""))
        QTest.mouseClick(page.security.create_button, LEFT)
        place = str(tmp_path / "office.leadadmin")
        qtbot.waitUntil(lambda: bench.desk.settings.load().key_file(place) == key)
        assert bench.desk.program.keyring.key_place().file == key
