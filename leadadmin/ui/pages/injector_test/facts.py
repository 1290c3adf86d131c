"""The left pane of the test: steps as they happen, identity, last id, ignored columns, remarks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.injector import Injector
from leadadmin.injector.trial_report import TrialReport, TrialState, TrialStep
from leadadmin.ui import formats
from leadadmin.ui.models.id_words import shown_id
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.card import Card, ScrollPage
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import Label, hline
from leadadmin.ui.widgets.pill import Pill

WIDTH = 296
_LOOKS = {
    None: ("circle-dashed", "muted"),
    TrialState.STARTED: ("loader", "info"),
    TrialState.OK: ("circle-check", "success"),
    TrialState.FAILED: ("circle-x", "danger"),
}


class _StepRow(QWidget):
    """One step: icon, words, time at the right; below a failed one what happened, what to do, the server's words."""

    def __init__(self, title: str, step: TrialStep | None) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        icon, color = _LOOKS[step.state if step else None]
        row.addWidget(IconLabel(icon, 18, color), 0, Qt.AlignmentFlag.AlignTop)
        failed = step is not None and step.state is TrialState.FAILED
        said = title if step is None or not step.message or failed else f"{title}: {step.message}"
        tone = "muted" if step is None else "text"
        row.addWidget(Label(said, tone=tone, wrap=True, weight=SEMIBOLD if failed else None), 1)
        over = step is not None and step.state is not TrialState.STARTED
        time = formats.duration(step.seconds) if step is not None and over else ""
        row.addWidget(Label(time, Type.CAPTION, tone="muted"), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        if step is not None and failed:
            box.addWidget(_trouble(step))
        state = step.state.value if step is not None else self.tr("waiting")
        self.setAccessibleName(f"{said}: {state} {time}".strip())


def _trouble(step: TrialStep) -> QWidget:
    card = Card(tone=Tone.DANGER, filled=True, margin=SPACE_M)
    card.body.setSpacing(SPACE_S - 2)
    card.body.addWidget(Label(step.message, wrap=True))
    if step.hint:
        card.body.addWidget(Label(step.hint, tone="text2", wrap=True))
    if step.server_words:
        card.body.addWidget(Label(card.tr("The server says"), Type.CAPTION, weight=SEMIBOLD))
        words = Label(step.server_words, Type.CAPTION, tone="text2", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(words)
    return card


class FactsPane(ScrollPage):
    """296 wide. `begin` shows the steps to come, `show_step` each as it happens, `show_report` all the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        box = QVBoxLayout()
        box.setContentsMargins(PAGE_MARGIN, SPACE_M, PAGE_MARGIN, SPACE_L)
        box.setSpacing(SPACE_M)
        super().__init__(box, parent)
        self.setFixedWidth(WIDTH)
        self._titles: dict[str, str] = {}
        self._steps: dict[str, TrialStep] = {}
        box.addWidget(Label(self.tr("What was done"), Type.CARD_TITLE))
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_S)
        box.addLayout(self._list)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(SPACE_M)
        box.addLayout(self._rest)
        box.addStretch()

    def begin(self, injector: Injector, connection: str) -> None:
        """Show the steps that will be taken, all waiting."""
        self._titles = {
            "settings": self.tr("Settings are complete"),
            "connect": self.tr("Connected to {0}").format(connection),
        }
        if injector.header_procedure:
            self._titles["header"] = self.tr("Header procedure")
        self._titles["procedure"] = self.tr("Procedure") if injector.procedure else self.tr("Query")
        self._titles["mapping"] = self.tr("Field mapping")
        self._steps = {}
        _empty(self._rest)
        self._show_steps()

    def show_step(self, step: TrialStep) -> None:
        """Show how far a step is."""
        self._steps[step.key] = step
        self._show_steps()

    def show_report(self, report: TrialReport, injector: Injector) -> None:
        """Show what the test found."""
        for step in report.steps:
            self._steps[step.key] = step
        self._show_steps()
        _empty(self._rest)
        if report.id_type is not None or report.ok:
            self._section(self.tr("Identity"), self._identity(report, injector))
            self._section(self.tr("Last id imported"), self._last_id(report))
        if report.ignored_columns:
            self._section(self.tr("Ignored columns"), _pills(report.ignored_columns))
        if report.warnings:
            self._section(self.tr("Remarks"), *[Label(each, tone="text2", wrap=True) for each in report.warnings])

    # -- parts

    def _show_steps(self) -> None:
        _empty(self._list)
        for key, title in self._titles.items():
            self._list.addWidget(_StepRow(title, self._steps.get(key)))
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(1, 0, 0, 0)
        row.setSpacing(SPACE_S + 1)
        row.addWidget(IconLabel("lock", 16, "muted"))
        row.addWidget(Label(self.tr("Nothing was written."), tone="text2"), 1)
        self._list.addWidget(foot)

    def _section(self, title: str, *content: QWidget) -> None:
        self._rest.addWidget(hline(strong=True))
        self._rest.addWidget(Label(title, Type.CARD_TITLE))
        for widget in content:
            self._rest.addWidget(widget)

    def _identity(self, report: TrialReport, injector: Injector) -> QWidget:
        whole, box = _column()
        facts = KeyValueList(right=True, gap=SPACE_S)
        facts.add("column", self.tr("Unique id"), Label(injector.unique_id_field, weight=SEMIBOLD))
        facts.add("type", self.tr("Id type"), report.id_type.value if report.id_type else formats.NOTHING)
        box.addWidget(facts)
        if report.id_reason:
            box.addWidget(Label(report.id_reason, Type.CAPTION, tone="muted", wrap=True))
        return whole

    def _last_id(self, report: TrialReport) -> QWidget:
        whole, box = _column()
        facts = KeyValueList(right=True, gap=SPACE_S)
        facts.add("now", self.tr("Now"), shown_id(report.watermark_now, report.id_type))
        facts.add("passed", self.tr("Passed to the source"), shown_id(report.watermark_passed, report.id_type))
        after = Label(shown_id(report.watermark_after, report.id_type), tone="link", weight=SEMIBOLD)
        after.setObjectName("watermark-after")
        facts.add("after", self.tr("A run would set"), after)
        box.addWidget(facts)
        passed, now = report.watermark_passed, report.watermark_now
        if passed is not None and now is not None and passed != now:
            says = self.tr("Passed from before the last id: the ledger drops the rows that were taken already.")
            box.addWidget(Label(says, Type.CAPTION, tone="muted", wrap=True))
        return whole


def _column() -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    box = QVBoxLayout(whole)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(SPACE_S - 2)
    return whole, box


def _pills(names: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=SPACE_S - 2)
    for name in names:
        flow.addWidget(Pill(name))
    return holder


def _empty(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
