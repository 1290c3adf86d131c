"""A small workspace for tests: one team, project, template and campaign."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from leadadmin.domain.campaign import CallingHours, Campaign, Project
from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.people import Owner, OwnerKind, Person, Role, Team
from leadadmin.domain.pool import Door
from leadadmin.domain.template import Disposition, Template
from leadadmin.domain.watermark import IdType
from leadadmin.intake.request import Directory, IntakeRequest, UniqueId
from leadadmin.sources.base import Block, Column, ColumnKind
from leadadmin.store import calling_hours, campaigns, people, projects, templates
from leadadmin.store.engine import workspace_url
from leadadmin.store.upgrade import create_workspace
from leadadmin.store.workspace import Workspace

TEMPLATE = Template(
    name="Solar",
    default_region="GB",
    fields=(
        Field("phone", "Phone", FieldType.PHONE, required=False, duplicate=True),
        Field("mobile", "Mobile", FieldType.PHONE),
        Field("first_name", "First name", FieldType.TEXT),
        Field("surname", "Surname", FieldType.TEXT),
        Field("email", "E-mail", FieldType.EMAIL, duplicate=True),
        Field("kwh", "Yearly use", FieldType.INTEGER),
    ),
    dispositions=(
        Disposition("Sale", "SALE", closure=Closure.SUCCESS),
        Disposition("Call back", "CB", status=OpenStatus.COMMON_REDIAL, needs_callback=True),
    ),
)
MAPPING = Mapping(
    (
        MappingEntry(("tel",), "phone"),
        MappingEntry(("mob",), "mobile"),
        MappingEntry(("first",), "first_name"),
        MappingEntry(("last",), "surname"),
        MappingEntry(("mail",), "email"),
        MappingEntry(("kwh",), "kwh"),
    )
)
COLUMNS = ("id", "tel", "mob", "first", "last", "mail", "kwh")


def phone(n: int) -> str:
    """A fictional British number (020 7946 0xxx is reserved for drama; the rest is only possible, not in use)."""
    return f"020 {7000 + n // 10_000:04} {n % 10_000:04}"


@dataclass(frozen=True)
class Office:
    """The workspace and what stands in it."""

    workspace: Workspace
    template: Template
    campaign: Campaign
    team: Team
    agent: Person

    def request(self, **changes: object) -> IntakeRequest:
        """An injector's request with usual settings; `changes` by field."""
        settings: dict[str, object] = {
            "door": Door.INJECTOR,
            "source": "Web",
            "template": self.template,
            "campaign": self.campaign,
            "pool_name": "Web",
            "mapping": MAPPING,
            "allow_duplicates": AllowDuplicates.NO,
            "duplicate_campaigns": (self.campaign.id,),
            "callback_pattern": JavaPattern.compile("yyyy/MM/dd HH:mm"),
            "time_zone": ZoneInfo("Europe/London"),
            "region": "GB",
            "owner": Owner(OwnerKind.TEAM, self.team.id or 0),
            "priority": 10,
            "directory": Directory(),
            "unique_id": UniqueId("id", IdType.INTEGER),
            "injector_id": None,
        }
        return IntakeRequest(**(settings | changes))  # type: ignore[arg-type]


def workspace_at(place: str, password: str | None = None) -> Workspace:
    """An empty workspace with its tables."""
    workspace = Workspace.at(workspace_url(place), password)
    create_workspace(workspace, "Office")
    return workspace


def furnish(workspace: Workspace) -> Office:
    """Put an agent, a project, a template, calling hours and a campaign into a workspace."""
    with workspace.transaction() as database:
        team_id = people.top_team(database).id or 0
        people.add_person(database, Person("ida", "Ida Tester", team_id, Role.AGENT), who="test")
        project_id = projects.add(database, Project("Residential"), who="test")
        template_id = templates.add(database, TEMPLATE, who="test")
        calling_hours.add(database, CallingHours("Evenings", {"mon": "17:00-20:00"}), who="test")
        campaign_id = campaigns.add(
            database,
            Campaign("Solar 2026", "SOLAR26", project_id, template_id, time_zone="Europe/London", region="GB"),
            who="test",
        )
        return Office(
            workspace,
            templates.get(database, template_id),
            campaigns.get(database, campaign_id),
            people.top_team(database),
            people.list_people(database)[0],
        )


def sqlite_office(folder: Path) -> Office:
    """A furnished workspace in a SQLite file."""
    return furnish(workspace_at(str(folder / "office.leadadmin")))


def blocks(rows: list[tuple[object, ...]], size: int = 1000, columns: tuple[str, ...] = COLUMNS) -> list[Block]:
    """Rows as a source would give them."""
    heads = tuple(Column(name, ColumnKind.OTHER) for name in columns)
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    return [Block(heads, [list(column) for column in zip(*part, strict=True)]) for part in parts]
