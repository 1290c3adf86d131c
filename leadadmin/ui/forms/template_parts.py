"""The two grids of a template's form: its fields with the details of the current one, and its dispositions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.template import Disposition, Template
from leadadmin.ui.forms.field_details import FieldDetails
from leadadmin.ui.forms.field_example import FieldExample
from leadadmin.ui.models.disposition_rows import DispositionRow, DispositionsModel
from leadadmin.ui.models.editable_rows import EditableRows
from leadadmin.ui.models.field_rows import FieldRow, FieldsModel
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import button, icon_button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.edit_table import EditTable
from leadadmin.ui.widgets.labels import ElidedLabel, Label, vline

_FIELDS_IN_SIGHT, _DISPOSITIONS_IN_SIGHT = 7, 11
"""Rows a grid has room for before it scrolls; below that of the fields stand the details."""


class GridPart(QWidget):
    """A grid in a card with its tools: add, remove, move up and down. `edited` tells every change by a person."""

    edited = Signal()

    def __init__(self, model: EditableRows[Any], key: str, *, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.table = EditTable(model, says="", most=most)
        self.table.setObjectName(f"{key}-grid")
        self.add = button("", "plus", self.add_row, small=True)
        self.up = icon_button("arrow-up", self.tr("Move up (Alt+Up)"), lambda: self.move_row(-1))
        self.down = icon_button("arrow-down", self.tr("Move down (Alt+Down)"), lambda: self.move_row(1))
        self.remove = icon_button("trash-2", self.tr("Remove (Del)"), self.remove_row)
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S // 2)
        row.addStretch()
        for name, made in (("add", self.add), ("up", self.up), ("down", self.down), ("remove", self.remove)):
            made.setObjectName(f"{key}-{name}")
            row.addWidget(made)
        card = Card(margin=1)
        card.body.addWidget(self.table)
        self.problem = Label("", Type.CAPTION, tone="danger", wrap=True)
        self.problem.setObjectName(f"{key}-problem")
        self.problem.hide()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(SPACE_M)
        self.box.addWidget(card)
        self.box.addWidget(self.problem)
        model.edited.connect(self._changed)
        self.table.row_chosen.connect(lambda _key: self.show_current())
        self.table.remove_wanted.connect(self.remove_row)
        self.table.move_wanted.connect(self.move_row)

    def add_row(self) -> None:
        """Add a row and edit its name."""
        raise NotImplementedError

    def why_stays(self, place: int) -> str:
        """Why a row cannot be removed; empty when it can."""
        del place
        return ""

    def remove_row(self) -> None:
        """Remove the current row, unless it has to stay."""
        place = self.table.place()
        if place >= 0 and not self.why_stays(place):
            self._rows.remove(place)
            self.table.go_to(min(place, self._rows.rowCount() - 1))
            self.show_current()

    def move_row(self, by: int) -> None:
        """Move the current row."""
        place = self.table.place()
        if place >= 0:
            self.table.go_to(self._rows.move(place, by))
            self.show_current()

    def show_current(self) -> None:
        """Bring the tools in line with the current row."""
        place, last = self.table.place(), self._rows.rowCount() - 1
        none = "" if place >= 0 else self.tr("Choose a row first.")
        self.up.why_not(none or (self.tr("It is the first one.") if place == 0 else ""))
        self.down.why_not(none or (self.tr("It is the last one.") if place == last else ""))
        self.remove.why_not(none or self.why_stays(place))
        for made, words in ((self.up, self.tr("Move up (Alt+Up)")), (self.down, self.tr("Move down (Alt+Down)")),
                            (self.remove, self.tr("Remove (Del)"))):  # fmt: skip
            if made.isEnabled():
                made.setToolTip(words)

    def say(self, sentence: str) -> None:
        """Show what is wrong with the grid as a whole; empty takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _changed(self) -> None:
        self.show_current()
        self.edited.emit()


