"""The columns of the overview of lead pools, its filters, and its totals row (spec 4, Overview)."""

from collections.abc import Hashable
from dataclasses import dataclass, fields

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.pool import PoolFigures, PoolStatus
from leadadmin.domain.pool_totals import PoolTotals
from leadadmin.ui import local_time
from leadadmin.ui.doors import door_icon, door_word
from leadadmin.ui.formats import number, percent
from leadadmin.ui.models.base_columns import NOTHING, Col, Kind
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.pill import PillSpec
from leadadmin.ui.widgets.totals import Totals


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pools", text)


def status_pill(status: PoolStatus) -> PillSpec:
    """The state of a pool as a pill."""
    return {
        PoolStatus.ACTIVE: PillSpec(_tr("Active"), Tone.SUCCESS),
        PoolStatus.INACTIVE: PillSpec(_tr("Inactive"), Tone.NEUTRAL, "circle-pause"),
        PoolStatus.LOADING: PillSpec(_tr("Loading"), Tone.INFO, "loader"),
        PoolStatus.UPLOAD_FAILED: PillSpec(_tr("Upload failed"), Tone.DANGER, "circle-x"),
    }[status]


def status_choices() -> list[Choice]:
    """Every state of a pool, as a filter offers them."""
    return [Choice(status, status_pill(status).text) for status in PoolStatus]


def _share(pct: float | None) -> float | None:
    return None if pct is None else pct / 100


def _figure(key: str, title: str, about: str, width: int = 84) -> Col[PoolFigures]:
    """A key figure that only the column chooser offers."""

    def value(figures: PoolFigures) -> int:
        return int(getattr(figures, key))

    return Col(
        key, title, lambda f: number(value(f)), Kind.NUMBER, width=width, sort=value, hides=9, hidden=True, about=about
    )


def pool_columns() -> list[Col[PoolFigures]]:
    """The ten columns of the overview, then what its column chooser offers besides."""
    return [
        Col("name", _tr("Name"), lambda f: f.name, width=184, minimum=184, strong=True, stretch=True),
        Col("campaign", _tr("Campaign"), lambda f: f.campaign, width=158, tone=lambda _f: "text2", hides=2),
        Col("project", _tr("Project"), lambda f: f.project, width=110, tone=lambda _f: "text2", hides=4),
        Col(
            "ready", _tr("Ready to dial"), lambda f: number(f.ready), Kind.NUMBER, width=104, sort=lambda f: f.ready,
            about=_tr("Active leads that are new, or whose redial is due, in a pool that is dialled today"),
        ),
        Col(
            "open", _tr("Open"), lambda f: number(f.open), Kind.NUMBER, width=72, sort=lambda f: f.open,
            about=_tr("Leads without a closure"),
        ),
        Col(
            "closed_pct", _tr("Closed %"), lambda f: percent(_share(f.closed_pct)), Kind.PERCENT, width=114,
            share=lambda f: _share(f.closed_pct), about=_tr("Closed / total"),
        ),
        Col(
            "used_pct", _tr("Used %"), lambda f: percent(_share(f.used_pct)), Kind.PERCENT, width=114,
            share=lambda f: _share(f.used_pct), about=_tr("Called at least once / total"),
        ),
        Col("total", _tr("Total"), lambda f: number(f.total), Kind.NUMBER, width=72, sort=lambda f: f.total, hides=1),
        Col(
            "uploaded", _tr("Uploaded"), lambda f: local_time.day(f.uploaded), width=102,
            sort=lambda f: f.uploaded, tooltip=lambda f: local_time.exact(f.uploaded), hides=3,
            tone=lambda _f: "text2", about=_tr("When the pool was made"),
        ),
        Col(
            "status", _tr("Status"), lambda f: status_pill(f.status).text, Kind.PILL, width=140, minimum=100,
            pill=lambda f: status_pill(f.status),
        ),
        Col(
            "source", _tr("Source"), lambda f: f.source or NOTHING, Kind.ICON_TEXT, width=150, hides=8, hidden=True,
            icon=lambda f: door_icon(f.door), tooltip=lambda f: door_word(f.door),
        ),
        Col("code", _tr("Campaign code"), lambda f: f.campaign_code, width=120, hides=8, hidden=True),
        _figure("unprocessed", _tr("Unprocessed"), _tr("Open leads that were never presented"), 100),
        _figure("closed", _tr("Closed"), _tr("Leads with a closure")),
        _figure("used", _tr("Used"), _tr("Leads that were called at least once")),
        _figure("updated", _tr("Updated"), _tr("Rows that changed a lead")),
        _figure("duplicates", _tr("Duplicates"), _tr("Rows that were not loaded because they were duplicates"), 92),
        _figure("rejected", _tr("Rejected"), _tr("Rows that were refused with a reason")),
    ]  # fmt: skip


def totals_row(totals: PoolTotals, words: str) -> Totals:
    """Sums for the row below the table; `words` says of what."""
    sums = {f.name: number(getattr(totals, f.name)) for f in fields(PoolTotals) if f.name != "pools"}
    shares = {"closed_pct": _share(totals.closed_pct), "used_pct": _share(totals.used_pct)}
    return Totals({**sums, **{key: percent(share) for key, share in shares.items()}, "name": words}, shares)


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """Which pools the overview shows: within a part any of the values will do, every part that is given holds."""

    text: str = ""
    projects: tuple[Hashable, ...] = ()
    campaigns: tuple[Hashable, ...] = ()
    statuses: tuple[Hashable, ...] = ()
    doors: tuple[Hashable, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == PoolChoice()

    def keeps(self, figures: PoolFigures) -> bool:
        """Whether a pool is shown."""
        asked = (
            (self.projects, figures.project),
            (self.campaigns, figures.campaign_code),
            (self.statuses, figures.status),
            (self.doors, figures.door),
        )
        if any(wanted and value not in wanted for wanted, value in asked):
            return False
        words = f"{figures.name}\n{figures.campaign}\n{figures.campaign_code}\n{figures.project}\n{figures.source}"
        return self.text.casefold() in words.casefold()
