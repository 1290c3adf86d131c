"""The overview of lead pools, from counters and an index of what falls due (spec 4, Overview; spec 1, Key figures).

Nothing here counts all leads: total, closed, used and unprocessed are counters kept with every change, and the index on
pool, active, status and dial time gives what is due and what is switched off.
"""

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, literal, select

from leadadmin.domain.errors import NotFound
from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.names import name_key
from leadadmin.domain.pool import Door, PoolFigures, PoolStatus
from leadadmin.domain.pool_details import PoolDetails
from leadadmin.domain.pool_readiness import DUE_STATUSES, is_dialled
from leadadmin.domain.run import RunOutcome
from leadadmin.store.schema import campaigns, leads, people, pool_counts, pools, projects, runs, teams, templates
from leadadmin.store.workspace import from_ms

_ID = re.compile(r"\d{1,18}", re.ASCII)
_FAILED = (RunOutcome.FAILED.value, RunOutcome.INTERRUPTED.value)


def pool_figures(
    conn: Connection, now_ms: int, *, include_archived: bool = False, pool_ids: Collection[int] | None = None
) -> list[PoolFigures]:
    """The key figures of pools at `now_ms`, by project, campaign and name; of `pool_ids` (None: all).

    Archived pools, and those of archived campaigns and projects, only with `include_archived`.
    Ready to dial are active leads, in a pool that is dialled today, that are unprocessed or an automatic or common
    redial that is due. Calling hours, do-not-call lists, the day an upload spread a lead to, and the greatest number
    of attempts are not looked at: what they block is not in the workspace yet.
    """
    query = _query(now_ms).order_by(projects.c.name_key, campaigns.c.name_key, pools.c.name_key, pools.c.id)
    if not include_archived:
        query = query.where(pools.c.archived == 0, campaigns.c.archived == 0, projects.c.archived == 0)
    if pool_ids is not None:
        query = query.where(pools.c.id.in_(pool_ids))
    return [_figures(row, now_ms) for row in conn.execute(query)]


def pool_details(conn: Connection, pool_id: int, now_ms: int) -> PoolDetails:
    """A pool, archived or not, with its surroundings. Raises NotFound."""
    newest = select(func.max(leads.c.arrived_at)).where(leads.c.pool_id == pools.c.id).scalar_subquery()
    row = conn.execute(
        _query(now_ms)
        .add_columns(
            pools.c.description,
            pools.c.priority,
            pools.c.archived,
            campaigns.c.project_id,
            pools.c.campaign_id,
            templates.c.name.label("template"),
            func.coalesce(people.c.name, teams.c.name, "").label("owner"),
            newest.label("last_arrival"),
        )
        .join(templates, templates.c.id == campaigns.c.template_id)
        .outerjoin(people, people.c.id == pools.c.owner_person_id)
        .outerjoin(teams, teams.c.id == pools.c.owner_team_id)
        .where(pools.c.id == pool_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no lead pool with the id {pool_id}.")
    return PoolDetails(
        figures=_figures(row, now_ms),
        description=row.description,
        campaign_id=row.campaign_id,
        project_id=row.project_id,
        template=row.template,
        priority=row.priority,
        active_from=row.active_from,
        active_to=row.active_to,
        owner=row.owner,
        archived=bool(row.archived),
        last_arrival=None if row.last_arrival is None else from_ms(row.last_arrival),
    )


def pool_by_reference(conn: Connection, reference: str) -> int:
    """The id of the pool that `reference` names: an id, or CAMPAIGN_CODE/name without regard to case (spec 5).

    Raises NotFound.
    """
    code, slash, name = reference.partition("/")
    query = select(pools.c.id)
    if slash:
        query = query.join(campaigns, campaigns.c.id == pools.c.campaign_id).where(
            campaigns.c.code_key == name_key(code), pools.c.name_key == name_key(name)
        )
        hint = "Write it as CAMPAIGN_CODE/name."
    elif _ID.fullmatch(code.strip()):
        query = query.where(pools.c.id == int(code))
        hint = "Give its id, or write it as CAMPAIGN_CODE/name."
    else:
        raise NotFound(f"“{reference}” names no lead pool.", "Give its id, or write it as CAMPAIGN_CODE/name.")
    found: int | None = conn.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no lead pool “{reference}”.", hint)
    return found


def _query(now_ms: int) -> Select[Any]:
    return select(
        pools.c.id,
        pools.c.name,
        pools.c.active,
        pools.c.active_from,
        pools.c.active_to,
        pools.c.door,
        pools.c.source,
        pools.c.created_at,
        projects.c.name.label("project"),
        campaigns.c.name.label("campaign"),
        campaigns.c.code,
        campaigns.c.time_zone,
        campaigns.c.active.label("campaign_active"),
        *(column for column in pool_counts.c if column is not pool_counts.c.pool_id),
        _leads_in(OpenStatus.UNPROCESSED, leads.c.active == 0).label("switched_off"),
        *(
            _leads_in(status, and_(leads.c.active == 1, leads.c.dial_at <= now_ms)).label(status.value)
            for status in DUE_STATUSES
        ),
        _last_upload().label("last_upload"),
    ).select_from(
        pools.join(pool_counts, pool_counts.c.pool_id == pools.c.id)
        .join(campaigns, campaigns.c.id == pools.c.campaign_id)
        .join(projects, projects.c.id == campaigns.c.project_id)
    )


def _leads_in(status: OpenStatus, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many leads of the pool stand in `status` and fulfil `condition`: one span of the index."""
    return (
        select(func.count())
        .select_from(leads)
        .where(leads.c.pool_id == pools.c.id, leads.c.status == status.value, condition)
        .correlate(pools)
        .scalar_subquery()
    )


def _last_upload() -> ColumnElement[str | None]:
    """How the last upload into an uploaded pool ended; NULL for other pools."""
    outcome = (
        select(runs.c.outcome)
        .where(runs.c.pool_id == pools.c.id, runs.c.door == Door.UPLOAD.value)
        .order_by(runs.c.id.desc())
        .limit(1)
        .correlate(pools)
        .scalar_subquery()
    )
    return case((pools.c.door == literal(Door.UPLOAD.value), outcome))


def _figures(row: Row[Any], now_ms: int) -> PoolFigures:
    dialled = is_dialled(
        pool_active=bool(row.active),
        campaign_active=bool(row.campaign_active),
        active_from=row.active_from,
        active_to=row.active_to,
        now=from_ms(now_ms),
        time_zone=row.time_zone,
    )
    due = sum(getattr(row, status.value) for status in DUE_STATUSES)
    return PoolFigures(
        id=row.id,
        name=row.name,
        project=row.project,
        campaign=row.campaign,
        campaign_code=row.code,
        status=_status(row),
        door=Door(row.door),
        source=row.source,
        uploaded=from_ms(row.created_at),
        total=row.total,
        open=row.total - row.closed,
        closed=row.closed,
        ready=row.unprocessed - row.switched_off + due if dialled else 0,
        used=row.used,
        unprocessed=row.unprocessed,
        rejected=row.rejected,
        duplicates=row.duplicates,
        updated=row.updated,
    )


def _status(row: Row[Any]) -> PoolStatus:
    if row.last_upload == RunOutcome.RUNNING.value:
        return PoolStatus.LOADING
    if row.last_upload in _FAILED:
        return PoolStatus.UPLOAD_FAILED
    return PoolStatus.ACTIVE if row.active else PoolStatus.INACTIVE
