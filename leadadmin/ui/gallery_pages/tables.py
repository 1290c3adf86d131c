"""The gallery's table page: tabs, chips, table, totals, action bar."""

from dataclasses import dataclass

from leadadmin.ui.formats import number, percent
from leadadmin.ui.models.base_columns import NOTHING, Col, Kind
from leadadmin.ui.models.base_rows import RowsModel
from leadadmin.ui.style.fonts import SEMIBOLD
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.buttons import button, danger_button, link_button, primary_button, quiet_button
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.filter_row import FilterRow
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.pill import PillSpec
from leadadmin.ui.widgets.table import DataTable
from leadadmin.ui.widgets.tabs import Tabs
from leadadmin.ui.widgets.totals import Totals, TotalsRow

_ACTIVE = PillSpec("Active", Tone.SUCCESS)


@dataclass(frozen=True, slots=True)
class _Pool:
    name: str
    campaign: str
    ready: int
    open: int
    closed: float | None
    used: float | None
    total: int
    success: float | None
    dry: str = NOTHING
    soon: bool = False
    state: PillSpec = _ACTIVE


_LOADING = PillSpec("Loading 62%", Tone.INFO, "loader")
_INACTIVE = PillSpec("Inactive", Tone.NEUTRAL, "circle-pause")
_FAILED = PillSpec("Upload failed", Tone.DANGER, "circle-x")
_SOLAR, _FIBRE, _ALARM, _WINBACK = "Solar Roofs Spring", "Fibre Upgrade West", "Home Alarm Trial", "Winback Energy"
_POOLS = [
    _Pool("Solar roofs, week 46", _SOLAR, 1284, 2310, 0.46, 0.61, 4280, 0.079, "Mon 24 Nov"),
    _Pool("Solar roofs, week 47", _SOLAR, 3902, 4105, 0.12, 0.18, 4664, 0.064, "Thu 27 Nov"),
    _Pool("Fibre West, late summer", _FIBRE, 96, 412, 0.88, 0.94, 3415, 0.112, "Today 15:10", soon=True),
    _Pool("Fibre West, autumn", _FIBRE, 214, 1120, 0.63, 0.72, 3030, 0.104, "Today 16:30", soon=True),
    _Pool("CRM web leads", _SOLAR, 548, 902, 0.71, 0.83, 3118, 0.141, "Fri 21 Nov"),
    _Pool("Charity round, week 47", "Charity Autumn Round", 0, 2289, 0.0, 0.0, 2289, None, state=_LOADING),
    _Pool("Home alarm, trial ends", _ALARM, 731, 1044, 0.58, 0.69, 2486, 0.127, "Sat 22 Nov"),
    _Pool("Home alarm, cold list", _ALARM, 0, 1922, 0.55, 0.64, 4270, 0.021, state=_INACTIVE),
    _Pool("Heat pump answers", "Heat Pump Survey", 4418, 4660, 0.08, 0.11, 5065, 0.038, "Mon 8 Dec"),
    _Pool("Winback, spring list", _WINBACK, 0, 0, None, None, 0, None, state=_FAILED),
    _Pool("Winback, moved away", _WINBACK, 1166, 1488, 0.41, 0.52, 2522, 0.045, "Thu 27 Nov"),
]
_TOTALS = Totals(
    {
        "name": "Sum of 3 ticked",
        "ready": "1,041",
        "open": "2,576",
        "closed": "71%",
        "used": "80%",
        "total": "8,931",
        "success": "11.1%",
    },
    {"closed": 0.71, "used": 0.8},
)

COLUMNS: list[Col[_Pool]] = [
    Col("name", "Name", lambda p: p.name, strong=True, width=184, minimum=160, stretch=True),
    Col("campaign", "Campaign", lambda p: p.campaign, width=160, tone=lambda p: "text2", hides=2),
    Col("ready", "Ready to dial", lambda p: number(p.ready), Kind.NUMBER, width=104, sort=lambda p: p.ready),
    Col("open", "Open", lambda p: number(p.open), Kind.NUMBER, width=76, sort=lambda p: p.open),
    Col("closed", "Closed %", lambda p: percent(p.closed), Kind.PERCENT, width=114, share=lambda p: p.closed),
    Col("used", "Used %", lambda p: percent(p.used), Kind.PERCENT, width=114, share=lambda p: p.used),
    Col("total", "Total", lambda p: number(p.total), Kind.NUMBER, width=76, sort=lambda p: p.total, hides=1),
    Col("success", "Success %", lambda p: percent(p.success, 1), Kind.NUMBER, width=92, sort=lambda p: p.success),
    Col(
        "dry",
        "Runs dry",
        lambda p: p.dry,
        Kind.ICON_TEXT,
        width=124,
        icon=lambda p: "hourglass" if p.soon else "",
        tone=lambda p: "warning" if p.soon else "text",
    ),
    Col("status", "Status", lambda p: p.state.text, Kind.PILL, width=152, pill=lambda p: p.state),
]


class PoolsPage(Page):
    """Like Lead pools."""

    def __init__(self) -> None:
        super().__init__("Lead pools", search="Search pools")
        self.header.set_note("11 of 128 shown")
        self.header.add(button("New pool", "folder-plus"))
        self.header.add(primary_button("Upload leads", "upload"))
        tabs = Tabs()
        tabs.add("Autumn project", "a", "star", "warning")
        tabs.add("Runs dry this week", "b")
        tabs.add("Failed uploads", "c")
        tabs.add("Team Blue, daily", "d", "users-round")
        self.body.addWidget(tabs)
        filters = FilterRow()
        for label, value in (("Project", "Autumn"), ("Campaign", "7 chosen"), ("Uploaded", "since 1 Oct 2025")):
            filters.add_chip(Chip(label, value, removable=True))
        filters.add_chip(Chip("Filter", icon="plus"))
        filters.add_chip(Chip("Door", trailing="chevron-down"))
        filters.add_chip(link_button("Clear"))
        filters.add_tool(quiet_button("Columns", "columns-3"))
        filters.add_tool(quiet_button("Export", "download"))
        self.body.addWidget(filters)
        self.model: RowsModel[_Pool] = RowsModel(COLUMNS, key=lambda p: p.name, tickable=True)
        table = DataTable(self.model, says="Lead pools")
        self.model.setParent(table)
        self.model.set_rows(_POOLS)
        self.model.set_ticked({"Fibre West, autumn", "Home alarm, trial ends", "Fibre West, late summer"})
        self.body.addWidget(table, 1)
        totals = TotalsRow(table)
        totals.show_totals(_TOTALS)
        self.body.addWidget(totals)
        bar = ActionBar()
        bar.add(Label("3 pools ticked", weight=SEMIBOLD))
        bar.add(link_button("Untick"))
        activate = button("Activate", "circle-play")
        activate.why_not("All three are active.")
        bar.add(activate)
        bar.add(button("Deactivate", "circle-pause"))
        bar.add(button("Shuffle", "shuffle"))
        bar.add(button("Clone leads to…", "copy"))
        bar.add(button("Export", "download"))
        bar.add_apart(danger_button("Delete", "trash-2"))
        self.body.addWidget(bar)
        self.table = table
