"""Limits: how long and how much, when the injector pauses itself, and how call-back dates are read."""

from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.pages.injector_form.base import FormSection, line, two_panes
from leadadmin.ui.pages.injector_form.schedule import time_zones
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.widgets.combo_edit import ComboEdit
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.span_field import SpanField
from leadadmin.ui.widgets.spin import SpinBox


class LimitsSection(FormSection):
    """Everything here has a sensible default."""

    keys = frozenset(
        {"timeout", "row_limit", "pause_rejected_pct", "pause_rejected_rows", "pause_failures",
         "callback_date_format", "time_zone"}
    )  # fmt: skip

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__("limits", self.tr("Limits"), desk, draft, parent)

    def summary(self) -> str:
        injector = self.draft.injector
        seconds = injector.timeout_seconds
        minutes = formats.count(seconds // 60, self.tr("minute"), self.tr("minutes"))
        timeout = minutes if seconds % 60 == 0 and seconds < 7200 else formats.duration(seconds)
        return self.tr("Stop after {0} or {1} rows · pause above {2}% rejected").format(
            timeout, formats.number(injector.row_limit), injector.pause_rejected_pct
        )

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._timeout = SpanField(("s", "m", "h"), says=self.tr("Time-out"))
        self._timeout.changed.connect(lambda: self.edit(timeout_seconds=int(self._timeout.span().total_seconds())))
        timeout = LabeledField(self.tr("Stop a call after"), self._timeout)
        self._rows = SpinBox(1, low=1, high=100_000_000, width=112)
        self._rows.valueChanged.connect(lambda value: self.edit(row_limit=value))
        rows = LabeledField(self.tr("or after rows"), self._rows)
        left.addLayout(line(timeout, rows))
        self._percent = SpinBox(50, low=1, high=100, width=80)
        self._percent.setSuffix("%")
        self._percent.valueChanged.connect(lambda value: self.edit(pause_rejected_pct=value))
        self._least = SpinBox(20, low=1, high=1_000_000, width=88)
        self._least.valueChanged.connect(lambda value: self.edit(pause_rejected_rows=value))
        self._failures = SpinBox(5, low=1, high=1000, width=80)
        self._failures.valueChanged.connect(lambda value: self.edit(pause_failures=value))
        percent = LabeledField(self.tr("Pause when rejected above"), self._percent)
        least = LabeledField(self.tr("of at least rows"), self._least)
        failures = LabeledField(self.tr("or after failures in a row"), self._failures)
        left.addLayout(line(percent, least, failures))
        self._format = LineEdit()
        self._format.setObjectName("injector-callback-format")
        self._format.textEdited.connect(lambda text: self.edit(callback_date_format=text))
        pattern = LabeledField(self.tr("Call-back date format"), self._format)
        self._zone = ComboEdit(says=self.tr("Time zone of call-backs"), placeholder=self.tr("The campaign’s"))
        self._zone.set_choices(time_zones())
        self._zone.edited.connect(lambda text: self.edit(time_zone=text.strip()))
        zone = LabeledField(self.tr("Time zone of call-backs"), self._zone)
        left.addLayout(line(pattern, zone, stretch={0: 1, 1: 1}))
        self.fields |= {
            "timeout": timeout, "row_limit": rows, "pause_rejected_pct": percent, "pause_rejected_rows": least,
            "pause_failures": failures, "callback_date_format": pattern, "time_zone": zone,
        }  # fmt: skip
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("What it means"), Type.CAPTION, tone="text2"))
        right.addWidget(
            Label(
                self.tr(
                    "A procedure that runs or returns too long is stopped at the server; the run then fails and "
                    "says so. A paused injector says why and waits for someone to switch it on again."
                ),
                tone="text2",
                wrap=True,
            )
        )
        right.addSpacing(SPACE_S)
        right.addWidget(
            Label(
                self.tr(
                    "The date format is written as in Java: yyyy/MM/dd HH:mm. Real date-time columns need none; an "
                    "offset in the value wins over the time zone."
                ),
                tone="text2",
                wrap=True,
            )
        )
        return two_panes(left, right)

    def show_values(self) -> None:
        injector = self.draft.injector
        self._timeout.show_span(timedelta(seconds=injector.timeout_seconds))
        for box, value in (
            (self._rows, injector.row_limit),
            (self._percent, injector.pause_rejected_pct),
            (self._least, injector.pause_rejected_rows),
            (self._failures, injector.pause_failures),
        ):
            if box.value() != value:
                box.setValue(value)
        if self._format.text() != injector.callback_date_format:
            self._format.setText(injector.callback_date_format)
        self._zone.show_text(injector.time_zone)
