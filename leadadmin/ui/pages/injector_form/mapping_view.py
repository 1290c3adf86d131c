"""The field mapping grid: a table whose cells show their editors only while they are edited (look, Injector form)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leadadmin.domain.fields import Field
from leadadmin.domain.mapping_lines import LineAction, LineRole, MappingLine
from leadadmin.domain.system_fields import SystemField
from leadadmin.ui.memory import Memory
from leadadmin.ui.models.base_columns import Col, Index
from leadadmin.ui.models.mapping_grid import (
    DEFAULT,
    FIELD,
    FIELD_ICONS,
    ID_ICON,
    SAMPLES,
    SAMPLES_NARROW,
    SAMPLES_WIDE,
    STATUS,
    SYSTEM_ICON,
    TRANSFORM,
    MappingGridModel,
    action_words,
)
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import SPACE_S, TABLE_HEADER_HEIGHT
from leadadmin.ui.theme import Theme, theme_of
from leadadmin.ui.widgets.cells import CellDelegate, cell_room
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.table import DataTable

ROW = 32
_MOST_ROWS = 24
_WIDE = 1080
_IGNORE, _NEW, _ID = "ignore", "new", "id"
_FIELD, _SYSTEM = "field/", "system/"
_LIST_WIDTH = 240


class _PickerDelegate(QStyledItemDelegate):
    """The items as in every list; separators as hairlines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 9) if _is_separator(index) else super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not _is_separator(index):
            super().paint(painter, option, index)
            return
        middle = option.rect.center().y()
        view = self.parent()
        color = theme_of(view).divider if isinstance(view, QWidget) else ""
        painter.fillRect(option.rect.left() + SPACE_S, middle, option.rect.width() - 2 * SPACE_S, 1, QColor(color))


def _is_separator(index: Index) -> bool:
    """As `QComboBox.insertSeparator` marks it."""
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")


class FieldPicker(ComboBox):
    """The list of a cell: ignore, the unique id, the template's fields, the system fields, a new field."""

    def __init__(self, line: MappingLine, fields: Sequence[Field], parent: QWidget) -> None:
        super().__init__(small=True, says="", parent=parent)
        self.setItemDelegate(_PickerDelegate(self))
        self.view().setMinimumWidth(_LIST_WIDTH)
        self.setAccessibleName(self.tr("Field for {0}").format(line.column))
        self.setObjectName("field-picker")
        if line.role is LineRole.UNIQUE_ID:
            self.add(self.tr("Unique id"), _ID, ID_ICON)
        self.add(self.tr("Ignore this column"), _IGNORE, "circle-minus")
        self.insertSeparator(self.count())
        for field in fields:
            self.add(field.label, _FIELD + field.key, FIELD_ICONS[field.type])
        self.insertSeparator(self.count())
        for system in SystemField:
            self.add(system.label, _SYSTEM + system.value, SYSTEM_ICON)
        self.insertSeparator(self.count())
        self.add(self.tr("New field…"), _NEW, "plus")
        target = line.offered.target if line.offered is not None else line.target
        if line.role is LineRole.UNIQUE_ID:
            self.choose(_ID)
        else:
            self.choose_target(target)

    def choose_target(self, target: str | SystemField | None) -> bool:
        """Choose a field by its key, a system field, or None to ignore the column; returns whether it is offered."""
        if target is None:
            return self.choose(_IGNORE)
        # An enumeration of texts comes back from Qt as a plain text, hence the marks.
        return self.choose(f"{_SYSTEM if isinstance(target, SystemField) else _FIELD}{target}")

    def target(self) -> str | SystemField | None:
        """What was chosen: a field's key or a system field; None for the rest."""
        key = str(self.key())
        if key.startswith(_SYSTEM):
            return SystemField(key.removeprefix(_SYSTEM))
        return key.removeprefix(_FIELD) if key.startswith(_FIELD) else None


class MappingDelegate(CellDelegate):
    """Draws the link at the end of the status, and makes the editors."""

    picked = Signal(object, object)
    """The line, and the picker with what was chosen in it."""
    default_typed = Signal(object, str)

    def __init__(self, view: "MappingGrid") -> None:
        super().__init__(view, page_edges=False)
        self._grid = view

    # -- the link

    def link_rect(self, index: Index) -> QRect:
        """Where the link of a status cell is; empty when it has none."""
        words = action_words(self._grid.model_of_lines.line_at(index).action)
        if not words:
            return QRect()
        room = cell_room(self._grid, self._grid.visualRect(index), index.column(), page_edges=False)
        width = QFontMetrics(type_font(Type.BODY)).horizontalAdvance(words)
        return QRect(room.right() - width + 1, room.top(), width, room.height())

    def _icon_text(self, painter: QPainter, room: QRect, col: Col[Any], row: Any, theme: Theme, selected: bool) -> None:
        words = action_words(row.action) if col.key == STATUS else ""
        if words:
            font = type_font(Type.BODY)
            width = QFontMetrics(font).horizontalAdvance(words)
            painter.setFont(font)
            painter.setPen(QColor(theme.accent_text))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
            room = room.adjusted(0, 0, -width - SPACE_S, 0)
        super()._icon_text(painter, room, col, row, theme, selected)

    # -- editors

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = self._grid.model_of_lines.line_at(index)
        if self._grid.model_of_lines.columns[index.column()].key == FIELD:
            picker = FieldPicker(line, self._grid.fields, parent)
            picker.activated.connect(lambda _i: self._finish(picker))
            return picker
        editor = LineEdit(small=True, parent=parent)
        editor.setAccessibleName(self.tr("When {0} is empty").format(line.column))
        editor.setObjectName("default-editor")
        return editor

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        line = self._grid.model_of_lines.line_at(index)
        if isinstance(editor, FieldPicker):
            self.picked.emit(line, editor)
        elif isinstance(editor, LineEdit):
            self.default_typed.emit(line, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))


