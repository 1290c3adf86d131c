"""The window when no workspace is known."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.app import workspaces
from leadadmin.app.demo import Sample
from leadadmin.app.settings_file import SettingsFile
from leadadmin.ui.wizards import first_start
from leadadmin.ui.wizards.first_start import FirstStart
from tests.helpers.accessible import assert_all_named


def _raise(bug: BaseException) -> None:
    raise bug


def shown(qtbot: QtBot, settings: SettingsFile, problem: str = "") -> FirstStart:
    window = FirstStart(settings, problem, _raise)
    qtbot.addWidget(window)
    window.show()
    return window


def press(parent: QWidget, name: str) -> None:
    found = [each for each in parent.findChildren(QAbstractButton, name) if each.isVisible()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def field(parent: QWidget, name: str) -> QLineEdit:
    found = parent.findChild(QLineEdit, name)
    assert found is not None
    return found


def says(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config")


def test_a_workspace_is_created_and_opened(qtbot: QtBot, settings: SettingsFile, tmp_path: Path) -> None:
    window = shown(qtbot, settings)
    press(window, "create")
    QTest.keyClicks(field(window, "name"), "North floor")
    assert field(window, "file").text().endswith("north-floor.leadadmin")
    file = tmp_path / "n.leadadmin"
    field(window, "file").selectAll()
    QTest.keyClicks(field(window, "file"), str(file))
    press(window, "go")
    qtbot.waitUntil(lambda: window.place is not None)
    assert window.place == str(file)
    assert workspaces.look(str(file)).name == "North floor"


def test_every_control_has_a_name(qtbot: QtBot, settings: SettingsFile) -> None:
    window = shown(qtbot, settings)
    for page in range(window.stack.count()):
        window.stack.setCurrentIndex(page)
        assert_all_named(window)


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, settings: SettingsFile) -> None:
    window = shown(qtbot, settings)
    press(window, "create")
    press(window, "go")
    assert "Give the workspace a name." in says(window)
    assert window.place is None


def test_a_file_that_is_no_workspace_is_a_sentence(qtbot: QtBot, settings: SettingsFile, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear reader, " * 100)
    window = shown(qtbot, settings)
    press(window, "open")
    QTest.keyClicks(field(window, "open-file"), str(other))
    press(window, "go")
    qtbot.waitUntil(lambda: "not a leadadmin workspace" in says(window))
    assert window.place is None
    assert window.stack.isEnabled()


def test_a_workspace_opened_lately_is_one_click_away(qtbot: QtBot, settings: SettingsFile, tmp_path: Path) -> None:
    place = str(tmp_path / "north.leadadmin")
    workspaces.create(place, "North")
    settings.change(lambda before: before.with_workspace(place))
    window = shown(qtbot, settings)
    link = next(each for each in window.findChildren(QAbstractButton) if each.text() == "north.leadadmin")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.place == place)


def test_a_server_asks_for_its_password_and_nothing_plain_is_kept(
    qtbot: QtBot, settings: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql+psycopg://me@db.example/leads"
    settings.change(lambda before: before.with_workspace(address))
    looked: list[str] = []
    monkeypatch.setattr(workspaces, "look", looked.append)
    window = shown(qtbot, settings, "The workspace cannot be reached.")
    assert "The workspace cannot be reached." in says(window)
    assert field(window, "address").text() == address
    QTest.keyClicks(field(window, "password"), "hunter2")
    press(window, "go")
    qtbot.waitUntil(lambda: window.place is not None)
    assert looked == ["postgresql+psycopg://me:hunter2@db.example/leads"]
    assert "hunter2" not in settings.path.read_text()
    assert "hunter2" not in workspaces.known_as(looked[0])


def test_the_sample_is_made_with_words_on_the_way(
    qtbot: QtBot, settings: SettingsFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def make(*, say: first_start.Say) -> Sample:
        for sentence in ("Lists are taken in", "Agents call"):
            say(sentence)
            said.append(sentence)
        return Sample(tmp_path / "sample.leadadmin", tmp_path / "crm.sqlite", made=True)

    monkeypatch.setattr(first_start, "open_or_make", make)
    window = shown(qtbot, settings)
    press(window, "explore")
    assert "Opening the sample workspace" in says(window)
    assert not window.stack.isEnabled()
    qtbot.waitUntil(lambda: window.place == str(tmp_path / "sample.leadadmin"))
    assert said == ["Lists are taken in", "Agents call"]
