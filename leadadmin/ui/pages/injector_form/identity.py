"""Identity: which column identifies a row, how its ids compare, and from where the source is asked."""

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.watermark import IdType
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.models.id_words import shown_id
from leadadmin.ui.pages.injector_form.base import FormSection, line, two_panes
from leadadmin.ui.pages.injectors.rewind_dialog import RewindDialog
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.combo_edit import Choice, ComboEdit
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.span_field import SpanField
from leadadmin.ui.widgets.spin import SpinBox

NULL = "NULL"


def id_type_words(section: "IdentitySection") -> dict[IdType, str]:
    """What the types are called in the form."""
    return {
        IdType.INTEGER: section.tr("Whole number"),
        IdType.DECIMAL: section.tr("Decimal number"),
        IdType.TEXT: section.tr("Text"),
        IdType.DATETIME: section.tr("Date and time"),
        IdType.BINARY: section.tr("Binary (rowversion)"),
        IdType.OPAQUE: section.tr("Opaque: no order of its own"),
    }


class IdentitySection(FormSection):
    """“Last id imported” is only read here; Rewind changes it."""

    keys = frozenset({"unique_id_field", "id_type", "initial_value", "late_window", "look_back_days"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__("identity", self.tr("Identity"), desk, draft, parent)

    def summary(self) -> str:
        injector = self.draft.injector
        if not injector.unique_id_field.strip():
            return self.tr("Which column identifies a row")
        id_type = injector.id_type.value if injector.id_type else self.tr("type found by Test")
        parts = [f"{injector.unique_id_field}, {id_type}"]
        if (last := self._last_id()) != formats.NOTHING:
            parts.append(self.tr("last id {0}").format(last))
        window = injector.late_window
        if window:
            minutes = window // timedelta(minutes=1)
            whole = window == minutes * timedelta(minutes=1) and minutes < 120
            words = (
                formats.count(minutes, self.tr("minute"), self.tr("minutes"))
                if whole
                else formats.duration(window.total_seconds())
            )
            parts.append(self.tr("late-arrival window {0}").format(words))
        return " · ".join(parts)

    def _last_id(self) -> str:
        stored = self.draft.stored
        value = stored.state.watermark if stored is not None else None
        return shown_id(value, self.draft.injector.id_type)

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._column = ComboEdit(says=self.tr("Unique id column"), placeholder=self.tr("Read columns, or type it"))
        self._column.setObjectName("injector-unique-id")
        self._column.edited.connect(lambda text: self.edit(unique_id_field=text))
        column = LabeledField(self.tr("&Unique id column"), self._column)
        self._type = ComboBox(says=self.tr("Id type"))
        self._type.setObjectName("injector-id-type")
        self._type.add(self.tr("Found by Test"), "")
        for id_type, words in id_type_words(self).items():
            self._type.add(words, id_type.value)
        self._type.activated.connect(self._choose_type)
        self._type_field = LabeledField(self.tr("Id type"), self._type)
        left.addLayout(line(column, self._type_field, stretch={0: 1, 1: 1}))
        self._initial = LineEdit()
        self._initial.setObjectName("injector-initial-value")
        self._initial.textEdited.connect(lambda text: self.edit(initial_value=_initial_from(text)))
        initial = LabeledField(self.tr("Initial value"), self._initial)
        self._window = SpanField(("s", "m", "h", "d"), says=self.tr("Late-arrival window"))
        self._window.changed.connect(lambda: self.edit(late_window=self._window.span()))
        window = LabeledField(self.tr("Late-arrival window"), self._window)
        self._look_back = SpinBox(2, low=0, high=365, width=80)
        self._look_back.setSuffix(self.tr(" days"))
        self._look_back.setSpecialValueText(self.tr("Off"))
        self._look_back.valueChanged.connect(lambda value: self.edit(look_back_days=value))
        look_back = LabeledField(self.tr("Look back once a day"), self._look_back)
        left.addLayout(line(initial, window, look_back))
        self.fields |= {
            "unique_id_field": column, "id_type": self._type_field, "initial_value": initial,
            "late_window": window, "look_back_days": look_back,
        }  # fmt: skip
        self._make_facts(right)
        return two_panes(left, right)

    def _make_facts(self, right: QVBoxLayout) -> None:
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("Last id imported"), Type.CAPTION, tone="text2"))
        self._last = Label("", weight=SEMIBOLD)
        self._last.setObjectName("injector-last-id")
        self._rewind = button(self.tr("Rewind…"), "rewind", self.rewind, small=True)
        self._rewind.setObjectName("injector-rewind")
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(self._last)
        row.addWidget(self._rewind)
        row.addStretch()
        right.addLayout(row)
        about = self.tr(
            "The first run passes the initial value (NULL passes nothing). Later runs pass the last id as it stood one "
            "window before the last run began, so that rows committed late with a lower id are not lost; the ledger "
            "drops what was taken before."
        )
        right.addWidget(Label(about, tone="text2", wrap=True))

    def show_values(self) -> None:
        injector, stored = self.draft.injector, self.draft.stored
        names = [column.name for column in self.draft.columns]
        if [self._column.itemText(n) for n in range(self._column.count())] != names:
            self._column.set_choices([Choice(column.name, _kind(column.kind)) for column in self.draft.columns])
        self._column.show_text(injector.unique_id_field)
        self._type.choose(injector.id_type.value if injector.id_type else "")
        ran = stored is not None and stored.state.started_once
        self._type.setEnabled(not ran)
        fixed = self.tr("It cannot change after the first run.") if ran else ""
        self._type.setToolTip(fixed)
        self._type_field.show_hint(fixed or self.draft.id_guess())
        text = NULL if injector.initial_value is None else injector.initial_value
        if self._initial.text() != text:
            self._initial.setText(text)
        self._window.show_span(injector.late_window)
        if self._look_back.value() != injector.look_back_days:
            self._look_back.setValue(injector.look_back_days)
        self._last.setText(self._last_id())
        self._rewind.why_not(self._why_no_rewind())

    def _why_no_rewind(self) -> str:
        stored = self.draft.stored
        if stored is None or not stored.state.started_once:
            return self.tr("It never ran, so there is nothing to go back to; change the initial value instead.")
        if self.draft.material.running is not None:
            return self.tr("It is running; rewind it when the run has ended.")
        return self.tr("Save your changes first.") if self.draft.dirty else ""

    def rewind(self) -> None:
        """Ask where to rewind to."""
        stored = self.draft.stored
        if stored is not None:
            RewindDialog(self.desk, stored, self.section.window()).open()

    def why_no_rewind(self) -> str:
        """Why it cannot be rewound now; empty when it can."""
        return self._why_no_rewind()

    def _choose_type(self, _index: int) -> None:
        key = self._type.key()
        self.edit(id_type=IdType(key) if isinstance(key, str) and key else None)


def _initial_from(text: str) -> str | None:
    return None if text.strip().upper() == NULL else text.strip()


def _kind(kind: str) -> str:
    return kind.replace("_", "-")