class MappingGrid(DataTable):
    """F2, typing or a click edits a cell; Enter accepts a suggestion; Alt+Down opens; Delete clears.

    What is wanted is told by signals, each with the `MappingLine`; the page changes the mapping and shows it anew.
    """

    target_picked = Signal(object, object)
    """A line and a field's key, a system field, or None to ignore the column."""
    new_field_wanted = Signal(object)
    accepted = Signal(object)
    joined = Signal(object)
    cleared = Signal(object)
    transforms_cleared = Signal(object)
    transforms_wanted = Signal(object, QRect)
    default_changed = Signal(object, str)

    def __init__(self, model: MappingGridModel, *, says: str, memory: Memory | None = None) -> None:
        self.model_of_lines = model
        self.fields: tuple[Field, ...] = ()
        self._wide = True
        super().__init__(model, says=says, memory=memory, name="mapping", page_edges=False, row_height=ROW)
        self.setSortingEnabled(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.mapping_cells = MappingDelegate(self)
        self.cells = self.mapping_cells
        self.setItemDelegate(self.mapping_cells)
        self.mapping_cells.picked.connect(self._picked)
        self.mapping_cells.default_typed.connect(self._typed)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._cell_clicked)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, up to a height that still leaves the page its own scroll."""
        rows = max(1, min(self.model_of_lines.rowCount(), _MOST_ROWS))
        self.setFixedHeight(TABLE_HEADER_HEIGHT + rows * ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.viewport().width() >= _WIDE
        if wide != self._wide:
            self._wide = wide
            samples = self.model_of_lines.column_of(SAMPLES)
            self.setColumnWidth(samples, SAMPLES_WIDE if wide else SAMPLES_NARROW)
        super().resizeEvent(event)

    def current_line(self) -> MappingLine | None:
        """The line that has the keyboard."""
        index = self.currentIndex()
        return self.model_of_lines.line_at(index) if index.isValid() else None

    def edit_field(self, *, open_list: bool) -> None:
        """Edit the field of the current line."""
        index = self.currentIndex()
        if index.isValid():
            self._edit(index.siblingAtColumn(self.model_of_lines.column_of(FIELD)), open_list=open_list)

    # -- editing

    def _edit(self, index: QModelIndex, *, open_list: bool) -> None:
        key = self.model_of_lines.columns[index.column()].key
        if key == TRANSFORM:
            if self.model_of_lines.can_change(index):
                self.transforms_wanted.emit(self.model_of_lines.line_at(index), self.visualRect(index))
            return
        self.setCurrentIndex(index)
        if not self.model_of_lines.can_edit(index):
            return
        self.edit(index)
        editor = self.indexWidget(index)
        if open_list and isinstance(editor, FieldPicker):
            QTimer.singleShot(0, editor, editor.showPopup)

    def _picked(self, line: MappingLine, picker: FieldPicker) -> None:
        key, target = picker.key(), picker.target()
        if target is not None:
            self.target_picked.emit(line, target)
        elif key == _NEW:
            self.new_field_wanted.emit(line)
        elif key == _IGNORE and (line.entry is not None or line.offered is not None):
            self.cleared.emit(line)

    def _typed(self, line: MappingLine, text: str) -> None:
        if text.strip() != line.default:
            self.default_changed.emit(line, text.strip())

    def act(self, line: MappingLine) -> None:
        """Do what the link at the end of a line offers."""
        match line.action:
            case LineAction.ACCEPT:
                self.accepted.emit(line)
            case LineAction.JOIN:
                self.joined.emit(line)
            case LineAction.NEW_FIELD:
                self.new_field_wanted.emit(line)
            case LineAction.CLEAR:
                self.cleared.emit(line)

    # -- mouse and keyboard

    def _cell_clicked(self, index: QModelIndex) -> None:
        key = self.model_of_lines.columns[index.column()].key
        if key in (FIELD, TRANSFORM, DEFAULT):
            self._edit(index, open_list=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._on_link(event, index):
            self.act(self.model_of_lines.line_at(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and self._on_link(event, index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _on_link(self, event: QMouseEvent, index: QModelIndex) -> bool:
        if self.model_of_lines.columns[index.column()].key != STATUS:
            return False
        return self.mapping_cells.link_rect(index).contains(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        editing = self.state() == QAbstractItemView.State.EditingState
        if line is None or editing:
            super().keyPressEvent(event)
            return
        key, index = event.key(), self.currentIndex()
        column = self.model_of_lines.columns[index.column()].key
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if line.action is LineAction.ACCEPT:
                self.act(line)
            elif column in (TRANSFORM, DEFAULT):
                self._edit(index, open_list=True)
            else:
                self.edit_field(open_list=True)
        elif key == Qt.Key.Key_F2 or (key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            opening = key != Qt.Key.Key_F2
            if column in (TRANSFORM, DEFAULT) and self.model_of_lines.can_change(index):
                self._edit(index, open_list=opening)
            else:
                self.edit_field(open_list=opening)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete(line, column)
        else:
            typed = event.text().strip()
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if typed and plain and column != DEFAULT:
                # Letters look for a field, wherever in the line the keyboard is.
                self.setCurrentIndex(index.siblingAtColumn(self.model_of_lines.column_of(FIELD)))
            super().keyPressEvent(event)

    def _delete(self, line: MappingLine, column: str) -> None:
        if column == DEFAULT and line.default:
            self.default_changed.emit(line, "")
        elif column == TRANSFORM and line.entry is not None and line.transforms:
            self.transforms_cleared.emit(line)
        elif line.entry is not None or line.offered is not None:
            self.cleared.emit(line)
