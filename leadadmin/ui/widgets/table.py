"""Data table: what every page uses to show rows (design, Look, Table)."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from leadadmin.ui.memory import Memory
from leadadmin.ui.models.base_columns import ColumnsModel, Index, Kind
from leadadmin.ui.models.base_keyed import KeyedModel
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.style.density import row_height as usual_row_height
from leadadmin.ui.style.metrics import ROW_TWO_LINES_HEIGHT, SPACE_XL
from leadadmin.ui.theme import theme_of
from leadadmin.ui.widgets.cells import CellDelegate
from leadadmin.ui.widgets.column_layout import ColumnLayout
from leadadmin.ui.widgets.table_header import TableHeader

_SKELETON_AFTER_MS = 200


class DataTable(QTableView):
    """A read-only table over a `ColumnsModel`: rows are selected, sorted by a click, copied with Ctrl+C.

    `memory` with `name` remembers order, widths, choice and sort of the columns. `page_edges` gives the first
    and last column the page's margin of 24; turn it off inside of cards. `set_empty` takes the widget shown
    when there are no rows; `set_loading` shows grey blocks after 200 ms while there are none yet.
    `context_wanted` tells where (global) a menu about the current row is wanted.
    """

    row_chosen = Signal(object)
    row_opened = Signal(object)
    sort_wanted = Signal(str, bool)
    context_wanted = Signal(QPoint)

    def __init__(
        self,
        model: ColumnsModel[Any],
        *,
        says: str,
        memory: Memory | None = None,
        name: str = "",
        page_edges: bool = True,
        row_height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._own_row_height = row_height
        self._empty: QWidget | None = None
        self._loading = False
        self._skeleton = False
        self._held: tuple[Any, int] | None = None
        self._skeleton_timer = QTimer(self)
        self._skeleton_timer.setSingleShot(True)
        self._skeleton_timer.setInterval(_SKELETON_AFTER_MS)
        self._skeleton_timer.timeout.connect(self._show_skeleton)
        self._look(says, row_height)
        self.cells = CellDelegate(self, page_edges=page_edges)
        self.setItemDelegate(self.cells)
        self._header = TableHeader(self, page_edges=page_edges)
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self.layout_of_columns = ColumnLayout(self, model, memory, name)
        self._connect()
        self._rows_changed()

    def _look(self, says: str, row_height: int) -> None:
        two_lines = any(col.kind == Kind.TWO_LINES for col in self._model.columns)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(20)
        self._own_row_height = row_height or (ROW_TWO_LINES_HEIGHT if two_lines else 0)
        rows.setDefaultSectionSize(self._own_row_height or usual_row_height())
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setAccessibleName(says)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self._own_row_height:
            self.verticalHeader().setDefaultSectionSize(usual_row_height())

    def _connect(self) -> None:
        self.cells.too_narrow.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._header.sectionClicked.connect(self._header_clicked)
        self._header.menu_wanted.connect(self.open_columns_menu)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            signal.connect(self._rows_changed)
        if isinstance(self._model, RowsModel):
            self._model.ticks_changed.connect(self._header.viewport().update)
        if isinstance(self._model, KeyedModel):
            self._model.replacing.connect(self._hold)
            self._model.replaced.connect(self._take_up)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    # -- rows

    def current_key(self) -> object:
        """Return the key of the current row, or None."""
        index = self.currentIndex()
        return self._model.key_at(index.row()) if index.isValid() else None

    def selected_keys(self) -> list[object]:
        """Return the keys of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.key_at(row) for row in rows]

    def choose(self, key: object) -> bool:
        """Make the row of `key` current and scroll to it; returns whether it is there."""
        for row in range(self._model.rowCount()):
            if self._model.key_at(row) == key:
                self.setCurrentIndex(self._model.index(row, self._first_column()))
                self.selectRow(row)
                return True
        return False

    def _hold(self) -> None:
        """Remember which row is at the upper edge, and by how much it is cut."""
        row = self.rowAt(0)
        self._held = None
        if row > 0:
            self._held = (self._model.key_at(row), self.rowViewportPosition(row))

    def _take_up(self) -> None:
        """Bring the remembered row back to where it was; at the top the table stays at the top."""
        held, self._held = self._held, None
        if held is None or not isinstance(self._model, KeyedModel):
            return
        row = self._model.place_of(held[0])
        if row >= 0:
            self.executeDelayedItemsLayout()
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(row * height - held[1])

    def _first_column(self) -> int:
        for at in range(self._header.count()):
            number = self._header.logicalIndex(at)
            if not self._header.isSectionHidden(number) and self._model.columns[number].kind != Kind.TICK:
                return number
        return 0

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        del before
        if now.isValid():
            self.row_chosen.emit(self._model.key_at(now.row()))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._model.columns[index.column()].kind != Kind.TICK:
            self.row_opened.emit(self._model.key_at(index.row()))

    # -- header

    def _header_clicked(self, column: int) -> None:
        if self._model.columns[column].kind == Kind.TICK:
            if isinstance(self._model, RowsModel):
                self._model.tick_all_shown(self._model.tick_state() != Qt.CheckState.Checked)
            return
        if not self._model.columns[column].sortable:
            return
        key = self._model.columns[column].key
        self.sort_by(key, ascending=self.layout_of_columns.sort() != (key, True))

    def sort_by(self, key: str, *, ascending: bool = True) -> None:
        """Sort by a column; models that fetch hear `sort_wanted` instead."""
        self.layout_of_columns.show_sort(key, ascending)
        order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
        self._model.sort(self._model.column_of(key), order)
        self.sort_wanted.emit(key, ascending)

    def open_columns_menu(self, place: QPoint | None = None) -> None:
        """Open the menu that chooses columns, at `place` (global) or below the header's right end."""
        at = place or self._header.mapToGlobal(QPoint(max(0, self.width() - 240), self._header.height()))
        self.layout_of_columns.menu(self.sort_by).popup(at)

    def _grow(self, column: int, width: int) -> None:
        if self.columnWidth(column) < width:
            self.setColumnWidth(column, width)

    # -- copying

    def selection_as_tsv(self) -> str:
        """Return the selected rows, with titles, as tab-separated text in the order on screen."""
        columns = [
            self._header.logicalIndex(at)
            for at in range(self._header.count())
            if not self._header.isSectionHidden(self._header.logicalIndex(at))
        ]
        columns = [n for n in columns if self._model.columns[n].kind != Kind.TICK]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [[self._model.columns[n].title for n in columns]]
        lines += [[str(self._model.index(row, n).data() or "") for n in columns] for row in rows]
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)

    # -- states

    def set_empty(self, widget: QWidget) -> None:
        """Show `widget` in place of rows when there are none; it belongs to the table from then on."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = widget
        widget.setParent(self.viewport())
        self._rows_changed()

    def set_loading(self, loading: bool) -> None:
        """Tell that rows are being read; what is in sight stays in sight."""
        self._loading = loading
        if loading:
            self._skeleton_timer.start()
        else:
            self._skeleton_timer.stop()
            self._skeleton = False
        self._rows_changed()

    def _show_skeleton(self) -> None:
        self._skeleton = self._loading
        self.viewport().update()

    def _rows_changed(self) -> None:
        none = self._model.rowCount() == 0
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(none and not self._loading)
        self.viewport().update()
        self._header.viewport().update()

    # -- events

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        # Clicking a tick box leaves the selection as it is.
        by_mouse = isinstance(event, QMouseEvent) and index.isValid()
        if by_mouse and self._model.columns[index.column()].kind == Kind.TICK:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selection_as_tsv())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self._open(self.currentIndex().siblingAtColumn(len(self._model.columns) - 1))
        elif event.key() == Qt.Key.Key_Space and isinstance(self._model, RowsModel) and self._model.tickable:
            self._toggle_selected(self._model)
        else:
            super().keyPressEvent(event)

    def _toggle_selected(self, model: RowsModel[Any]) -> None:
        keys: set[Any] = set(self.selected_keys()) or {self.current_key()}
        ticked = model.ticked()
        model.set_ticked(ticked - keys if keys <= ticked else ticked | keys)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Tell where a menu about the current row is wanted (global); by keyboard, below the current cell."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex())
            if cell.isValid():
                self.context_wanted.emit(self.viewport().mapToGlobal(cell.bottomLeft()))
        elif self.indexAt(event.pos()).isValid():
            self.context_wanted.emit(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.cells.hovered:
            self.cells.hovered = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_of_columns.fit()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._skeleton and self._model.rowCount() == 0:
            self._paint_skeleton()

    def _paint_skeleton(self) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme_of(self).divider))
        height = self.verticalHeader().defaultSectionSize()
        widths = (180, 120, 220, 150, 200, 140)
        for number in range(self.viewport().height() // height):
            top = number * height + height // 2 - 6
            painter.drawRoundedRect(SPACE_XL, top, widths[number % len(widths)], 12, 4, 4)
