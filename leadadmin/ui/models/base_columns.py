"""Columns as data: a page lists its columns, and table, delegate, chooser and copy read them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from leadadmin.ui.widgets.pill import PillSpec

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
KEY_ROLE = Qt.ItemDataRole.UserRole + 3
NOTHING = "–"


class Kind(StrEnum):
    """How a cell is drawn."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    PILL = "pill"
    TWO_LINES = "two lines"
    ICON_TEXT = "icon and text"
    TICK = "tick"


class SortValue(Protocol):
    """What rows are sorted by."""

    def __lt__(self, other: Any, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Col(Generic[R]):
    """One column.

    `text(row)` is what is shown, copied and read aloud. `sort(row)` is the value to sort by; None sorts last
    in either direction; without `sort` the text counts, without regard to case. `share(row)` is 0 to 1 for
    percent cells, None for nothing of nothing. `tone(row)` is a colour token, such as `muted` or `danger`;
    the icon has the text's unless `icon_tone` gives it one of its own.
    `width` is the first width, `minimum` the least; one column may `stretch`. In a narrow window the column
    with the highest `hides` goes first; 0 never goes. `hidden` columns are only offered by the column chooser,
    `fixed` ones are not offered there. Nothing is sorted by a column that is not `sortable`. `about` explains
    the column in its header's tooltip.
    """

    key: str
    title: str
    text: Callable[[R], str]
    kind: Kind = Kind.TEXT
    width: int = 120
    minimum: int = 64
    sort: Callable[[R], SortValue | None] | None = None
    tooltip: Callable[[R], str] | None = None
    second: Callable[[R], str] | None = None
    icon: Callable[[R], str] | None = None
    icon_tone: Callable[[R], str] | None = None
    pill: Callable[[R], PillSpec | None] | None = None
    share: Callable[[R], float | None] | None = None
    tone: Callable[[R], str] | None = None
    strong: bool = False
    stretch: bool = False
    hides: int = 0
    hidden: bool = False
    fixed: bool = False
    sortable: bool = True
    about: str = ""

    @property
    def right(self) -> bool:
        """Whether header and cells are aligned to the right, as numbers are."""
        return self.kind in (Kind.NUMBER, Kind.PERCENT)


def tick_column() -> Col[Any]:
    """Return the column of tick boxes that stands first in tables whose rows can be ticked."""
    return Col("tick", "", lambda row: "", kind=Kind.TICK, width=44, minimum=44, fixed=True)


class ColumnsModel(QAbstractTableModel, Generic[R]):
    """What tables, delegates and copying read: columns, rows and their roles. Subclasses hold the rows."""

    def __init__(self, columns: Sequence[Col[R]]) -> None:
        super().__init__()
        keys = [col.key for col in columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"column keys repeat: {keys}")
        self._columns: tuple[Col[R], ...] = tuple(columns)

    @property
    def columns(self) -> tuple[Col[R], ...]:
        """The columns, in the model's own order."""
        return self._columns

    def column_of(self, key: str) -> int:
        """Return a column's number; raises `KeyError` for an unknown key."""
        for number, col in enumerate(self._columns):
            if col.key == key:
                return number
        raise KeyError(key)

    def row_at(self, row: int) -> R:
        """Return the row shown at a place."""
        raise NotImplementedError

    def key_at(self, row: int) -> object:
        """Return the key of the row shown at a place."""
        raise NotImplementedError

    def is_ticked(self, row: int) -> bool:
        """Return whether the row shown at a place is ticked; models without ticks never are."""
        del row
        return False

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        col = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return col.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return col.about or None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        reader = _READERS.get(role)
        if reader is None:
            return self.key_at(index.row()) if role == KEY_ROLE else None
        return reader(self._columns[index.column()], self.row_at(index.row()))


def sort_key(col: Col[R], row: R) -> SortValue | None:
    """Return the value to sort by; None sorts last."""
    if col.sort is not None:
        return col.sort(row)
    if col.kind == Kind.PERCENT and col.share is not None:
        return col.share(row)
    return col.text(row).casefold()


def spoken(col: Col[R], row: R) -> str:
    """Return what assistive tools read aloud: “46 percent”, or text and second line."""
    if col.kind == Kind.PERCENT and col.share is not None:
        share = col.share(row)
        tr = QCoreApplication.translate
        return tr("Table", "nothing") if share is None else tr("Table", "{0} percent").format(round(share * 100))
    parts = [col.text(row), col.second(row) if col.second else ""]
    return ", ".join(part for part in parts if part)


def _alignment(col: Col[Any], row: Any) -> Qt.AlignmentFlag:
    del row
    side = Qt.AlignmentFlag.AlignRight if col.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_READERS: dict[int, Callable[[Col[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda col, row: col.text(row),
    Qt.ItemDataRole.AccessibleTextRole: spoken,
    Qt.ItemDataRole.ToolTipRole: lambda col, row: col.tooltip(row) if col.tooltip else None,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    SORT_ROLE: sort_key,
    ROW_ROLE: lambda col, row: row,
}
