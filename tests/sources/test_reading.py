"""What all drivers share: limits, several results, names of columns, values by columns."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.errors import Cancelled, SourceFailed
from leadadmin.sources.base import CancelToken, ColumnKind, Limits
from leadadmin.sources.columnwise import as_text, converted
from leadadmin.sources.reading import StreamedRows, by_columns, distinct_columns
from leadadmin.sources.watch import Watch


class Numbers:
    """A reader of the numbers below `count`, with further results after them."""

    def __init__(self, count: int, further: int = 0) -> None:
        self._numbers = iter(range(count))
        self._further = further
        self.drained = False

    def fetch(self, rows: int) -> Sequence[Sequence[object]]:
        return [(number,) for number in islice(self._numbers, rows)]

    def values(self, rows: Sequence[Sequence[object]]) -> list[list[object]]:
        return by_columns(rows, 1)

    def further_results(self) -> int:
        self.drained = True
        return self._further


@contextmanager
def untranslated() -> Iterator[None]:
    yield


def nothing() -> None:
    """What the watch calls: there is no source to end."""


@contextmanager
def rows_of(numbers: Numbers, limits: Limits, cancel: CancelToken | None = None) -> Iterator[StreamedRows]:
    columns = distinct_columns([("id", ColumnKind.INTEGER)], [])
    with Watch("leads", limits, cancel or CancelToken(), nothing, nothing) as watch:
        yield StreamedRows("leads", columns, numbers, limits, watch, untranslated, [])


@given(st.integers(0, 60), st.integers(1, 25))
def test_every_row_comes_once_in_blocks_no_larger_than_asked(count: int, block_rows: int) -> None:
    with rows_of(Numbers(count), Limits(block_rows=block_rows)) as rows:
        blocks = list(rows.blocks())
    assert [number for block in blocks for number in block.data[0]] == list(range(count))
    assert all(0 < block.rows <= block_rows for block in blocks)
    assert rows.finished


@given(st.integers(1, 40), st.integers(1, 50), st.integers(1, 25))
def test_the_row_limit_is_exact(count: int, limit: int, block_rows: int) -> None:
    with rows_of(Numbers(count), Limits(rows=limit, block_rows=block_rows)) as rows:
        if count <= limit:
            assert sum(block.rows for block in rows.blocks()) == count
            return
        with pytest.raises(SourceFailed, match=f"more than {limit} rows") as caught:
            list(rows.blocks())
    assert caught.value.code == "too_many_rows"
    assert not rows.finished


def test_further_results_are_counted_and_refused() -> None:
    with rows_of(Numbers(3, further=2), Limits()) as rows:
        with pytest.raises(SourceFailed, match="returned 3 results") as caught:
            list(rows.blocks())
        assert caught.value.code == "several_result_sets"
        assert not rows.finished


def test_everything_is_read_to_the_end_even_without_rows() -> None:
    numbers = Numbers(0)
    with rows_of(numbers, Limits()) as rows:
        assert list(rows.blocks()) == []
    assert numbers.drained


def test_nothing_more_is_read_once_cancelled() -> None:
    cancel = CancelToken()
    with rows_of(Numbers(10), Limits(block_rows=2), cancel) as rows:
        blocks = rows.blocks()
        assert next(blocks).rows == 2
        cancel.set()
        with pytest.raises(Cancelled):
            next(blocks)


def test_a_result_that_comes_after_the_time_limit_is_not_taken_for_whole() -> None:
    with rows_of(Numbers(1), Limits(seconds=0)) as rows, pytest.raises(SourceFailed) as caught:
        list(rows.blocks())
    assert caught.value.code == "timed_out"


@given(st.lists(st.sampled_from(["id", "id (2)", "ID", "", "name"]), max_size=8))
def test_columns_have_different_names_and_keep_the_first_of_each(names: list[str]) -> None:
    notes: list[str] = []
    columns = distinct_columns([(name, ColumnKind.TEXT) for name in names], notes)
    found = [column.name for column in columns]
    assert len(set(found)) == len(found) == len(names)
    changed = [new for new, old in zip(found, names, strict=True) if new != old]
    assert len(notes) == len(changed) == len(names) - len(set(names))
    for name in set(names):
        assert found[names.index(name)] == name


def test_rows_become_columns() -> None:
    assert by_columns([(1, "a"), (2, "b")], 2) == [[1, 2], ["a", "b"]]
    assert by_columns([], 2) == [[], []]


def test_a_value_that_does_not_fit_changes_no_other() -> None:
    assert converted([b"1", None, b"x", b"2"], int, bytes.decode) == [1, None, "x", 2]
    assert converted([b"1.5", b"NULL?"], lambda cell: Decimal(cell.decode()), bytes.decode) == [Decimal("1.5"), "NULL?"]


@given(st.lists(st.text(max_size=5) | st.integers() | st.none(), max_size=5))
def test_a_list_becomes_json(values: list[object]) -> None:
    assert json.loads(str(as_text(values))) == values


def test_other_values_become_text() -> None:
    assert as_text("x") == "x"
    assert as_text(Decimal("1.10")) == "1.10"
    assert as_text({"a": [1]}) == '{"a": [1]}'
