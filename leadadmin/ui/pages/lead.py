"""One lead: its fields and facts, and what happened to it (spec 4, One lead)."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.app.leads import LeadView, lead_view
from leadadmin.domain.errors import Expected
from leadadmin.domain.lead import Lead
from leadadmin.domain.lead_history import Arrived
from leadadmin.ui import local_time
from leadadmin.ui.desk import LEADS, Desk
from leadadmin.ui.formats import NOTHING, number
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.lead_columns import standing_pill
from leadadmin.ui.models.lead_entries import Kind, kind_of, shown_entry, source_words
from leadadmin.ui.pages.lead_fields import FIELDS_WIDTH, FieldList
from leadadmin.ui.refresher import Refresher
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.widgets.buttons import text_link
from leadadmin.ui.widgets.card import Card, ScrollPage
from leadadmin.ui.widgets.empty import EmptyState, IconLabel
from leadadmin.ui.widgets.history_list import HistoryList
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import Label, hline, vline
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.segments import Segment, SegmentedControl

KEY = "lead"


def spec(desk: Desk) -> PageSpec:
    """The page for the window."""
    title = QCoreApplication.translate("Leads", "Lead")
    return PageSpec(KEY, title, "user-round", lambda: LeadPage(desk), parent="leads")


class LeadPage(Page):
    """`opened(lead_id=…)` shows a lead."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", parent_title=self.tr("Leads"))
        self._desk = desk
        self._lead_id = 0
        self._view: LeadView | None = None
        self._refresher = Refresher(desk, self.tr("Reading the lead"), self)
        self.body.addWidget(hline(strong=True))
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(vline(strong=True))
        row.addWidget(self._right(), 1)
        self._whole.hide()
        self._gone = EmptyState("user-round-x", self.tr("This lead is not there any more"), "")
        self._gone.hide()
        self.body.addWidget(self._whole, 1)
        self.body.addWidget(self._gone, 1)
        desk.bus.changed.connect(self._changed)

    def _left(self) -> QWidget:
        box = QVBoxLayout()
        box.setContentsMargins(PAGE_MARGIN, SPACE_L, PAGE_MARGIN, SPACE_XL)
        box.setSpacing(SPACE_L)
        box.addWidget(Label(self.tr("Fields"), Type.CARD_TITLE))
        self.fields = FieldList()
        box.addWidget(self.fields)
        box.addWidget(hline())
        box.addWidget(Label(self.tr("Lead"), Type.CARD_TITLE))
        self._facts_box = QVBoxLayout()
        self.facts = KeyValueList(label_width=88)
        self._facts_box.addWidget(self.facts)
        box.addLayout(self._facts_box)
        box.addStretch()
        left = ScrollPage(box)
        left.setFixedWidth(FIELDS_WIDTH)
        return left

    def _right(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(PAGE_MARGIN, SPACE_L, PAGE_MARGIN, SPACE_L)
        card = Card(margin=1)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        head.setSpacing(SPACE_S)
        head.addWidget(IconLabel("history", 18, "text2"))
        head.addWidget(Label(self.tr("History"), Type.CARD_TITLE))
        head.addStretch()
        self.kinds = SegmentedControl(
            [Segment(Kind.ALL, self.tr("All"))], says=self.tr("What the history shows"), small=True
        )
        self.kinds.chosen.connect(lambda _kind: self._show_history())
        head.addWidget(self.kinds)
        card.body.addLayout(head)
        self.history = HistoryList(says=self.tr("History"))
        self.history.setObjectName("lead-history")
        self.history.opened.connect(self._open_run)
        card.body.addWidget(self.history, 1)
        card.body.addSpacing(SPACE_M)
        box.addWidget(card)
        return holder

    # -- reading

    def opened(self, *, lead_id: int = 0, **args: Any) -> None:
        del args
        if lead_id and lead_id != self._lead_id:
            self._lead_id, self._view = lead_id, None
            self._whole.hide()
            self._gone.hide()
            self.header.set_title("")
            self.header.set_pill(None)
        self.refresh()

    def refresh(self) -> None:
        lead_id, zone = self._lead_id, local_time.zone()

        def read(database: Any) -> LeadView | Expected:
            try:
                return lead_view(database, lead_id, zone=zone)
            except Expected as gone:
                return gone

        self._refresher.ask(read, self._show, dropping=True)

    def _changed(self, topics: frozenset[str]) -> None:
        if LEADS in topics and self.isVisible():
            self.refresh()

    def _show(self, found: LeadView | Expected) -> None:
        self._whole.setVisible(isinstance(found, LeadView))
        self._gone.setVisible(not isinstance(found, LeadView))
        if not isinstance(found, LeadView):
            self._gone.sentence.setText(str(found))
            return
        if found == self._view:
            return
        self._view = found
        lead = found.lead
        self.header.set_title(lead.name or self.tr("Lead {0}").format(number(lead.id)))
        self.header.set_pill(standing_pill(lead.status, lead.closure, active=lead.active))
        self.fields.show_fields(found.fields)
        self._show_facts(found)
        self._show_kinds(found)
        self._show_history()

    def _show_facts(self, view: LeadView) -> None:
        lead = view.lead
        facts = KeyValueList(label_width=88)
        pool = text_link(lead.pool, on_click=lambda: self._desk.go("leads", pool_id=lead.pool_id))
        pool.setObjectName("lead-pool")
        facts.add("campaign", self.tr("Campaign"), lead.campaign)
        facts.add("pool", self.tr("Pool"), pool)
        facts.add("status", self.tr("Status"), self._standing(lead))
        facts.add("priority", self.tr("Priority"), number(lead.priority))
        facts.add("due", self.tr("Due"), local_time.when(lead.dial_at))
        facts.add("owner", self.tr("Owner"), lead.owner or NOTHING)
        facts.add("original", self.tr("Original owner"), lead.original_owner or NOTHING)
        attempts = self.tr("{0} of {1}").format(number(lead.attempts), number(view.max_attempts))
        facts.add("attempts", self.tr("Attempts"), attempts)
        facts.add("external", self.tr("External id"), lead.external_id or NOTHING)
        facts.add("id", self.tr("Lead id"), number(lead.id))
        facts.add("arrived", self.tr("Arrived"), local_time.when(lead.arrived_at))
        arrived = next((entry for entry in view.history if isinstance(entry, Arrived)), None)
        if arrived is not None:
            words = self.tr("Run {0}, row {1}").format(number(arrived.run_id), number(arrived.row))
            run = text_link(words, on_click=lambda: self._desk.go("runs", run_id=arrived.run_id))
            run.setObjectName("lead-run")
            run.setToolTip(source_words(arrived.door, arrived.source, arrived.run_id, arrived.row))
            facts.add("run", self.tr("Came with"), run)
        self._facts_box.replaceWidget(self.facts, facts)
        self.facts.deleteLater()
        self.facts = facts

    def _standing(self, lead: Lead) -> str:
        words = lead.state_label
        return words if lead.active else self.tr("{0}, switched off").format(words)

    # -- history

    def _show_kinds(self, view: LeadView) -> None:
        times = Counter(kind_of(entry) for entry in view.history)
        words = {
            Kind.CALLS: self.tr("Calls"), Kind.CHANGES: self.tr("Changes"), Kind.DUPLICATES: self.tr("Duplicates"),
        }  # fmt: skip
        segments = [Segment(Kind.ALL, self.tr("All"))]
        segments += [Segment(kind, text, count=number(times[kind])) for kind, text in words.items() if times[kind]]
        self.kinds.set_segments(segments)

    def _show_history(self) -> None:
        if self._view is None:
            return
        kind = self.kinds.current()
        shown = [entry for entry in self._view.history if kind in (Kind.ALL, "", kind_of(entry))]
        self.history.set_entries([shown_entry(entry) for entry in shown])

    def _open_run(self, run_id: object) -> None:
        if run_id is not None:
            self._desk.go("runs", run_id=run_id)
