"""The gallery's form page: crumb, pill, banner, sections, schedule."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.ui.models.base_columns import Col, Kind
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, primary_button, quiet_button
from leadadmin.ui.widgets.card import Card, ScrollPage
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label, vline
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.pill import Pill, PillSpec
from leadadmin.ui.widgets.sections import Section, SectionCard
from leadadmin.ui.widgets.spin import SpinBox, TimeEdit
from leadadmin.ui.widgets.switch import Switch
from leadadmin.ui.widgets.table import DataTable
from leadadmin.ui.widgets.weekdays import WeekdayPicker

_PHONES = ("00 00 00 12, +45 00 00 00 47", "39 of 40 values are phone numbers")
_MAPPED: list[tuple[object, ...]] = [
    ("lead_id", "integer", "184220, 184221", "Unique id", "key-round", "None", "Set in Identity", True),
    ("tlf_mobil", "text", _PHONES[0], "Mobile", "phone", "As phone, DK", _PHONES[1], True),
    ("efternavn", "text", "Demosen, Eksempel", "Last name", "type", "Title case", "“efternavn” means last name", True),
    ("kw_aar", "integer", "4200, 5150", "Yearly use", "hash", "Number", "The name is 71% similar", False),
]


class FormsPage(Page):
    """Like the injector form."""

    def __init__(self) -> None:
        super().__init__("CRM web leads", parent_title="Injectors")
        self.header.set_pill(PillSpec("Paused", Tone.WARNING, "circle-pause"))
        self.header.add(button("Test", "flask-conical"))
        for text, name in (("Dry run", "list-checks"), ("Run now", "play")):
            off = button(text, name)
            off.why_not("Test these settings first.")
            self.header.add(off)
        self.header.add(primary_button("Save", "save"))
        inner = QVBoxLayout()
        inner.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, SPACE_L)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self._strip())
        inner.addWidget(
            Banner(
                Tone.WARNING,
                "The test passed with remarks.",
                "9% of the rows would be rejected; the injector pauses above 50%.",
                quiet_button("Show the 18"),
            )
        )
        card = SectionCard()
        for title, says in (
            ("Source", "North CRM · dbo.GetNewLeads (@LastId) · header procedure dbo.GetNewLeadsHeader"),
            ("Identity", "lead_id, integer · last id 184,220 · late-arrival window 15 minutes"),
        ):
            card.add(Section(title, QWidget, summary=says)).set_state(Tone.SUCCESS, "In order")
        schedule = card.add(Section("Schedule", self._schedule, open_now=True))
        schedule.set_state(Tone.SUCCESS, "In order")
        mapping = Section(
            "Field mapping",
            self._mapping,
            summary="8 columns: 6 mapped, 1 to check, 1 ignored",
            open_now=True,
            hide_summary_when_open=False,
        )
        mapping.add_tool(quiet_button("Saved mappings", "folder-open"))
        mapping.add_tool(quiet_button("Suggest again", "sparkles"))
        mapping.set_state(Tone.WARNING, "1 to check")
        card.add(mapping)
        card.add(Section("Limits", QWidget, summary="Stop after 5 minutes or 1,000,000 rows")).set_state(
            Tone.SUCCESS, "In order"
        )
        inner.addWidget(card)
        inner.addStretch()
        self.body.addWidget(ScrollPage(inner))

    def _strip(self) -> QWidget:
        card = Card(filled=True, margin=1)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_L, 7, SPACE_L, 7)
        row.setSpacing(SPACE_L)
        switch = Switch()
        switch.setAccessibleName("Enabled")
        row.addWidget(switch)
        why = "Not enabled. The field mapping has changed: test these settings to switch it on."
        row.addWidget(Label(why, tone="text2"))
        row.addStretch()
        for text, value in (("Last run", "13:40"), ("Last id", "184,220"), ("Next run", "–")):
            pair = QHBoxLayout()
            pair.setSpacing(SPACE_S - 2)
            pair.addWidget(Label(text, tone="text2"))
            pair.addWidget(Label(value, weight=SEMIBOLD))
            row.addLayout(pair)
        card.body.addLayout(row)
        return card

    def _schedule(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(45, 0, SPACE_XL, SPACE_M)
        row.setSpacing(SPACE_XL)
        fields = QVBoxLayout()
        fields.setSpacing(SPACE_M)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        runs = ComboBox()
        runs.add("Every N minutes")
        runs.setMinimumWidth(168)
        zone = ComboBox()
        zone.add("Europe/Copenhagen")
        zone.setMinimumWidth(204)
        for label, editor in (("Runs", runs), ("Minutes", SpinBox(5)), ("From", TimeEdit()), ("Until", TimeEdit())):
            upper.addWidget(LabeledField(label, editor))
        lower.addWidget(LabeledField("Weekdays", WeekdayPicker({1, 2, 3, 4, 5})))
        lower.addWidget(LabeledField("Time zone", zone))
        for line in (upper, lower):
            line.setSpacing(SPACE_M)
            line.addStretch()
            fields.addLayout(line)
        row.addLayout(fields, 58)
        row.addWidget(vline())
        words = QVBoxLayout()
        words.setSpacing(SPACE_S - 2)
        words.addWidget(Label("In words", Type.CAPTION, tone="text2"))
        words.addWidget(Label("Every 5 minutes, 08:00–20:00, Monday to Friday", weight=SEMIBOLD))
        words.addSpacing(SPACE_S - 2)
        words.addWidget(Label("Next five times", Type.CAPTION, tone="text2"))
        times = QWidget()
        flow = FlowLayout(times)
        for text in ("Today 14:05", "14:10", "14:15", "14:20", "14:25"):
            flow.addWidget(Pill(text))
        words.addWidget(times)
        words.addStretch()
        row.addLayout(words, 50)
        return whole

    def _mapping(self) -> QWidget:
        columns: list[Col[tuple[object, ...]]] = [
            Col("column", "Column", lambda r: str(r[0]), strong=True, width=128),
            Col("type", "Type", lambda r: str(r[1]), tone=lambda r: "muted", width=84),
            Col("samples", "Samples", lambda r: str(r[2]), tone=lambda r: "text2", width=224),
            Col("field", "Field", lambda r: str(r[3]), Kind.ICON_TEXT, icon=lambda r: str(r[4]), width=164),
            Col("transform", "Transform", lambda r: str(r[5]), width=140),
            Col(
                "status",
                "Status and reason",
                lambda r: str(r[6]),
                Kind.ICON_TEXT,
                icon=lambda r: "circle-check" if r[7] else "circle-question-mark",
                tone=lambda r: "text2",
                icon_tone=lambda r: "success" if r[7] else "warning",
                stretch=True,
            ),
        ]
        model: RowsModel[tuple[object, ...]] = RowsModel(columns, key=lambda r: r[0])
        model.set_rows(_MAPPED)
        table = DataTable(model, says="Field mapping", page_edges=False, row_height=32)
        model.setParent(table)
        table.setFixedHeight(32 + 4 * 32)
        table.choose("kw_aar")
        card = Card(margin=1)
        card.body.addWidget(table)
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_M)
        box.addWidget(card)
        return whole
