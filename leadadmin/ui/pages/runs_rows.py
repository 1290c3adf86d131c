"""The rejected rows of a run, page by page, narrowed to one reason or all (design, Runs)."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.errors import Expected
from leadadmin.domain.problem_groups import ProblemGroup, ProblemKind
from leadadmin.domain.run import RowOutcome, RowRecord
from leadadmin.store.browse_runs import run_rows
from leadadmin.store.database import Database
from leadadmin.ui.desk import Desk
from leadadmin.ui.formats import number
from leadadmin.ui.models.base_fetching import Arrived, Failed, FetchedPage, FetchingModel
from leadadmin.ui.models.run_columns import row_columns
from leadadmin.ui.operations.runs import Receipt
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M
from leadadmin.ui.widgets.buttons import quiet_button
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.pill import Pill, PillSpec
from leadadmin.ui.widgets.table import DataTable

_HEAD = 48


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


class RowsPanel(QWidget):
    """`row_opened` carries a `RowRecord`; `all_wanted` that the reason is taken away; `save_wanted` the download."""

    row_opened = Signal(object)
    all_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._run_id: int | None = None
        self._group: ProblemGroup | None = None
        self._model: FetchingModel[RowRecord] = FetchingModel(row_columns(), lambda r: r.row, self._fetch)
        self.table = DataTable(self._model, says=_tr("Rejected rows"), memory=desk.memory, name="run-rows")
        self.table.setObjectName("runs-rows")
        self._model.setParent(self.table)
        self.table.set_empty(EmptyState("circle-check", _tr("No rejected rows"), _tr("This run rejected no row.")))
        self.table.row_opened.connect(self._open)
        self._model.failed.connect(self._failed)
        self._model.fetching.connect(self._fetching)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        box.addWidget(self.table, 1)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN - SPACE_M, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(Label(_tr("Rejected rows"), Type.CARD_TITLE))
        self.count = Pill()
        self.reason = Chip("", removable=True)
        self.reason.setObjectName("runs-reason")
        self.reason.removed.connect(self.all_wanted)
        self.reason.clicked.connect(self.all_wanted)
        self.reason.hide()
        row.addWidget(self.count)
        row.addWidget(self.reason)
        row.addStretch()
        self.save = quiet_button(_tr("Rejected rows"), "download", self.save_wanted.emit)
        self.save.setAccessibleName(_tr("Save rejected rows"))
        row.addWidget(self.save)
        return head

    def show_rows(self, receipt: Receipt | None, group: ProblemGroup | None) -> None:
        """Show the rejected rows of a receipt, of one reason or all; the same ones are read again in place."""
        run_id = None if receipt is None else receipt.report.run_id
        rejected = 0 if receipt is None else receipt.report.tally.of(RowOutcome.REJECTED)
        same = run_id == self._run_id and _kinds(group) == _kinds(self._group)
        self._run_id, self._group = run_id, group
        self.count.setVisible(group is None and rejected > 0)
        self.reason.setVisible(group is not None)
        if group is not None:
            self.reason.set_label(group.title)
            self.reason.set_value(number(group.rows))
        elif rejected:
            self.count.show_spec(PillSpec(number(rejected)))
        self.save.why_not("" if rejected else _tr("No row of this run was rejected."))
        if run_id is None or not rejected:
            self._run_id = None
            self._model.restart()
        elif same:
            self._model.refresh()
        else:
            self._model.restart()

    def open_first(self) -> None:
        """Open the first row, as a double click on it does."""
        if self._model.rowCount():
            self._open(self._model.key_at(0))

    def _fetch(self, cursor: Any | None, size: int, arrived: Arrived[RowRecord], failed: Failed) -> None:
        run_id, kinds = self._run_id, _kinds(self._group)
        if run_id is None:
            arrived(FetchedPage((), None))
            return

        def read(database: Database) -> list[RowRecord]:
            return run_rows(database, run_id, RowOutcome.REJECTED, after_row=cursor or 0, limit=size + 1, kinds=kinds)

        def done(rows: list[RowRecord]) -> None:
            shown = rows[:size]
            arrived(FetchedPage(shown, shown[-1].row if len(rows) > size else None))

        self._desk.read(_tr("Reading rejected rows"), read, done, failed, owner=self)

    def _fetching(self, out: bool) -> None:
        self.table.set_loading(out and self._model.rowCount() == 0)

    def _failed(self, error: Expected) -> None:
        self._desk.notices.failed(error)

    def _open(self, key: object) -> None:
        place = self._model.place_of(int(str(key)))
        if place >= 0:
            self.row_opened.emit(self._model.row_at(place))


def _kinds(group: ProblemGroup | None) -> tuple[ProblemKind, ...]:
    return group.kinds if group is not None else ()
