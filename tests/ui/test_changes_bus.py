"""Changes by topic, made here or noticed by their fingerprint."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import Unreachable
from leadadmin.ui.changes_bus import ChangesBus
from leadadmin.ui.tasks import Tasks


def fail(problem: BaseException) -> None:
    raise problem


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks(on_expected=fail, on_bug=fail)
    yield made
    made.close()


def test_several_tellings_in_one_turn_are_one_signal(qtbot: QtBot) -> None:
    bus = ChangesBus()
    heard: list[frozenset[str]] = []
    bus.changed.connect(heard.append)
    bus.tell("pools")
    bus.tell("runs", "pools")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [frozenset({"pools", "runs"})]


def test_another_process_is_noticed_by_its_mark(qtbot: QtBot, tasks: Tasks) -> None:
    bus = ChangesBus()
    marks = {"pools": 1, "runs": 1}
    asked: list[int] = []

    def fingerprint() -> dict[str, int]:
        asked.append(1)
        return dict(marks)

    heard: list[frozenset[str]] = []
    bus.changed.connect(heard.append)
    bus.watch(tasks, fingerprint, every_ms=5)
    qtbot.waitUntil(lambda: len(asked) > 2)
    assert heard == []  # the first look is no change
    marks["runs"] = 2
    qtbot.waitUntil(lambda: heard == [frozenset({"runs"})])
    bus.stop()


def test_out_of_reach_and_back_are_told_once_each(qtbot: QtBot, tasks: Tasks) -> None:
    bus = ChangesBus()
    lost = [True]
    asked: list[int] = []

    def fingerprint() -> dict[str, int]:
        asked.append(1)
        if lost[0]:
            raise Unreachable("The workspace cannot be reached.")
        return {}

    heard: list[object] = []
    bus.out_of_reach.connect(heard.append)
    bus.watch(tasks, fingerprint, every_ms=5)
    qtbot.waitUntil(lambda: len(asked) > 3)
    lost[0] = False
    qtbot.waitUntil(lambda: len(heard) == 2)
    bus.stop()
    assert isinstance(heard[0], Unreachable)
    assert heard[1] is None
