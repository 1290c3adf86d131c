"""Rewind: where to, what would come back, and only then do it (spec 2, Rewind)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.domain.run import RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.injector.rewind import RewindPreview, RewindTo
from leadadmin.store import browse_runs
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.models.id_words import shown_id
from leadadmin.ui.operations import injectors as operations
from leadadmin.ui.operations.injectors import sum_words
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.tasks import Task
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import Label

_RUNS_OFFERED = 50


class RewindDialog(QDialog):
    """Asks for a value or a run, shows the counts, and rewinds. It deletes itself when it is closed."""

    def __init__(self, desk: Desk, stored: StoredInjector, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._stored = desk, stored
        self._looked: RewindTo | None = None
        self._task: Task | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("rewind")
        self.setModal(True)
        self.setWindowTitle(self.tr("Rewind “{0}”").format(stored.injector.name))
        self.setFixedWidth(520)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        box.setSpacing(SPACE_M)
        box.addWidget(Label(self.windowTitle(), Type.PANEL_TITLE, wrap=True))
        about = self.tr(
            "The next run asks the source from another id on. Rows that are in the ledger as leads are not taken twice."
        )
        box.addWidget(Label(about, tone="text2", wrap=True))
        box.addLayout(self._where_to())
        box.addWidget(self._outlook())
        self._problem = Banner(Tone.DANGER)
        self._problem.hide()
        box.addWidget(self._problem)
        box.addStretch()
        box.addLayout(self._buttons())
        self._changed()
        self._read_runs()

    # -- parts

    def _where_to(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_S)
        self._to_value = QRadioButton(self.tr("To a &value"))
        self._to_value.setObjectName("rewind-to-value")
        self._before_run = QRadioButton(self.tr("To where it stood &before a run"))
        self._before_run.setObjectName("rewind-before-run")
        choice = QButtonGroup(self)
        choice.addButton(self._to_value)
        choice.addButton(self._before_run)
        self._to_value.setChecked(True)
        now = self._stored.state.watermark
        self._value = LineEdit(now or "")
        self._value.setObjectName("rewind-value")
        self._value_field = LabeledField(
            self.tr("Last id imported"), self._value, hint=self.tr("Empty: the initial value of the form.")
        )
        self._run = ComboBox(placeholder=self.tr("Reading the runs"), says=self.tr("Run"))
        self._run.setObjectName("rewind-run")
        for radio, editor in ((self._to_value, self._value_field), (self._before_run, self._run)):
            box.addWidget(radio)
            line = QHBoxLayout()
            line.setContentsMargins(SPACE_XL, 0, 0, SPACE_S)
            line.addWidget(editor)
            box.addLayout(line)
        choice.buttonToggled.connect(self._changed)
        self._value.textChanged.connect(self._changed)
        self._run.currentIndexChanged.connect(self._changed)
        return box

    def _outlook(self) -> QWidget:
        card = Card(filled=True)
        self._says = Label("", weight=SEMIBOLD, wrap=True)
        self._figures = KeyValueList(right=True, gap=SPACE_S)
        self._figures.add("rows", self.tr("Rows the source would return"))
        self._figures.add("dropped", self.tr("Known to the ledger, dropped"))
        self._figures.add("new", self.tr("New, judged like any other row"))
        card.body.addWidget(self._says)
        card.body.addWidget(self._figures)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        self._look = button(self.tr("Look what would come back"), "eye", self._preview)
        self._look.setObjectName("rewind-look")
        self._do = primary_button(self.tr("Rewind"), "rewind", self._rewind)
        self._do.setObjectName("rewind-do")
        row.addWidget(self._look)
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), on_click=self.reject))
        row.addWidget(self._do)
        return row

    # -- the runs to choose from

    def _read_runs(self) -> None:
        injector_id = self._stored.injector.id
        chosen = RunFilter(injector_id=injector_id)
        self._desk.read(
            self.tr("Reading runs"),
            lambda database: browse_runs.runs_page(database, chosen, limit=_RUNS_OFFERED),
            self._show_runs,
            self._failed,
            owner=self,
        )

    def _show_runs(self, reports: list[RunReport]) -> None:
        for report in reports:
            if report.run_id is not None:
                when = formats.exact(report.started.astimezone())
                self._run.add(f"{when} · {sum_words(report.tally)}", report.run_id)
        none = "" if reports else self.tr("It has no runs to go back to.")
        self._run.setPlaceholderText(none)
        self._before_run.setEnabled(bool(reports))
        self._before_run.setToolTip(none)
        self._changed()

    # -- what is asked, and what comes of it

    def _wanted(self) -> RewindTo | None:
        if self._to_value.isChecked():
            return RewindTo(value=self._value.text().strip())
        run_id = self._run.key()
        return RewindTo(before_run=run_id) if isinstance(run_id, int) else None

    def _changed(self, *_: object) -> None:
        """Another target: what was looked at before says nothing about it."""
        self._value.setEnabled(self._to_value.isChecked())
        self._run.setEnabled(self._before_run.isChecked())
        if self._looked is not None and self._wanted() == self._looked:
            return
        self._looked = None
        self._value_field.show_problem("")
        self._problem.hide()
        self._says.setText(self.tr("Look first: nothing is written by looking."))
        for key in ("rows", "dropped", "new"):
            self._figures.set_value(key, formats.NOTHING, tone="muted")
        self._look.why_not("" if self._wanted() is not None else self.tr("Choose a run first."))
        self._do.why_not(self.tr("Look what would come back first."))

    def _preview(self) -> None:
        to = self._wanted()
        if to is None:
            return
        self._look.why_not(self.tr("Asking the source."))
        self._says.setText(self.tr("Asking the source…"))

        def done(preview: RewindPreview) -> None:
            self._show_preview(to, preview)

        injector_id = self._stored.injector.id or 0
        self._task = operations.preview_rewind(self._desk, injector_id, to, done, self._failed, self)

    def _show_preview(self, to: RewindTo, preview: RewindPreview) -> None:
        if self._wanted() != to:
            return
        self._looked = to
        self._look.why_not("")
        id_type = self._stored.injector.id_type
        target = shown_id(preview.target, id_type) if preview.target else self.tr("the beginning")
        self._says.setText(self.tr("Last id imported: {0} → {1}").format(shown_id(preview.now, id_type), target))
        for key, value in (("rows", preview.rows), ("dropped", preview.dropped), ("new", preview.new)):
            self._figures.set_value(key, formats.number(value))
        self._do.why_not("")
        self._do.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rewind(self) -> None:
        if self._looked is None:
            return
        self._do.why_not(self.tr("Rewinding."))
        operations.rewind(
            self._desk, self._stored.injector.id or 0, self._stored.injector.name, self._looked, self._done,
            self._failed, self,
        )  # fmt: skip

    def _done(self, _value: str | None) -> None:
        self.accept()

    def _failed(self, error: Expected) -> None:
        self._looked = None
        self._changed()
        problem = getattr(error, "problems", {}).get("to", "")
        if problem:
            self._value_field.show_problem(problem)
        elif not isinstance(error, Cancelled):
            self._problem.show_verdict(Tone.DANGER, error.sentence, error.hint)
            self._problem.show()

    def done(self, result: int) -> None:
        """Close; a look that is under way is ended."""
        if self._task is not None and self._task.running:
            self._task.cancel()
        super().done(result)
