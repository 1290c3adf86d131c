"""The Qt binding counts its references (docs/decisions/pyside-without-6.12.0.md)."""

import sys

import PySide6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 200


def test_calls_that_return_nothing_lose_no_references(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.update()
    lost = before - sys.getrefcount(None)
    assert lost < CALLS / 2, (
        f"PySide6 {PySide6.__version__} takes a reference from None with every call, which ends Python 3.11."
        " Install another version, such as 6.11.3."
    )
