"""Lead pools: every pool with its key figures (spec 4, Overview)."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint

from leadadmin.domain.pool import PoolFigures, PoolStatus
from leadadmin.domain.pool_totals import pool_totals
from leadadmin.store.browse_pools import pool_figures
from leadadmin.store.database import Database
from leadadmin.ui.desk import POOLS, Desk
from leadadmin.ui.doors import door_choices
from leadadmin.ui.formats import count, number
from leadadmin.ui.main_window import PageSpec
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.models.pool_columns import PoolChoice, pool_columns, status_choices, totals_row
from leadadmin.ui.operations import pools as operations
from leadadmin.ui.refresher import Refresher
from leadadmin.ui.style.fonts import SEMIBOLD
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.buttons import button, link_button, quiet_button
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.filter_row import FilterRow
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.table import DataTable
from leadadmin.ui.widgets.totals import TotalsRow

KEY = "pools"


def spec(desk: Desk) -> PageSpec:
    """The page for the window."""
    return PageSpec(KEY, QCoreApplication.translate("Pools", "Lead pools"), "layers", lambda: PoolsPage(desk))


class PoolsPage(Page):
    """The table of pools with filters, sums, and what can be done with the ticked ones. `is_read` once there are any
    figures, even of no pool."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Lead pools"), search=self.tr("Search pools"))
        self._desk = desk
        self._refresher = Refresher(desk, self.tr("Reading lead pools"), self)
        self._empty_of_all: bool | None = None
        self.is_read = False
        self.rows: RowsModel[PoolFigures] = RowsModel(pool_columns(), key=lambda f: f.id, tickable=True)
        self.table = DataTable(self.rows, says=self.tr("Lead pools"), memory=desk.memory, name=KEY)
        self.table.setObjectName("pools-table")
        self.rows.setParent(self.table)
        self.body.addWidget(self._filters())
        self.body.addWidget(self.table, 1)
        self._totals = TotalsRow(self.table, says=self.tr("Sums"))
        self._totals.hide()
        self.body.addWidget(self._totals)
        self.body.addWidget(self._actions())
        self.rows.ticks_changed.connect(self._ticks_changed)
        self.table.row_opened.connect(self._open)
        if self.header.search is not None:
            self.header.search.setObjectName("pools-search")
            self.header.search.textChanged.connect(self._narrow)
        desk.bus.changed.connect(self._changed)

    def _filters(self) -> FilterRow:
        row = FilterRow()
        self._project = ChoiceChip(self.tr("Project"))
        self._campaign = ChoiceChip(self.tr("Campaign"))
        self._status = ChoiceChip(self.tr("Status"), status_choices())
        self._door = ChoiceChip(self.tr("Source"), door_choices())
        for name, chip in (
            ("project", self._project), ("campaign", self._campaign), ("status", self._status), ("door", self._door),
        ):  # fmt: skip
            chip.setObjectName(f"pools-{name}")
            chip.chosen_changed.connect(self._narrow)
            row.add_chip(chip)
        self._clear = link_button(self.tr("Clear"), on_click=self._clear_filters)
        self._clear.setObjectName("pools-clear")
        self._clear.hide()
        row.add_chip(self._clear)
        self._columns = quiet_button(self.tr("Columns"), "columns-3", self._choose_columns)
        self._columns.setObjectName("pools-columns")
        row.add_tool(self._columns)
        return row

    def _actions(self) -> ActionBar:
        self.actions_bar = ActionBar()
        self._ticked_words = Label("", weight=SEMIBOLD)
        self._activate = button(self.tr("Activate"), "circle-play", lambda: self._set_active(True))
        self._deactivate = button(self.tr("Deactivate"), "circle-pause", lambda: self._set_active(False))
        untick = link_button(self.tr("Untick"), on_click=lambda: self.rows.set_ticked(()))
        for name, made in (("activate", self._activate), ("deactivate", self._deactivate), ("untick", untick)):
            made.setObjectName(f"pools-{name}")
        for widget in (self._ticked_words, untick, self._activate, self._deactivate):
            self.actions_bar.add(widget)
        self.actions_bar.hide()
        return self.actions_bar

    # -- reading

    def opened(self, **args: Any) -> None:
        """Show the overview; no arguments."""
        del args
        self.refresh()

    def refresh(self) -> None:
        workspace = self._desk.program.workspace

        def read(database: Database) -> list[PoolFigures]:
            return pool_figures(database, workspace.now_ms(database))

        self.table.set_loading(True)
        self._refresher.ask(read, self._show)

    def _changed(self, topics: frozenset[str]) -> None:
        if POOLS in topics and self.isVisible():
            self.refresh()

    def _show(self, found: list[PoolFigures]) -> None:
        self.table.set_loading(False)
        self.is_read = True
        self.rows.set_rows(found)
        projects = dict.fromkeys(f.project for f in found)
        campaigns = dict.fromkeys((f.campaign_code, f.campaign) for f in found)
        self._project.set_choices([Choice(name, name) for name in projects])
        self._campaign.set_choices([Choice(code, name) for code, name in campaigns])
        self._narrow()
        self._ticks_changed()

    # -- filters

    def _choice(self) -> PoolChoice:
        search = self.header.search
        return PoolChoice(
            search.text().strip() if search is not None else "",
            self._project.chosen(), self._campaign.chosen(), self._status.chosen(), self._door.chosen(),
        )  # fmt: skip

    def _narrow(self) -> None:
        choice = self._choice()
        self.rows.set_filter(None if choice.is_all else choice.keeps)
        self._clear.setVisible(bool(choice.projects or choice.campaigns or choice.statuses or choice.doors))
        every, shown = len(self.rows.all_rows()), self.rows.rowCount()
        if choice.is_all:
            self.header.set_note(count(every, self.tr("pool"), self.tr("pools")))
        else:
            self.header.set_note(self.tr("{0} of {1} shown").format(number(shown), number(every)))
        self._show_empty(none_at_all=every == 0)
        self._sum()

    def _show_empty(self, *, none_at_all: bool) -> None:
        if self._empty_of_all is none_at_all:
            return
        self._empty_of_all = none_at_all
        if none_at_all:
            state = EmptyState(
                "layers",
                self.tr("No lead pools yet"),
                self.tr("A pool holds leads to dial. An injector makes its pool with the first leads it brings."),
                button(self.tr("Go to injectors"), "syringe", lambda: self._desk.go("injectors")),
            )
        else:
            state = EmptyState(
                "search",
                self.tr("No pool matches"),
                self.tr("Search and filters together leave no pool."),
                button(self.tr("Show all pools"), on_click=self._show_all),
            )
        self.table.set_empty(state)

    def _clear_filters(self) -> None:
        for chip in (self._project, self._campaign, self._status, self._door):
            chip.choose()
        self._narrow()

    def _show_all(self) -> None:
        if self.header.search is not None:
            self.header.search.clear()
        self._clear_filters()

    def escape(self) -> bool:
        search = self.header.search
        if search is not None and search.text():
            search.clear()
            return True
        return False

    # -- sums and actions

    def _ticked(self) -> list[PoolFigures]:
        ticked = self.rows.ticked()
        return [figures for figures in self.rows.all_rows() if figures.id in ticked]

    def _sum(self) -> None:
        ticked = self._ticked()
        chosen = ticked or self.rows.rows()
        words = self.tr("Sum of {0} ticked") if ticked else self.tr("Sum of {0} shown")
        self._totals.setVisible(bool(self.rows.all_rows()))
        self._totals.show_totals(totals_row(pool_totals(chosen), words.format(number(len(chosen)))))

    def _ticks_changed(self) -> None:
        ticked = self._ticked()
        self.actions_bar.setVisible(bool(ticked))
        self._ticked_words.setText(self.tr("{0} ticked").format(count(len(ticked), self.tr("pool"), self.tr("pools"))))
        off = any(figures.status is not PoolStatus.ACTIVE for figures in ticked)
        on = any(figures.status is not PoolStatus.INACTIVE for figures in ticked)
        self._activate.why_not("" if off else self.tr("All of them are active."))
        self._deactivate.why_not("" if on else self.tr("All of them are inactive."))
        self._sum()

    def _set_active(self, active: bool) -> None:
        operations.set_active(self._desk, [figures.id for figures in self._ticked()], active)

    def _open(self, key: object) -> None:
        self._desk.go("leads", pool_id=key)

    def _choose_columns(self) -> None:
        self.table.open_columns_menu(self._columns.mapToGlobal(QPoint(0, self._columns.height())))
