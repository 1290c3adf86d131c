"""A table whose cells are edited in place: a field or a list appears in the cell only while it is edited."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView, QWidget

from leadadmin.ui.models.base_columns import Index, Kind
from leadadmin.ui.models.editable_rows import EditableRows
from leadadmin.ui.style.density import row_height
from leadadmin.ui.style.metrics import TABLE_HEADER_HEIGHT
from leadadmin.ui.widgets.cells import CellDelegate
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.table import DataTable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_OR_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EditCells(CellDelegate):
    """Draws as every table does; edits a text in a field, a choice in a list, a tick by click or Space."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, EditableRows):
            return super().createEditor(parent, option, index)
        col = model.edit_column(index.column())
        if col.choices is None:
            line = LineEdit(small=True, parent=parent)
            line.setAccessibleName(col.title)
            return line
        combo = ComboBox(small=True, says=col.title, parent=parent)
        for key, words in col.choices(model.row_at(index.row())):
            combo.add(words, key)
        combo.activated.connect(lambda _choice: self._chosen(combo))
        QTimer.singleShot(0, combo, lambda: _open(combo))
        return combo

    def _chosen(self, combo: ComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, ComboBox):
            editor.choose(value)
        elif isinstance(editor, LineEdit) and not editor.isModified():
            editor.setText(str(value))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ComboBox):
            model.setData(index, editor.key())
        elif isinstance(editor, LineEdit):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        del index
        editor.setGeometry(option.rect.adjusted(2, 3, -2, -4))

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if isinstance(model, EditableRows) and space and model.edit_column(index.column()).kind == Kind.TICK:
            on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index)


def _open(combo: ComboBox) -> None:
    """Open the list of an editor that is still there; one that was closed at once would leave its list open."""
    if combo.isVisible():
        combo.showPopup()


class EditTable(DataTable):
    """F2, Enter, typing or a click on the current cell edits it; Space ticks; Alt+Up and Alt+Down move the row.

    `remove_wanted` tells that Del was pressed. It is as high as its rows, between `least` and `most` of them.
    """

    remove_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(
        self, model: EditableRows[Any], *, says: str, least: int = 4, most: int = 7, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, says=says, page_edges=False, parent=parent)
        self._edited_model, self._least, self._most = model, least, most
        self.cells = EditCells(self, page_edges=False)
        self.setItemDelegate(self.cells)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.SelectedClicked | triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionsMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit_height)
        self._fit_height()

    def place(self) -> int:
        """Return the place of the current row, or -1."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def go_to(self, place: int, *, edit: bool = False) -> None:
        """Make a row current; with `edit` its first cell is edited at once."""
        if not 0 <= place < self._edited_model.rowCount():
            return
        first = self._edited_model.index(place, 0)
        self.setCurrentIndex(first)
        self.scrollTo(first)
        if edit:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(first)

    def finish(self) -> None:
        """Take over what is being typed in a cell, as before saving."""
        if self.state() == self.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # an editor that loses the focus commits

    def _fit_height(self) -> None:
        rows = min(max(self._edited_model.rowCount(), self._least), self._most)
        self.setFixedHeight(TABLE_HEADER_HEIGHT + rows * self.verticalHeader().defaultSectionSize() + 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_edited_model"):
            self.verticalHeader().setDefaultSectionSize(row_height())
            self._fit_height()

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Any:
        # A click on a tick box makes its row the current one here: its details are shown beside.
        return QTableView.selectionCommand(self, index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, editing = event.key(), self.state() == self.State.EditingState
        if editing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif key in _UP_OR_DOWN and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(_UP_OR_DOWN[Qt.Key(key)])
        elif key in _ENTER and self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
