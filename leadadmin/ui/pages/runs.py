"""Runs: the history of every door with receipts, rejected rows, and retry (spec 2, A run; design, Runs)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.domain.errors import NotFound
from leadadmin.domain.pool import Pool
from leadadmin.domain.problem_groups import ProblemGroup
from leadadmin.domain.run import RowRecord, RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store import browse_runs, pools
from leadadmin.store.database import Database
from leadadmin.ui import local_time
from leadadmin.ui.desk import RUNS, Desk
from leadadmin.ui.formats import count, number
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.models.run_columns import run_columns
from leadadmin.ui.operations import runs as operations
from leadadmin.ui.operations.runs import Receipt
from leadadmin.ui.pages.runs_filters import RunFilters
from leadadmin.ui.pages.runs_receipt import ReceiptPanel
from leadadmin.ui.pages.runs_row import RowPanel
from leadadmin.ui.pages.runs_rows import RowsPanel
from leadadmin.ui.refresher import Refresher
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.table import DataTable

KEY = "runs"
RUNS_AT_ONCE = 200
SORTED_AT_ONCE = 2_000
"""Runs that are read when a person sorts them by anything but their time."""
RECEIPT_WIDTH = 420
_TYPED_MS = 250
_FOLDER = "folders/exports"


def spec(desk: Desk) -> PageSpec:
    """The page for the window."""
    return PageSpec(KEY, QCoreApplication.translate("Runs", "Runs"), "history", lambda: RunsPage(desk))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one reading of the page found."""

    reports: list[RunReport]
    pools: list[Pool]
    people: list[str]
    receipt: Receipt | None
    row: RowRecord | None


