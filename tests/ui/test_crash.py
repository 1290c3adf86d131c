"""Bugs: what the dialog tells, and what it must not."""

import sys

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from leadadmin.ui.crash import CrashHandler, describe_bug


def read(phone: str) -> None:
    raise ValueError(f"cannot read {phone}")


def find(name: str) -> None:
    try:
        read("020 7946 0018")
    except ValueError as inner:
        raise KeyError(name) from inner


def a_bug() -> BaseException:
    with pytest.raises(KeyError) as caught:
        find("Mille Demosen")
    return caught.value


def test_details_have_kinds_and_places_but_no_words_of_the_bug() -> None:
    details = describe_bug(a_bug(), "0.1.0")
    assert "builtins.KeyError" in details
    assert "builtins.ValueError" in details
    assert "test_crash.py" in details
    assert "in read" in details
    assert "leadadmin 0.1.0, Python " in details
    assert "7946" not in details
    assert "Mille" not in details
    assert "/home" not in details
    assert str(__file__) not in details


def test_a_bug_that_chains_to_itself_ends() -> None:
    bug = ValueError()
    bug.__context__ = other = KeyError()
    other.__context__ = bug
    assert describe_bug(bug, "0").count("builtins.ValueError") == 1


@pytest.mark.logs_errors
def test_one_dialog_at_a_time_and_its_details_can_be_copied(qtbot: QtBot) -> None:
    handler = CrashHandler("0.1.0", lambda: None)
    handler.handle(a_bug())
    first = handler.dialog()
    assert first is not None
    handler.handle(a_bug())
    assert handler.dialog() is first
    first.copy()
    assert "builtins.KeyError" in QGuiApplication.clipboard().text()
    first.accept()
    assert handler.dialog() is None


@pytest.mark.logs_errors
def test_slots_bugs_reach_the_dialog_and_ctrl_c_does_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handler = CrashHandler("0.1.0", lambda: None)
    handler.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert handler.dialog() is None
    bug = a_bug()
    sys.excepthook(type(bug), bug, bug.__traceback__)
    dialog = handler.dialog()
    assert dialog is not None
    dialog.accept()
