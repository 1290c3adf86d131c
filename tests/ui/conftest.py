"""What tests of pages have: the program's look, and a desk on a furnished workspace."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leadadmin.ui.desk import Desk
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import LIGHT
from tests.helpers.desk import DeskBench, sqlite_desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let the off-screen platform say what it cannot do (raise, grab the keyboard); that is no mistake of ours."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def _look(qapp: QApplication) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, LIGHT)


@pytest.fixture
def desk_bench(qapp: QApplication, tmp_path: Path) -> Iterator[DeskBench]:
    """A desk, the office behind it (`.office`), what was said (`.said`), where pages went (`.going.went`)."""
    with sqlite_desk(tmp_path) as bench:
        yield bench


@pytest.fixture
def desk(desk_bench: DeskBench) -> Desk:
    """A desk on a furnished SQLite workspace; a bug on a thread fails the test; closed at the end."""
    return desk_bench.desk
