"""A source for tests that never leaves the process: a table of rows with a call that returns those after an id."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import SourceFailed
from leadadmin.sources.base import Block, Call, CancelToken, Column, ColumnKind, Limits, Procedure, Step


@dataclass
class TableSource:
    """Returns the rows whose first column is greater than the passed id; remembers what it was passed."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]] = field(default_factory=list)
    passed: list[object] = field(default_factory=list)
    fail_after: int | None = None
    block_rows: int = 1000
    between: Callable[[int], None] = lambda _block: None
    notes: list[str] = field(default_factory=list)

    def open_connection(self, connection: Connection, secret: str | None) -> "TableSource":
        """An injector's opener."""
        return self

    def plan(self) -> tuple[Step, ...]:
        return ()

    def steps(self) -> Iterator[Step]:
        return iter(())

    def databases(self) -> tuple[str, ...]:
        return ()

    def procedures(self) -> tuple[Procedure, ...]:
        return ()

    def sample_procedure(self, table: str = "") -> str:
        return ""

    @contextmanager
    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> Iterator["TableRows"]:
        self.passed.append(call.last_id)
        wanted = [row for row in self.rows if call.last_id is None or _after(row[0], call.last_id)]
        yield TableRows(self, wanted)


def _after(value: object, last_id: object) -> bool:
    return value is None or not isinstance(value, type(last_id)) or value > last_id  # type: ignore[operator]


class TableRows:
    """The rows of one call."""

    def __init__(self, source: TableSource, rows: list[tuple[object, ...]]) -> None:
        self._source = source
        self._rows = rows
        self.columns = tuple(Column(name, ColumnKind.OTHER) for name in source.columns)
        self.notes = list(source.notes)

    def blocks(self) -> Iterator[Block]:
        size = self._source.block_rows
        for number, start in enumerate(range(0, len(self._rows), size)):
            if self._source.fail_after is not None and start >= self._source.fail_after:
                raise SourceFailed("The procedure failed half-way.", "Ask its author.", code="procedure_failed")
            part = self._rows[start : start + size]
            yield Block(self.columns, [list(column) for column in zip(*part, strict=True)])
            self._source.between(number)
