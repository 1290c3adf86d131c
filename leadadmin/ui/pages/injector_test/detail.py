"""One row of the test: its fields as a lead would have them, beside what an existing lead has."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.domain.fields import Field, FieldType, display
from leadadmin.domain.lead import Lead
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.sentences import remark
from leadadmin.domain.template import Template
from leadadmin.injector.trial_report import TrialRow
from leadadmin.ui import formats
from leadadmin.ui.models.trial_rows import callback_words, phone_words, verdict_pill
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import quiet_button
from leadadmin.ui.widgets.card import Pane, ScrollPage
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.labels import ElidedLabel, Label, hline

HEIGHT = 196
_SHOWN_BY_FIELD = frozenset({FieldType.PHONE, FieldType.DATE, FieldType.DATETIME})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line: a field's label, what the existing lead has, what the row brings, and what comes of it."""

    label: str
    now: str
    after: str
    result: str
    tone: str = "text2"


class DetailPane(Pane):
    """196 high. `open_wanted` asks for the page of a lead."""

    open_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("alternate", parent)
        self._lead_id: int | None = None
        self.setMinimumHeight(96)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, 0)
        box.setSpacing(SPACE_S - 2)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        self._title = Label("", Type.CARD_TITLE)
        self._title.setObjectName("row-title")
        self._more = ElidedLabel("", tone="muted")
        self._open = quiet_button(self.tr("Open lead"), "external-link", self._wanted, small=True)
        self._open.setObjectName("open-lead")
        top.addWidget(self._title)
        top.addWidget(self._more, 1)
        top.addWidget(self._open)
        box.addLayout(top)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 0, SPACE_M, SPACE_S)
        self._lines = QWidget()
        holder.addWidget(self._lines)
        holder.addStretch()
        self._holder = holder
        self._scroll = ScrollPage(holder)
        box.addWidget(self._scroll, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No row is chosen."""
        self._title.setText(self.tr("Choose a row to see its fields"))
        self._more.set_whole("")
        self._open.hide()
        self._put(QWidget())

    def show_row(self, row: TrialRow, template: Template, zone: ZoneInfo, lead: Lead | None = None) -> None:
        """Show a row; `lead` is the existing one that it met, once it was read."""
        self._lead_id = row.lead_id
        self._title.setText(_title(self, row))
        self._more.set_whole(" · ".join(part for part in (row.name, row.unique_id) if part))
        self._open.setVisible(row.lead_id is not None)
        self._put(_grid(self, field_lines(self, row, template, zone, lead), has_now=lead is not None))

    def _put(self, widget: QWidget) -> None:
        self._holder.replaceWidget(self._lines, widget)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = widget

    def _wanted(self) -> None:
        if self._lead_id is not None:
            self.open_wanted.emit(self._lead_id)


def _title(pane: QWidget, row: TrialRow) -> str:
    number, lead = formats.number(row.number), formats.number(row.lead_id)
    match row.verdict:
        case RowOutcome.ADDED:
            return pane.tr("Row {0}: new lead in “{1}”").format(number, row.pool)
        case RowOutcome.UPDATED:
            return pane.tr("Row {0}: update of lead {1}").format(number, lead)
        case RowOutcome.DUPLICATE if row.lead_id is not None:
            return pane.tr("Row {0}: duplicate of lead {1}").format(number, lead)
        case RowOutcome.SEEN_BEFORE if row.lead_id is not None:
            return pane.tr("Row {0}: lead {1}, seen before").format(number, lead)
        case _:
            return pane.tr("Row {0}: {1}").format(number, verdict_pill(row.verdict).text.lower())


def field_lines(pane: QWidget, row: TrialRow, template: Template, zone: ZoneInfo, lead: Lead | None) -> list[FieldLine]:
    """What the row says of each field: first what is wrong, then its values, then call-back and pool."""
    lines: list[FieldLine] = []
    problem = row.problem
    fresh = row.verdict is RowOutcome.ADDED
    said = pane.tr("new") if fresh else pane.tr("not loaded")
    existing: Mapping[str, object] = lead.values if lead is not None else {}
    if problem is not None and problem.field:
        lines.append(
            FieldLine(problem.field, formats.NOTHING, problem.value or formats.NOTHING, remark(problem), "danger")
        )
    for field in template.fields:
        value = _value(row, template, field, zone)
        if value == formats.NOTHING or (problem is not None and problem.field == field.label):
            continue
        now = display(field, existing.get(field.key), zone=zone) if lead is not None else formats.NOTHING
        same = lead is not None and now == value
        lines.append(FieldLine(field.label, now, value, pane.tr("same") if same else said))
    if row.callback_ms:
        lines.append(FieldLine(pane.tr("Call-back"), formats.NOTHING, callback_words(row.callback_ms, zone), said))
    return lines


def _value(row: TrialRow, template: Template, field: Field, zone: ZoneInfo) -> str:
    if field.key in row.values:
        text = row.values[field.key]
        if field.type in _SHOWN_BY_FIELD:
            return display(field, text, zone=zone)
        return formats.number(int(text)) if field.type is FieldType.INTEGER else text
    first = template.phone_fields[:1]
    if first and field.key == first[0].key and row.phone:
        return phone_words(row)
    return formats.NOTHING


def _grid(pane: QWidget, lines: list[FieldLine], *, has_now: bool) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_L)
    grid.setVerticalSpacing(SPACE_S)
    titles = [pane.tr("Field"), pane.tr("Now") if has_now else "", "", pane.tr("After"), pane.tr("Result")]
    for place, title in enumerate(titles):
        grid.addWidget(Label(title, Type.CAPTION, tone="muted", weight=SEMIBOLD), 0, place)
    grid.addWidget(hline(strong=True), 1, 0, 1, 5)
    for place, line in enumerate(lines, start=2):
        changed = line.tone != "danger" and line.now != line.after
        grid.addWidget(Label(line.label), place, 0)
        grid.addWidget(Label(line.now if has_now else "", tone="muted"), place, 1)
        if changed and has_now:
            grid.addWidget(IconLabel("arrow-right", 16, "muted"), place, 2)
        after = Label(
            line.after,
            tone="danger" if line.tone == "danger" else "link" if changed else "muted",
            weight=SEMIBOLD if changed else None,
            wrap=True,
        )
        after.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(after, place, 3)
        grid.addWidget(Label(line.result, tone=line.tone, wrap=True), place, 4)
    grid.setColumnMinimumWidth(0, 128)
    if has_now:
        grid.setColumnMinimumWidth(1, 160)
    grid.setColumnStretch(3, 2)
    grid.setColumnStretch(4, 3)
    return whole
