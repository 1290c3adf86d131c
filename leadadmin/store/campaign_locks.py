"""The lock row of a campaign: whoever adds leads takes it first, so that looking for duplicates is safe (spec 3)."""

from collections.abc import Collection

from sqlalchemy import select, update

from leadadmin.store import schema
from leadadmin.store.database import Database

_locks = schema.campaign_locks


def take(database: Database, campaign_ids: Collection[int] | None) -> None:
    """Take the lock rows of these campaigns (None: of all), in id order so that two takers cannot deadlock."""
    wanted = select(_locks.c.campaign_id).order_by(_locks.c.campaign_id)
    if campaign_ids is not None:
        wanted = wanted.where(_locks.c.campaign_id.in_(sorted(campaign_ids)))
    for campaign_id in database.execute(wanted).scalars().all():
        row = _locks.c.campaign_id == campaign_id
        database.execute(update(_locks).where(row).values(next_position=_locks.c.next_position))


def take_positions(database: Database, campaign_id: int, count: int) -> int:
    """The first of `count` positions, rising through the campaign (spec 1, Order). The lock row must be taken."""
    row = _locks.c.campaign_id == campaign_id
    database.execute(update(_locks).where(row).values(next_position=_locks.c.next_position + count))
    end: int = database.execute(select(_locks.c.next_position).where(row)).scalar_one()
    return end - count
