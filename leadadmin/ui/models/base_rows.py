"""A table model of rows kept in memory: sorting by value, filtering, ticks, and replacing without a jump.

Replacing rows goes through inserts, removals and one move, so views keep selection, current cell and
persistent indexes by the row's key. Thousands of rows are fine; for more there is `FetchingModel`.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, Qt, Signal

from leadadmin.ui.models.base_columns import Col, ColumnsModel, Index, Kind, R, sort_key, tick_column


class RowsModel(ColumnsModel[R], Generic[R]):
    """Rows known by `key(row)`, described by columns.

    `replacing` and `replaced` tell views when to keep hold of the row at their upper edge.
    With `tickable` a column of tick boxes comes first; ticks are kept by key, also while a filter hides rows.
    """

    ticks_changed = Signal()
    replacing = Signal()
    replaced = Signal()

    def __init__(self, columns: Sequence[Col[R]], key: Callable[[R], Hashable], *, tickable: bool = False) -> None:
        super().__init__([tick_column(), *columns] if tickable else columns)
        self.tickable = tickable
        self._key = key
        self._all: list[R] = []
        self._shown: list[R] = []
        self._keys: list[Hashable] = []
        self._filter: Callable[[R], bool] | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._ticked: set[Hashable] = set()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def row_at(self, row: int) -> R:
        return self._shown[row]

    def key_at(self, row: int) -> Hashable:
        return self._keys[row]

    def rows(self) -> list[R]:
        """Return the rows in sight, as sorted."""
        return list(self._shown)

    def all_rows(self) -> list[R]:
        """Return every row, also those that the filter hides."""
        return list(self._all)

    def place_of(self, key: Hashable) -> int:
        """Return where the row of `key` is shown, or -1."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

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
        wanted = self._wanted()
        keys = [self._key(row) for row in wanted]
        self._remove_gone(set(keys))
        self._append_new(wanted, keys)
        self._reorder(wanted, keys)
        self._tell_all()

    def _remove_gone(self, keep: set[Hashable]) -> None:
        at = len(self._keys) - 1
        while at >= 0:
            if self._keys[at] in keep:
                at -= 1
                continue
            end = at
            while at > 0 and self._keys[at - 1] not in keep:
                at -= 1
            self.beginRemoveRows(QModelIndex(), at, end)
            del self._shown[at : end + 1], self._keys[at : end + 1]
            self.endRemoveRows()
            at -= 1

    def _append_new(self, wanted: list[R], keys: list[Hashable]) -> None:
        have = set(self._keys)
        new = [(row, key) for row, key in zip(wanted, keys, strict=True) if key not in have]
        if not new:
            return
        first = len(self._shown)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._shown += [row for row, _ in new]
        self._keys += [key for _, key in new]
        self.endInsertRows()

    def _reorder(self, wanted: list[R], keys: list[Hashable]) -> None:
        if keys == self._keys:
            self._shown = wanted
            return
        self.layoutAboutToBeChanged.emit()
        places = {key: at for at, key in enumerate(keys)}
        before = self.persistentIndexList()
        after = [self.index(places[self._keys[old.row()]], old.column()) for old in before]
        self._shown, self._keys = wanted, keys
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _tell_all(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
