"""The desk itself: reading and changing in the background, and who hears of it."""

from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import NotFound
from leadadmin.store import injectors, templates
from leadadmin.ui.desk import CAMPAIGNS
from tests.helpers.desk import DeskBench


def test_reading_brings_what_is_in_the_workspace(desk_bench: DeskBench, qtbot: QtBot) -> None:
    found: list[str] = []
    template_id = desk_bench.office.template.id or 0
    desk_bench.desk.read("Reading", lambda db: templates.get(db, template_id).name, found.append)
    qtbot.waitUntil(lambda: found == ["Solar"])


def test_a_change_is_told_to_the_bus(desk_bench: DeskBench, qtbot: QtBot) -> None:
    heard: list[frozenset[str]] = []
    desk_bench.desk.bus.changed.connect(heard.append)
    desk_bench.desk.change("Changing", lambda: 1, topics=frozenset({CAMPAIGNS}))
    qtbot.waitUntil(lambda: heard == [frozenset({CAMPAIGNS})])


def test_what_is_not_there_is_said(desk_bench: DeskBench, qtbot: QtBot) -> None:
    desk_bench.desk.read("Reading", lambda db: injectors.get(db, 4711), lambda _found: None)
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    assert "no longer" in desk_bench.said[0].text
    failed: list[object] = []
    desk_bench.desk.read("Reading", lambda db: injectors.get(db, 4711), lambda _found: None, failed.append)
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert isinstance(failed[0], NotFound)
