"""What is read of injectors for people, and what is done with them from any page."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadadmin.app import injectors as work
from leadadmin.app.bootstrap import Program, program_on
from leadadmin.app.injector_source import catalogue, example, read_columns, sample_procedure
from leadadmin.app.injector_views import form_material, overview
from leadadmin.app.template_fields import add_field
from leadadmin.app.trial_table import TrialTable, write_table
from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.injector import Injector
from leadadmin.domain.injector_standing import Standing, standing_of
from leadadmin.domain.watermark import IdType
from leadadmin.injector.runner import LEASE_SECONDS, Order, lease_resource
from leadadmin.sources.base import CancelToken
from leadadmin.store import connections, injectors, leases, templates
from leadadmin.store.leases import Lease
from tests.helpers.crm import MAPPING, PEOPLE, QUERY
from tests.helpers.office import Office, sqlite_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = sqlite_office(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
def program(office: Office) -> Program:
    return program_on(office.workspace, environment={})


@pytest.fixture
def injector_id(office: Office, tmp_path: Path) -> int:
    file = tmp_path / "crm.db"
    with closing(sqlite3.connect(file)) as source, source:
        source.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, tel, first, last, mail, city)")
        source.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", PEOPLE)
    with office.workspace.transaction() as database:
        connection_id = connections.add(
            database, Connection("CRM", ConnectionKind.SQLITE, file=str(file)), None, who="test"
        )
        injector = Injector(
            "Web", connection_id=connection_id, query=QUERY, unique_id_field="id", id_type=IdType.INTEGER,
            campaign_id=office.campaign.id, template_id=office.template.id, allocation="Web", mapping=MAPPING,
        )  # fmt: skip
        return injectors.add(database, injector, who="test")


def standing(program: Program) -> Standing:
    with program.workspace.reading() as database:
        (row,) = overview(database, datetime.now(UTC))
    return row.standing


def test_how_an_injector_stands_from_new_to_failing(program: Program, injector_id: int) -> None:
    assert standing(program) is Standing.NOT_TESTED
    with program.workspace.reading() as database:
        stored = injectors.get(database, injector_id)
    assert work.try_out(program, stored, cancel=CancelToken()).ok
    assert standing(program) is Standing.OFF
    work.enable(program, injector_id)
    assert standing(program) is Standing.ENABLED
    program.workspace.write(lambda database: injectors.run_failed(database, injector_id))
    assert standing(program) is Standing.FAILING
    program.workspace.write(lambda database: injectors.pause(database, injector_id, "It failed."))
    assert standing(program) is Standing.PAUSED
    held = leases.acquire(program.workspace, lease_resource(injector_id), program.holder, LEASE_SECONDS)
    assert isinstance(held, Lease)
    assert standing(program) is Standing.RUNNING
    leases.release(program.workspace, held)
    assert standing(program) is Standing.PAUSED


def test_running_wins_over_the_settings(program: Program, injector_id: int) -> None:
    with program.workspace.reading() as database:
        state = injectors.get(database, injector_id).state
    assert standing_of(state, tested=False, running=True) is Standing.RUNNING


def test_the_list_names_what_an_injector_refers_to(program: Program, injector_id: int) -> None:
    program.runner.run(injector_id, Order("test"))
    with program.workspace.reading() as database:
        (row,) = overview(database, datetime.now(UTC))
    assert (row.listed.connection, row.listed.campaign, row.listed.template) == ("CRM", "Solar 2026", "Solar")
    assert row.listed.last_run is not None
    assert row.listed.running is None
    assert row.next_run is None, "it is switched off"


def test_the_form_knows_whether_its_settings_are_tested(program: Program, injector_id: int) -> None:
    with program.workspace.reading() as database:
        work_on = form_material(database, injector_id)
    assert work_on.stored is not None
    work.try_out(program, work_on.stored, cancel=CancelToken())
    with program.workspace.reading() as database:
        material = form_material(database, injector_id)
    assert material.stored is not None
    injector = material.stored.injector
    assert material.is_tested(injector)
    assert material.is_tested(replace(injector, description="other words")), "a description needs no test"
    assert not material.is_tested(replace(injector, row_limit=5))
    assert material.region_of(injector) == "GB"
    with program.workspace.reading() as database, pytest.raises(NotFound):
        form_material(database, 4711)


def test_a_copy_is_not_tested_and_its_name_is_free(program: Program, injector_id: int) -> None:
    first, second = work.copy(program, injector_id), work.copy(program, injector_id)
    assert [first.injector.name, second.injector.name] == ["Web (2)", "Web (3)"]
    assert not first.state.tested_digest
    assert first.injector.mapping == MAPPING


def test_what_was_removed_comes_back(program: Program, injector_id: int) -> None:
    removed = work.remove(program, injector_id)
    with program.workspace.reading() as database:
        assert injectors.list_all(database, archived=True) == []
    again = work.restore(program, removed)
    program.runner.run(again.injector.id or 0, Order("test"))
    archived = work.remove(program, again.injector.id or 0)
    assert archived.state.started_once
    with program.workspace.reading() as database:
        assert injectors.list_all(database) == []
    assert work.restore(program, archived).injector.id == again.injector.id


def test_one_that_runs_is_not_removed(program: Program, injector_id: int) -> None:
    held = leases.acquire(program.workspace, lease_resource(injector_id), program.holder, LEASE_SECONDS)
    assert isinstance(held, Lease)
    with pytest.raises(Expected, match="is running on"):
        work.remove(program, injector_id)


def test_the_source_is_asked_for_columns_and_a_sample(program: Program, injector_id: int) -> None:
    with program.workspace.reading() as database:
        injector = injectors.get(database, injector_id).injector
    columns = read_columns(program, injector, cancel=CancelToken())
    assert [column.name for column in columns] == ["id", "tel", "first", "last", "mail", "city"]
    assert columns[1].samples[0] == "020 7946 0001"
    assert "people" in sample_procedure(program, injector.connection_id or 0)
    assert catalogue(program, injector.connection_id or 0) == ()
    with pytest.raises(InvalidInput):
        read_columns(program, replace(injector, query=""), cancel=CancelToken())


@pytest.mark.parametrize("kind", list(ConnectionKind))
def test_there_is_an_example_for_every_kind(kind: ConnectionKind) -> None:
    assert "customers" in example(kind)


def test_a_field_is_added_once(program: Program, office: Office) -> None:
    template_id = office.template.id or 0
    after = add_field(program, template_id, Field("roof", "Roof", FieldType.TEXT))
    assert after.fields[-1].key == "roof"
    assert len(after.dispositions) == len(office.template.dispositions)
    with pytest.raises(InvalidInput, match="has a field “roof” already"):
        add_field(program, template_id, Field("roof", "Roof again", FieldType.TEXT))
    with pytest.raises(InvalidInput, match="needs a label"):
        add_field(program, template_id, Field("wall", " ", FieldType.TEXT))
    with program.workspace.reading() as database:
        assert len(templates.get(database, template_id).fields) == len(office.template.fields) + 1


def test_the_table_of_a_test_is_read_by_spreadsheets(program: Program, injector_id: int, tmp_path: Path) -> None:
    with program.workspace.reading() as database:
        stored = injectors.get(database, injector_id)
        fields = templates.get(database, stored.injector.template_id or 0).fields
    report = program.trial.test(stored.injector, stored.state, cancel=CancelToken())
    target = tmp_path / "rows.csv"
    write_table(target, report.rows, fields, ZoneInfo("Europe/London"))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Row"], row["Verdict"], row["Unique id"]) for row in rows] == [
        ("1", "add", "1"), ("2", "add", "2"), ("3", "rejected", "3"), ("4", "duplicate", "4"),
    ]  # fmt: skip
    assert "too short" in rows[2]["What is wrong"]
    with pytest.raises(Expected, match="cannot be written"):
        TrialTable(tmp_path / "nowhere" / "rows.csv", fields, ZoneInfo("UTC"))
