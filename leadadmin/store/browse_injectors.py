"""Injectors as a list shows them: with the names of what they refer to, their last run, and who runs them now."""

from dataclasses import dataclass

from sqlalchemy import Table, select

from leadadmin.domain.run import RunReport
from leadadmin.store import injectors, leases
from leadadmin.store.browse_runs import recent_by_injector
from leadadmin.store.database import Database
from leadadmin.store.injectors import StoredInjector
from leadadmin.store.leases import HeldBy
from leadadmin.store.schema import campaigns, connections, templates


@dataclass(frozen=True, slots=True)
class ListedInjector:
    """One row of the list. `running` says who runs it at this moment; `last_run` may be that run."""

    stored: StoredInjector
    connection: str
    template: str
    campaign: str
    last_run: RunReport | None
    running: HeldBy | None


def listed_injectors(database: Database, resource_prefix: str) -> list[ListedInjector]:
    """Every injector that is not archived, by name; `resource_prefix` begins the names of their leases."""
    connection_names = _names(database, connections)
    campaign_names, template_names = _names(database, campaigns), _names(database, templates)
    last, held = recent_by_injector(database), leases.held_now(database, resource_prefix)
    return [
        ListedInjector(
            stored,
            connection_names.get(stored.injector.connection_id or 0, ""),
            template_names.get(stored.injector.template_id or 0, ""),
            campaign_names.get(stored.injector.campaign_id or 0, ""),
            last.get(stored.injector.id or 0),
            held.get(f"{resource_prefix}{stored.injector.id}"),
        )
        for stored in injectors.list_all(database)
    ]


def _names(database: Database, table: Table) -> dict[int, str]:
    columns = table.c
    return {row.id: row.name for row in database.execute(select(columns.id, columns.name))}
