"""Rows in memory: sorting by value, ticks, filters, and replacing rows without losing one's place."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from leadadmin.ui.models.base_columns import KEY_ROLE, ROW_ROLE, SORT_ROLE, Col, Kind
from leadadmin.ui.models.base_rows import RowsModel

ASC, DESC = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True)
class Row:
    key: int
    name: str
    share: float | None = None


COLUMNS: list[Col[Row]] = [
    Col("key", "Number", lambda r: str(r.key), Kind.NUMBER, sort=lambda r: r.key),
    Col("name", "Name", lambda r: r.name),
    Col(
        "share", "Share", lambda r: "–" if r.share is None else f"{r.share:.0%}", Kind.PERCENT, share=lambda r: r.share
    ),
]


def make(*, tickable: bool = False) -> RowsModel[Row]:
    model: RowsModel[Row] = RowsModel(COLUMNS, key=lambda r: r.key, tickable=tickable)
    # Keeps an eye on every insert, removal and move while a test runs.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model


def keys(model: RowsModel[Row]) -> list[int]:
    return [row.key for row in model.rows()]


def test_numbers_sort_as_numbers_and_words_without_case() -> None:
    model = make()
    model.set_rows([Row(10, "beta"), Row(9, "Alpha"), Row(100, "gamma")])
    model.sort(0, ASC)
    assert keys(model) == [9, 10, 100]
    model.sort(1, DESC)
    assert keys(model) == [100, 10, 9]


def test_nothing_of_nothing_sorts_last_both_ways() -> None:
    model = make()
    model.set_rows([Row(1, "a", None), Row(2, "b", 0.5), Row(3, "c", 0.1)])
    model.sort(2, ASC)
    assert keys(model) == [3, 2, 1]
    model.sort(2, DESC)
    assert keys(model) == [2, 3, 1]


def test_roles() -> None:
    model = make()
    model.set_rows([Row(1, "a", 0.46), Row(2, "b", None)])
    at = model.index(0, 2)
    assert at.data() == "46%"
    assert at.data(SORT_ROLE) == 0.46
    assert at.data(ROW_ROLE) == Row(1, "a", 0.46)
    assert at.data(KEY_ROLE) == 1
    assert at.data(Qt.ItemDataRole.AccessibleTextRole) == "46 percent"
    assert model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "nothing"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"


def test_repeated_keys_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="repeat"):
        make().set_rows([Row(1, "a"), Row(1, "b")])
    with pytest.raises(ValueError, match="repeat"):
        RowsModel([COLUMNS[0], COLUMNS[0]], key=lambda r: r.key)


def test_a_filter_hides_rows_and_keeps_their_ticks(qtbot: QtBot) -> None:
    model = make(tickable=True)
    model.set_rows([Row(1, "a"), Row(2, "b"), Row(3, "c")])
    model.set_ticked({1, 2})
    model.set_filter(lambda row: row.name != "a")
    assert keys(model) == [2, 3]
    assert model.ticked() == {1, 2}
    assert model.tick_state() == Qt.CheckState.PartiallyChecked
    model.tick_all_shown(True)
    assert model.ticked() == {1, 2, 3}
    model.tick_all_shown(False)
    assert model.ticked() == {1}


def test_ticks_of_rows_that_are_gone_go_too(qtbot: QtBot) -> None:
    model = make(tickable=True)
    model.set_rows([Row(1, "a"), Row(2, "b")])
    model.set_ticked({1, 2})
    with qtbot.waitSignal(model.ticks_changed):
        model.set_rows([Row(2, "b")])
    assert model.ticked() == {2}


def test_the_tick_box_is_set_through_its_role() -> None:
    model = make(tickable=True)
    model.set_rows([Row(1, "a")])
    box = model.index(0, 0)
    assert box.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert model.setData(box, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(box.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    assert model.ticked() == {1}


rows_lists = st.lists(
    st.builds(Row, st.integers(0, 30), st.text("abc", max_size=2), st.none() | st.floats(0, 1)),
    unique_by=lambda row: row.key,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows_lists, min_size=1, max_size=4), st.sampled_from([0, 1, 2]), st.sampled_from([ASC, DESC]))
def test_replacing_rows_gives_just_those_and_kept_places_follow_their_key(
    rounds: list[list[Row]], column: int, order: Qt.SortOrder
) -> None:
    model = make()
    model.sort(column, order)
    for rows in rounds:
        before = {model.key_at(at): QPersistentModelIndex(model.index(at, 0)) for at in range(model.rowCount())}
        model.set_rows(rows)
        assert sorted(keys(model)) == sorted(row.key for row in rows)
        assert {row.key: row for row in model.rows()} == {row.key: row for row in rows}
        for key, place in before.items():
            assert place.isValid() == (model.place_of(key) >= 0)
            if place.isValid():
                assert place.row() == model.place_of(key)
