"""The columns of a list of leads (spec 4, Leads)."""

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.lead_list import LeadColumn, LeadRow
from leadadmin.domain.phone import pretty
from leadadmin.ui import local_time
from leadadmin.ui.formats import number
from leadadmin.ui.models.base_columns import NOTHING, Col, Kind
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.pill import PillSpec

SORTED_BY = {
    "name": LeadColumn.NAME,
    "priority": LeadColumn.PRIORITY,
    "due": LeadColumn.DIAL_TIME,
    "arrived": LeadColumn.ARRIVED,
    "changed": LeadColumn.CHANGED,
}
"""What a list can be sorted by, by the key of the column."""

_OPEN = {
    OpenStatus.UNPROCESSED: (Tone.NEUTRAL, "circle-dashed"),
    OpenStatus.AUTOMATIC_REDIAL: (Tone.INFO, "refresh-cw"),
    OpenStatus.COMMON_REDIAL: (Tone.INFO, "calendar-clock"),
    OpenStatus.PRIVATE_REDIAL: (Tone.INFO, "user-round"),
    OpenStatus.VIP_REDIAL: (Tone.INFO, "star"),
    OpenStatus.UNRESOLVED: (Tone.WARNING, "phone-call"),
}
_CLOSED = {
    Closure.SUCCESS: (Tone.SUCCESS, ""),
    Closure.INVALID: (Tone.DANGER, "circle-x"),
    Closure.INVALID_PHONE: (Tone.DANGER, "circle-x"),
    Closure.DO_NOT_CALL: (Tone.DANGER, "phone-off"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Leads", text)


def standing_pill(status: OpenStatus | None, closure: Closure | None, *, active: bool = True) -> PillSpec | None:
    """Where a lead stands, as a pill: its closure, else its open status; one switched off has a mark of its own."""
    if closure is not None:
        tone, icon = _CLOSED.get(closure, (Tone.NEUTRAL, "circle-minus"))
        return PillSpec(_tr(closure.label), tone, icon)
    if status is None:
        return None
    tone, icon = _OPEN[status] if active else (Tone.NEUTRAL, "circle-pause")
    return PillSpec(_tr(status.label), tone, icon)


def status_choices() -> list[Choice]:
    """The open statuses, as a filter offers them."""
    return [Choice(status, _tr(status.label)) for status in OpenStatus]


def closure_choices() -> list[Choice]:
    """The closures, as a filter offers them."""
    return [Choice(closure, _tr(closure.label)) for closure in Closure]


def lead_name(row: LeadRow) -> str:
    """What a lead is called; its number where it has no name."""
    return row.name or _tr("Lead {0}").format(number(row.id))


def _pill(row: LeadRow) -> PillSpec | None:
    return standing_pill(row.status, row.closure, active=row.active)


def _standing_tooltip(row: LeadRow) -> str:
    return "" if row.active else _tr("{0}, switched off").format(_tr(row.state_label))


def lead_columns() -> list[Col[LeadRow]]:
    """Columns in their first order; those that no index or sort of the list stands behind cannot be sorted."""
    return [
        Col("name", _tr("Name"), lead_name, width=170, minimum=150, strong=True, stretch=True),
        Col("phone", _tr("Phone"), lambda r: pretty(r.phone) if r.phone else NOTHING, width=142, sortable=False),
        Col(
            "campaign", _tr("Campaign"), lambda r: r.campaign, width=142, tone=lambda _r: "text2", hides=4,
            sortable=False,
        ),
        Col("pool", _tr("Pool"), lambda r: r.pool, width=158, tone=lambda _r: "text2", hides=2, sortable=False),
        Col(
            "status", _tr("Status"), lambda r: _tr(r.state_label), Kind.PILL, width=150, minimum=110, pill=_pill,
            tooltip=_standing_tooltip, sortable=False,
        ),
        Col("priority", _tr("Priority"), lambda r: number(r.priority), Kind.NUMBER, width=78, hides=5),
        Col(
            "due", _tr("Due"), lambda r: local_time.when(r.dial_at), width=120, hides=3,
            tooltip=lambda r: local_time.exact(r.dial_at), about=_tr("When the next attempt was agreed or is planned"),
        ),
        Col(
            "owner", _tr("Owner"), lambda r: r.owner or NOTHING, width=110, tone=lambda _r: "text2", hides=6,
            sortable=False,
        ),
        Col(
            "arrived", _tr("Arrived"), lambda r: local_time.when(r.arrived_at), width=124, hides=1,
            tooltip=lambda r: local_time.exact(r.arrived_at), tone=lambda _r: "text2",
        ),
        Col(
            "external", _tr("External id"), lambda r: r.external_id or NOTHING, width=96, hides=7,
            tone=lambda _r: "text2", sortable=False,
        ),
        Col(
            "changed", _tr("Last change"), lambda r: local_time.when(r.changed_at), width=124, hides=8, hidden=True,
            tooltip=lambda r: local_time.exact(r.changed_at),
        ),
        Col("id", _tr("Lead id"), lambda r: number(r.id), Kind.NUMBER, width=90, hides=8, hidden=True, sortable=False),
    ]  # fmt: skip
