"""Leads: a list over any number of them, filtered, sorted and searched (spec 4, Leads)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QTimer

from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.domain.lead_filter import FilterNames, LeadFilter, in_words
from leadadmin.domain.lead_list import LeadColumn, LeadRow, LeadSort
from leadadmin.ui import local_time
from leadadmin.ui.desk import LEADS, Desk
from leadadmin.ui.formats import number
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.base_fetching import FetchingModel
from leadadmin.ui.models.lead_columns import SORTED_BY, lead_columns
from leadadmin.ui.operations.leads import Counted, LeadFeed
from leadadmin.ui.pages.leads_filters import LeadFilters
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_S
from leadadmin.ui.widgets.buttons import button, quiet_button
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.table import DataTable

KEY = "leads"
_TYPED_MS = 250
"""How long a person has stopped typing before the search begins."""


def spec(desk: Desk) -> PageSpec:
    """The page for the window."""
    return PageSpec(KEY, QCoreApplication.translate("Leads", "Leads"), "users-round", lambda: LeadsPage(desk))


class LeadsPage(Page):
    """`opened(pool_id=…)` or `opened(run_id=…)` shows the leads of one pool or run; without, the filter stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Leads"), search=self.tr("Phone, e-mail, name or external id"))
        self._desk = desk
        self._feed = LeadFeed(desk, self)
        self._names = FilterNames()
        self._model: FetchingModel[LeadRow] = FetchingModel(lead_columns(), lambda row: row.id, self._feed.fetch)
        self.table = DataTable(self._model, says=self.tr("Leads"), memory=desk.memory, name=KEY)
        self.table.setObjectName("leads-table")
        self._model.setParent(self.table)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._connect()
        self._feed.ask_for(LeadFilter(), self._remembered_sort())

    def _lay_out(self) -> None:
        self.filters = LeadFilters(self._desk)
        self._columns = quiet_button(self.tr("Columns"), "columns-3", self._choose_columns)
        self._columns.setObjectName("leads-columns")
        self._stop = button(self.tr("Stop searching"), "circle-stop", self._feed.stop, small=True)
        self._stop.setObjectName("leads-stop")
        self._stop.hide()
        self.filters.add_tool(self._stop)
        self.filters.add_tool(self._columns)
        self.body.addWidget(self.filters)
        self.sentence = Label("", Type.CAPTION, tone="muted", wrap=True)
        self.sentence.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, SPACE_S)
        self.sentence.hide()
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter_changed)
        self._feed.counted.connect(self._show_count)
        self._model.fetching.connect(self._fetching)
        self._model.failed.connect(self._failed)
        self.table.sort_wanted.connect(self._sort)
        self.table.row_opened.connect(self._open)
        self._typed.timeout.connect(self._search)
        if self.header.search is not None:
            self.header.search.setObjectName("leads-search")
            self.header.search.setMinimumWidth(300)
            self.header.search.textChanged.connect(lambda _text: self._typed.start())
            self.header.search.returnPressed.connect(self._search)
        self._desk.bus.changed.connect(self._changed)

    def _remembered_sort(self) -> LeadSort:
        kept = self.table.layout_of_columns.sort()
        if kept is None:
            self.table.layout_of_columns.show_sort("arrived", False)
            return LeadSort()
        return LeadSort(SORTED_BY.get(kept[0], LeadColumn.ARRIVED), descending=not kept[1])

    # -- what is shown

    def opened(self, *, pool_id: int | None = None, run_id: int | None = None, **args: Any) -> None:
        del args
        self.filters.read_choices()
        if pool_id is None and run_id is None:
            self._show(self._feed.chosen)
            return
        if self.header.search is not None:
            blocked = self.header.search.blockSignals(True)
            self.header.search.clear()
            self.header.search.blockSignals(blocked)
        chosen = LeadFilter(pool_ids=(pool_id,) if pool_id is not None else (), run_id=run_id)
        self.filters.show_filter(chosen)
        self._show(chosen)

    def refresh(self) -> None:
        self.filters.read_choices()
        self._model.refresh()
        self._feed.count()

    def _changed(self, topics: frozenset[str]) -> None:
        # A search inside everything reads every lead; it is not repeated for each change elsewhere.
        if LEADS in topics and self.isVisible() and not self._feed.deep:
            self.refresh()

    def _show(self, chosen: LeadFilter) -> None:
        same = chosen == self._feed.chosen and self._model.rowCount() > 0
        if same:
            self.refresh()
            return
        self._feed.ask_for(chosen, self._feed.sort)
        self._say(chosen)
        self.header.set_note("")
        self._model.restart()
        self._feed.count()

    def _filter_changed(self, chosen: LeadFilter) -> None:
        self._show(replace(chosen, text=self._text(), anywhere=chosen.anywhere and bool(self._text())))

    def _text(self) -> str:
        return self.header.search.text().strip() if self.header.search is not None else ""

    def _search(self) -> None:
        self._typed.stop()
        if self._text() != self._feed.chosen.text:
            self.filters.show_anywhere(False)
            self._show(replace(self._feed.chosen, text=self._text(), anywhere=False))

    def _search_anywhere(self) -> None:
        self.filters.show_anywhere(True)
        self._show(replace(self._feed.chosen, anywhere=True))

    def _sort(self, key: str, ascending: bool) -> None:
        self._feed.ask_for(self._feed.chosen, LeadSort(SORTED_BY[key], descending=not ascending))
        self._model.restart()
        self._feed.count()

    # -- answers

    def _fetching(self, out: bool) -> None:
        self.table.set_loading(out and self._model.rowCount() == 0)
        self._stop.setVisible(out and self._feed.deep)
        if not out:
            self._show_empty()
            if self._feed.deep:
                self._note(self._model.rowCount(), more=not self._model.exhausted())

    def _failed(self, error: Expected) -> None:
        if isinstance(error, Cancelled):
            self.filters.show_anywhere(False)
            self._show(replace(self._feed.chosen, anywhere=False))
            return
        self._desk.notices.failed(error)

    def _show_count(self, counted: Counted) -> None:
        self._names = counted.names
        self._say(self._feed.chosen)
        if counted.count is not None:
            self._note(counted.count.count, more=counted.count.more)

    def _note(self, leads: int, *, more: bool) -> None:
        words = self.tr("1 lead") if leads == 1 and not more else self.tr("{0} leads")
        self.header.set_note(words.format(f"{number(leads)}{'+' if more else ''}"))

    def _say(self, chosen: LeadFilter) -> None:
        """The filter in a sentence, so that nobody overlooks that leads are left out."""
        plain = chosen == LeadFilter()
        self.sentence.setVisible(not plain)
        if not plain:
            self.sentence.setText(in_words(chosen, self._names, local_time.zone()))

    def _show_empty(self) -> None:
        if self._model.rowCount():
            return
        chosen = self._feed.chosen
        if chosen.text and chosen.anywhere:
            state = self._state(
                self.tr("Nothing contains “{0}”").format(chosen.text),
                self.tr("Names and e-mail addresses were searched through, phone numbers and external ids as a whole."),
                self.tr("Show all leads"), self._show_all,
            )  # fmt: skip
        elif chosen.text:
            state = self._state(
                self.tr("No lead is found by “{0}”").format(chosen.text),
                self.tr(
                    "Looked for: a phone number in any spelling, an e-mail address, an external id, "
                    "and names that begin so."
                ),
                self.tr("Search inside everything"), self._search_anywhere,
            )  # fmt: skip
        elif chosen != LeadFilter():
            state = self._state(
                self.tr("No lead matches"), self.tr("The filters together leave no lead."),
                self.tr("Show all leads"), self._show_all,
            )  # fmt: skip
        else:
            state = EmptyState(
                "users-round", self.tr("No leads yet"), self.tr("Leads come through injectors, from your databases.")
            )
        self.table.set_empty(state)

    def _state(self, title: str, sentence: str, action: str, call: Callable[[], None]) -> EmptyState:
        made = button(action, "search" if call == self._search_anywhere else "", call)
        made.setObjectName("leads-empty-action")
        return EmptyState("search", title, sentence, made)

    # -- actions

    def _show_all(self) -> None:
        if self.header.search is not None:
            blocked = self.header.search.blockSignals(True)
            self.header.search.clear()
            self.header.search.blockSignals(blocked)
        self.filters.show_filter(LeadFilter())
        self._show(LeadFilter())

    def _open(self, key: object) -> None:
        self._desk.go("lead", lead_id=key)

    def _choose_columns(self) -> None:
        self.table.open_columns_menu(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def escape(self) -> bool:
        search = self.header.search
        if search is not None and search.text():
            search.clear()
            return True
        return False
