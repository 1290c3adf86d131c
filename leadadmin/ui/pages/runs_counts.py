"""The card “Rows read”: what became of every row, as a bar and in numbers, and whether it adds up."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from leadadmin.domain.run import RowOutcome, Tally
from leadadmin.ui.charts.legend import Swatch
from leadadmin.ui.charts.stacked_bar import SERIES_OTHER, Part, StackedBar
from leadadmin.ui.formats import number, percent
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S
from leadadmin.ui.widgets.card import Card
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.labels import Label, hline

SHOWN = (
    (RowOutcome.ADDED, 3),
    (RowOutcome.UPDATED, 1),
    (RowOutcome.UNCHANGED, 5),
    (RowOutcome.DUPLICATE, 2),
    (RowOutcome.SUPPRESSED, 4),
    (RowOutcome.REJECTED, 6),
    (RowOutcome.DEFERRED, SERIES_OTHER),
    (RowOutcome.SUPERSEDED, SERIES_OTHER),
    (RowOutcome.SEEN_BEFORE, SERIES_OTHER),
)
"""Outcomes in the order of the receipt, with the series of their colour (design, Look: success is 3, rejected 6)."""

_ONLY_IF_ANY = (RowOutcome.DEFERRED, RowOutcome.SUPERSEDED)
_ROW = 28


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


def outcome_word(outcome: RowOutcome) -> str:
    """What became of rows, in a word."""
    return {
        RowOutcome.ADDED: _tr("Added"),
        RowOutcome.UPDATED: _tr("Updated"),
        RowOutcome.UNCHANGED: _tr("Unchanged"),
        RowOutcome.DUPLICATE: _tr("Duplicates"),
        RowOutcome.SUPPRESSED: _tr("Suppressed"),
        RowOutcome.REJECTED: _tr("Rejected"),
        RowOutcome.DEFERRED: _tr("Put aside"),
        RowOutcome.SUPERSEDED: _tr("Superseded"),
        RowOutcome.SEEN_BEFORE: _tr("Seen before"),
    }[outcome]


class CountsCard(Card):
    """Shows a tally; numbers change in place while a run is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        head = QHBoxLayout()
        head.addWidget(Label(_tr("Rows read"), Type.CARD_TITLE))
        head.addStretch()
        self.read = Label("", Type.CARD_TITLE)
        head.addWidget(self.read)
        self.body.addLayout(head)
        self.bar = StackedBar(height=10)
        self.body.addWidget(self.bar)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(2, 56)
        self._grid.setColumnMinimumWidth(3, 64)
        self._lines: dict[RowOutcome, tuple[QWidget, Label, Label, Label]] = {}
        for outcome, series in SHOWN:
            self._add_line(outcome, series)
        self.body.addLayout(self._grid)
        self.body.addWidget(hline(strong=True))
        foot = QHBoxLayout()
        foot.setContentsMargins(0, SPACE_S // 2, 0, 0)
        foot.setSpacing(SPACE_S)
        self._mark = IconLabel("circle-check", 16, "success")
        self.verdict = Label("", tone="success")
        self.sum = Label("", tone="success", weight=SEMIBOLD)
        foot.addWidget(self._mark)
        foot.addWidget(self.verdict)
        foot.addStretch()
        foot.addWidget(self.sum)
        self.body.addLayout(foot)
        self.body.setSpacing(SPACE_S)
        self.setAccessibleName(_tr("Rows read"))

    def _add_line(self, outcome: RowOutcome, series: int) -> None:
        swatch, name = Swatch(series), Label(outcome_word(outcome), tone="text2")
        share = Label("", Type.CAPTION, tone="muted")
        rows = Label("", weight=SEMIBOLD)
        at, right = self._grid.rowCount(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        name.setFixedHeight(_ROW)
        name.setContentsMargins(SPACE_M - SPACE_S, 0, 0, 0)
        self._grid.addWidget(swatch, at, 0)
        self._grid.addWidget(name, at, 1)
        self._grid.addWidget(share, at, 2, right)
        self._grid.addWidget(rows, at, 3, right)
        self._lines[outcome] = (swatch, name, share, rows)

    def show_tally(self, tally: Tally, *, running: bool) -> None:
        """Show these counts."""
        self.read.setText(number(tally.read))
        self.bar.set_parts([Part(outcome_word(o), tally.of(o), series) for o, series in SHOWN if tally.of(o)])
        for outcome, (swatch, name, share, rows) in self._lines.items():
            shown = tally.of(outcome)
            for widget in (swatch, name, share, rows):
                widget.setVisible(bool(shown) or outcome not in _ONLY_IF_ANY)
            share.setText(percent(shown / tally.read, 1) if tally.read else "")
            rows.setText(number(shown))
            rows.setAccessibleName(f"{outcome_word(outcome)}: {number(shown)}")
        accounted = sum(tally.outcomes.values())
        good = tally.adds_up
        words = _tr("Adds up so far") if running else _tr("The receipt adds up")
        self.verdict.setText(words if good else _tr("The receipt does not add up"))
        self.sum.setText(number(accounted))
        for label in (self.verdict, self.sum):
            label.set_tone("success" if good else "danger")
        self._mark.show_icon("circle-check" if good else "circle-x", "success" if good else "danger")
