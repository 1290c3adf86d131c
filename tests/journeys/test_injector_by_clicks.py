"""Customers of sakila come from a procedure into a pool by an injector that was made by clicking through the form.

What must arrive is taken from the source and the telephone library, not from the program. The runs are the scheduler's.
"""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from leadadmin.app.connections import Password
from leadadmin.app.connections import save as save_connection
from leadadmin.domain.campaign import Campaign, Project
from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.mapping import MappingEntry
from leadadmin.domain.people import Person, Role
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.domain.template import Template
from leadadmin.domain.watermark import IdType
from leadadmin.injector.scheduler import InjectorScheduler
from leadadmin.store import browse_runs, campaigns, injectors, people, projects, schema, templates
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui.style.appearance import apply_theme
from leadadmin.ui.theme import LIGHT
from leadadmin.ui.widgets.segments import SegmentedControl
from tests.helpers.desk import DeskBench, desk_on
from tests.helpers.office import Office, workspace_at
from tests.journeys.sakila_shop import LOGIN, PASSWORD, REGION, Customer, Shop, reading
from tests.ui.injector_form_help import Driver, drive

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Off the screen nothing can be raised and no keyboard grabbed; that is no mistake of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TEMPLATE = Template(
    "Customers",
    default_region=REGION,
    fields=(
        Field("phone", "Phone", FieldType.PHONE, required=True, duplicate=True),
        Field("first_name", "First name", FieldType.TEXT),
        Field("surname", "Surname", FieldType.TEXT),
        Field("store", "Store", FieldType.INTEGER),
        Field("city", "City", FieldType.TEXT),
    ),
)
ENTRIES = {
    MappingEntry(("phone",), "phone"),
    MappingEntry(("first_name",), "first_name"),
    MappingEntry(("last_name",), "surname"),
    MappingEntry(("city",), "city"),
    MappingEntry(("store_id",), "store"),
}
SECONDS = 60_000
LeadSet = set[tuple[str, str, str, str, int, str]]
"""External id, number, first name, surname, store and city of each lead."""


@pytest.fixture(params=("mariadb", "postgresql"))
def shop(request: pytest.FixtureRequest) -> Shop:
    found: Shop = request.getfixturevalue(f"sakila_on_{request.param}")
    return found


@dataclass(frozen=True)
class Wanted:
    """What must become of customers: the leads, and the reason for each other one, by id."""

    leads: LeadSet
    reasons: dict[str, str]


def wanted_of(customers: list[Customer]) -> Wanted:
    """Each customer whose number passes is a lead, unless one before has the same number."""
    added: dict[str, Customer] = {}
    reasons: dict[str, str] = {}
    for customer in customers:
        number = reading(customer.phone)
        if number is None:
            reasons[str(customer.id)] = "phone_invalid" if customer.phone.strip() else "missing_required"
        elif number in added:
            reasons[str(customer.id)] = "duplicate"
        else:
            added[number] = customer
    return Wanted({(str(c.id), n, c.first_name, c.last_name, c.store, c.city) for n, c in added.items()}, reasons)


@dataclass(frozen=True)
class Journey:
    """The person at the desk, and what is behind it."""

    shop: Shop
    driver: Driver
    bench: DeskBench

    def stored(self) -> StoredInjector:
        with self.bench.office.workspace.reading() as database:
            found = injectors.by_name(database, "Rentals")
        assert found is not None
        return found

    def leads(self) -> LeadSet:
        """Every lead of the workspace."""
        t = schema.leads
        query = select(t.c.external_id, schema.lead_phones.c.number, t.c.field_values)
        with self.bench.office.workspace.reading() as database:
            rows = database.execute(query.outerjoin_from(t, schema.lead_phones)).all()
        found = [(key, number, *_values(text)) for key, number, text in rows]
        assert len(set(found)) == len(found)
        return set(found)

    def refused(self) -> dict[str, str]:
        """Why rows were not loaded, by unique id, over all runs."""
        workspace, injector_id = self.bench.office.workspace, self.stored().injector.id
        found: dict[str, str] = {}
        with workspace.reading() as database:
            for run in browse_runs.runs_page(database, RunFilter(injector_id=injector_id)):
                for row in browse_runs.run_rows(database, run.run_id or 0, limit=10_000):
                    if row.problem is not None:
                        assert row.outcome in (RowOutcome.REJECTED, RowOutcome.DUPLICATE)
                        found[row.unique_id or ""] = row.problem.reason.value
        return found

    def run_by_schedule(self, *, due_already: bool = True) -> RunReport:
        """Let the scheduler run the injector; with `due_already` its last slot lies an hour back."""
        workspace, injector_id = self.bench.office.workspace, self.stored().injector.id
        if due_already:
            c = schema.injectors.c
            back = c.last_slot - round(timedelta(hours=1).total_seconds() * 1000)
            due = update(schema.injectors).where(c.id == injector_id).values(last_slot=back)
            workspace.write(lambda database: database.execute(due))
        ended = threading.Event()
        reports: list[RunReport] = []

        def finished(report: RunReport) -> None:
            reports.append(report)
            ended.set()

        scheduler = InjectorScheduler(workspace, self.bench.desk.program.runner, on_finished=finished, sync_seconds=0.2)
        scheduler.start()
        try:
            assert ended.wait(SECONDS / 1000), "the scheduler ran nothing"
        finally:
            scheduler.stop()
        assert reports[0].outcome is RunOutcome.SUCCEEDED, reports[0].error
        return reports[0]


