"""What an administrator does with campaigns and what they are made of: projects, templates, hours, teams, people."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from zoneinfo import available_timezones

from leadadmin.app.bootstrap import Program
from leadadmin.domain.campaign import (
    CallingHours,
    Campaign,
    Project,
    check_calling_hours,
    check_campaign,
    check_project,
)
from leadadmin.domain.counting import counted
from leadadmin.domain.countries import check_country
from leadadmin.domain.errors import Changed, Expected, InvalidInput, Taken
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Person, Team, check_person, check_team
from leadadmin.domain.template import Template, check_template
from leadadmin.domain.template_edit import changed_types, lost_fields
from leadadmin.store import calling_hours, campaigns, people, projects, templates
from leadadmin.store.database import Database

Archivable = Project | Campaign | Template
Record = Project | Campaign | Template | CallingHours | Team | Person
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that campaigns are made of, archived things too, each by name.

    `template_leads` is how many leads the campaigns of a template have, by its id; none when there are none.
    """

    campaigns: tuple[Campaign, ...] = ()
    templates: tuple[Template, ...] = ()
    projects: tuple[Project, ...] = ()
    hours: tuple[CallingHours, ...] = ()
    teams: tuple[Team, ...] = ()
    people: tuple[Person, ...] = ()
    template_leads: Mapping[int, int] | None = None
    time_zones: tuple[str, ...] = ()

    def campaigns_of(self, record: Record) -> tuple[str, ...]:
        """The names of the campaigns that use a project, a template or calling hours."""
        match record:
            case Project():
                found = [each for each in self.campaigns if each.project_id == record.id]
            case Template():
                found = [each for each in self.campaigns if each.template_id == record.id]
            case CallingHours():
                found = [each for each in self.campaigns if each.calling_hours_id == record.id]
            case _:
                found = []
        return tuple(each.name for each in found)

    def leads_of(self, template: Template) -> int:
        """How many leads the campaigns of a template have."""
        return (self.template_leads or {}).get(template.id or 0, 0)


def list_all(database: Database) -> Listing:
    """Read everything."""
    return Listing(
        campaigns=tuple(campaigns.list_all(database, archived=True)),
        templates=tuple(templates.list_all(database, archived=True)),
        projects=tuple(projects.list_all(database, archived=True)),
        hours=tuple(calling_hours.list_all(database)),
        teams=tuple(people.list_teams(database)),
        people=tuple(people.list_people(database)),
        template_leads=templates.lead_totals(database),
        time_zones=time_zones(),
    )


