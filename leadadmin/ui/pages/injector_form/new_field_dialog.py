"""A new field for a column that none fits: asked for in a small dialog, added to the template at once."""

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.app.template_fields import add_field
from leadadmin.domain.errors import Expected, InvalidInput
from leadadmin.domain.field_guess import field_for, key_for
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.template import Template
from leadadmin.ui.desk import CAMPAIGNS, Desk
from leadadmin.ui.models.mapping_grid import FIELD_ICONS
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import Form
from leadadmin.ui.widgets.labels import Label


class NewFieldDialog(QDialog):
    """`on_added(template, key)` is called when the field is in the template. It deletes itself when it is closed."""

    def __init__(
        self,
        desk: Desk,
        template: Template,
        column: ColumnSeen,
        region: str,
        on_added: Callable[[Template, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._template, self._on_added = desk, template, on_added
        self._taken: Collection[str] = {each.key for each in template.fields}
        self._own_key = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("New field for “{0}”").format(column.name))
        self.setFixedWidth(460)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        box.setSpacing(SPACE_M)
        box.addWidget(Label(self.windowTitle(), Type.PANEL_TITLE, wrap=True))
        about = self.tr("It is added to the template “{0}” at once, for all of its campaigns.").format(template.name)
        box.addWidget(Label(about, tone="text2", wrap=True))
        box.addWidget(self._make_form(field_for(column, region, self._taken), column))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), on_click=self.reject))
        self._add = primary_button(self.tr("Add field"), "plus", self._save)
        self._add.setObjectName("add-field")
        self._add.setDefault(True)
        row.addWidget(self._add)
        box.addLayout(row)

    def _make_form(self, guess: Field, column: ColumnSeen) -> Form:
        form = self._form = Form(label_width=88)
        self._label = LineEdit(guess.label)
        self._label.setObjectName("new-field-label")
        self._label.textEdited.connect(self._label_edited)
        form.add("label", self.tr("&Label"), self._label)
        self._type = ComboBox(says=self.tr("Type"))
        self._type.setObjectName("new-field-type")
        for kind in FieldType:
            self._type.add(kind.value.replace("_", " ").capitalize(), kind.value, FIELD_ICONS[kind])
        self._type.choose(guess.type.value)
        self._type.activated.connect(self._type_chosen)
        form.add("type", self.tr("&Type"), self._type)
        self._choices = LineEdit(", ".join(dict.fromkeys(value for value in column.samples if value.strip())))
        form.add("choices", self.tr("Choices"), self._choices, hint=self.tr("Parted by commas."))
        self._key = LineEdit(guess.key)
        self._key.setObjectName("new-field-key")
        self._key.textEdited.connect(self._key_edited)
        form.add("key", self.tr("&Key"), self._key, hint=self.tr("The name in files and exports; it stays."))
        self._duplicate = QCheckBox(self.tr("A duplicate field"))
        form.add_wide(self._duplicate)
        self._type_chosen(0)
        return form

    def _label_edited(self, text: str) -> None:
        if not self._own_key:
            self._key.setText(key_for(text, self._taken))

    def _key_edited(self, _text: str) -> None:
        self._own_key = True

    def _type_chosen(self, _index: int) -> None:
        self._form.row("choices").set_visible(self._kind() is FieldType.CHOICE)

    def _kind(self) -> FieldType:
        return FieldType(str(self._type.key()))

    def _field(self) -> Field:
        field = Field(
            self._key.text().strip(), self._label.text().strip(), self._kind(), duplicate=self._duplicate.isChecked()
        )
        if field.type is not FieldType.CHOICE:
            return field
        return replace(field, choices=tuple(each.strip() for each in self._choices.text().split(",") if each.strip()))

    def _save(self) -> None:
        field, template_id = self._field(), self._template.id or 0
        self._add.why_not(self.tr("The field is being added."))

        def done(template: Template) -> None:
            self._on_added(template, field.key)
            self.accept()

        self._desk.change(
            self.tr("Adding a field"),
            lambda: add_field(self._desk.program, template_id, field),
            done,
            self._failed,
            topics=frozenset({CAMPAIGNS}),
            owner=self,
        )

    def _failed(self, error: Expected) -> None:
        self._add.why_not("")
        left = self._form.show_problems(error.problems) if isinstance(error, InvalidInput) else {"": error.sentence}
        if left:
            self._form.row("label").show_problem(" ".join(left.values()))
