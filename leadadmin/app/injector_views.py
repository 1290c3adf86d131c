"""What is read of injectors for people to look at: the list, and all that the form offers to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leadadmin.app.injectors import is_tested
from leadadmin.domain.campaign import Campaign
from leadadmin.domain.injector import Injector, settings_digest
from leadadmin.domain.injector_standing import Standing, runs_by_schedule, standing_of
from leadadmin.domain.run import RunReport
from leadadmin.domain.template import Template
from leadadmin.injector.runner import lease_resource
from leadadmin.store import browse_runs, campaigns, connections, injectors, leases, pools, templates
from leadadmin.store.browse_injectors import ListedInjector, listed_injectors
from leadadmin.store.connections import StoredConnection
from leadadmin.store.database import Database
from leadadmin.store.injectors import StoredInjector
from leadadmin.store.leases import HeldBy

LEASE_PREFIX = lease_resource(0).removesuffix("0")


@dataclass(frozen=True, slots=True)
class InjectorOverview:
    """A row of the list: how the injector stands, and when its schedule starts it next (UTC; None: it does not)."""

    listed: ListedInjector
    standing: Standing
    tested: bool
    next_run: datetime | None

    @property
    def id(self) -> int:
        """The injector's id."""
        return self.listed.stored.injector.id or 0


def overview(database: Database, now: datetime) -> list[InjectorOverview]:
    """Every injector that is not archived, by name; `now` is aware."""
    return [_overview(database, listed, now) for listed in listed_injectors(database, LEASE_PREFIX)]


def _overview(database: Database, listed: ListedInjector, now: datetime) -> InjectorOverview:
    stored = listed.stored
    tested = is_tested(database, stored)
    standing = standing_of(stored.state, tested=tested, running=listed.running is not None)
    next_run = stored.injector.schedule.next_after(now) if runs_by_schedule(stored.state) else None
    return InjectorOverview(listed, standing, tested, next_run)


@dataclass(frozen=True, slots=True)
class FormMaterial:
    """An injector (None: a new one) with what its form offers. `pools` are names of pools by campaign."""

    stored: StoredInjector | None
    connections: tuple[StoredConnection, ...] = ()
    templates: tuple[Template, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    pools: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    last_run: RunReport | None = None
    running: HeldBy | None = None
    _fingerprints: Mapping[int, str] = field(default_factory=dict)

    def connection(self, connection_id: int | None) -> StoredConnection | None:
        """A connection by its id."""
        return next((each for each in self.connections if each.connection.id == connection_id), None)

    def template(self, template_id: int | None) -> Template | None:
        """A template by its id."""
        return next((each for each in self.templates if each.id == template_id), None)

    def campaign(self, campaign_id: int | None) -> Campaign | None:
        """A campaign by its id."""
        return next((each for each in self.campaigns if each.id == campaign_id), None)

    def template_of(self, injector: Injector) -> Template | None:
        """The template whose fields an injector fills: its campaign's, else the one chosen."""
        campaign = self.campaign(injector.campaign_id)
        return self.template(campaign.template_id if campaign else injector.template_id)

    def region_of(self, injector: Injector) -> str:
        """The default region of phones."""
        campaign, template = self.campaign(injector.campaign_id), self.template_of(injector)
        return (campaign.region if campaign else "") or (template.default_region if template else "")

    def is_tested(self, injector: Injector) -> bool:
        """Whether the settings, saved or not, are those that last passed a Test."""
        state = self.stored.state if self.stored else None
        if state is None or not state.tested_digest:
            return False
        fingerprint = self._fingerprints.get(injector.connection_id or 0, "")
        return settings_digest(injector, fingerprint) == state.tested_digest


def form_material(database: Database, injector_id: int | None) -> FormMaterial:
    """All that the form of an injector needs; raises NotFound. None: a new injector."""
    stored = injectors.get(database, injector_id) if injector_id is not None else None
    kept = tuple(connections.list_all(database))
    names: dict[int, list[str]] = {}
    for pool in pools.list_all(database):
        names.setdefault(pool.campaign_id, []).append(pool.name)
    last = browse_runs.recent_by_injector(database).get(injector_id) if injector_id is not None else None
    running = None
    if injector_id is not None:
        running = leases.held_now(database, LEASE_PREFIX).get(lease_resource(injector_id))
    return FormMaterial(
        stored,
        kept,
        tuple(templates.list_all(database)),
        tuple(campaigns.list_all(database)),
        {campaign_id: tuple(found) for campaign_id, found in names.items()},
        last,
        running,
        {each.connection.id or 0: connections.fingerprint(database, each.connection.id or 0) for each in kept},
    )
