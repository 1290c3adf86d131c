"""When the leads of a pool may be dialled at all (spec 1, Which leads may be dialled)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from leadadmin.domain.lead import OpenStatus

DUE_STATUSES = (OpenStatus.AUTOMATIC_REDIAL, OpenStatus.COMMON_REDIAL)
"""Redials that are ready for anyone once due; private and VIP ones are `owner_only` in a pool's figures."""


def is_dialled(
    *,
    pool_active: bool,
    campaign_active: bool,
    active_from: date | None,
    active_to: date | None,
    now: datetime,
    time_zone: str,
) -> bool:
    """Whether none of the blockers holds that a pool and its campaign put on all of its leads at the moment `now`.

    These are `pool_inactive`, `pool_not_started`, `pool_ended` and `campaign_inactive`. Active dates are days in the
    campaign's `time_zone`, both included.
    """
    today = now.astimezone(ZoneInfo(time_zone)).date()
    started = active_from is None or active_from <= today
    ended = active_to is not None and active_to < today
    return pool_active and campaign_active and started and not ended