class FieldsPart(GridPart):
    """The grid of fields; below it the rules of the current one and a live example."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model = FieldsModel()
        super().__init__(self.model, "fields", most=_FIELDS_IN_SIGHT, parent=parent)
        self.table.setAccessibleName(self.tr("Fields"))
        self.add.setText(self.tr("Add field"))
        self._stays: dict[str, str] = {}
        self._region = ""
        self.details, self.example = FieldDetails(), FieldExample()
        self._heading = ElidedLabel("", Type.CARD_TITLE)
        below = QHBoxLayout()
        below.setSpacing(SPACE_L)
        below.addWidget(self.details, 3)
        below.addWidget(vline())
        below.addWidget(self.example, 2)
        self._card = Card()
        self._card.body.setSpacing(SPACE_M)
        self._card.body.addWidget(self._heading)
        self._card.body.addLayout(below)
        self.box.addWidget(self._card)
        self.details.edited.connect(self._detailed)

    def show_fields(self, fields: tuple[Field, ...], region: str) -> None:
        """Show the fields of a template; `region` is its country."""
        self._region = region
        self.model.set_rows([FieldRow(field) for field in fields])
        self.table.go_to(0)
        self.show_current()

    def show_standing(self, stored: Template, why_fixed: str, stays: Mapping[str, str]) -> None:
        """`why_fixed` fixes keys and types of the stored fields; `stays` says why some cannot be removed, by key."""
        self._stays = dict(stays)
        keys = {field.key for field in stored.fields}
        self.model.refresh(lambda row: replace(row, why_fixed=why_fixed if row.field.key in keys else ""))
        self.show_current()

    def show_region(self, region: str) -> None:
        """Judge examples with another country of the template."""
        self._region = region
        self.show_current()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what is wrong with fields; keys are `fields.<key>` and `fields.<key>.<attribute>`."""

        def renew(row: FieldRow) -> FieldRow:
            own = f"fields.{row.field.key}"
            found = {
                key.removeprefix(own).removeprefix("."): says
                for key, says in problems.items()
                if key == own or key.startswith(f"{own}.")
            }
            return replace(row, problems=found)

        self.model.refresh(renew)
        here = {row.field.key for row in self.model.rows()}
        of_none = [
            says for key, says in problems.items() if key.partition(".")[0] == "fields" and _key_in(key) not in here
        ]
        self.say(" ".join(of_none))
        self.show_current()

    def add_row(self) -> None:
        label = self.tr("New field")
        field = Field(self.model.free_key(label), label, FieldType.TEXT)
        self.table.go_to(self.model.append(FieldRow(field, follows=True)), edit=True)

    def why_stays(self, place: int) -> str:
        return self._stays.get(self.model.row_at(place).field.key, "")

    def show_current(self) -> None:
        super().show_current()
        place = self.table.place()
        self._card.setVisible(place >= 0)
        if place < 0:
            return
        row = self.model.row_at(place)
        self._heading.set_whole(self.tr("“{0}”: rules and example").format(row.field.label))
        self.details.show_field(row.field, row.problems)
        self.example.show_field(row.field, self._region)

    def _detailed(self, field: Field) -> None:
        place = self.table.place()
        if place >= 0:
            self.model.replace(place, replace(self.model.row_at(place), field=field))


def _key_in(problem: str) -> str:
    """The field's key in `fields.<key>` and `fields.<key>.<attribute>`; empty in `fields`."""
    return problem.removeprefix("fields").removeprefix(".").partition(".")[0]


class DispositionsPart(GridPart):
    """The grid of dispositions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model = DispositionsModel()
        super().__init__(self.model, "dispositions", most=_DISPOSITIONS_IN_SIGHT, parent=parent)
        self.table.setAccessibleName(self.tr("Dispositions"))
        self.add.setText(self.tr("Add disposition"))
        self.box.addStretch()

    def show_dispositions(self, dispositions: tuple[Disposition, ...]) -> None:
        """Show stored dispositions."""
        self.model.set_rows([DispositionRow(each) for each in dispositions])
        self.table.go_to(0)
        self.show_current()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what is wrong; keys are `dispositions.<code>`."""
        self.model.refresh(lambda row: replace(row, problem=problems.get(f"dispositions.{row.disposition.code}", "")))
        found = [says for key, says in problems.items() if key.startswith("dispositions")]
        self.say(" ".join(found))

    def add_row(self) -> None:
        name = self.tr("New disposition")
        taken = {row.disposition.code for row in self.model.rows()}
        number = next(n for n in range(1, len(taken) + 2) if f"NEW_{n}" not in taken)
        made = Disposition(
            name if number == 1 else f"{name} {number}", f"NEW_{number}", status=OpenStatus.COMMON_REDIAL
        )
        self.table.go_to(self.model.append(DispositionRow(made, follows=True)), edit=True)
