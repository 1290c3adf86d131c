"""A live example of a field: what would be stored of a value, or why it would be refused."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.fields import Field, FieldType, check_column, check_definition, default_value, display, is_blank
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.sentences import sentence
from leadadmin.ui.icons import CELL
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_S, SPACE_XS
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.place_fields import language


class FieldExample(QWidget):
    """A value to type, and below it what becomes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: Field | None = None
        self._region = ""
        self.value = LineEdit(placeholder=self.tr("Type a value"))
        self.value.setObjectName("field-example")
        self.value.setAccessibleName(self.tr("Example value"))
        self.value.textChanged.connect(self._judge)
        self._icon = IconLabel("info", CELL)
        self.says = Label("", wrap=True)
        self.says.setObjectName("field-example-says")
        self._shown = Label("", Type.CAPTION, tone="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addWidget(self.says)
        words.addWidget(self._shown)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        icon = QVBoxLayout()
        icon.addWidget(self._icon)
        icon.addStretch()
        row.addLayout(icon)
        row.addLayout(words, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_S)
        box.addWidget(Label(self.tr("Live example"), Type.CAPTION, tone="text2"))
        box.addWidget(self.value)
        box.addLayout(row)
        box.addStretch()

    def show_field(self, field: Field, region: str) -> None:
        """Judge by this field; `region` is the template's country."""
        if self._field is not None and self._field.type is not field.type:
            self.value.clear()
        self._field, self._region = field, region
        self._judge()

    def _judge(self) -> None:
        field = self._field
        if field is None:
            return
        if check_definition(field):
            self._say("circle-alert", "warning", self.tr("Mend the rules of this field first."))
            return
        text = self.value.text()
        if is_blank(text):
            self._say_blank(field)
            return
        checked = check_column(field, [text], region=self._region)
        if 0 in checked.problems:
            self._say("circle-x", "danger", sentence(checked.problems[0], language()))
            return
        extension = checked.extensions[0] if checked.extensions else ""
        self._say_stored(field, checked.values[0], extension or "")

    def _say_blank(self, field: Field) -> None:
        default = default_value(field, region=self._region)
        if default is not None:
            self._say("circle-check", "success", self.tr("An empty value is stored as {0}").format(default))
        elif field.required:
            missing = Problem(Reason.MISSING_REQUIRED, field.label)
            self._say("circle-x", "danger", sentence(missing, language()))
        else:
            self._say("info", "muted", self.tr("An empty value stores nothing."))

    def _say_stored(self, field: Field, value: object, extension: str) -> None:
        stored = self.tr("Stored as {0}").format(value)
        if extension:
            stored = self.tr("{0} with extension {1}").format(stored, extension)
        shown = display(field, value, language())
        usual = field.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CHOICE)
        below = "" if usual or shown == str(value) else self.tr("Shown as {0}").format(shown)
        self._say("circle-check", "success", stored, below)

    def _say(self, icon: str, tone: str, words: str, below: str = "") -> None:
        self._icon.show_icon(icon, tone)
        self.says.setText(words)
        self.says.set_tone(tone)
        self._shown.setText(below)
        self._shown.setVisible(bool(below))
