"""The field mapping grid as a table model: columns of the source, where they go, and what is to be thought of it."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.mapping_lines import LineAction, LineRole, LineState, MappingLine
from leadadmin.domain.system_fields import SystemField
from leadadmin.ui.models.base_columns import NOTHING, Col, Index, Kind
from leadadmin.ui.models.base_rows import RowsModel

COLUMN, TYPE, SAMPLES, ARROW, FIELD, TRANSFORM, DEFAULT, STATUS = (
    "column", "type", "samples", "arrow", "field", "transform", "default", "status",
)  # fmt: skip
_IN_PLACE = frozenset({FIELD, DEFAULT})

FIELD_ICONS = {
    FieldType.TEXT: "type",
    FieldType.LONG_TEXT: "file-text",
    FieldType.PHONE: "phone",
    FieldType.EMAIL: "mail",
    FieldType.INTEGER: "hash",
    FieldType.DECIMAL: "hash",
    FieldType.DATE: "calendar",
    FieldType.DATETIME: "calendar-clock",
    FieldType.YES_NO: "toggle-left",
    FieldType.CHOICE: "list",
    FieldType.URL: "link",
}
SYSTEM_ICON, ID_ICON = "sliders-horizontal", "key-round"

_STATE_ICONS = {
    LineState.OK: ("circle-check", "success"),
    LineState.CHECK: ("circle-question-mark", "warning"),
    LineState.WRONG: ("circle-x", "danger"),
    LineState.IGNORED: ("circle-minus", "muted"),
}

SAMPLES_WIDE, SAMPLES_NARROW = 224, 152
"""Width of the samples; narrow where the reason at the end would be cut short."""
_SHOWN = 30
"""Letters of samples that have room in their cell."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("MappingGrid", text)


def action_words(action: LineAction) -> str:
    """The link at the right of a line; empty when there is none."""
    return {
        LineAction.NONE: "",
        LineAction.ACCEPT: _tr("Accept"),
        LineAction.JOIN: _tr("Join"),
        LineAction.NEW_FIELD: _tr("New field…"),
        LineAction.CLEAR: _tr("Take out"),
    }[action]


