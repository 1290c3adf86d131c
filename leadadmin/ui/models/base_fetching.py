"""A table model that fetches page after page as it is scrolled: for leads by the million.

Keyset paging: the model remembers the cursor of the last row it has and asks for what follows. It never
asks for a count and never for a page twice; sorting and filtering belong to the query behind `fetch`.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, Signal

from leadadmin.ui.models.base_columns import Col, ColumnsModel, Index, R

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class FetchedPage(Generic[R]):
    """Rows that follow the cursor, and the cursor after them; None says that nothing follows."""

    rows: Sequence[R]
    next_cursor: Any | None


Arrived = Callable[[FetchedPage[R]], None]
Failed = Callable[[Exception], None]
Fetch = Callable[[Any | None, int, Arrived[R], Failed], None]
"""`fetch(cursor, size, arrived, failed)`: asks in the background; calls back on the GUI thread."""


class FetchingModel(ColumnsModel[R], Generic[R]):
    """Grows at its end. `restart()` empties it and fetches anew, such as after another filter.

    An answer to a question asked before `restart()` is dropped. `fetching` tells that a question is out,
    `failed` that it could not be answered (`fetchMore` asks again).
    """

    fetching = Signal(bool)
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Col[R]],
        key: Callable[[R], Hashable],
        fetch: Fetch[R],
        *,
        page_rows: int = PAGE_ROWS,
    ) -> None:
        super().__init__(columns)
        self._key, self._fetch, self._page_rows = key, fetch, page_rows
        self._rows: list[R] = []
        self._cursor: Any | None = None
        self._more = False
        self._waiting = False
        self._question = 0

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def row_at(self, row: int) -> R:
        return self._rows[row]

    def key_at(self, row: int) -> Hashable:
        return self._key(self._rows[row])

    def exhausted(self) -> bool:
        """Return whether every row that the query has is here."""
        return not self._more and not self._waiting

    def restart(self) -> None:
        """Drop every row and fetch from the start."""
        self._question += 1
        self._waiting = False
        self.beginResetModel()
        self._rows, self._cursor, self._more = [], None, True
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        self._waiting = True
        self.fetching.emit(True)
        question = self._question

        def arrived(page: FetchedPage[R]) -> None:
            if question == self._question:
                self._take(page)

        def failed(error: Exception) -> None:
            if question == self._question:
                self._waiting = False
                self.fetching.emit(False)
                self.failed.emit(error)

        self._fetch(self._cursor, self._page_rows, arrived, failed)

    def _take(self, page: FetchedPage[R]) -> None:
        self._waiting = False
        self._cursor = page.next_cursor
        self._more = page.next_cursor is not None
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self.fetching.emit(False)
