"""The fields of a lead, read-only: label and value as the template orders them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.app.leads import ShownField
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.forms import Form

FIELDS_WIDTH = 388
_LABELS = 100


class FieldList(QWidget):
    """Fields that can be read and copied. The same fields get new values in place, so that the keyboard stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._form: Form | None = None
        self._keys: tuple[tuple[str, str], ...] = ()
        self.editors: dict[str, LineEdit] = {}

    def show_fields(self, fields: Sequence[ShownField]) -> None:
        """Show these."""
        keys = tuple((field.key, field.label) for field in fields)
        if keys != self._keys:
            self._build(fields)
            self._keys = keys
        for field in fields:
            editor = self.editors[field.key]
            editor.setText(field.text)
            editor.setCursorPosition(0)
            editor.setToolTip(field.text)

    def _build(self, fields: Sequence[ShownField]) -> None:
        if self._form is not None:
            self._box.removeWidget(self._form)
            self._form.deleteLater()
        self._form = Form(label_width=_LABELS)
        self.editors = {}
        for field in fields:
            editor = LineEdit()
            editor.setReadOnly(True)
            editor.setObjectName(f"lead-field-{field.key}")
            self._form.add(field.key, field.label.replace("&", "&&"), editor)
            self.editors[field.key] = editor
        self._box.addWidget(self._form)
