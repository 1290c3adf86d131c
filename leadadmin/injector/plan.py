"""What a run of an injector needs to know, read from the workspace in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from leadadmin.domain.campaign import Campaign
from leadadmin.domain.connection import Connection
from leadadmin.domain.duplicates import DuplicateScope
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.id_column import as_spelt
from leadadmin.domain.injector import Injector, InjectorState, check_injector
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.lead import DEFAULT_PRIORITY
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner, OwnerKind, Person
from leadadmin.domain.pool import Door
from leadadmin.domain.template import Disposition, Template
from leadadmin.domain.watermark import IdType
from leadadmin.intake.request import Directory, IntakeRequest, UniqueId
from leadadmin.store import calling_hours, campaigns, connections, injectors, people, pools, templates
from leadadmin.store.database import Database


@dataclass(frozen=True, slots=True)
class Plan:
    """An injector with everything it refers to. `secret` is the stored password, as the vault keeps it."""

    injector: Injector
    state: InjectorState
    connection: Connection
    secret: str | None
    campaign: Campaign
    template: Template
    owner: Owner
    priority: int
    duplicate_campaigns: tuple[int, ...] | None
    directory: Directory

    @property
    def injector_id(self) -> int:
        """The stored injector's id."""
        return self.injector.id or 0

    @property
    def id_type(self) -> IdType:
        """How the ids compare; raises InvalidInput when nobody chose it and neither a Test nor a run found it."""
        if self.injector.id_type is None:
            sentence = f"The type of the ids of “{self.injector.name}” is not known yet."
            raise InvalidInput({"id_type": sentence}, "Test it when the source returns rows, or choose the id type.")
        return self.injector.id_type

    @property
    def region(self) -> str:
        """The default region of phones."""
        return self.campaign.region or self.template.default_region

    def request(self, columns: Sequence[str], id_type: IdType, *, retrying: bool = False) -> IntakeRequest:
        """What is asked of the intake, once the columns of the source are known."""
        injector = self.injector
        return IntakeRequest(
            door=Door.INJECTOR,
            source=injector.name,
            template=self.template,
            campaign=self.campaign,
            pool_name=injector.allocation,
            mapping=injector.mapping.with_system_columns(columns),
            allow_duplicates=injector.allow_duplicates,
            duplicate_campaigns=self.duplicate_campaigns,
            callback_pattern=JavaPattern.compile(injector.callback_date_format),
            time_zone=ZoneInfo(injector.time_zone or self.campaign.time_zone),
            region=self.region,
            owner=self.owner,
            priority=self.priority,
            directory=self.directory,
            unique_id=UniqueId(self.id_column(columns), id_type),
            injector_id=self.injector_id,
            retrying=retrying,
        )

    def id_column(self, columns: Sequence[str]) -> str:
        """The source's spelling of the unique id column; as written in the form when it is not there."""
        return as_spelt(self.injector.unique_id_field, columns)


def load_plan(database: Database, injector_id: int) -> Plan:
    """The plan of a stored injector; raises NotFound, or InvalidInput naming what is missing."""
    stored = injectors.get(database, injector_id)
    return plan_for(database, stored.injector, stored.state)


def plan_for(database: Database, injector: Injector, state: InjectorState) -> Plan:
    """The plan of an injector that may not be saved yet (Test in the form)."""
    connection = secret = None
    if injector.connection_id is not None:
        kept = connections.get(database, injector.connection_id)
        connection, secret = kept.connection, kept.secret
    problems = check_injector(injector, has_procedures=connection.facts.has_procedures if connection else None)
    if problems or connection is None or injector.campaign_id is None:
        raise InvalidInput(problems)
    campaign = campaigns.get(database, injector.campaign_id)
    if injector.template_id not in (None, campaign.template_id):
        raise InvalidInput({"template": f"The campaign “{campaign.name}” uses another template."})
    template = templates.get(database, campaign.template_id)
    pool = pools.by_name(database, injector.campaign_id, injector.allocation)
    top = people.top_team(database)
    owner = pool.owner if pool and pool.owner else Owner(OwnerKind.TEAM, top.id or 0)
    return Plan(
        injector, state, connection, secret, campaign, template, owner,
        pool.priority if pool else DEFAULT_PRIORITY, _duplicate_campaigns(database, injector, campaign),
        _directory(database, template),
    )  # fmt: skip


def _duplicate_campaigns(database: Database, injector: Injector, campaign: Campaign) -> tuple[int, ...] | None:
    match injector.duplicate_scope:
        case DuplicateScope.ALL:
            return None
        case DuplicateScope.PROJECT:
            return tuple(sorted(c.id or 0 for c in campaigns.of_project(database, campaign.project_id)))
        case DuplicateScope.CAMPAIGN:
            return (campaign.id or 0,)


def _directory(database: Database, template: Template) -> Directory:
    persons: dict[str, Person | None] = {}
    everyone = people.list_people(database)
    for person in everyone:
        key = name_key(person.name)
        persons[key] = None if key in persons else person
    # A login is exact: it wins over somebody's name.
    persons.update({name_key(person.login): person for person in everyone})
    hours = {name_key(h.name): h.id or 0 for h in calling_hours.list_all(database)}
    dispositions: dict[str, Disposition] = {}
    for disposition in template.dispositions:
        dispositions[name_key(disposition.name)] = disposition
        dispositions[name_key(disposition.code)] = disposition
    return Directory(persons, hours, dispositions)
