"""Customers of sakila come from a procedure into a pool by the command line.

What changes something runs in a process of its own, as a script would have it; questions are asked in this one.
Expectations come from the source and the telephone library, not from the program.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from leadadmin.store.opening import open_workspace
from leadadmin.store.schema import lead_phones, leads
from tests.helpers.command_line import Line, line_in
from tests.journeys.sakila_shop import PASSWORD, Customer, Shop, config, reading
from tests.journeys.test_cli_journey import ROW_KEYS, RUN_KEYS, STEP_KEYS, TEST_KEYS

KINDS = ("mariadb", "postgresql")
DRIVERS = {"mariadb": "mysql+pymysql", "postgresql": "postgresql+psycopg"}

LeadSet = set[tuple[str, str, str, str, int, str]]
"""External id, number, first name, surname, store and city of each lead."""


@pytest.fixture(params=KINDS)
def shop(request: pytest.FixtureRequest) -> Shop:
    found: Shop = request.getfixturevalue(f"sakila_on_{request.param}")
    return found


@dataclass(frozen=True)
class Office:
    """A workspace as scripts reach it, and the folder they work in."""

    line: Line
    place: str
    password: str

    def process(self, *arguments: str) -> Any:
        """The document that a command in a process of its own prints, which ends well and says nothing else."""
        done = subprocess.run(
            [sys.executable, "-m", "leadadmin", *arguments, "--json"],
            capture_output=True, text=True, encoding="utf-8", cwd=self.line.folder, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done
        return json.loads(done.stdout)

    def json(self, *arguments: str) -> Any:
        """The document that a command prints which ends well."""
        said = self.line.bare(*arguments, "--json")
        assert (said.status, said.err) == (0, ""), said
        return said.document

    def set_up(self, shop: Shop) -> None:
        """Make the workspace and the injector."""
        self.json("workspace", "init")
        (self.line.folder / "office.toml").write_text(config(shop), encoding="utf-8")
        report = self.process("apply", "office.toml")
        assert set(report) == {"changes", "problems"}
        assert report["problems"] == []
        assert all(set(change) == {"kind", "name", "action", "fields"} for change in report["changes"])

    def leads(self) -> LeadSet:
        """Every lead of the workspace with each of its numbers."""
        workspace = open_workspace(self.place, self.password or None)
        query = select(leads.c.external_id, lead_phones.c.number, leads.c.field_values)
        try:
            with workspace.reading() as database:
                found = database.execute(query.outerjoin_from(leads, lead_phones)).all()
        finally:
            workspace.close()
        rows = [(key, number, json.loads(values)) for key, number, values in found]
        kept = [
            (key, number, v["first_name"], v["surname"], int(v["store"]), v["city"])
            for key, number, v in rows
        ]  # fmt: skip
        assert len(set(kept)) == len(kept)
        return set(kept)


@dataclass(frozen=True)
class Expected:
    """What must become of the customers: the leads, and the reason for each other one, by id."""

    leads: LeadSet
    reasons: dict[str, str]


def expected(customers: list[Customer]) -> Expected:
    """Each customer whose phone passes is a lead, unless one before had the same number."""
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
    found = {(str(c.id), number, c.first_name, c.last_name, c.store, c.city) for number, c in added.items()}
    return Expected(found, reasons)


OfficeAt = Callable[..., Office]


@pytest.fixture
def office_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> OfficeAt:
    """Names a place, by default a file, as the workspace of the commands."""
    line = line_in(tmp_path, monkeypatch, capsys)
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)

    def at(place: str = line.place, password: str = "") -> Office:
        monkeypatch.setenv("LEADADMIN_WORKSPACE", place)
        monkeypatch.setenv("LEADADMIN_WORKSPACE_PASSWORD", password)
        return Office(line, place, password)

    return at


def test_customers_become_leads(shop: Shop, office_at: OfficeAt) -> None:
    office = office_at()
    office.set_up(shop)
    customers = shop.customers()
    wanted = expected(customers)
    assert len(wanted.leads) > 500
    assert len(wanted.reasons) > 50
    last_id = str(customers[-1].id)

    test = office.process("injector", "test", "Customers")
    assert set(test) >= TEST_KEYS
    assert all(set(step) >= STEP_KEYS and step["ok"] for step in test["steps"])
    assert "header" in {step["name"] for step in test["steps"]}
    assert all(set(row) >= ROW_KEYS for row in test["rows"])
    assert test["columns"] == ["customer_id", "first_name", "last_name", "phone", "store_id", "city"]
    assert test["id_type"] == "integer"
    verdicts = {str(customers[row["number"] - 1].id): row["reason"] for row in test["rows"]}
    assert verdicts == {str(c.id): wanted.reasons.get(str(c.id)) for c in customers[:200]}
    assert (test["watermark_passed"], test["watermark_after"]) == ("0", last_id)
    assert office.process("injector", "enable", "Customers") == {"name": "Customers", "enabled": True}

    first = office.process("injector", "run", "Customers")
    assert set(first) == RUN_KEYS
    assert (first["outcome"], first["error"], first["read"]) == ("succeeded", None, len(customers))
    assert (first["added"], first["reasons"]) == (len(wanted.leads), Counter(wanted.reasons.values()))
    assert first["watermark_after"] == last_id
    assert office.leads() == wanted.leads
    rows = office.json("run", "rows", first["run_id"])
    assert {row["unique_id"]: row["reason"] for row in rows} == wanted.reasons
    assert len(rows) == len(wanted.reasons)
    assert all(row["sentence"] for row in rows)

    second = office.json("injector", "run", "Customers")
    assert (second["added"], second["seen_before"], second["read"]) == (0, len(customers), len(customers))
    newest = customers[-1].id
    shop.add(newest + 1, "NEW", "1800 975 701")
    with shop.adding(newest + 2, "LATE", "1800 975 702"):
        shop.add(newest + 3, "EARLY", "1800 975 703")
        third = office.process("injector", "run", "Customers")
        assert third["added"] == 2
        assert {lead[2] for lead in office.leads() - wanted.leads} == {"NEW", "EARLY"}
    fourth = office.json("injector", "run", "Customers")
    assert fourth["added"] == 1
    assert (third["watermark_after"], fourth["watermark_after"]) == (str(newest + 3), str(newest + 3))
    assert office.leads() == expected(shop.customers()).leads
    assert office.json("workspace", "check") == {"ok": True, "differences": []}


def test_the_same_leads_in_a_workspace_on_the_server(shop: Shop, office_at: OfficeAt) -> None:
    server = shop.server
    place = f"{DRIVERS[shop.kind]}://{server.user}@{server.host}:{server.port}/{server.fresh_database()}"
    on_server = office_at(place, server.password)
    on_server.set_up(shop)
    receipt = on_server.process("injector", "run", "Customers")
    wanted = expected(shop.customers())
    assert set(receipt) == RUN_KEYS
    assert on_server.leads() == wanted.leads
    rows = on_server.json("run", "rows", receipt["run_id"])
    assert {row["unique_id"]: row["reason"] for row in rows} == wanted.reasons


def test_both_servers_offer_the_same_customers(sakila_on_mariadb: Shop, sakila_on_postgresql: Shop) -> None:
    """So that the tests above, each on its own server, come to the same leads."""
    offered = [
        expected([customer for customer in shop.customers() if customer.last_name != "EXAMPLE"])
        for shop in (sakila_on_mariadb, sakila_on_postgresql)
    ]
    assert offered[0] == offered[1]