def time_zones() -> tuple[str, ...]:
    """The IANA time zones of places, and UTC, by name. Reads files."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


@dataclass(frozen=True, slots=True)
class Loss:
    """A field that goes away though leads hold values there."""

    key: str
    label: str
    leads: int


class LosesValues(Expected):
    """Fields would go away though leads hold values there; nothing was saved. `losses` are to be agreed to."""

    code = "loses_values"

    def __init__(self, losses: Sequence[Loss]) -> None:
        said = [f"{counted(each.leads, 'lead holds', 'leads hold')} a value in “{each.label}”" for each in losses]
        super().__init__(f"{'; '.join(said)}.", "Without the field no list, filter or export shows it any more.")
        self.losses = tuple(losses)


# -- save


def save(program: Program, record: R, before: R | None) -> R:
    """Store a new or changed record; returns it as stored. `before` is how it was when it was opened.

    Raises InvalidInput, Taken, and Changed when someone else saved in between.
    """
    return program.workspace.write(lambda database: _save(program, database, record, before))


def save_campaign(program: Program, campaign: Campaign, before: Campaign | None, *, new_project: str = "") -> Campaign:
    """Store a campaign; with `new_project` in a project of that name, made in the same transaction.

    Raises as `save`; a taken name or code comes as InvalidInput at the one that is taken.
    """
    check_campaign(campaign)

    def work(database: Database) -> Campaign:
        wanted = campaign
        if new_project:
            try:
                project_id = projects.add(database, Project(new_project), who=program.person)
            except Taken as error:
                raise InvalidInput({"new_project": error.sentence}, error.hint) from error
            wanted = replace(campaign, project_id=project_id)
        _check_references(wanted)
        try:
            return _save(program, database, wanted, before)
        except Taken as error:
            others = [each for each in campaigns.list_all(database, archived=True) if each.id != campaign.id]
            by_code = name_key(campaign.code) in {name_key(each.code) for each in others}
            raise InvalidInput({"code" if by_code else "name": error.sentence}, error.hint) from error

    return program.workspace.write(work)


def _check_references(campaign: Campaign) -> None:
    problems = {}
    if not campaign.project_id:
        problems["project"] = "Choose a project, or begin a new one."
    if not campaign.template_id:
        problems["template"] = "Choose the template that says which fields its leads have."
    if problems:
        raise InvalidInput(problems)


def save_template(
    program: Program, template: Template, before: Template | None, *, agreed: Set[str] = frozenset()
) -> Template:
    """Store a template. Counting leads that hold values in lost fields may take a while.

    Raises as `save`; LosesValues for lost fields with values whose keys are not in `agreed`; InvalidInput for another
    type of a field once leads have it.
    """
    _check_template(template)
    if before is not None:
        losses = _losses(program, template, before)
        if any(loss.key not in agreed for loss in losses):
            raise LosesValues(losses)

    def work(database: Database) -> Template:
        if before is not None:
            _keep_types(database, template, before)
        return _save(program, database, template, before)

    return program.workspace.write(work)


def _check_template(template: Template) -> None:
    problems: dict[str, str] = {}
    if sentence := check_country(template.default_region):
        problems["default_region"] = sentence
    try:
        check_template(template)
    except InvalidInput as error:
        problems |= error.problems
    if problems:
        raise InvalidInput(problems)


def _losses(program: Program, template: Template, before: Template) -> list[Loss]:
    with program.workspace.reading() as database:
        found = [
            Loss(field.key, field.label, templates.leads_holding(database, before.id or 0, field.key))
            for field in lost_fields(before, template)
        ]
    return [loss for loss in found if loss.leads]


def _keep_types(database: Database, template: Template, before: Template) -> None:
    changed = changed_types(before, template)
    leads = templates.lead_totals(database).get(before.id or 0, 0) if changed else 0
    if leads:
        have = counted(leads, "lead has", "leads have")
        raise InvalidInput(
            {f"fields.{f.key}.type": f"{have} this template, so “{f.label}” keeps its type." for f in changed}
        )


# -- delete, put back, archive


def remove(program: Program, record: Record) -> None:
    """Delete what nothing refers to. Raises Expected: in use, gone."""
    table = _TABLES[type(record)]
    if table.remove is None:
        raise AssertionError(f"{table.label} cannot be deleted")
    delete = table.remove
    program.workspace.write(lambda database: delete(database, record.id, who=program.person))


def put_back(program: Program, record: Record) -> None:
    """Undo `remove`: the record as it was, under a new id. Raises Taken."""
    table = _TABLES[type(record)]
    program.workspace.write(lambda database: table.add(database, replace(record, id=None), who=program.person))


A = TypeVar("A", bound=Archivable)


def archive(program: Program, record: A, *, archived: bool = True) -> A:
    """Hide a record, or show it again. Raises as `save`."""
    return save(program, replace(record, archived=archived), record)


@dataclass(frozen=True, slots=True)
class _Table:
    """The functions of one kind of record, as the store has them."""

    label: str
    get: Callable[..., Any]
    add: Callable[..., int]
    change: Callable[..., None]
    remove: Callable[..., None] | None
    check: Callable[[Database, Any], None]


def _check_hours(database: Database, hours: CallingHours) -> None:
    del database
    problems: dict[str, str] = {}
    if sentence := check_country(hours.holidays):
        problems["holidays"] = sentence
    try:
        check_calling_hours(hours)
    except InvalidInput as error:
        problems |= error.problems
    if problems:
        raise InvalidInput(problems)


_TABLES: Mapping[type, _Table] = {
    Project: _Table(
        "The project", projects.get, projects.add, projects.change, projects.remove,
        lambda _database, project: check_project(project),
    ),
    Campaign: _Table(
        "The campaign", campaigns.get, campaigns.add, campaigns.change, campaigns.remove,
        lambda _database, campaign: check_campaign(campaign),
    ),
    Template: _Table(
        "The template", templates.get, templates.add, templates.change, templates.remove,
        lambda _database, template: _check_template(template),
    ),
    CallingHours: _Table(
        "The calling hours", calling_hours.get, calling_hours.add, calling_hours.change, calling_hours.remove,
        _check_hours,
    ),
    Team: _Table(
        "The team", people.get_team, people.add_team, people.change_team, None,
        lambda database, team: check_team(team, people.list_teams(database)),
    ),
    Person: _Table(
        "The person", people.get_person, people.add_person, people.change_person, None,
        lambda _database, person: check_person(person),
    ),
}  # fmt: skip


def _save(program: Program, database: Database, record: R, before: R | None) -> R:
    table = _TABLES[type(record)]
    table.check(database, record)
    if record.id is None:
        added = table.add(database, record, who=program.person)
        stored: R = table.get(database, added)
        return stored
    if before is None or table.get(database, record.id) != before:
        raise Changed(
            f"{table.label} was changed by someone else since you opened it; nothing was saved.",
            "Discard your changes to see theirs.",
        )
    table.change(database, record, who=program.person)
    stored = table.get(database, record.id)
    return stored
