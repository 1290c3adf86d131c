"""Rows in memory known by key, replaced without a jump: what models of tables that refresh have in common.

Replacing goes through inserts, removals and one move, so views keep selection, current cell and persistent indexes
by the row's key.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QModelIndex, Signal

from leadadmin.ui.models.base_columns import Col, ColumnsModel, Index, R


class KeyedModel(ColumnsModel[R], Generic[R]):
    """Rows known by `key(row)`, in the order shown. `replacing` and `replaced` frame an exchange of all rows."""

    replacing = Signal()
    replaced = Signal()

    def __init__(self, columns: Sequence[Col[R]], key: Callable[[R], Hashable]) -> None:
        super().__init__(columns)
        self._key = key
        self._shown: list[R] = []
        self._keys: list[Hashable] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def row_at(self, row: int) -> R:
        return self._shown[row]

    def key_at(self, row: int) -> Hashable:
        return self._keys[row]

    def place_of(self, key: Hashable) -> int:
        """Return where the row of `key` is shown, or -1."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def _replace_shown(self, wanted: list[R]) -> None:
        """Show these rows, in this order; keys must not repeat."""
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
