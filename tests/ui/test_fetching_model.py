"""Fetching page after page by keyset."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import Unreachable
from leadadmin.ui.models.base_columns import Col
from leadadmin.ui.models.base_fetching import FetchedPage, FetchingModel

ROOT = QModelIndex()


class Source:
    """Numbers from 1 on; answers when it is told to."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.asked: list[tuple[Any, int]] = []
        self.waiting: list[tuple[Any, int, Callable[..., None], Callable[[Exception], None]]] = []

    def fetch(self, cursor: Any, size: int, arrived: Callable[..., None], failed: Callable[[Exception], None]) -> None:
        self.asked.append((cursor, size))
        self.waiting.append((cursor, size, arrived, failed))

    def answer(self) -> None:
        cursor, size, arrived, _ = self.waiting.pop(0)
        first = (cursor or 0) + 1
        rows = list(range(first, min(first + size, self.last + 1)))
        arrived(FetchedPage(rows, rows[-1] if rows and rows[-1] < self.last else None))

    def fail(self) -> None:
        self.waiting.pop(0)[3](Unreachable("The workspace cannot be reached.", "It is tried again."))


def make(last: int, *, watched: bool = True) -> tuple[FetchingModel[int], Source]:
    """A model; a `watched` one is looked at by Qt's tester, which fetches as soon as it may."""
    source = Source(last)
    model: FetchingModel[int] = FetchingModel(
        [Col("n", "Number", str)], key=lambda n: n, fetch=source.fetch, page_rows=10
    )
    if watched:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model, source


def test_pages_follow_the_cursor_until_nothing_follows() -> None:
    model, source = make(25)
    model.restart()
    assert not model.canFetchMore(ROOT)  # one question at a time
    while source.waiting:
        source.answer()
        if model.canFetchMore(ROOT):
            model.fetchMore(ROOT)
    assert source.asked == [(None, 10), (10, 10), (20, 10)]
    assert [model.row_at(at) for at in range(model.rowCount())] == list(range(1, 26))
    assert model.exhausted()


def test_an_answer_to_an_older_question_is_dropped() -> None:
    model, source = make(25)
    model.restart()
    model.restart()
    source.answer()
    assert model.rowCount() == 0
    source.answer()
    assert model.rowCount() == 10


def test_a_failed_question_can_be_asked_again(qtbot: QtBot) -> None:
    model, source = make(5)
    model.restart()
    with qtbot.waitSignal(model.failed):
        source.fail()
    assert model.canFetchMore(ROOT)
    model.fetchMore(ROOT)
    source.answer()
    assert model.rowCount() == 5


def test_a_refresh_puts_rows_in_place_and_keeps_what_was_chosen() -> None:
    model, source = make(25, watched=False)
    model.restart()
    source.answer()
    model.fetchMore(ROOT)
    source.answer()
    chosen = QPersistentModelIndex(model.index(14, 0))
    framed: list[str] = []
    model.replacing.connect(lambda: framed.append("replacing"))
    model.replaced.connect(lambda: framed.append("replaced"))
    model.refresh()
    assert source.asked[-1] == (None, 20)
    _, _, arrived, _ = source.waiting.pop(0)
    arrived(FetchedPage([0, *range(1, 20)], 19))
    assert [model.row_at(at) for at in range(model.rowCount())] == list(range(20))
    assert (chosen.row(), model.row_at(chosen.row())) == (15, 15)
    assert framed == ["replacing", "replaced"]
    model.fetchMore(ROOT)
    assert source.waiting[-1][:2] == (19, 10)


def test_a_refresh_waits_for_the_page_that_is_asked_for() -> None:
    model, source = make(25, watched=False)
    model.restart()
    model.refresh()
    assert len(source.asked) == 1
    source.answer()
    assert source.asked[-1] == (None, 10)
    assert len(source.waiting) == 1


def test_a_row_that_comes_again_stays_where_it_was_met() -> None:
    model, source = make(25, watched=False)
    model.restart()
    source.answer()
    model.fetchMore(ROOT)
    _, _, arrived, _ = source.waiting.pop(0)
    arrived(FetchedPage([10, 11], None))
    assert [model.row_at(at) for at in range(model.rowCount())] == list(range(1, 12))
