"""One rejected row: why it was rejected, its cells to mend, and Retry (spec 2, A run, step 7)."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.id_column import as_spelt
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowRecord, RunOutcome, RunReport
from leadadmin.domain.sentences import sentence
from leadadmin.injector.retry import ID_STAYS
from leadadmin.intake.row_json import as_text, row_from_stored
from leadadmin.ui.desk import Desk
from leadadmin.ui.formats import number
from leadadmin.ui.operations.runs import Receipt
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, icon_button, primary_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.forms import Form
from leadadmin.ui.widgets.labels import Label


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


class RowPanel(QWidget):
    """`retry_wanted` carries run, row, and the cells that were changed; `closed` that the receipt is wanted again."""

    retry_wanted = Signal(int, int, object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._report: RunReport | None = None
        self._record: RowRecord | None = None
        self._before: dict[str, str] = {}
        self._fixed = ""
        self._retrying = False
        self.editors: dict[str, LineEdit] = {}
        self._form = Form(label_width=120)
        box = QVBoxLayout()
        box.setContentsMargins(PAGE_MARGIN, SPACE_M, PAGE_MARGIN, SPACE_XL)
        box.setSpacing(SPACE_M)
        box.addLayout(self._head())
        self.why = Banner(Tone.WARNING)
        self.taken = Banner(Tone.INFO)
        box.addWidget(self.why)
        box.addWidget(self.taken)
        self._form_box = QVBoxLayout()
        self._form_box.addWidget(self._form)
        box.addLayout(self._form_box)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scroll = ScrollPage(box)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._bar())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        back = icon_button("arrow-left", _tr("Back to the receipt"), self.closed.emit)
        back.setObjectName("runs-row-back")
        self.title = Label("", Type.CARD_TITLE)
        row.addWidget(back)
        row.addWidget(self.title, 1)
        return row

    def _bar(self) -> ActionBar:
        bar = ActionBar()
        self._hint = Label("", Type.CAPTION, tone="muted", wrap=True)
        self.reset = button(_tr("As it came"), "undo-2", self._as_it_came)
        self.retry = primary_button(_tr("Retry this row"), "refresh-cw", self._retry)
        self.reset.setObjectName("runs-row-reset")
        self.retry.setObjectName("runs-row-retry")
        bar.add(self._hint)
        bar.add_apart(self.reset)
        bar.add_apart(self.retry)
        return bar

    # -- showing

    def shown(self) -> tuple[int, int] | None:
        """Return run and row of what is shown."""
        return None if self._record is None else (self._record.run_id, self._record.row)

    def show_row(self, receipt: Receipt, record: RowRecord) -> None:
        """Show a row. What a person has typed stays when the same row is shown again."""
        report = receipt.report
        same = self.shown() == (record.run_id, record.row)
        self._report, self._record = report, record
        self.title.setText(_tr("Row {0} of run {1}").format(number(record.row), number(record.run_id)))
        self.why.setVisible(record.problem is not None)
        if record.problem is not None:
            self.why.show_verdict(Tone.WARNING, sentence(record.problem), "")
        self._show_retried(record)
        if not same:
            self._retrying = False
            self._build(record, "" if record.id_was_wrong else receipt.id_field)
        self._update()

    def _show_retried(self, record: RowRecord) -> None:
        run_id = record.retried_in
        self.taken.setVisible(run_id is not None)
        if run_id is not None:
            self.taken.show_verdict(Tone.INFO, _tr("Retried in run {0}.").format(number(run_id)), "")
            show = button(_tr("Show run"), on_click=lambda: self._desk.go("runs", run_id=run_id), small=True)
            show.setObjectName("runs-row-retried")
            self.taken.set_action(show)

    def _build(self, record: RowRecord, fixed_id: str) -> None:
        values = row_from_stored(record.values)
        self._before = {name: as_text(value) for name, value in values.items()}
        self._form_box.removeWidget(self._form)
        self._form.hide()
        self._form.deleteLater()
        self._form = Form(label_width=120)
        self.editors = {}
        problem = record.problem
        self._fixed = as_spelt(fixed_id, self._before)
        for name, text in self._before.items():
            editor = LineEdit(text)
            editor.setCursorPosition(0)
            editor.setObjectName(f"runs-cell-{name}")
            editor.textEdited.connect(self._update)
            editor.returnPressed.connect(self._retry)
            row = self._form.add(name, name.replace("&", "&&"), editor)
            if name == self._fixed:
                editor.setToolTip(ID_STAYS)
                editor.setAccessibleDescription(ID_STAYS)
            elif problem is not None and _is_about(problem.field, problem.value, name, text):
                row.show_problem(_tr("This cell was not accepted."))
            self.editors[name] = editor
        self._form_box.addWidget(self._form)
        self._scroll.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Put the keyboard into the cell that was not accepted, else into the first that can be changed."""
        wrong = [editor for editor in self.editors.values() if editor.property("problem")]
        open_ones = [editor for name, editor in self.editors.items() if name != self._fixed]
        for editor in (*wrong, *open_ones):
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(editor)
            return

    def changed_cells(self) -> dict[str, str]:
        """Return the cells that a person changed, by column."""
        return {name: editor.text() for name, editor in self.editors.items() if editor.text() != self._before[name]}

    def _update(self) -> None:
        reason, changed = self._why_not(), self.changed_cells()
        for name, editor in self.editors.items():
            editor.setReadOnly(bool(reason) or name == self._fixed)
        self.retry.why_not(reason)
        self.reset.why_not(reason or ("" if changed else _tr("No cell was changed.")))
        if not reason:
            reason = _tr("{0} cells changed").format(number(len(changed))) if len(changed) > 1 else ""
        self._hint.setText(reason)

    def _why_not(self) -> str:
        report, record = self._report, self._record
        if report is None or record is None:
            return _tr("No row is shown.")
        if report.door is not Door.INJECTOR or report.injector_id is None:
            return _tr("Only rows that an injector brought can be retried here.")
        if record.retried_in is not None:
            return _tr("This row was retried already.")
        if report.outcome is RunOutcome.RUNNING:
            return _tr("The run is not over yet.")
        return _tr("It is being retried.") if self._retrying else ""

    # -- actions

    def _as_it_came(self) -> None:
        for name, editor in self.editors.items():
            editor.setText(self._before[name])
        self._update()

    def _retry(self) -> None:
        record = self._record
        if record is None or self._why_not():
            return
        self._retrying = True
        self._update()
        self.retry_wanted.emit(record.run_id, record.row, self.changed_cells())

    def retry_ended(self) -> None:
        """Let the row be retried again, such as after a failure."""
        self._retrying = False
        self._update()


def _is_about(field: str, value: str, column: str, text: str) -> bool:
    """Whether a problem is that of a cell: it has the value complained of, or the column's own name."""
    if value:
        return text == value
    return field.casefold() == column.casefold()
