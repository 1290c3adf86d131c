"""Reading a call's rows in blocks, within its limits, to the very end: the part all drivers share."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from leadadmin.sources import wording
from leadadmin.sources.base import Block, Column, ColumnKind, Limits
from leadadmin.sources.faults import CallFailed
from leadadmin.sources.watch import Watch

Row = Sequence[object]
Cell = TypeVar("Cell")


class Reader(Protocol):
    """What a driver must be able to do with a call that answered."""

    def fetch(self, rows: int) -> Sequence[Row]:
        """The next rows of the first result, at most so many; empty at its end."""

    def values(self, rows: Sequence[Row]) -> list[list[object]]:
        """The rows as columns of final values."""

    def further_results(self) -> int:
        """Read everything after the first result to the end, and count the results with columns in it."""


class StreamedRows:
    """The Rows of a call: see `base.Rows`. `finished` turns True once everything was read without a fault."""

    def __init__(
        self,
        name: str,
        columns: tuple[Column, ...],
        reader: Reader,
        limits: Limits,
        watch: Watch,
        translated: Callable[[], AbstractContextManager[None]],
        notes: list[str],
    ) -> None:
        self.columns = columns
        self.notes = notes
        self.finished = False
        self._name = name
        self._reader = reader
        self._limits = limits
        self._watch = watch
        self._translated = translated

    def blocks(self) -> Iterator[Block]:
        """See `base.Rows.blocks`."""
        left = self._limits.rows
        while rows := self._fetch(min(self._limits.block_rows, left + 1)):
            left -= len(rows)
            if left < 0:
                raise CallFailed(wording.too_many_rows(self._name, self._limits.rows))
            yield Block(self.columns, self._reader.values(rows))
        self._watch.check()
        with self._translated():
            further = self._reader.further_results()
        if further:
            raise CallFailed(wording.several_result_sets(self._name, 1 + further))
        self._watch.check()
        self._watch.leave()  # nothing runs any more; what the reader does now takes the time it takes
        self.finished = True

    def _fetch(self, rows: int) -> Sequence[Row]:
        self._watch.check()
        with self._translated():
            return self._reader.fetch(rows)


def distinct_columns(named: Sequence[tuple[str, ColumnKind]], notes: list[str]) -> tuple[Column, ...]:
    """The columns with names that differ: a second “id” becomes “id (2)”, with a note."""
    taken = {name for name, _ in named}
    seen: set[str] = set()
    columns: list[Column] = []
    for name, kind in named:
        free = name
        number = 2
        while free in seen or (free != name and free in taken):
            free = f"{name} ({number})"
            number += 1
        if free != name:
            notes.append(f"Another column is called “{name}” too; it is read as “{free}”.")
        seen.add(free)
        columns.append(Column(free, kind))
    return tuple(columns)


def by_columns(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Cell]]:
    """Rows turned into columns; `width` is the number of columns when there are no rows."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