class RunsPage(Page):
    """`opened(run_id=…)` shows the receipt of a run, whatever the filter."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Runs"), search=self.tr("Search runs"))
        self._desk = desk
        self._refresher = Refresher(desk, self.tr("Reading runs"), self)
        self._chooser = Refresher(desk, self.tr("Reading the receipt"), self)
        self._limit = RUNS_AT_ONCE
        self._chosen: int | None = None
        self._sought: int | None = None
        self._receipt: Receipt | None = None
        self._group = ""
        self._retrying: set[int] = set()
        self.ask_file: Callable[[str], Path | None] = self._ask_file
        self._model: RowsModel[RunReport] = RowsModel(run_columns(), key=lambda r: r.run_id)
        self.table = DataTable(self._model, says=self.tr("Runs"), memory=desk.memory, name=KEY)
        self.table.setObjectName("runs-table")
        self._model.setParent(self.table)
        if self.table.layout_of_columns.sort() is None:
            self.table.sort_by("started", ascending=False)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.filters = RunFilters()
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.rows = RowsPanel(self._desk)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.addWidget(upper)
        self._left.addWidget(self.rows)
        self._left.setSizes([520, 250])
        self._left.setStretchFactor(0, 1)
        self.receipt = ReceiptPanel(self._desk)
        self.row = RowPanel(self._desk)
        self._nothing = EmptyState("history", self.tr("No run chosen"), self.tr("The receipt of a run is shown here."))
        self._right = QStackedWidget()
        for panel in (self._nothing, self.receipt, self.row):
            self._right.addWidget(panel)
        self._right.setMinimumWidth(340)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self._left)
        whole.addWidget(self._right)
        whole.setSizes([10_000, RECEIPT_WIDTH])
        whole.setStretchFactor(0, 1)
        whole.setStretchFactor(1, 0)
        for splitter in (self._left, whole):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.body.addWidget(whole, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter_changed)
        self.table.row_chosen.connect(self._choose)
        self.table.sort_wanted.connect(self._sorted)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.rows.row_opened.connect(self._open_row)
        self.rows.all_wanted.connect(lambda: self.receipt.reasons.choose(""))
        self.rows.save_wanted.connect(self._save)
        self.receipt.group_chosen.connect(self._narrow_rows)
        self.receipt.save_wanted.connect(self._save)
        self.receipt.retry_wanted.connect(self._retry_all)
        self.row.closed.connect(self._close_row)
        self.row.retry_wanted.connect(self._retry_row)
        self._typed.timeout.connect(self._filter_changed)
        if self.header.search is not None:
            self.header.search.setObjectName("runs-search")
            self.header.search.textChanged.connect(lambda _text: self._typed.start())
        self._desk.bus.changed.connect(self._changed)

    # -- reading

    def opened(self, *, run_id: int | None = None, **args: Any) -> None:
        del args
        if run_id is not None:
            self._sought = run_id
            self._show_run(run_id)
        self.refresh()

    def refresh(self) -> None:
        chosen, limit, run_id, row = self._filter(), self._limit, self._chosen, self.row.shown()
        open_row = row if self._right.currentWidget() is self.row else None

        def read(database: Database) -> _Answer:
            return _Answer(
                browse_runs.runs_page(database, chosen, limit=limit),
                list(pools.list_all(database)),
                browse_runs.people_of_runs(database),
                _receipt(database, run_id),
                browse_runs.run_row(database, *open_row) if open_row is not None else None,
            )

        self.table.set_loading(True)
        self._refresher.ask(read, self._show)

    def _changed(self, topics: frozenset[str]) -> None:
        if RUNS in topics and self.isVisible():
            self.refresh()

    def _filter(self) -> RunFilter:
        return self.filters.chosen(self.header.search.text().strip() if self.header.search is not None else "")

    def _filter_changed(self) -> None:
        self._typed.stop()
        self._limit = RUNS_AT_ONCE
        self.refresh()

    def _sorted(self, key: str, ascending: bool) -> None:
        by_time = key == "started" and not ascending
        if not by_time and self._limit < SORTED_AT_ONCE and len(self._model.all_rows()) >= self._limit:
            self._limit = SORTED_AT_ONCE
            self.refresh()

    def _scrolled(self, place: int) -> None:
        at_end = place >= self.table.verticalScrollBar().maximum()
        if at_end and place and len(self._model.all_rows()) >= self._limit:
            self._limit += RUNS_AT_ONCE
            self.refresh()

    def _show(self, answer: _Answer) -> None:
        self.table.set_loading(False)
        self.filters.set_names(answer.pools, answer.people)
        sought, self._sought = self._sought, None
        if sought is not None and all(report.run_id != sought for report in answer.reports) and self._narrowed():
            # Whoever comes for one run gets to see it among the others.
            self._show_all()
        self._model.set_rows(answer.reports)
        self._note(answer.reports)
        self._show_empty()
        if self._chosen is None and self._model.rowCount():
            self.table.choose(self._model.key_at(0))
        elif self.table.current_key() != self._chosen and self._model.place_of(self._chosen) >= 0:
            self.table.choose(self._chosen)
        if answer.receipt is not None:
            self._show_receipt(answer.receipt)
        if answer.row is not None and answer.receipt is not None:
            self.row.show_row(answer.receipt, answer.row)

    def _narrowed(self) -> bool:
        return self._filter() != RunFilter()

    def _note(self, reports: list[RunReport]) -> None:
        more = "+" if len(reports) >= self._limit else ""
        today = local_time.now().date()
        of_today = sum(local_time.local(report.started).date() == today for report in reports)
        if not self.filters.only_when or self._filter().text:
            words = self.tr("{0} shown").format(f"{number(len(reports))}{more}")
        elif self.filters.when.chosen():
            words = self.tr("{0} today").format(f"{number(of_today)}{more if of_today == len(reports) else ''}")
        else:
            words = f"{count(len(reports), self.tr('run'), self.tr('runs'))}{more}"
        self.header.set_note(words)

    def _show_empty(self) -> None:
        if self._model.rowCount():
            return
        if self._narrowed():
            state = EmptyState(
                "search", self.tr("No run matches"), self.tr("Search and filters together leave no run."),
                button(self.tr("Show all runs"), on_click=self._show_all),
            )  # fmt: skip
        else:
            state = EmptyState(
                "history", self.tr("No runs yet"),
                self.tr("Every pass of an injector or upload is kept here with its receipt."),
            )  # fmt: skip
        self.table.set_empty(state)

    def _show_all(self) -> None:
        if self.header.search is not None:
            blocked = self.header.search.blockSignals(True)
            self.header.search.clear()
            self.header.search.blockSignals(blocked)
        self.filters.show_every_run()
        self._filter_changed()

    # -- one run

    def _choose(self, key: object) -> None:
        if isinstance(key, int) and key != self._chosen:
            self._show_run(key)

    def _show_run(self, run_id: int) -> None:
        if run_id == self._chosen:
            return
        self._chosen, self._group = run_id, ""
        self._close_row()
        self._chooser.ask(lambda database: _receipt(database, run_id), self._chosen_read, dropping=True)

    def _chosen_read(self, receipt: Receipt | None) -> None:
        if receipt is not None and receipt.report.run_id == self._chosen:
            self._show_receipt(receipt)

    def _show_receipt(self, receipt: Receipt) -> None:
        run_id = receipt.report.run_id
        if run_id != self._chosen:
            return
        same, self._receipt = receipt == self._receipt, receipt
        if not same:
            self.receipt.show_receipt(receipt, retrying=run_id in self._retrying)
            self.rows.show_rows(receipt, self._named_group())
        if self._right.currentWidget() is not self.row:
            self._right.setCurrentWidget(self.receipt)

    def _named_group(self) -> ProblemGroup | None:
        groups = self._receipt.groups if self._receipt is not None else ()
        return next((group for group in groups if group.title == self._group), None)

    def _narrow_rows(self, title: str) -> None:
        self._group = title
        self.rows.show_rows(self._receipt, self._named_group())

    # -- one row

    def _open_row(self, record: RowRecord) -> None:
        if self._receipt is not None:
            self.row.show_row(self._receipt, record)
            self._right.setCurrentWidget(self.row)
            self.row.focus_first()

    def _close_row(self) -> None:
        if self._right.currentWidget() is self.row:
            self._right.setCurrentWidget(self.receipt)
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        if self._right.currentWidget() is self.row:
            self._close_row()
            return True
        search = self.header.search
        if search is not None and search.text():
            search.clear()
            return True
        return False

    # -- actions

    def _retry_all(self) -> None:
        receipt = self._receipt
        if receipt is None or receipt.report.run_id is None:
            return
        run_id = receipt.report.run_id
        self._retrying.add(run_id)
        self.receipt.show_receipt(receipt, retrying=True)
        task = operations.retry_rejected(self._desk, receipt)
        task.ended.connect(lambda: self._retry_ended(run_id))

    def _retry_ended(self, run_id: int) -> None:
        self._retrying.discard(run_id)
        if self._receipt is not None and self._receipt.report.run_id == run_id:
            self.receipt.show_receipt(self._receipt, retrying=False)

    def _retry_row(self, run_id: int, row: int, cells: dict[str, str]) -> None:
        task = operations.retry_row(self._desk, run_id, row, cells)
        task.ended.connect(self.row.retry_ended)

    def _save(self) -> None:
        receipt = self._receipt
        if receipt is None:
            return
        path = self.ask_file(operations.rows_file_name(receipt.report))
        if path is not None:
            operations.save_rejected(self._desk, receipt, path)

    def _ask_file(self, name: str) -> Path | None:
        folder = Path(self._desk.memory.recall(_FOLDER) or Path.home())
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save rejected rows"), str(folder / name), self.tr("Comma-separated values (*.csv)")
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._desk.memory.keep(_FOLDER, str(path.parent))
        return path if path.suffix else path.with_suffix(".csv")


def _receipt(database: Database, run_id: int | None) -> Receipt | None:
    """The receipt of a run; None when there is none, such as after its history was removed."""
    if run_id is None:
        return None
    try:
        return operations.read_receipt(database, run_id)
    except NotFound:
        return None
