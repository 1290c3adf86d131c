"""The filter row of the leads: chips for campaign, pool, status, closure, arrival, run."""

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadadmin.domain.campaign import Campaign
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.pool import Pool
from leadadmin.store import campaigns, pools
from leadadmin.store.database import Database
from leadadmin.ui import local_time
from leadadmin.ui.desk import Desk
from leadadmin.ui.formats import number
from leadadmin.ui.models.lead_columns import closure_choices, status_choices
from leadadmin.ui.refresher import Refresher
from leadadmin.ui.widgets.buttons import link_button
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.filter_row import FilterRow

_DAYS = (0, 1, 6, 29)
"""How many days before today each choice of the arrival goes back."""


class LeadFilters(FilterRow):
    """`changed` carries the filter that a person made, without the text of the search."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown = LeadFilter()
        self._refresher = Refresher(desk, self.tr("Reading campaigns and pools"), self)
        self.campaign = ChoiceChip(self.tr("Campaign"))
        self.pool = ChoiceChip(self.tr("Pool"))
        self.status = ChoiceChip(self.tr("Status"), status_choices())
        self.closure = ChoiceChip(self.tr("Closure"), closure_choices())
        self.arrived = ChoiceChip(self.tr("Arrived"), self._spans(), several=False)
        self.run = Chip(self.tr("Run"), removable=True)
        self.anywhere = Chip(self.tr("Search"), self.tr("inside everything"), removable=True)
        for name, chip in self._chips().items():
            chip.setObjectName(f"leads-{name}")
            chip.chosen_changed.connect(partial(self._picked, name))
            self.add_chip(chip)
        self.run.removed.connect(self._without_run)
        self.anywhere.removed.connect(self._without_anywhere)
        self.clear = link_button(self.tr("Clear"), on_click=self._clear)
        self.clear.setObjectName("leads-clear")
        for widget in (self.run, self.anywhere, self.clear):
            self.add_chip(widget)
            widget.hide()

    def _chips(self) -> dict[str, ChoiceChip]:
        return {
            "campaign": self.campaign, "pool": self.pool, "status": self.status, "closure": self.closure,
            "arrived": self.arrived,
        }  # fmt: skip

    def _spans(self) -> list[Choice]:
        words = (
            self.tr("today"), self.tr("since yesterday"), self.tr("in the last 7 days"), self.tr("in the last 30 days"),
        )  # fmt: skip
        return [Choice(days, text) for days, text in zip(_DAYS, words, strict=True)]

    def read_choices(self) -> None:
        """Read which campaigns and pools there are."""

        def read(database: Database) -> tuple[list[Campaign], list[Pool]]:
            return list(campaigns.list_all(database)), list(pools.list_all(database))

        self._refresher.ask(read, self._show_choices)

    def _show_choices(self, found: tuple[list[Campaign], list[Pool]]) -> None:
        named = {campaign.id: campaign.name for campaign in found[0]}
        self.campaign.set_choices([Choice(each.id, each.name) for each in found[0]])
        times = Counter(pool.name for pool in found[1])

        def words(pool: Pool) -> str:
            return f"{pool.name} · {named.get(pool.campaign_id, '')}" if times[pool.name] > 1 else pool.name

        self.pool.set_choices([Choice(each.id, words(each)) for each in found[1]])

    def show_filter(self, chosen: LeadFilter) -> None:
        """Show what `chosen` asks for, silently."""
        self._shown = chosen
        self.campaign.choose(*chosen.campaign_ids)
        self.pool.choose(*chosen.pool_ids)
        self.status.choose(*chosen.statuses)
        self.closure.choose(*chosen.closures)
        if chosen.arrived_from is None:
            self.arrived.choose()
        self._show_rest()

    def show_anywhere(self, on: bool) -> None:
        """Show whether the search looks inside everything, silently."""
        self._shown = replace(self._shown, anywhere=on)
        self._show_rest()

    def _show_rest(self) -> None:
        shown = self._shown
        self.run.setVisible(shown.run_id is not None)
        if shown.run_id is not None:
            self.run.set_value(number(shown.run_id))
        self.anywhere.setVisible(shown.anywhere)
        self.clear.setVisible(shown != LeadFilter())

    def _picked(self, name: str) -> None:
        # Only the part of this chip: another one may not know its choices yet.
        keys: tuple[Any, ...] = self._chips()[name].chosen()
        shown = self._shown
        match name:
            case "campaign":
                shown = replace(shown, campaign_ids=keys)
            case "pool":
                shown = replace(shown, pool_ids=keys)
            case "status":
                shown = replace(shown, statuses=keys)
            case "closure":
                shown = replace(shown, closures=keys)
            case _:
                shown = replace(shown, arrived_from=local_time.days_ago(keys[0]) if keys else None)
        self._tell(shown)

    def _without_run(self) -> None:
        self._tell(replace(self._shown, run_id=None))

    def _without_anywhere(self) -> None:
        self._tell(replace(self._shown, anywhere=False))

    def _clear(self) -> None:
        self.show_filter(LeadFilter())
        self.changed.emit(LeadFilter())

    def _tell(self, chosen: LeadFilter) -> None:
        self._shown = chosen
        self._show_rest()
        self.changed.emit(chosen)
