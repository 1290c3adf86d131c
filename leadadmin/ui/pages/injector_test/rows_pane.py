"""The right side of the test: verdicts with their counts, the rows, and the fields of the one that is chosen."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from leadadmin.app.injector_views import FormMaterial
from leadadmin.domain.fields import FieldType
from leadadmin.domain.lead import Lead
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.template import Template
from leadadmin.injector.trial_report import TrialRow
from leadadmin.store import lead_detail
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.models.trial_rows import Titles, trial_columns, verdict_pill
from leadadmin.ui.pages.injector_test.detail import HEIGHT, DetailPane
from leadadmin.ui.pages.injector_test.trying import SHOWN_ROWS, Tried, save_rows, zone_of
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import quiet_button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.segments import Segment, SegmentedControl
from leadadmin.ui.widgets.table import DataTable

ALL = "all"
_ALWAYS = (RowOutcome.ADDED, RowOutcome.DUPLICATE, RowOutcome.REJECTED)


class RowsPane(QWidget):
    """`begin` empties it while a test goes on; `show_tried` shows what it came to."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._material = FormMaterial(None)
        self._tried: Tried | None = None
        self._model: RowsModel[TrialRow] | None = None
        self.ask_file: Callable[[str], str] = self._ask_file
        """Asks where a table is to be saved; empty when nowhere. Tests put their own in its place."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._make_tools())
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._detail = DetailPane()
        self._detail.open_wanted.connect(lambda lead_id: desk.go("lead", lead_id=lead_id))
        self._splitter.addWidget(self._detail)
        self._table = self._make_table()
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        box.addWidget(self._splitter, 1)

    def _make_tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE_L, SPACE_S + 1, SPACE_M, SPACE_S + 1)
        self._segments = SegmentedControl([], says=self.tr("Verdict"))
        self._segments.setObjectName("verdicts")
        self._segments.setMinimumHeight(32)
        self._segments.chosen.connect(self._filter)
        self._note = Label("", tone="muted")
        self._export = quiet_button(self.tr("Export"), "download", self._export_rows)
        self._export.setObjectName("export")
        tools.addWidget(self._segments)
        tools.addSpacing(SPACE_M)
        tools.addWidget(self._note)
        tools.addStretch()
        tools.addWidget(self._export)
        return tools

    def _make_table(self) -> DataTable:
        """A table whose columns are called as the source and the template call them."""
        stored, template = self._material.stored, self._template()
        fields = template.fields if template is not None else ()
        phone = next((field.label for field in fields if field.type is FieldType.PHONE), self.tr("Phone"))
        titles = Titles(
            stored.injector.unique_id_field if stored is not None else "",
            phone,
            stored.injector.id_type if stored is not None else None,
            self._zone(),
        )
        model: RowsModel[TrialRow] = RowsModel(trial_columns(titles), key=lambda row: row.number)
        table = DataTable(model, says=self.tr("Rows"), memory=self._desk.memory, name="trial")
        table.setObjectName("trial-rows")
        model.setParent(table)
        table.row_chosen.connect(self._chosen)
        table.set_empty(self._empty())
        if self._model is not None:
            before = self._splitter.replaceWidget(0, table)
            if before is not None:
                before.deleteLater()
        else:
            self._splitter.insertWidget(0, table)
        self._model, self._table = model, table
        self._arrange()
        return table

    def _arrange(self) -> None:
        """The detail keeps its height; the table has the rest."""
        self._splitter.setSizes([max(HEIGHT, self._splitter.height() - HEIGHT - 1), HEIGHT])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().height() <= 0:
            self._arrange()

    def _empty(self) -> EmptyState:
        tried = self._tried
        if tried is not None and tried.report.ok:
            sentence = self.tr("The source returned no rows that came after the last id.")
        else:
            sentence = self.tr("It ended before a row was judged. What to do stands at the left.")
        return EmptyState("flask-conical", self.tr("No rows"), sentence)

    def _template(self) -> Template | None:
        stored = self._material.stored
        return self._material.template_of(stored.injector) if stored is not None else None

    def _zone(self) -> ZoneInfo:
        return zone_of(self._material)

    # -- showing

    def begin(self, material: FormMaterial) -> None:
        """A test begins: no rows yet."""
        self._show(material, None)
        self._table.set_loading(True)

    def show_tried(self, tried: Tried | None) -> None:
        """Show the rows of a test; None when it was stopped."""
        self._show(tried.material if tried is not None else self._material, tried)
        self._table.set_loading(False)

    def _show(self, material: FormMaterial, tried: Tried | None) -> None:
        self._material, self._tried = material, tried
        rows = tried.rows if tried is not None else ()
        self._make_table()
        if self._model is not None:
            self._model.set_rows(rows)
        self._detail.show_nothing()
        if rows:
            self._table.choose(rows[0].number)
        self._show_segments()
        dry = tried is not None and tried.dry
        self._export.setText(self.tr("Download as CSV") if dry else self.tr("Export"))
        self._export.why_not("" if rows else self.tr("There are no rows to save."))

    def _show_segments(self) -> None:
        tried = self._tried
        if tried is None or not tried.report.read:
            self._segments.set_segments([])
            self._note.setText("")
            return
        tally = tried.report.tally
        segments = [Segment(ALL, self.tr("All"), count=formats.number(tally.read))]
        for outcome in RowOutcome:
            rows = tally.of(outcome)
            if rows or outcome in _ALWAYS:
                pill = verdict_pill(outcome)
                segments.append(Segment(outcome.value, pill.text, pill.icon, formats.number(rows)))
        self._segments.set_segments(segments)
        self._segments.choose(ALL)
        cut = tried.dry and tally.read > len(tried.rows)
        note = self.tr("The first {0} are shown; the download has all.").format(formats.number(SHOWN_ROWS))
        self._note.setText(note if cut else "")

    def show_rejected(self) -> None:
        """Show the rejected rows alone."""
        self._segments.choose(RowOutcome.REJECTED.value)

    def _filter(self, key: str) -> None:
        if self._model is None:
            return
        self._model.set_filter(None if key == ALL else lambda row: row.verdict.value == key)
        rows = self._model.rows()
        if rows and self._table.current_key() not in {row.number for row in rows}:
            self._table.choose(rows[0].number)

    def _chosen(self, key: object) -> None:
        template = self._template()
        row = next((row for row in self._tried.rows if row.number == key), None) if self._tried is not None else None
        if row is None or template is None:
            return
        self._detail.show_row(row, template, self._zone())
        lead_id = row.lead_id
        if lead_id is None:
            return

        def done(lead: Lead) -> None:
            if self._table.current_key() == key:
                self._detail.show_row(row, template, self._zone(), lead)

        self._desk.read(
            self.tr("Reading the lead"),
            lambda database: lead_detail.lead(database, lead_id),
            done,
            lambda _gone: None,  # a lead that was deleted meanwhile has nothing to show beside the row
            owner=self,
        )

    # -- saving the rows

    def _ask_file(self, name: str) -> str:
        path, _kind = QFileDialog.getSaveFileName(self, self._export.text(), name, self.tr("CSV files (*.csv)"))
        return path

    def _export_rows(self) -> None:
        tried = self._tried
        if tried is None or tried.material.stored is None:
            return
        name = self.tr("{0} – dry run.csv") if tried.dry else self.tr("{0} – test.csv")
        chosen = self.ask_file(name.format(tried.material.stored.injector.name))
        if not chosen:
            return

        def done(_result: None) -> None:
            self._desk.notices.say(self.tr("The rows are saved."), chosen)

        self._desk.tasks.run(
            self.tr("Saving the rows"),
            lambda _progress: save_rows(tried, Path(chosen)),
            done,
            cancellable=False,
            owner=self,
        )