class MappingGridModel(RowsModel[MappingLine]):
    """Rows are `MappingLine`s; `show` also tells the template's fields, which name the targets."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._fields: dict[str, Field] = {}
        self._region = ""
        super().__init__(self._columns_of_grid(), key=lambda line: line.key)
        self.setParent(parent)

    def show(self, lines: tuple[MappingLine, ...], fields: tuple[Field, ...], region: str) -> None:
        """Show the lines of a mapping."""
        self._fields = {each.key: each for each in fields}
        self._region = region
        self.set_rows(lines)

    def line_at(self, index: Index) -> MappingLine:
        """The line of a cell."""
        return self.row_at(index.row())

    def field_of(self, line: MappingLine) -> Field | None:
        """The template's field that a line fills, or would."""
        target = line.target if line.offered is None else line.offered.target
        return self._fields.get(target) if isinstance(target, str) and not isinstance(target, SystemField) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.can_edit(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def can_edit(self, index: Index) -> bool:
        """Whether a cell is edited in place; transforms have a popup of their own."""
        return self.columns[index.column()].key in _IN_PLACE and self.can_change(index)

    def can_change(self, index: Index) -> bool:
        """Whether a cell can be changed: the field of a source's column, the rest of a line that is mapped."""
        key, line = self.columns[index.column()].key, self.line_at(index)
        if key == FIELD:
            return line.seen is not None
        return key in (TRANSFORM, DEFAULT) and line.entry is not None and line.role is LineRole.COLUMN

    # -- words

    def target_words(self, line: MappingLine) -> str:
        """Where a line goes."""
        if line.role is LineRole.UNIQUE_ID:
            return _tr("Unique id")
        target = line.target if line.offered is None else line.offered.target
        if target is None:
            return _tr("Choose a field…")
        if isinstance(target, SystemField):
            return target.label
        known = self._fields.get(target)
        return known.label if known is not None else target

    def _target_icon(self, line: MappingLine) -> str:
        if line.role is LineRole.UNIQUE_ID:
            return ID_ICON
        target = line.target if line.offered is None else line.offered.target
        if isinstance(target, SystemField):
            return SYSTEM_ICON
        known = self.field_of(line)
        return FIELD_ICONS[known.type] if known is not None else ""

    def transform_words(self, line: MappingLine) -> str:
        """What is done to the values: the transforms, or what the field's type does by itself."""
        if line.transforms:
            return ", ".join(transform.in_words for transform in line.transforms)
        known = self.field_of(line)
        if known is None:
            return _tr("None")
        match known.type:
            case FieldType.PHONE:
                region = known.region or self._region
                return _tr("As phone, {0}").format(region) if region else _tr("As phone")
            case FieldType.INTEGER | FieldType.DECIMAL:
                return _tr("Number")
            case FieldType.DATE | FieldType.DATETIME if known.date_format:
                return _tr("Date {0}").format(known.date_format)
            case _:
                return _tr("None")

    def _columns_of_grid(self) -> list[Col[MappingLine]]:
        def quiet(text: str) -> str:
            return "muted" if text in (_tr("None"), _tr("Choose a field…")) else "text"

        return [
            Col(COLUMN, _tr("Column"), _column_words, strong=True, width=128, minimum=96),
            Col(TYPE, _tr("Type"), _type_words, width=84, minimum=64, tone=lambda line: "muted", hides=3),
            Col(SAMPLES, _tr("Samples"), _sample_words, width=SAMPLES_WIDE, minimum=80, tone=lambda line: "text2",
                tooltip=_all_samples, hides=2),
            Col(ARROW, "", lambda line: "", Kind.ICON_TEXT, width=36, minimum=36,
                icon=lambda line: "arrow-right", icon_tone=lambda line: "muted", fixed=True),
            Col(FIELD, _tr("Field"), self.target_words, Kind.ICON_TEXT, width=164, minimum=120,
                icon=self._target_icon, icon_tone=lambda line: "text2",
                tone=lambda line: quiet(self.target_words(line))),
            Col(TRANSFORM, _tr("Transform"), self.transform_words, width=140, minimum=90,
                tone=lambda line: quiet(self.transform_words(line))),
            Col(DEFAULT, _tr("When empty"), lambda line: line.default or NOTHING, width=100, minimum=84, hides=1),
            Col(STATUS, _tr("Status and reason"), lambda line: line.reason, Kind.ICON_TEXT, width=290, minimum=200,
                icon=lambda line: _STATE_ICONS[line.state][0], icon_tone=lambda line: _STATE_ICONS[line.state][1],
                tone=lambda line: "danger" if line.state is LineState.WRONG else "text2",
                tooltip=lambda line: line.reason, stretch=True),
        ]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            line = self.line_at(index)
            return line.default if self.columns[index.column()].key == DEFAULT else self.target_words(line)
        return super().data(index, role)


def _column_words(line: MappingLine) -> str:
    return _tr("(no column)") if line.role is LineRole.CONSTANT else line.column


def _type_words(line: MappingLine) -> str:
    if line.seen is None:
        return NOTHING
    return {
        "date_time": _tr("date-time"),
        "yes_no": _tr("yes/no"),
        "other": NOTHING,
    }.get(line.seen.kind, line.seen.kind)


def _sample_words(line: MappingLine) -> str:
    if line.seen is None:
        return NOTHING
    shown = list(dict.fromkeys(sample for sample in line.seen.samples if sample.strip()))
    few = next((count for count in (3, 2) if len(", ".join(shown[:count])) <= _SHOWN), 1)
    return ", ".join(shown[:few]) or NOTHING


def _all_samples(line: MappingLine) -> str:
    if line.seen is None:
        return ""
    return "\n".join(sample or "–" for sample in line.seen.samples[:10])
