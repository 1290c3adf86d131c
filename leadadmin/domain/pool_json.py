"""A pool as JSON for scripts (spec 5, A pool in JSON; spec 1, Key figures)."""

from typing import Any

from leadadmin.domain.field_rules_time import stored_moment
from leadadmin.domain.lead import Closure
from leadadmin.domain.pool import PoolFigures

BLOCKERS = (
    "lead_inactive",
    "pool_inactive",
    "pool_not_started",
    "pool_ended",
    "campaign_inactive",
    "not_due",
    "not_before",
    "outside_hours",
    "do_not_call",
    "owner_only",
    "unresolved",
    "max_attempts",
    "no_phone",
)
"""What can block an open lead (spec 1, Which leads may be dialled), in the order in which it is counted."""

KEY_FIGURES = (
    "total", "open", "closed", "ready", "closed_pct", "used", "used_pct", "unprocessed",
    "success", "success_pct", "conversion_pct", "contact_pct",
    *(closure.value for closure in Closure if closure is not Closure.SUCCESS),
    "redials_common", "redials_private", "redials_vip", "redials_auto", "overdue", "due_today",
    "calls", "calls_per_lead", "talk_seconds", "speed_to_lead",
    "added_today", "added_7d", "last_arrival", "last_call",
    "rejected", "duplicates", "updated", "runs_dry",
    *(f"blocked_{blocker}" for blocker in BLOCKERS),
)  # fmt: skip
"""Every key of the table of key figures."""


def pool_to_json(figures: PoolFigures) -> dict[str, Any]:
    """Every key of a pool in JSON; a figure that `PoolFigures` does not have is null.

    Those are, until the counters behind them exist: outcomes (`success` … `do_not_call` and their percentages),
    redials and what is due, calls and talk time, speed to lead, arrivals by day, last arrival and call, the forecast
    `runs_dry`, and open leads by blocker.
    """
    described: dict[str, Any] = {
        "id": str(figures.id),
        "name": figures.name,
        "project": figures.project,
        "campaign": figures.campaign,
        "campaign_code": figures.campaign_code,
        "status": figures.status.value,
        "source": figures.source,
        "uploaded": stored_moment(figures.uploaded),
    }
    return described | {key: _plain(getattr(figures, key, None)) for key in KEY_FIGURES}


def _plain(figure: int | float | None) -> int | float | None:
    return round(figure, 2) if isinstance(figure, float) else figure
