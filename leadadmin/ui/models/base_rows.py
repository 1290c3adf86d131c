"""A table model of rows kept in memory: sorting by value, filtering, ticks, and replacing without a jump.

Replacing rows goes through inserts, removals and one move, so views keep selection, current cell and
persistent indexes by the row's key. Thousands of rows are fine; for more there is `FetchingModel`.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic

from PySide6.QtCore import Qt, Signal

from leadadmin.ui.models.base_columns import Col, Index, Kind, R, sort_key, tick_column
from leadadmin.ui.models.base_keyed import KeyedModel


class RowsModel(KeyedModel[R], Generic[R]):
    """Rows known by `key(row)`, described by columns.

    `replacing` and `replaced` tell views when to keep hold of the row at their upper edge.
    With `tickable` a column of tick boxes comes first; ticks are kept by key, also while a filter hides rows.
    """

    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Col[R]], key: Callable[[R], Hashable], *, tickable: bool = False) -> None:
        super().__init__([tick_column(), *columns] if tickable else columns, key)
        self.tickable = tickable
        self._all: list[R] = []
        self._filter: Callable[[R], bool] | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._ticked: set[Hashable] = set()

    def rows(self) -> list[R]:
        """Return the rows in sight, as sorted."""
        return list(self._shown)

    def all_rows(self) -> list[R]:
        """Return every row, also those that the filter hides."""
        return list(self._all)

    def set_rows(self, rows: Iterable[R]) -> None:
        """Replace all rows; views keep what is selected by key. Raises `ValueError` when keys repeat."""
        fresh = list(rows)
        keys = {self._key(row) for row in fresh}
        if len(keys) != len(fresh):
            raise ValueError("keys of rows repeat")
        self._all = fresh
        gone = self._ticked - keys
        self._ticked -= gone
        self.replacing.emit()
        self._show()
        self.replaced.emit()
        if gone:
            self.ticks_changed.emit()

    def set_filter(self, keep: Callable[[R], bool] | None) -> None:
        """Show only rows that `keep` keeps, or all with None."""
        self._filter = keep
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order) if column >= 0 else None
        self._show()

    # -- ticks

    def ticked(self) -> set[Hashable]:
        """Return the keys of ticked rows."""
        return set(self._ticked)

    def set_ticked(self, keys: Iterable[Hashable]) -> None:
        """Tick exactly these keys."""
        self._change_ticks(set(keys))

    def tick_all_shown(self, on: bool) -> None:
        """Tick or untick every row in sight; hidden ones keep their ticks."""
        self._change_ticks(self._ticked | set(self._keys) if on else self._ticked - set(self._keys))

    def tick_state(self) -> Qt.CheckState:
        """Return the state of the header's tick box."""
        ticked = sum(key in self._ticked for key in self._keys)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(self._keys) else Qt.CheckState.PartiallyChecked

    def _change_ticks(self, wanted: set[Hashable]) -> None:
        if wanted == self._ticked:
            return
        self._ticked = wanted
        self._tell_all()
        self.ticks_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].kind == Kind.TICK:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def is_ticked(self, row: int) -> bool:
        """Return whether the row shown at a place is ticked."""
        return self._keys[row] in self._ticked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            if not index.isValid() or self.columns[index.column()].kind != Kind.TICK:
                return None
            return Qt.CheckState.Checked if self.is_ticked(index.row()) else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        key = self._keys[index.row()]
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._change_ticks(self._ticked | {key} if on else self._ticked - {key})
        return True

    # -- showing

    def _wanted(self) -> list[R]:
        rows = [row for row in self._all if self._filter(row)] if self._filter else list(self._all)
        if self._sorted_by is not None:
            column, order = self._sorted_by
            col = self.columns[column]
            valued = [(sort_key(col, row), row) for row in rows]
            known = [pair for pair in valued if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)  # type: ignore[arg-type,return-value]
            rows = [row for _, row in known] + [row for value, row in valued if value is None]
        return rows

    def _show(self) -> None:
        self._replace_shown(self._wanted())
