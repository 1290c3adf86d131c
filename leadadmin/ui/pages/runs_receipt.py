"""The receipt of a run: every row read is accounted for (spec 2, A run, step 7; design, Runs)."""

import html

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.injector.scheduler import BY
from leadadmin.ui import local_time
from leadadmin.ui.charts.bar_list import BarItem, BarList
from leadadmin.ui.desk import Desk
from leadadmin.ui.doors import door_word
from leadadmin.ui.formats import NOTHING, count, duration, listed, number
from leadadmin.ui.models.run_columns import result_pill, run_name
from leadadmin.ui.operations.runs import Receipt
from leadadmin.ui.pages.runs_counts import CountsCard
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import ElidedLabel, Label
from leadadmin.ui.widgets.pill import Pill

_SERIOUS = {RunOutcome.FAILED: Tone.DANGER, RunOutcome.INTERRUPTED: Tone.WARNING, RunOutcome.CANCELLED: Tone.WARNING}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


class ReceiptPanel(QWidget):
    """`group_chosen` carries the title of a reason, or an empty text; `retry_wanted`, `save_wanted` tell clicks."""

    group_chosen = Signal(str)
    retry_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool_id: int | None = None
        self.banner = Banner(Tone.DANGER)
        self.counts = CountsCard()
        before, after = _inset(), _inset()
        self._head(before)
        before.addWidget(self.banner)
        before.addWidget(self.counts)
        self._reasons(before)
        self._downloads(after)
        self._rest(after)
        box = QVBoxLayout()
        box.setContentsMargins(PAGE_MARGIN - SPACE_S, SPACE_M, PAGE_MARGIN - SPACE_S, SPACE_XL)
        box.setSpacing(0)
        box.addLayout(before)
        # The rows of the bars reach beyond their words, so that the words stand in line with the rest.
        box.addWidget(self.reasons)
        box.addSpacing(SPACE_M)
        box.addLayout(after)
        box.addStretch()
        self._bar()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollPage(box), 1)
        whole.addWidget(self.bar)

    def _head(self, box: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        self.title = ElidedLabel("", Type.CARD_TITLE)
        self.pill = Pill()
        row.addWidget(self.title, 1)
        row.addWidget(self.pill)
        box.addLayout(row)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE_XS)
        self.about = Label("", tone="text2", wrap=True, rich=True)
        self.about.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.about.linkActivated.connect(self._follow)
        self.times = Label("", Type.CAPTION, tone="muted", wrap=True)
        lines.addWidget(self.about)
        lines.addWidget(self.times)
        box.addLayout(lines)

    def _reasons(self, box: QVBoxLayout) -> None:
        self.reasons_title = Label("", Type.CARD_TITLE)
        self.reasons = BarList()
        self.reasons.setObjectName("runs-reasons")
        self.reasons.setAccessibleName(_tr("Rejected, by reason"))
        self.reasons.chosen.connect(self.group_chosen)
        box.addSpacing(SPACE_XS)
        box.addWidget(self.reasons_title)

    def _downloads(self, box: QVBoxLayout) -> None:
        self._downloads_title = Label(_tr("Downloads"), Type.CARD_TITLE)
        self.save = button(_tr("Rejected rows"), "file-x", self.save_wanted.emit, small=True)
        self.save.setObjectName("runs-save")
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch()
        box.addWidget(self._downloads_title)
        box.addLayout(row)

    def _rest(self, box: QVBoxLayout) -> None:
        self._rest_box = QVBoxLayout()
        self._rest_box.setSpacing(SPACE_S)
        self._rest_widget = QWidget()
        box.addLayout(self._rest_box)

    def _bar(self) -> None:
        self.bar = ActionBar()
        self.waiting = Label("", Type.CAPTION, tone="muted", wrap=True)
        self.retry = button(_tr("Retry rejected rows"), "refresh-cw", self.retry_wanted.emit)
        self.retry.setObjectName("runs-retry")
        self.bar.add(self.waiting)
        self.bar.add_apart(self.retry)

    # -- showing

    def show_receipt(self, receipt: Receipt, *, retrying: bool) -> None:
        """Show a receipt, or what it came to meanwhile."""
        report = receipt.report
        self.title.set_whole(run_name(report))
        self.pill.show_spec(result_pill(report.outcome))
        self._pool_id = report.pool_id
        self.about.setText(_about(report))
        self.times.setText(_times(report))
        self.times.setToolTip(local_time.exact(report.started))
        tone = _SERIOUS.get(report.outcome)
        self.banner.setVisible(tone is not None and bool(report.error))
        if tone is not None:
            self.banner.show_verdict(tone, report.error, report.hint)
        self.counts.show_tally(report.tally, running=report.outcome is RunOutcome.RUNNING)
        self._show_reasons(receipt)
        self._show_rest(report)
        self._show_retry(receipt, retrying=retrying)

    def _show_reasons(self, receipt: Receipt) -> None:
        rejected = receipt.report.tally.of(RowOutcome.REJECTED)
        for widget in (self.reasons_title, self.reasons):
            widget.setVisible(bool(receipt.groups))
        self.reasons_title.setText(_tr("{0} rejected, by reason").format(number(rejected)))
        self.reasons.set_items([BarItem(group.title, group.title, group.rows) for group in receipt.groups])
        self.save.why_not("" if rejected else _tr("No row of this run was rejected."))

    def _show_retry(self, receipt: Receipt, *, retrying: bool) -> None:
        report, waiting = receipt.report, receipt.waiting
        self.bar.setVisible(report.tally.of(RowOutcome.REJECTED) > 0)
        reason = ""
        if report.door is not Door.INJECTOR or report.injector_id is None:
            reason = _tr("Only rows that an injector brought can be retried here.")
        elif report.outcome is RunOutcome.RUNNING:
            reason = _tr("The run is not over yet.")
        elif not waiting:
            reason = _tr("Every rejected row was retried.")
        elif retrying:
            reason = _tr("They are being retried.")
        self.retry.why_not(reason)
        rows = count(waiting, _tr("rejected row"), _tr("rejected rows"))
        self.waiting.setText(reason or _tr("{0} can be retried").format(rows))

    def _show_rest(self, report: RunReport) -> None:
        """Warnings, ignored columns and watermarks, which most runs have none of."""
        rest = QWidget()
        box = QVBoxLayout(rest)
        box.setContentsMargins(0, SPACE_XS, 0, 0)
        box.setSpacing(SPACE_S)
        if report.warnings:
            box.addWidget(Label(_tr("Noted"), Type.CARD_TITLE))
            for warning in report.warnings:
                box.addLayout(_noted(warning))
            box.addSpacing(SPACE_XS)
        if report.ignored_columns:
            box.addWidget(Label(_tr("Ignored columns"), Type.CARD_TITLE))
            box.addWidget(Label(listed(list(report.ignored_columns)), tone="text2", wrap=True))
            box.addSpacing(SPACE_XS)
        if report.door is Door.INJECTOR:
            box.addWidget(Label(_tr("Last id imported"), Type.CARD_TITLE))
            marks = KeyValueList(gap=SPACE_S)
            marks.add("before", _tr("Before"), report.watermark_before or NOTHING)
            marks.add("passed", _tr("Passed"), report.watermark_passed or NOTHING)
            marks.add("after", _tr("After"), report.watermark_after or NOTHING)
            box.addWidget(marks)
        self._rest_box.removeWidget(self._rest_widget)
        self._rest_widget.hide()
        self._rest_widget.deleteLater()
        self._rest_widget = rest
        self._rest_box.addWidget(rest)

    def _follow(self, _link: str) -> None:
        if self._pool_id is not None:
            self._desk.go("leads", pool_id=self._pool_id)


