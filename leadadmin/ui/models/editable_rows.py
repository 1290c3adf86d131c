"""Rows that are edited in the table itself: each cell's edit gives a new row, nothing is written anywhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from PySide6.QtCore import QModelIndex, Qt, Signal

from leadadmin.ui.models.base_columns import Col, ColumnsModel, Index, Kind, R


@dataclass(frozen=True, slots=True)
class EditCol(Col[R], Generic[R]):
    """A column that may be edited.

    `write(row, value)` gives the row with another value: a text, the key of a choice, or a bool for tick columns.
    `value(row)` is what the editor starts with (the shown text without it). `choices(row)` are keys with their
    words. `why_fixed(row)` says why this row's cell cannot be edited; empty when it can. `ticked(row)` is the state
    of a tick column.
    """

    write: Callable[[R, Any], R] | None = None
    value: Callable[[R], Any] | None = None
    choices: Callable[[R], Sequence[tuple[object, str]]] | None = None
    why_fixed: Callable[[R], str] | None = None
    ticked: Callable[[R], bool] | None = None


class EditableRows(ColumnsModel[R], Generic[R]):
    """Rows in the order of the person who edits them, known by numbers that stay. `edited` tells every change."""

    edited = Signal()

    def __init__(self, columns: Sequence[EditCol[R]]) -> None:
        super().__init__(columns)
        self._edits = tuple(columns)
        self._rows: list[R] = []
        self._keys: list[int] = []
        self._next = 0

    # -- rows

    def rows(self) -> tuple[R, ...]:
        """Return the rows as they stand."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows, silently."""
        self.beginResetModel()
        self._rows = list(rows)
        self._keys = list(range(self._next, self._next + len(rows)))
        self._next += len(rows)
        self.endResetModel()

    def refresh(self, renew: Callable[[R], R]) -> None:
        """Show every row as `renew` gives it, such as with other problems; silently."""
        self._rows = [renew(row) for row in self._rows]
        self._tell(0, len(self._rows) - 1)

    def append(self, row: R) -> int:
        """Add a row at the end; returns its place."""
        place = len(self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.append(row)
        self._keys.append(self._next)
        self._next += 1
        self.endInsertRows()
        self.edited.emit()
        return place

    def remove(self, place: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._rows[place], self._keys[place]
        self.endRemoveRows()
        self.edited.emit()

    def move(self, place: int, by: int) -> int:
        """Move a row up (-1) or down (1); returns where it is then."""
        to = place + by
        if not 0 <= to < len(self._rows):
            return place
        self.beginMoveRows(QModelIndex(), place, place, QModelIndex(), to + 1 if by > 0 else to)
        self._rows.insert(to, self._rows.pop(place))
        self._keys.insert(to, self._keys.pop(place))
        self.endMoveRows()
        self.edited.emit()
        return to

    def replace(self, place: int, row: R) -> None:
        """Show another row at a place."""
        if row != self._rows[place]:
            self._rows[place] = row
            self._tell(place, place)
            self.edited.emit()

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # -- what views ask

    def row_at(self, row: int) -> R:
        return self._rows[row]

    def key_at(self, row: int) -> object:
        return self._keys[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def edit_column(self, column: int) -> EditCol[R]:
        """Return a column with what editing needs."""
        return self._edits[column]

    def why_fixed(self, index: Index) -> str:
        """Say why a cell cannot be edited; empty when it can."""
        col = self._edits[index.column()]
        return col.why_fixed(self._rows[index.row()]) if col.why_fixed is not None else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        col = self._edits[index.column()]
        if col.write is not None and not self.why_fixed(index):
            flags |= Qt.ItemFlag.ItemIsUserCheckable if col.kind == Kind.TICK else Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        col, row = self._edits[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return col.value(row) if col.value is not None else col.text(row)
        if role == Qt.ItemDataRole.CheckStateRole and col.ticked is not None:
            return Qt.CheckState.Checked if col.ticked(row) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole and (reason := self.why_fixed(index)):
            return reason
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        col = self._edits[index.column()]
        if col.write is None or self.why_fixed(index):
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        self.replace(index.row(), col.write(self._rows[index.row()], value))
        return True
