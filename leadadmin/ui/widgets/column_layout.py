"""Where the columns of a table stand: first widths, the one that stretches, what hides when it gets narrow,
what a person chose, and keeping all that between sessions."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from leadadmin.ui.memory import Memory
from leadadmin.ui.models.base_columns import ColumnsModel, Kind
from leadadmin.ui.style.fonts import text_scale

_KEEP_AFTER_MS = 300


class ColumnLayout(QObject):
    """Belongs to one table view and its model."""

    def __init__(self, view: QTableView, model: ColumnsModel[Any], memory: Memory | None, name: str) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._memory, self._name = memory, f"columns/{name}"
        self._chosen = {col.key: not col.hidden for col in model.columns}
        self._sort: tuple[str, bool] | None = None
        self._fitting = False
        self._keep_timer = QTimer(self)
        self._keep_timer.setSingleShot(True)
        self._keep_timer.setInterval(_KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self.keep)
        self._scale = text_scale()
        header = view.horizontalHeader()
        for number, col in enumerate(model.columns):
            fixed = col.kind == Kind.TICK
            mode = QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            header.resizeSection(number, self._first(number))
        self._recall()
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._later)

    def is_chosen(self, key: str) -> bool:
        """Return whether a column is wanted (a narrow window may hide it all the same)."""
        return self._chosen[key]

    def choose(self, key: str, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not shown and sum(self._chosen[col.key] for col in self._model.columns if not col.fixed) <= 1:
            return
        self._chosen[key] = shown
        self.fit()
        self._later()

    def show_sort(self, key: str, ascending: bool) -> None:
        """Show the arrow of the sort and remember it."""
        self._sort = (key, ascending)
        header = self._view.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
        header.setSortIndicator(self._model.column_of(key), order)
        header.setSortIndicatorShown(True)
        self._later()

    def sort(self) -> tuple[str, bool] | None:
        """Return the column sorted by and whether it ascends."""
        return self._sort

    def fit(self) -> None:
        """Hide what has no room, and give the rest of the width to the column that stretches."""
        if self._fitting:
            return
        self._fitting = True
        header, room = self._view.horizontalHeader(), self._view.viewport().width()
        shown = [n for n, col in enumerate(self._model.columns) if self._chosen[col.key]]
        spare = sorted((n for n in shown if self._model.columns[n].hides), key=lambda n: -self._model.columns[n].hides)
        while spare and sum(self._least(n) for n in shown) > room:
            shown.remove(spare.pop(0))
        for number in range(len(self._model.columns)):
            header.setSectionHidden(number, number not in shown)
        stretching = next((n for n in shown if self._model.columns[n].stretch), None)
        if stretching is not None:
            others = sum(header.sectionSize(n) for n in shown if n != stretching)
            header.resizeSection(stretching, max(self._minimum(stretching), room - others))
        self._fitting = False

    def _least(self, number: int) -> int:
        col = self._model.columns[number]
        return self._minimum(number) if col.stretch else self._width(number)

    def _minimum(self, number: int) -> int:
        col = self._model.columns[number]
        return col.minimum if col.kind == Kind.TICK else round(col.minimum * self._scale)

    def _first(self, number: int) -> int:
        col = self._model.columns[number]
        return col.width if col.kind == Kind.TICK else round(col.width * self._scale)

    def _width(self, number: int) -> int:
        size = self._view.horizontalHeader().sectionSize(number)
        return size or self._first(number)

    def _resized(self, number: int, before: int, now: int) -> None:
        if self._fitting or not before or not now:
            return
        col = self._model.columns[number]
        if now < self._minimum(number):
            self._view.horizontalHeader().resizeSection(number, self._minimum(number))
        if not col.stretch:
            self.fit()
        self._later()

    # -- the menu

    def menu(self, sort_by: Callable[..., None]) -> QMenu:
        """Return a menu with a tick per column and a list to sort by; it deletes itself."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sorting = menu.addMenu(self.tr("Sort by"))
        menu.addSeparator()
        for col in self._model.columns:
            if col.fixed or not col.title:
                continue
            shown = menu.addAction(col.title)
            shown.setCheckable(True)
            shown.setChecked(self._chosen[col.key])
            shown.toggled.connect(lambda on, key=col.key: self.choose(key, on))
            if not col.sortable:
                continue
            by = sorting.addAction(col.title)
            by.setCheckable(True)
            by.setChecked(self._sort is not None and self._sort[0] == col.key)
            by.triggered.connect(lambda on=False, key=col.key: sort_by(key))
        menu.addSeparator()
        menu.addAction(self.tr("Columns as they were")).triggered.connect(self.reset)
        return menu

    def reset(self) -> None:
        """Go back to the columns' own order, widths and choice."""
        header = self._view.horizontalHeader()
        self._fitting = True
        for number, col in enumerate(self._model.columns):
            header.moveSection(header.visualIndex(number), number)
            self._chosen[col.key] = not col.hidden
            header.setSectionHidden(number, False)
            header.resizeSection(number, self._first(number))
        self._fitting = False
        self.fit()
        self._later()

    # -- remembering

    def _later(self) -> None:
        if self._memory is not None:
            self._keep_timer.start()

    def keep(self) -> None:
        """Remember now."""
        if self._memory is None:
            return
        header = self._view.horizontalHeader()
        columns = self._model.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        kept = {
            "order": [columns[n].key for n in order],
            "widths": {col.key: self._width(n) for n, col in enumerate(columns) if not col.stretch},
            "chosen": self._chosen,
            "sort": list(self._sort) if self._sort else None,
        }
        self._memory.keep(self._name, json.dumps(kept))

    def _recall(self) -> None:
        text = self._memory.recall(self._name) if self._memory is not None else ""
        if not text:
            return
        kept = json.loads(text)
        header = self._view.horizontalHeader()
        known = {col.key: number for number, col in enumerate(self._model.columns)}
        for key, width in kept["widths"].items():
            if key in known:
                header.resizeSection(known[key], max(int(width), self._minimum(known[key])))
        self._chosen |= {key: bool(on) for key, on in kept["chosen"].items() if key in known}
        for at, key in enumerate(key for key in kept["order"] if key in known):
            header.moveSection(header.visualIndex(known[key]), at)
        if kept["sort"] and kept["sort"][0] in known:
            key, ascending = str(kept["sort"][0]), bool(kept["sort"][1])
            self.show_sort(key, ascending)
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            self._model.sort(known[key], order)
