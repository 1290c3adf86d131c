"""An empty workspace for configuration files, and a file with every kind of table."""

from collections.abc import Mapping
from pathlib import Path

from leadadmin.app.bootstrap import Program, program_on
from leadadmin.app.provision import apply
from leadadmin.app.provision_report import ApplyReport
from leadadmin.store.engine import workspace_url
from leadadmin.store.upgrade import create_workspace
from leadadmin.store.workspace import Workspace

OFFICE = """
[[injector]]                       # before everything that it refers to
name = "Web leads"
connection = "CRM"
query = "select id, mobile, last_name from enquiries where id > :last_id order by id"
unique_id_field = "id"
every = "5m"
campaign = "SOLAR26"
allocation = "Web"
mapping = [ {column="mobile", field="phone"}, {column="last_name", field="surname", transform=["trim"]} ]

[[campaign]]
name = "Solar 2026"
code = "SOLAR26"
project = "Residential"
template = "Solar"
time_zone = "Europe/London"
calling_hours = "Day"
max_attempts = 7
order = "status"

[[template]]
name = "Solar"
default_region = "GB"
fields = [ {key="phone", label="Phone", type="phone", required=true}, {key="surname", label="Surname", type="text"} ]
dispositions = [
    {name="Sale", code="SALE", closure="success"},
    {name="Call back", code="CB", status="common_redial", needs_callback=true},
]

[[calling_hours]]
name = "Day"
week = {mon = "09:00-20:00", tue = "09:00-12:00,13:00-17:00"}
holidays = "GB"

[[connection]]
name = "CRM"
kind = "sqlite"
file = "crm.db"

[[connection]]
name = "Head office"
kind = "mariadb"
host = "crm.example"
port = 3307
database = "crm"
user = "leads"
password = "env:CRM_PASSWORD"

[[pool]]
campaign = "Solar 2026"
name = "Web"
owner = "anna"
active_from = 2026-01-01
priority = 5

[[team]]
name = "North"
parent = "Sales"

[[team]]
name = "Sales"

[[person]]
login = "anna"
name = "Anna Example"
team = "North"

[[project]]
name = "Residential"
"""
KEY = {"LEADADMIN_KEY": "five words that nobody guesses"}


def new_program(file: Path, environment: Mapping[str, str] = KEY) -> Program:
    """A program on a new, empty workspace."""
    workspace = Workspace.at(workspace_url(str(file)))
    create_workspace(workspace, "Office")
    return program_on(workspace, environment=environment)


def applied(program: Program, text: str, folder: Path) -> ApplyReport:
    """Apply a file that must fit."""
    report = apply(program, text, folder=folder)
    assert not report.problems, report.problems
    assert report.written
    return report


def sentences(report: ApplyReport) -> dict[str, str]:
    """The problems of a report: place to sentence."""
    return {problem.place: problem.sentence for problem in report.problems}