def _inset() -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(SPACE_S, 0, SPACE_S, SPACE_S)
    box.setSpacing(SPACE_M)
    return box


def _noted(warning: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_S)
    row.addWidget(IconLabel("triangle-alert", 16, "warning"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(warning, tone="text2", wrap=True), 1)
    return row


def _about(report: RunReport) -> str:
    """“Upload into Solar roofs, week 47, by Mille Demosen”, the pool as a link."""
    pool = html.escape(report.pool or "")
    if report.pool_id is not None and pool:
        pool = f'<a href="pool" style="text-decoration: none">{pool}</a>'
    by = _tr("by schedule") if report.by == BY else _tr("by {0}").format(html.escape(report.by))
    door = door_word(report.door)
    if not pool:
        return _tr("{0}, {1}").format(door, by)
    return _tr("{0} into {1}, {2}").format(door, pool, by)


def _times(report: RunReport) -> str:
    """“Today 12:58 · 1.4 s · 3,007 rows/s · run 4,131”."""
    started = local_time.when(report.started)
    if not started.endswith(local_time.clock(report.started)):
        started = f"{started} {local_time.clock(report.started)}"
    parts = [f"{started[:1].upper()}{started[1:]}", duration(report.seconds)]
    if report.rows_per_second and report.tally.read:
        parts.append(_tr("{0} rows/s").format(number(report.rows_per_second)))
    parts.append(_tr("run {0}").format(number(report.run_id)))
    return " · ".join(parts)