def _values(text: str) -> tuple[str, str, int, str]:
    values = json.loads(text)
    return values["first_name"], values["surname"], values["store"], values["city"]


@pytest.fixture
def journey(shop: Shop, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Journey]:
    """A workspace with a campaign and a connection to the shop; no injector yet."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    apply_theme(qapp, LIGHT)
    workspace = workspace_at(str(tmp_path / "shop.leadadmin"))
    with workspace.transaction() as database:
        template_id = templates.add(database, TEMPLATE, who="test")
        project_id = projects.add(database, Project("Films"), who="test")
        campaign = Campaign("Rentals 2026", "RENT26", project_id, template_id, time_zone="Australia/Melbourne")
        campaign_id = campaigns.add(database, campaign, who="test")
        team = people.top_team(database)
        office = Office(
            workspace, templates.get(database, template_id), campaigns.get(database, campaign_id), team,
            Person("nobody", "Nobody", team.id or 0, Role.AGENT),
        )  # fmt: skip
    with desk_on(workspace, office, tmp_path, {"SHOP_PASSWORD": PASSWORD}) as bench:
        connection = Connection(
            "Shop", ConnectionKind(shop.kind), host=shop.server.host, port=shop.server.port, database=shop.database,
            user=LOGIN, tls=TlsMode.OFF,
        )  # fmt: skip
        save_connection(bench.desk.program, connection, Password("env:SHOP_PASSWORD"))
        yield Journey(shop, drive(bench, qtbot), bench)


def make_by_clicks(journey: Journey) -> None:
    """The form, from the empty list to a tested injector that is switched on."""
    driver, qtbot = journey.driver, journey.driver.qtbot
    driver.window.go("injectors")
    driver.click("new-injector")
    qtbot.waitUntil(lambda: driver.form.draft.material.connections != ())
    schema_of = {"mariadb": journey.shop.database, "postgresql": "public"}[journey.shop.kind]

    driver.type_into("injector-name", "Rentals")
    driver.choose("injector-connection", "Shop")
    procedure = f"{schema_of}.customers_after"
    qtbot.waitUntil(lambda: procedure in driver.choices("injector-procedure"), timeout=SECONDS)
    driver.choose("injector-procedure", procedure)
    driver.choose("injector-header-procedure", f"{schema_of}.customers_header")
    assert driver.choices("injector-parameter") == ["p_last_id"]
    driver.section("where-to")
    driver.choose("injector-campaign", "Rentals 2026 (RENT26)")
    driver.type_into("injector-allocation", "Rentals")

    driver.click("read-columns")
    qtbot.waitUntil(lambda: bool(driver.form.draft.study.suggestions), timeout=SECONDS)
    assert driver.form.draft.injector.unique_id_field == "customer_id", "guessed, and shown in Identity"
    offered = {row[0]: row for row in driver.grid_rows()}
    assert offered["store_id"][1] == "Store"
    assert "similar" in offered["store_id"][3]
    driver.press_in_grid("store_id", "field", Qt.Key.Key_Return)
    for column in ("first_name", "last_name"):
        assert driver.grid_rows()[1 if column == "first_name" else 2][2] == "Title case"
        driver.press_in_grid(column, "transform", Qt.Key.Key_Delete)
    assert driver.form.sections[5].summary() == "6 columns: 6 mapped"

    driver.section("schedule")
    driver.choose("schedule-runs", "Every N seconds")
    number = driver.find(QWidget, "schedule-number")
    qtbot.keyClick(number, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(number, "10")
    assert driver.find(QLabel, "schedule-words").text() == "Every 10 seconds"


def test_customers_become_leads_by_an_injector_made_by_clicks(journey: Journey) -> None:
    driver, shop = journey.driver, journey.shop
    customers = shop.customers()
    wanted = wanted_of(customers)
    assert len(wanted.leads) > 500
    assert len(wanted.reasons) > 50
    make_by_clicks(journey)

    driver.click("test")
    driver.qtbot.waitUntil(
        lambda: driver.window.current_key() == "injector_test" and driver.trial._tried is not None, timeout=SECONDS
    )
    check_test_page(journey, customers)

    driver.click("back-to-form")
    driver.qtbot.waitUntil(lambda: driver.sentence() == "Not enabled. These settings are tested: switch it on.")
    driver.click("injector-enabled")
    driver.qtbot.waitUntil(lambda: journey.stored().state.enabled)
    made = journey.stored().injector
    assert made.id_type is IdType.INTEGER
    assert set(made.mapping.entries) == ENTRIES
    assert made.schedule.to_config() == {"every": "10s", "time_zone": "Australia/Melbourne"}

    first = journey.run_by_schedule(due_already=False)
    assert first.by == "schedule"
    assert first.tally.of(RowOutcome.ADDED) == len(wanted.leads)
    assert journey.leads() == wanted.leads
    assert journey.refused() == wanted.reasons
    assert journey.stored().state.watermark == str(customers[-1].id)

    again = journey.run_by_schedule()
    assert again.tally.of(RowOutcome.ADDED) == 0
    assert again.tally.of(RowOutcome.SEEN_BEFORE) == again.tally.read
    assert journey.leads() == wanted.leads

    last = customers[-1].id
    with shop.adding(last + 1, "LATE", "0255507731"):
        shop.add(last + 2, "EARLY", "0255507732")
        early = journey.run_by_schedule()
        assert early.tally.of(RowOutcome.ADDED) == 1
        assert journey.stored().state.watermark == str(last + 2)
    late = journey.run_by_schedule()
    assert late.tally.of(RowOutcome.ADDED) == 1, "committed after a higher id was imported"
    everything = wanted_of(shop.customers())
    assert journey.leads() == everything.leads
    assert {"LATE", "EARLY"} <= {lead[2] for lead in journey.leads()}
    assert journey.refused() == everything.reasons
    check_list(journey)


def check_test_page(journey: Journey, customers: list[Customer]) -> None:
    """Columns, and a verdict for each of the first 200 customers, as the source and the library have it."""
    driver = journey.driver
    assert driver.trial._tried is not None
    report = driver.trial._tried.report
    assert report.ok, [step for step in report.steps if step.message]
    assert [column.name for column in report.columns] == [
        "customer_id", "first_name", "last_name", "phone", "store_id", "city",
    ]  # fmt: skip
    wanted = wanted_of(customers[:200])
    counts = {button.accessibleName() for button in driver.find(SegmentedControl, "verdicts")._buttons.values()}
    duplicates = sum(reason == "duplicate" for reason in wanted.reasons.values())
    assert {
        "All 200", f"Add {len(wanted.leads)}", f"Duplicate {duplicates}",
        f"Rejected {len(wanted.reasons) - duplicates}",
    } <= counts  # fmt: skip
    model = driver.trial.rows._model
    assert model is not None
    for row, customer in zip(model.rows(), customers, strict=False):
        reason = wanted.reasons.get(str(customer.id))
        assert row.unique_id == str(customer.id)
        assert (row.problem.reason.value if row.problem else None) == reason
        if reason is None:
            assert row.phone == reading(customer.phone)
    assert driver.find(QLabel, "watermark-after").text().replace(",", "") == str(customers[-1].id)


def check_list(journey: Journey) -> None:
    """The list shows the injector with its last run."""
    driver = journey.driver
    driver.window.go("injectors")
    page = driver.window.page("injectors")
    model = page._model  # type: ignore[union-attr]
    driver.qtbot.waitUntil(lambda: model.rowCount() == 1 and model.row_at(0).listed.last_run is not None)
    driver.qtbot.waitUntil(lambda: str(model.index(0, model.column_of("last_run")).data()).startswith("1 added"))
    assert model.index(0, model.column_of("state")).data() == "Enabled"
