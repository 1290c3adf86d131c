"""All that can be said of one field of a template beyond its row: rules of its type, and the default."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.fields import KINDS, Field, FieldType
from leadadmin.domain.phone import Strictness
from leadadmin.ui.forms.record_form import named
from leadadmin.ui.models.field_rows import strictness_words
from leadadmin.ui.widgets.fields import ComboBox, LineEdit, TextArea
from leadadmin.ui.widgets.forms import Form, beside
from leadadmin.ui.widgets.place_fields import CountryField
from leadadmin.ui.widgets.spin import SpinBox

_LABELS = 112
_LONGEST = 1_000_000
_DATES = (FieldType.DATE, FieldType.DATETIME)


class FieldDetails(QWidget):
    """`edited` carries the field as it is then."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: Field | None = None
        self._filling = False
        self.max_length = SpinBox(high=_LONGEST)
        self.pattern, self.minimum, self.maximum = LineEdit(), LineEdit(), LineEdit()
        self.choices = TextArea(lines=4)
        self.date_format = LineEdit(placeholder="yyyy-MM-dd")
        self.region = CountryField(says=self.tr("Country"), placeholder=self.tr("The campaign’s"))
        self.strictness = ComboBox()
        for each in Strictness:
            self.strictness.add(strictness_words(each), each)
        self.default = LineEdit(placeholder=self.tr("None"))
        self.form = Form(label_width=_LABELS)
        self._add_rows()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)
        box.addStretch()

    def _add_rows(self) -> None:
        length = beside(self.max_length, self.tr("characters, 0 for any"))
        rows: tuple[tuple[str, str, QWidget, QWidget], ...] = (
            ("choices", self.tr("Choices, one a line"), self.choices, self.choices),
            ("region", self.tr("Country"), self.region, self.region),
            ("strictness", self.tr("Must be"), self.strictness, self.strictness),
            ("minimum", self.tr("Smallest"), self.minimum, self.minimum),
            ("maximum", self.tr("Largest"), self.maximum, self.maximum),
            ("date_format", self.tr("Date format"), self.date_format, self.date_format),
            ("max_length", self.tr("At most"), length, self.max_length),
            ("pattern", self.tr("Pattern"), self.pattern, self.pattern),
            ("default", self.tr("When empty"), self.default, self.default),
        )
        for key, label, shown, editor in rows:
            self.form.add(key, label, shown)
            named(editor, f"field-{key.replace('_', '-')}")
        for line in (self.pattern, self.minimum, self.maximum, self.date_format, self.default):
            line.textEdited.connect(self._changed)
        self.choices.textChanged.connect(self._changed)
        self.region.edited.connect(self._changed)
        self.strictness.activated.connect(self._changed)
        self.max_length.valueChanged.connect(self._changed)

    def show_field(self, field: Field, problems: Mapping[str, str]) -> None:
        """Show a field with what is wrong with it; what stands there already stays as it is."""
        if field != self._field:
            self._fill(field)
        for key in ("choices", "region", "strictness", "minimum", "maximum", "date_format", "max_length", "pattern"):
            self.form.row(key).set_visible(key in KINDS[field.type].rules)
            self.form.row(key).show_problem(problems.get(key, ""))
        self.form.row("default").show_problem(problems.get("default", ""))

    def _fill(self, field: Field) -> None:
        self._filling = True
        self._field = field
        self.max_length.setValue(field.max_length or 0)
        for line, text in (
            (self.pattern, field.pattern), (self.minimum, field.minimum), (self.maximum, field.maximum),
            (self.date_format, field.date_format), (self.default, field.default),
        ):  # fmt: skip
            line.setText(text)
        self.choices.setPlainText("\n".join(field.choices))
        self.region.show_code(field.region)
        self.strictness.choose(field.strictness)
        self._filling = False

    def _typed(self, field: Field) -> Field:
        """`field` with the rules of its type as typed."""
        written: dict[str, Any] = {
            "max_length": self.max_length.value() or None,
            "pattern": self.pattern.text(),
            "minimum": self.minimum.text().strip(),
            "maximum": self.maximum.text().strip(),
            "choices": tuple(line.strip() for line in self.choices.toPlainText().splitlines() if line.strip()),
            "date_format": self.date_format.text().strip(),
            "region": self.region.code(),
            "strictness": Strictness(str(self.strictness.key())),
        }
        rules = KINDS[field.type].rules
        own = {key: value for key, value in written.items() if key in rules}
        return replace(field, default=self.default.text().strip(), **own)

    def _changed(self) -> None:
        if self._filling or self._field is None:
            return
        self._field = self._typed(self._field)
        self.edited.emit(self._field)
