"""`apply` makes what a file names, changes what differs, and writes nothing when anything does not fit."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadadmin.app.bootstrap import Program
from leadadmin.app.provision import apply, export_config
from leadadmin.app.provision_report import Action, report_to_json
from leadadmin.domain.campaign import CallOrder
from leadadmin.domain.people import OwnerKind
from leadadmin.domain.run import RowOutcome
from leadadmin.injector.runner import Order
from leadadmin.store import audit, campaigns, connections, injectors, people, pools, templates
from tests.app.provision_help import OFFICE, applied, new_program, sentences


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made = new_program(tmp_path / "office.leadadmin")
    yield made
    made.close()


def test_every_table_is_made_whatever_their_order(program: Program, tmp_path: Path) -> None:
    report = applied(program, OFFICE, tmp_path)
    made = [(change.kind, change.name) for change in report.changes]
    assert all(change.action is Action.CREATE for change in report.changes)
    assert made == [
        ("team", "Sales"), ("team", "North"), ("person", "anna"), ("calling_hours", "Day"), ("template", "Solar"),
        ("project", "Residential"), ("campaign", "Solar 2026"), ("connection", "CRM"), ("connection", "Head office"),
        ("pool", "Web"), ("injector", "Web leads"),
    ]  # fmt: skip
    with program.workspace.reading() as database:
        campaign = campaigns.by_reference(database, "solar26")
        assert campaign is not None
        assert (campaign.max_attempts, campaign.order) == (7, CallOrder.STATUS_FIRST)
        template = templates.by_name(database, "Solar")
        assert template is not None
        assert [field.key for field in template.fields] == ["phone", "surname"]
        assert [d.code for d in template.dispositions] == ["SALE", "CB"]
        pool = pools.by_name(database, campaign.id or 0, "web")
        anna = people.list_people(database)[0]
        assert pool is not None
        assert pool.owner is not None
        assert (pool.priority, pool.owner.kind, pool.owner.id) == (5, OwnerKind.PERSON, anna.id)
        stored = injectors.by_name(database, "Web leads")
        assert stored is not None
        assert (stored.injector.campaign_id, stored.state.enabled) == (campaign.id, False)
        crm = connections.by_name(database, "CRM")
        assert crm is not None
        assert crm.connection.file == str(tmp_path / "crm.db")


def test_a_second_time_changes_nothing(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    with program.workspace.reading() as database:
        last = audit.newest(database)[0].id
    assert applied(program, OFFICE, tmp_path).changes == ()
    with program.workspace.reading() as database:
        assert audit.newest(database)[0].id == last


def test_a_dry_run_tells_the_same_and_writes_nothing(program: Program, tmp_path: Path) -> None:
    rehearsed = apply(program, OFFICE, folder=tmp_path, dry_run=True)
    with program.workspace.reading() as database:
        assert not campaigns.list_all(database)
        assert not audit.newest(database)
    assert rehearsed.changes == applied(program, OFFICE, tmp_path).changes
    assert not rehearsed.written


def test_the_difference_is_told_key_by_key_and_what_is_left_out_stays(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    report = applied(
        program,
        """
        [[template]]
        name = "solar"
        fields = [
            {key="phone", label="Phone", type="phone", required=true},
            {key="surname", label="Family name", type="text"},
            {key="email", label="E-mail", type="email"},
        ]
        [[campaign]]
        name = "Solar at home"
        code = "SOLAR26"
        calling_hours = ""
        [[injector]]
        name = "Web leads"
        cron = "0 8 * * 1-5"
        [[calling_hours]]
        name = "Day"
        week = {mon = "10:00-20:00"}
        """,
        tmp_path,
    )
    told = {change.kind: (change.name, change.action, dict(change.fields)) for change in report.changes}
    surname = {"key": "surname", "label": "Surname", "type": "text"}
    email = {"key": "email", "label": "E-mail", "type": "email"}
    assert told == {
        "calling_hours": ("Day", Action.CHANGE, {
            "week.mon": ("09:00-20:00", "10:00-20:00"), "week.tue": ("09:00-12:00,13:00-17:00", None),
        }),
        "template": ("solar", Action.CHANGE, {
            "name": ("Solar", "solar"), "fields.surname": (surname, surname | {"label": "Family name"}),
            "fields.email": (None, email),
        }),
        "campaign": ("Solar at home", Action.CHANGE, {
            "name": ("Solar 2026", "Solar at home"), "calling_hours": ("Day", ""),
        }),
        "injector": ("Web leads", Action.CHANGE, {"every": ("5m", None), "cron": (None, "0 8 * * 1-5")}),
    }  # fmt: skip
    with program.workspace.reading() as database:
        campaign = campaigns.by_reference(database, "SOLAR26")
    assert campaign is not None
    assert (campaign.max_attempts, campaign.time_zone) == (7, "Europe/London")


def test_another_order_of_fields_is_a_difference(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    swapped = """
        [[template]]
        name = "Solar"
        fields = [
            {key="surname", label="Surname", type="text"},
            {key="phone", label="Phone", type="phone", required=true},
        ]
        """
    (change,) = applied(program, swapped, tmp_path).changes
    assert dict(change.fields) == {"fields (order)": (["phone", "surname"], ["surname", "phone"])}
    assert applied(program, swapped, tmp_path).changes == ()


def test_everything_wrong_is_told_at_once_and_nothing_is_written(program: Program, tmp_path: Path) -> None:
    text = """
        [[templat]]
        name = "Solar"
        [[dnc_list]]
        name = "Robinson"
        [[project]]
        name = "Residential"
        descripton = "typo"
        [[campaign]]
        name = "Solar"
        [team]
        name = "Sales"
        """
    report = apply(program, text, folder=tmp_path)
    told = sentences(report)
    assert told == {
        "templat": "There is no table “templat” in a configuration file. Did you mean “template”?",
        "dnc_list": "Do-not-call lists come with a later version of leadadmin.",
        "project “Residential”, descripton": "A project has no key “descripton”. Did you mean “description”?",
        "team": "Write [[team]], with two brackets on each side.",
    }
    text = """
        [[project]]
        name = "Residential"
        [[template]]
        name = "Solar"
        fields = [{key="surname", type="text"}]
        [[campaign]]
        name = "Solar"
        code = "S 1"
        project = "Residental"
        template = "Solar"
        max_attempts = "ten"
        [[campaign]]
        name = "Wind"
        code = "W"
        project = "Residental"
        template = "Solar"
        [[pool]]
        name = "Web"
        campaign = "Wind"
        [[connection]]
        name = "CRM"
        kind = "mariadb"
        host = "crm.example"
        user = "leads"
        password = 12345678
        [[injector]]
        name = "Web"
        connection = "CRM"
        """
    report = apply(program, text, folder=tmp_path)
    told = sentences(report)
    assert told.pop("campaign “Solar”, max_attempts") == "“max_attempts” is a whole number from 1 to 1,000."
    assert told.pop("campaign “Wind”, project") == (
        "There is no project “Residental” in the file or the workspace. Did you mean “Residential”?"
    )
    assert told.pop("template “Solar”, fields") == "A template needs at least one phone field."
    assert told.pop("connection “CRM”, password").startswith("“password” is a text in quotes")
    assert not told, "what only depends on something wrong is not told again"
    assert "12345678" not in repr(report)
    assert not report.written
    with program.workspace.reading() as database:
        assert not audit.newest(database)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[project]]\nname = ", "The file is not TOML"),
        ("[[project]]", "The project number 1 of the file needs a name"),
        ('[[project]]\nname = "A"\n[[project]]\nname = "a "', "The file has two tables for “a”."),
        ('[[team]]\nname = "A"\nparent = "B"\n[[team]]\nname = "B"\nparent = "A"', "each other's parents: “A”, “B”"),
        ('[[team]]\nname = "A"\nparent = "C"', "There is no team “C” in the file or the workspace."),
        ('[[team]]\nname = "Everyone"\nparent = "A"\n[[team]]\nname = "A"', "“Everyone” is the top team"),
        ('[[person]]\nlogin = "a"\nrole = "boss"', "“boss” does not fit “role”; use administrator, supervisor"),
        ('[[connection]]\nname = "O"\nkind = "oracle"', "Oracle connections are not supported by this version"),
        ('[[connection]]\nname = "C"\nkind = "sqlite"\nfile="x"\nhost="h"', "A SQLite file connection has no “host”"),
        ('[[calling_hours]]\nname = "D"\nweek = {mon = "9-17"}', "“9-17” is not a span of hours"),
        ('[[injector]]\nname = "I"\nevery = "5s"', "is not between 10 seconds and 366 days"),
        ('[[injector]]\nname = "I"\nid_type = "number"', "“number” does not fit id_type"),
        ('[[injector]]\nname = "I"\nlook_back_days = 900', "900 does not fit; use 0 to 365."),
        ('[[project]]\nname = "A"\ndescription = "a\\u0000b"', "“description” holds the character U+0000"),
        (f'[[project]]\nname = "{"x" * 201}"', "A name has at most 200 characters."),
    ],
)  # fmt: skip
def test_sentences(program: Program, tmp_path: Path, text: str, sentence: str) -> None:
    report = apply(program, text, folder=tmp_path)
    assert len(report.problems) == 1, report.problems
    assert sentence in report.problems[0].sentence


def test_a_mapping_names_fields_that_exist(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    wrong = '[[injector]]\nname = "Web leads"\nmapping = [{column="mobile", field="fone"}]'
    assert sentences(apply(program, wrong, folder=tmp_path)) == {
        "injector “Web leads”, mapping.fone": "“mobile” goes to the field “fone”, which the template does not have."
    }


def test_a_template_keeps_the_fields_that_leads_may_have(program: Program, tmp_path: Path) -> None:
    crm(tmp_path).close()
    applied(program, OFFICE, tmp_path)
    phone = '{key="phone", label="Phone", type="phone", required=true}'
    fewer = f'[[template]]\nname = "Solar"\nfields = [{phone}]'
    other = f'[[template]]\nname = "Solar"\nfields = [{phone}, {{key="surname", label="Surname", type="integer"}}]'
    for text in (fewer, other, OFFICE):
        assert applied(program, text, tmp_path).changes
    applied(program, ON, tmp_path)
    with program.workspace.reading() as database:
        stored = injectors.by_name(database, "Web leads")
    assert stored is not None
    assert program.runner.run(stored.injector.id or 0, Order("test")).tally.of(RowOutcome.ADDED) == 1
    told = sentences(apply(program, fewer, folder=tmp_path))
    assert told["template “Solar”, fields.surname"].startswith(
        "1 lead holds a value in “Surname”, so it cannot be left"
    )
    told = sentences(apply(program, other, folder=tmp_path))
    assert told["template “Solar”, fields.surname"] == ("1 lead holds a value in “Surname”, so it stays a text field.")


def test_an_owner_may_be_a_team_a_login_or_a_name(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    applied(program, '[[person]]\nlogin = "sales"\nname = "Bo Example"', tmp_path)
    pool = '[[pool]]\nname = "Web"\ncampaign = "SOLAR26"\nowner = '
    for text, owner in (("Bo Example", "person:sales"), ("sales", "Sales"), ("person:sales", "person:sales")):
        applied(program, f'{pool}"{text}"', tmp_path)
        assert f'owner = "{owner}"' in export_config(program)
    applied(program, f'{pool}""', tmp_path)
    assert "owner =" not in export_config(program)
    assert "Did you mean “anna”?" in next(iter(sentences(apply(program, f'{pool}"ana"', folder=tmp_path)).values()))


def test_the_json_document(program: Program, tmp_path: Path) -> None:
    document = report_to_json(applied(program, '[[project]]\nname = "P"\ndescription = "Homes"', tmp_path))
    fields = {"name": [None, "P"], "description": [None, "Homes"]}
    assert document == {
        "changes": [{"kind": "project", "name": "P", "action": "create", "fields": fields}],
        "problems": [],
    }


def crm(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "crm.db")
    database.execute("create table enquiries (id integer primary key, mobile text, last_name text)")
    database.execute("insert into enquiries values (1, '020 7946 0001', 'Example')")
    database.commit()
    return database


ON = '[[injector]]\nname = "Web leads"\nenabled = true\n'


def test_switching_on_runs_the_test_first(program: Program, tmp_path: Path) -> None:
    crm(tmp_path).close()
    applied(program, OFFICE, tmp_path)
    rehearsed = apply(program, ON, folder=tmp_path, dry_run=True)
    assert [dict(change.fields) for change in rehearsed.changes] == [{"enabled": (False, True)}]
    assert rehearsed.notes == ("“Web leads” is tested before it is switched on, which a dry run does not do.",)
    assert [dict(change.fields) for change in applied(program, ON, tmp_path).changes] == [{"enabled": (False, True)}]
    with program.workspace.reading() as database:
        stored = injectors.by_name(database, "Web leads")
    assert stored is not None
    assert (stored.state.enabled, bool(stored.state.tested_digest)) == (True, True)
    assert applied(program, ON + 'description = "From the web"', tmp_path).notes == (), "no new Test for a description"
    assert applied(program, ON, tmp_path).changes == ()


def test_an_injector_whose_test_fails_stays_off_and_is_stored(program: Program, tmp_path: Path) -> None:
    report = apply(program, OFFICE.replace('allocation = "Web"', 'allocation = "Web"\nenabled = true'), folder=tmp_path)
    assert report.written
    (told,) = sentences(report).values()
    assert told.startswith("It stays switched off, because its Test failed: ")
    assert "crm.db" in told
    injector = next(change for change in report.changes if change.kind == "injector")
    assert "enabled" not in injector.fields
    with program.workspace.reading() as database:
        stored = injectors.by_name(database, "Web leads")
    assert stored is not None
    assert not stored.state.enabled


def test_changed_source_settings_switch_off_until_tested(program: Program, tmp_path: Path) -> None:
    source = crm(tmp_path)
    applied(program, OFFICE, tmp_path)
    applied(program, ON, tmp_path)
    query = "query = \"select id, mobile, last_name from enquiries where id > :last_id and last_name <> ''\"\n"
    report = applied(program, f'[[injector]]\nname = "Web leads"\n{query}', tmp_path)
    assert report.notes == ("“Web leads” was switched off because its settings changed; test it and switch it on.",)
    assert report.changes[0].fields["enabled"] == (True, False)
    applied(program, ON, tmp_path)
    source.execute("alter table enquiries rename to gone")
    source.commit()
    moved = ON + query.replace(" and last_name", " and mobile")
    report = apply(program, moved, folder=tmp_path)
    assert report.changes[0].fields["enabled"] == (True, False)
    assert len(report.problems) == 1
    source.execute("alter table gone rename to enquiries")
    source.commit()
    assert [dict(c.fields) for c in applied(program, moved, tmp_path).changes] == [{"enabled": (False, True)}]
    source.close()


def test_a_time_zone_given_once_is_that_of_the_schedule_too(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    for zone in ("Europe/Copenhagen", "Australia/Melbourne"):
        applied(program, f'[[injector]]\nname = "Web leads"\ntime_zone = "{zone}"', tmp_path)
        with program.workspace.reading() as database:
            stored = injectors.by_name(database, "Web leads")
        assert stored is not None
        assert (stored.injector.time_zone, stored.injector.schedule.time_zone) == (zone, zone)


def test_a_procedure_takes_the_place_of_a_query(program: Program, tmp_path: Path) -> None:
    applied(program, OFFICE, tmp_path)
    text = '[[injector]]\nname = "Web leads"\nconnection = "Head office"\nprocedure = "crm.get_leads"'
    (change,) = applied(program, text, tmp_path).changes
    assert set(change.fields) == {"connection", "procedure", "query"}
    assert change.fields["query"][1] is None
    assert applied(program, text, tmp_path).changes == ()
