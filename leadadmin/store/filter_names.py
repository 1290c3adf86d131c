"""What the ids in a filter of leads are called, for `domain.lead_filter.in_words`."""

from collections.abc import Collection

from sqlalchemy import Connection, Table, select

from leadadmin.domain.lead_filter import FilterNames, LeadFilter
from leadadmin.domain.people import OwnerKind
from leadadmin.store.schema import campaigns, people, pools, projects, teams


def filter_names(conn: Connection, chosen: LeadFilter) -> FilterNames:
    """The names of the projects, campaigns, pools and the owner that `chosen` names; what was deleted is left out."""
    owner = None
    if chosen.owner is not None:
        table = teams if chosen.owner.kind is OwnerKind.TEAM else people
        owner = _names(conn, table, (chosen.owner.id,)).get(chosen.owner.id)
    return FilterNames(
        projects=_names(conn, projects, chosen.project_ids),
        campaigns=_names(conn, campaigns, chosen.campaign_ids),
        pools=_names(conn, pools, chosen.pool_ids),
        owner=owner,
    )


def _names(conn: Connection, table: Table, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in conn.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids)))}
