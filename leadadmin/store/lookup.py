"""Which phone numbers and external ids leads have already, looked up by sets (spec 3, Duplicates)."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, or_, select

from leadadmin.domain.lead import AGREED
from leadadmin.store.schema import lead_phones, leads, pools
from leadadmin.store.set_lookup import rows_with

_AGREED = [status.value for status in AGREED]


class PhoneTaken(NamedTuple):
    """A lead with a number. `callback_ms`: its agreed call-back in milliseconds since 1970, 0 for none."""

    number: str
    lead_id: int
    callback_ms: int
    pool: str


def phones_taken(
    conn: Connection, numbers: Sequence[str], campaign_ids: Collection[int] | None, *, run_id: int | None = None
) -> list[PhoneTaken]:
    """The leads with any of `numbers` (E.164) in these campaigns (None: all), the oldest lead first.

    Leads that are inactive or in an inactive pool are not found, but for those of the run `run_id`: within one input
    the first row wins, however it is cut into batches.
    """
    # Two steps: joined in one, the optimisers of fresh workspaces begin with the leads and take minutes.
    p = lead_phones.c
    where = [] if campaign_ids is None else [p.campaign_id.in_(campaign_ids)]
    holders = rows_with(conn, p.number, numbers, (p.lead_id, p.number), *where)
    c = leads.c
    callback = case((c.status.in_(_AGREED), c.dial_at), else_=0)
    inactive = select(pools.c.id).where(pools.c.active == 0)
    candidates = rows_with(
        conn,
        c.id,
        sorted({row[0] for row in holders}),
        (c.id, callback, c.pool_id),
        or_(and_(c.active == 1, c.pool_id.not_in(inactive)), c.run_id == run_id),
    )
    found: dict[int, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in candidates}
    named = select(pools.c.id, pools.c.name).where(pools.c.id.in_({pool_id for _, pool_id in found.values()}))
    names: dict[int, str] = {row.id: row.name for row in conn.execute(named)}
    return [
        PhoneTaken(number, lead_id, found[lead_id][0], names[found[lead_id][1]])
        for lead_id, number in sorted(holders)
        if lead_id in found
    ]


def external_ids_taken(conn: Connection, campaign_id: int, space: int, ids: Sequence[str]) -> dict[str, int]:
    """The lead of each of `ids` that is taken in the campaign's name space `space` (0: given by the rows)."""
    c = leads.c
    where = (c.campaign_id == campaign_id, c.external_space == space)
    return {row[0]: row[1] for row in rows_with(conn, c.external_id, ids, (c.external_id, c.id), *where)}
