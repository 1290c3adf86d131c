"""Campaigns (spec 1)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, or_, select

from leadadmin.domain.campaign import CallbackScope, CallOrder, Campaign
from leadadmin.domain.errors import InvalidInput, NotFound
from leadadmin.domain.names import name_key
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import delete_row, insert_row, update_row
from leadadmin.store.schema import campaign_locks, campaigns


def list_all(database: Database, *, archived: bool = False) -> Sequence[Campaign]:
    """Every campaign by name; archived ones only when asked for."""
    query = select(campaigns).order_by(campaigns.c.name_key)
    if not archived:
        query = query.where(campaigns.c.archived == 0)
    return [_campaign(row) for row in database.execute(query)]


def of_project(database: Database, project_id: int) -> Sequence[Campaign]:
    """Every campaign of a project, archived ones too."""
    query = select(campaigns).where(campaigns.c.project_id == project_id).order_by(campaigns.c.name_key)
    return [_campaign(row) for row in database.execute(query)]


def get(database: Database, campaign_id: int) -> Campaign:
    """A campaign; raises NotFound."""
    row = database.execute(select(campaigns).where(campaigns.c.id == campaign_id)).first()
    if row is None:
        raise NotFound("This campaign is no longer in the workspace.")
    return _campaign(row)


def by_reference(database: Database, text: str) -> Campaign | None:
    """The campaign with this code or name, without regard to case; a code wins."""
    key = name_key(text)
    query = select(campaigns).where(or_(campaigns.c.code_key == key, campaigns.c.name_key == key))
    rows = database.execute(query).all()
    rows = sorted(rows, key=lambda row: row.code_key != key)
    return _campaign(rows[0]) if rows else None


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        name=row.name,
        code=row.code,
        description=row.description,
        project_id=row.project_id,
        template_id=row.template_id,
        time_zone=row.time_zone,
        region=row.region,
        order=CallOrder(row.call_order),
        callbacks=CallbackScope(row.callbacks),
        max_attempts=row.max_attempts,
        retry_minutes=row.retry_minutes,
        expires_days=row.expires_days,
        newest_first=bool(row.newest_first),
        calling_hours_id=row.calling_hours_id,
        active=bool(row.active),
        archived=bool(row.archived),
        id=row.id,
    )


def _values(campaign: Campaign) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "name_key": name_key(campaign.name),
        "code": campaign.code,
        "code_key": name_key(campaign.code),
        "description": campaign.description,
        "project_id": campaign.project_id,
        "template_id": campaign.template_id,
        "time_zone": campaign.time_zone,
        "region": campaign.region,
        "call_order": campaign.order.value,
        "callbacks": campaign.callbacks.value,
        "max_attempts": campaign.max_attempts,
        "retry_minutes": campaign.retry_minutes,
        "expires_days": campaign.expires_days,
        "newest_first": int(campaign.newest_first),
        "calling_hours_id": campaign.calling_hours_id,
        "active": int(campaign.active),
        "archived": int(campaign.archived),
    }


def _taken(campaign: Campaign) -> str:
    return f"A campaign with the name “{campaign.name}” or the code “{campaign.code}” exists already."


def add(database: Database, campaign: Campaign, *, who: str) -> int:
    """Add a campaign with its lock row; raises Taken."""
    campaign_id = insert_row(database, campaigns, {**_values(campaign), "version": 1}, _taken(campaign))
    database.execute(insert(campaign_locks).values(campaign_id=campaign_id, next_position=1))
    audit.append(database, who=who, action="campaign.add", subject=campaign.name)
    return campaign_id


def change(database: Database, campaign: Campaign, *, who: str) -> None:
    """Change a campaign; raises Taken, and InvalidInput for another template, which cannot change (spec 1)."""
    before = get(database, campaign.id or 0)
    if before.template_id != campaign.template_id:
        raise InvalidInput({"template": f"The template of the campaign “{before.name}” cannot be changed."})
    update_row(database, campaigns, campaign.id or 0, _values(campaign), _taken(campaign))
    audit.append(database, who=who, action="campaign.change", subject=campaign.name)


def remove(database: Database, campaign_id: int, *, who: str) -> None:
    """Delete a campaign without pools, runs and injectors; raises Expected otherwise."""
    campaign = get(database, campaign_id)
    own = [campaign_locks.c.campaign_id]
    delete_row(database, campaigns, campaign_id, f"The campaign “{campaign.name}”", own)
    audit.append(database, who=who, action="campaign.delete", subject=campaign.name)
