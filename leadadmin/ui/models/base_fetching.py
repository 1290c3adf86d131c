"""A table model that fetches page after page as it is scrolled: for leads by the million.

Keyset paging: the model remembers the cursor of the last row it has and asks for what follows. It never
asks for a count and never for a page twice; sorting and filtering belong to the query behind `fetch`.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, Signal

from leadadmin.ui.models.base_columns import Col, Index, R
from leadadmin.ui.models.base_keyed import KeyedModel

PAGE_ROWS = 200
REFRESHED_ROWS = 2_000
"""Rows that a refresh reads at most."""


@dataclass(frozen=True, slots=True)
class FetchedPage(Generic[R]):
    """Rows that follow the cursor, and the cursor after them; None says that nothing follows."""

    rows: Sequence[R]
    next_cursor: Any | None


Arrived = Callable[[FetchedPage[R]], None]
Failed = Callable[[Exception], None]
Fetch = Callable[[Any | None, int, Arrived[R], Failed], None]
"""`fetch(cursor, size, arrived, failed)`: asks in the background; calls back on the GUI thread."""


class FetchingModel(KeyedModel[R], Generic[R]):
    """Grows at its end. `restart()` empties it and fetches anew, such as after another filter; `refresh()` reads what
    is there once more and puts it in place without a jump.

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
        super().__init__(columns, key)
        self._fetch, self._page_rows = fetch, page_rows
        self._cursor: Any | None = None
        self._more = False
        self._waiting = False
        self._refresh_wanted = False
        self._question = 0

    def exhausted(self) -> bool:
        """Return whether every row that the query has is here."""
        return not self._more and not self._waiting

    def restart(self) -> None:
        """Drop every row and fetch from the start."""
        self._question += 1
        self._waiting = self._refresh_wanted = False
        self.beginResetModel()
        self._shown, self._keys, self._cursor, self._more = [], [], None, True
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def refresh(self) -> None:
        """Read the rows that are there again, at most `REFRESHED_ROWS`; what follows them stays as it is."""
        if self._waiting:
            self._refresh_wanted = True
            return
        size = min(max(len(self._shown), self._page_rows), REFRESHED_ROWS)
        self._ask(None, size, self._put)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(self._cursor, self._page_rows, self._take)

    def _ask(self, cursor: Any | None, size: int, take: Callable[[FetchedPage[R]], None]) -> None:
        self._waiting = True
        self.fetching.emit(True)
        question = self._question

        def arrived(page: FetchedPage[R]) -> None:
            if question == self._question:
                self._waiting = False
                take(page)  # a view may ask for the next page meanwhile
                self._answered()

        def failed(error: Exception) -> None:
            if question == self._question:
                self._waiting = False
                self._answered()
                self.failed.emit(error)

        self._fetch(cursor, size, arrived, failed)

    def _answered(self) -> None:
        if self._waiting:
            return
        self.fetching.emit(False)
        if self._refresh_wanted:
            self._refresh_wanted = False
            self.refresh()

    def _take(self, page: FetchedPage[R]) -> None:
        self._cursor = page.next_cursor
        self._more = page.next_cursor is not None
        # A row that moved while it was scrolled may come again; it stays where it was met first.
        known = set(self._keys)
        rows = [row for row in page.rows if self._key(row) not in known]
        if rows:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._shown += rows
            self._keys += [self._key(row) for row in rows]
            self.endInsertRows()

    def _put(self, page: FetchedPage[R]) -> None:
        rows = list(page.rows)
        beyond = self._shown[REFRESHED_ROWS:] if page.next_cursor is not None else []
        if beyond:
            met = {self._key(row) for row in rows}
            rows += [row for row in beyond if self._key(row) not in met]
        else:
            self._cursor, self._more = page.next_cursor, page.next_cursor is not None
        self.replacing.emit()
        self._replace_shown(rows)
        self.replaced.emit()
