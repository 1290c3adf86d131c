"""What an administrator does with campaigns and their parts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leadadmin.app import campaigns as work
from leadadmin.app.bootstrap import Program, program_on
from leadadmin.domain.campaign import CallingHours, Campaign, Project, suggested_code
from leadadmin.domain.errors import Changed, Expected, InvalidInput, Taken
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.people import Person, Team
from leadadmin.domain.template import Template
from leadadmin.domain.template_edit import retyped, suggested_key
from tests.helpers.leads import bring_leads
from tests.helpers.office import TEMPLATE, Office, phone, sqlite_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return sqlite_office(tmp_path)


@pytest.fixture
def program(office: Office) -> Iterator[Program]:
    made = program_on(office.workspace, environment={})
    yield made
    made.close()


def _listing(program: Program) -> work.Listing:
    with program.workspace.reading() as database:
        return work.list_all(database)


def test_a_campaign_can_bring_its_project(program: Program, office: Office) -> None:
    campaign = Campaign("Heat pumps", "HEAT", 0, office.template.id or 0, time_zone="Europe/London")
    saved = work.save_campaign(program, campaign, None, new_project="Heating")
    assert saved.id is not None
    listing = _listing(program)
    assert {each.name for each in listing.projects} == {"Residential", "Heating"}
    assert listing.campaigns_of(next(p for p in listing.projects if p.name == "Heating")) == ("Heat pumps",)


def test_what_a_campaign_lacks_is_said_by_field(program: Program) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.save_campaign(program, Campaign("A", "A", 0, 0), None)
    assert set(refused.value.problems) == {"project", "template"}


@pytest.mark.parametrize(("name", "code", "field"), [("solar 2026", "NEW", "name"), ("New", "solar26", "code")])
def test_what_is_taken_is_said_at_the_one_that_is_taken(
    program: Program, office: Office, name: str, code: str, field: str
) -> None:
    taken = replace(office.campaign, id=None, name=name, code=code)
    with pytest.raises(InvalidInput) as refused:
        work.save_campaign(program, taken, None)
    assert set(refused.value.problems) == {field}
    assert "exists already" in refused.value.problems[field]


def test_a_taken_project_name_leaves_no_campaign(program: Program, office: Office) -> None:
    campaign = Campaign("Heat pumps", "HEAT", 0, office.template.id or 0)
    with pytest.raises(InvalidInput) as refused:
        work.save_campaign(program, campaign, None, new_project="residential")
    assert set(refused.value.problems) == {"new_project"}
    assert [each.name for each in _listing(program).campaigns] == ["Solar 2026"]


def test_nobody_writes_over_anothers_change(program: Program, office: Office) -> None:
    mine = replace(office.campaign, description="mine")
    work.save(program, replace(office.campaign, description="theirs"), office.campaign)
    with pytest.raises(Changed):
        work.save(program, mine, office.campaign)
    assert _listing(program).campaigns[0].description == "theirs"


def _bring_leads(office: Office) -> None:
    rows: list[tuple[object, ...]] = [
        (1, phone(1), None, "Ada", "One", None, 3000),
        (2, phone(2), None, "Bo", "Two", None, None),
    ]
    bring_leads(office, rows)


def test_losing_a_field_with_values_is_asked_about(program: Program, office: Office) -> None:
    _bring_leads(office)
    before = office.template
    less = replace(before, fields=tuple(f for f in before.fields if f.key not in ("kwh", "email")))
    with pytest.raises(work.LosesValues) as asked:
        work.save_template(program, less, before)
    assert asked.value.losses == (work.Loss("kwh", "Yearly use", 1),)
    assert "1 lead holds a value in “Yearly use”" in asked.value.sentence
    assert work.save_template(program, less, before, agreed={"kwh"}).field("kwh") is None


def test_a_template_with_leads_gains_fields_and_keeps_types(program: Program, office: Office) -> None:
    _bring_leads(office)
    before = office.template
    more = replace(before, fields=(*before.fields, Field("roof", "Roof", FieldType.TEXT)))
    stored = work.save_template(program, more, before)
    assert stored.field("roof") is not None
    fields = tuple(retyped(f, FieldType.TEXT) if f.key == "kwh" else f for f in stored.fields)
    with pytest.raises(InvalidInput) as refused:
        work.save_template(program, replace(stored, fields=fields), stored)
    assert "2 leads have this template" in refused.value.problems["fields.kwh.type"]


def test_without_leads_a_type_may_change(program: Program, office: Office) -> None:
    fields = tuple(retyped(f, FieldType.TEXT) if f.key == "kwh" else f for f in office.template.fields)
    stored = work.save_template(program, replace(office.template, fields=fields), office.template)
    kwh = stored.field("kwh")
    assert kwh is not None
    assert kwh.type is FieldType.TEXT


def test_what_is_used_is_not_deleted_and_what_is_not_can_come_back(program: Program, office: Office) -> None:
    listing = _listing(program)
    with pytest.raises(Expected, match="in use"):
        work.remove(program, listing.projects[0])
    spare = work.save(program, CallingHours("Spare", {"sat": "10:00-12:00"}), None)
    work.remove(program, spare)
    assert "Spare" not in [each.name for each in _listing(program).hours]
    work.put_back(program, spare)
    assert "Spare" in [each.name for each in _listing(program).hours]


def test_hours_that_a_campaign_keeps_stay(program: Program, office: Office) -> None:
    hours = _listing(program).hours[0]
    work.save(program, replace(office.campaign, calling_hours_id=hours.id), office.campaign)
    with pytest.raises(Expected, match="Give its campaigns other calling hours"):
        work.remove(program, hours)


def test_archived_things_are_hidden_and_restored(program: Program) -> None:
    project = work.save(program, Project("Spare"), None)
    archived = work.archive(program, project)
    assert archived.archived
    assert not work.archive(program, archived, archived=False).archived


def test_a_team_cannot_stand_below_itself(program: Program, office: Office) -> None:
    upper = work.save(program, Team("Upper", office.team.id), None)
    lower = work.save(program, Team("Lower", upper.id), None)
    with pytest.raises(InvalidInput) as refused:
        work.save(program, replace(upper, parent_id=lower.id), upper)
    assert refused.value.problems["parent_id"] == "“Lower” is “Upper” or stands below it."
    renamed = work.save(program, replace(office.team, name="All"), office.team)
    assert renamed.parent_id is None


def test_a_login_is_taken_once(program: Program, office: Office) -> None:
    with pytest.raises(Taken, match="login “IDA” exists"):
        work.save(program, Person("IDA", "Ida Other", office.team.id or 0), None)


def test_countries_are_checked_by_code(program: Program) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.save_template(program, replace(TEMPLATE, name="X", default_region="Atlantis"), None)
    assert set(refused.value.problems) == {"default_region"}
    with pytest.raises(InvalidInput) as hours:
        work.save(program, CallingHours("X", {}, holidays="ZZ"), None)
    assert set(hours.value.problems) == {"holidays"}


def test_codes_and_keys_are_suggested_from_names() -> None:
    assert suggested_code("Solar leads 2026", set()) == "SOLAR-LEADS-2026"
    assert suggested_code("Solar", {"solar"}) == "SOLAR-2"
    assert suggested_code("李", set()) == ""
    assert suggested_key("Årligt forbrug", set()) == "aarligt_forbrug"
    assert suggested_key("Phone", {"phone", "phone_2"}) == "phone_3"
    assert suggested_key("2nd phone", set()) == "field_2_nd_phone"


def test_another_type_leaves_rules_behind_that_it_does_not_have() -> None:
    field = Field("roof", "Roof", FieldType.CHOICE, required=True, choices=("Tile", "Metal"), default="Tile")
    assert retyped(field, FieldType.TEXT) == Field("roof", "Roof", FieldType.TEXT, required=True)


def test_a_new_template_needs_a_phone(program: Program) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.save_template(program, Template("Bare", fields=(Field("a", "A", FieldType.TEXT),)), None)
    assert "phone field" in refused.value.problems["fields"]
