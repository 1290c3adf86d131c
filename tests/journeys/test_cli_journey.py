"""An administrator without a window: from nothing to leads in a pool, by the command line alone, on SQLite."""

import json
import sqlite3
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from tests.helpers.command_line import Line, line_in
from tests.helpers.solar_config import SOLAR

RUN_KEYS = {
    "run_id", "door", "injector", "pool", "outcome", "error", "read", "added", "updated", "unchanged", "duplicates",
    "duplicate_hits", "suppressed", "rejected", "deferred", "superseded", "seen_before", "watermark_before",
    "watermark_after", "started", "seconds", "rows_per_second", "reasons", "ignored_columns", "warnings",
}  # fmt: skip
TEST_KEYS = {
    "ok", "steps", "columns", "id_type", "rows", "totals", "watermark_now", "watermark_passed", "watermark_after",
}  # fmt: skip
STEP_KEYS = {"name", "ok", "seconds", "message", "hint"}
ROW_KEYS = {"number", "verdict", "reason", "lead_id", "changes"}
POOL_KEYS = {"id", "name", "project", "campaign", "campaign_code", "status", "source", "uploaded", "total", "runs_dry"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    return line_in(tmp_path, monkeypatch, capsys)


def applied(office: Line, text: str) -> Any:
    """What applying a configuration comes to, by the command line."""
    file = office.folder / "office.toml"
    file.write_text(text, encoding="utf-8")
    return office.json("apply", str(file))


CONFIG = (
    SOLAR
    + """[[injector]]
name = "Web leads"
connection = "CRM"
query = "select id, mobile, last_name from enquiries where id > :last_id order by id"
unique_id_field = "id"
every = "5m"
campaign = "SOLAR26"
allocation = "Web"
mapping = [ {column="mobile", field="phone"}, {column="last_name", field="surname"} ]
"""
)
ENQUIRIES = [
    (1, "020 7946 0001", "Adams"),
    (2, "+44 20 7946 0002", "Baker"),
    (3, "12", "Short"),
    (4, "0044 2079460001", "Adams again"),
    (5, None, "Nobody"),
    (6, "(020) 7946-0006", "Clark"),
]


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "crm.db")) as database:
        database.execute("create table enquiries (id integer primary key, mobile text, last_name text)")
        database.executemany("insert into enquiries values (?, ?, ?)", ENQUIRIES)
        database.commit()
        yield database


def test_from_nothing_to_leads(office: Line, crm: sqlite3.Connection) -> None:
    assert office.json("pool", "list", status=3)["error"]["code"] == "no_workspace"
    office.json("workspace", "init")
    assert {change["action"] for change in applied(office, CONFIG)["changes"]} == {"create"}
    assert applied(office, CONFIG) == {"changes": [], "problems": []}
    check = office.json("connection", "test", "CRM")
    assert check["ok"]
    assert set(check["steps"][0]) >= STEP_KEYS
    assert office.json("connection", "list")[0]["state"] == "works"
    assert office.json("injector", "enable", "Web leads", status=1)["error"]["code"] == "not_tested"

    test = office.json("injector", "test", "Web leads")
    assert set(test) >= TEST_KEYS
    assert all(set(step) >= STEP_KEYS and step["ok"] for step in test["steps"])
    assert all(set(row) >= ROW_KEYS for row in test["rows"])
    assert (test["columns"], test["id_type"]) == (["id", "mobile", "last_name"], "integer")
    verdicts = {row["number"]: (row["verdict"], row["reason"]) for row in test["rows"]}
    assert verdicts == {
        1: ("add", None), 2: ("add", None), 3: ("rejected", "phone_invalid"), 4: ("duplicate", "duplicate"),
        5: ("rejected", "missing_required"), 6: ("add", None),
    }  # fmt: skip
    assert (test["watermark_now"], test["watermark_passed"], test["watermark_after"]) == (None, "0", "6")
    assert office.json("run", "list") == [], "a Test writes nothing"
    dry = office.json("injector", "run", "Web leads", "--dry-run")
    assert (dry["rows"], dry["totals"]) == (test["rows"], test["totals"])

    assert office.json("injector", "enable", "Web leads") == {"name": "Web leads", "enabled": True}
    first = office.json("injector", "run", "Web leads")
    assert set(first) == RUN_KEYS
    assert (first["read"], first["added"], first["rejected"], first["duplicates"]) == (6, 3, 2, 1)
    assert first["reasons"] == {"phone_invalid": 1, "missing_required": 1, "duplicate": 1}
    assert office.json("run", "show", first["run_id"]) == first
    rows = office.json("run", "rows", first["run_id"])
    assert [(row["row"], row["outcome"]) for row in rows] == [(3, "rejected"), (4, "duplicates"), (5, "rejected")]
    assert rows[0]["values"] == {"id": 3, "mobile": "12", "last_name": "Short"}
    only = office.json("run", "rows", first["run_id"], "--outcome", "duplicates")
    assert [row["row"] for row in only] == [4]

    second = office.json("injector", "run", "Web leads")
    assert (second["read"], second["added"], second["seen_before"]) == (6, 0, 6)
    crm.execute("insert into enquiries values (7, '020 7946 0007', 'Davis')")
    crm.commit()
    third = office.json("injector", "run", "Web leads")
    assert (third["added"], third["watermark_before"], third["watermark_after"]) == (1, "6", "7")
    pool = office.json("pool", "show", "SOLAR26/web")
    assert set(pool) >= POOL_KEYS
    assert (pool["total"], pool["ready"], pool["rejected"], pool["duplicates"]) == (4, 4, 2, 1)
    assert office.json("pool", "list")[0]["id"] == pool["id"]

    (lead,) = office.json("lead", "find", "0044 20 79460007")
    shown = office.json("lead", "show", lead["id"])
    assert (shown["name"], shown["external_id"], shown["values"]["phone"]) == ("Davis", "7", "+442079460007")
    assert [event["event"] for event in shown["history"]] == ["arrived"]

    preview = office.json("injector", "rewind", "Web leads", "--to", "2", "--dry-run")
    assert preview == {
        "name": "Web leads", "dry_run": True, "watermark_before": "7", "watermark_after": "2",
        "rows": 5, "dropped": 5, "new": 0,
    }  # fmt: skip
    assert office.json("injector", "list")[0]["watermark"] == "7"
    office.json("injector", "rewind", "Web leads", "--before-run", first["run_id"])
    assert office.json("injector", "list")[0]["watermark"] == "0"

    crm.execute("update enquiries set mobile = '020 7946 0003' where id = 3")
    crm.commit()
    mended = office.json("injector", "run", "Web leads")
    assert (mended["added"], mended["seen_before"]) == (1, 6), "a refused row whose content changed is judged anew"
    retried = office.json("run", "retry", first["run_id"])
    assert (retried["read"], retried["added"], retried["rejected"]) == (3, 0, 1)
    assert office.json("injector", "disable", "Web leads")["enabled"] is False
    assert office.json("workspace", "check") == {"ok": True, "differences": []}

    text = office("export-config").out
    assert tomllib.loads(text)["injector"][0]["query"] == tomllib.loads(CONFIG)["injector"][0]["query"]
    assert applied(office, text) == {"changes": [], "problems": []}


def test_a_source_that_is_gone(office: Line, crm: sqlite3.Connection) -> None:
    office.json("workspace", "init")
    applied(office, CONFIG.replace('allocation = "Web"', 'allocation = "Web"\nenabled = true'))
    crm.close()
    (office.folder / "crm.db").rename(office.folder / "elsewhere.db")
    assert not office.json("connection", "test", "CRM", status=3)["ok"]
    test = office.json("injector", "test", "Web leads", status=3)
    assert (test["ok"], test["steps"][-1]["ok"]) == (False, False)
    assert "crm.db" in test["steps"][-1]["message"]
    run = office.json("injector", "run", "Web leads", status=3)
    assert (run["outcome"], run["read"], run["watermark_after"]) == ("failed", 0, None)
    assert "crm.db" in run["error"]
    said = office("injector", "run", "Web leads")
    assert (said.status, said.err) == (3, "")
    assert said.out.startswith("Run 2 of “Web leads”: failed after ")
    broken = CONFIG.replace("from enquiries", "from nothing").replace("crm.db", "elsewhere.db")
    applied(office, broken)
    failed = office.json("injector", "run", "Web leads", status=1)
    assert "nothing" in failed["error"]


CHINOOK = """
[[template]]
name = "Customers"
fields = [
    {key="phone", label="Phone", type="phone", required=true}, {key="first_name", label="First name", type="text"},
    {key="surname", label="Surname", type="text"}, {key="email", label="E-mail", type="email"},
]
[[project]]
name = "Music"
[[campaign]]
name = "Listeners"
code = "LISTEN"
project = "Music"
template = "Customers"
region = "US"
[[connection]]
name = "Shop"
kind = "sqlite"
file = "chinook.db"
[[injector]]
name = "Listeners"
connection = "Shop"
query = \"\"\"
select CustomerId, FirstName, LastName, Phone, Email, City
from Customer where CustomerId > :last_id order by CustomerId\"\"\"
unique_id_field = "CustomerId"
every = "1h"
campaign = "LISTEN"
allocation = "Shop"
enabled = true
mapping = [
    {column="Phone", field="phone"}, {column="FirstName", field="first_name"}, {column="LastName", field="surname"},
    {column="Email", field="email"},
]
"""


def reading(raw: str | None) -> str | None:
    """A number as the telephone library reads it for the campaign's region; None when its length is not right."""
    if not raw or not raw.strip():
        return None
    try:
        number = phonenumbers.parse(raw, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@dataclass(frozen=True)
class Commands:
    """The program as a script calls it, in a process of its own each time."""

    folder: Path

    def json(self, *arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "leadadmin", "--workspace", "office.leadadmin", *arguments, "--json"],
            capture_output=True, text=True, encoding="utf-8", cwd=self.folder, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done
        return json.loads(done.stdout)


def test_customers_of_chinook(office: Line, shared_data: Path) -> None:
    """Expectations come from the source and the telephone library, not from the program."""
    with closing(sqlite3.connect(office.folder / "chinook.db")) as shop:
        shop.executescript((shared_data / "sql" / "sqlite" / "chinook.sql").read_text(encoding="utf-8-sig"))
        customers = shop.execute("select CustomerId, Phone from Customer order by CustomerId").fetchall()
    readings = {str(key): reading(phone) for key, phone in customers}
    first_of = {number: key for key, number in reversed(readings.items()) if number}
    expected = Counter(
        "rejected" if number is None else "added" if first_of[number] == key else "duplicates"
        for key, number in readings.items()
    )
    assert len(customers) > 50
    assert expected["added"] > 50

    commands = Commands(office.folder)
    commands.json("workspace", "init")
    (office.folder / "office.toml").write_text(CHINOOK, encoding="utf-8")
    report = commands.json("apply", "office.toml")
    assert report["problems"] == []
    injector = next(change for change in report["changes"] if change["kind"] == "injector")
    assert injector["fields"]["enabled"] == [None, True]
    run = commands.json("injector", "run", "Listeners")
    assert run["read"] == len(customers)
    assert {key: run[key] for key in ("added", "rejected", "duplicates")} == {
        key: expected[key] for key in ("added", "rejected", "duplicates")
    }
    assert run["watermark_after"] == str(max(key for key, _ in customers))
    refused = commands.json("run", "rows", run["run_id"])
    assert {row["unique_id"] for row in refused} == {
        key for key, number in readings.items() if number is None or first_of[number] != key
    }
    assert all(row["sentence"] for row in refused)
    (lead,) = commands.json("lead", "find", next(iter(first_of)))
    assert (lead["phone"], lead["external_id"]) == next(iter(first_of.items()))
    with_pool = commands.json("pool", "show", "LISTEN/Shop")
    assert (with_pool["total"], with_pool["rejected"]) == (expected["added"], expected["rejected"])
    assert commands.json("injector", "run", "Listeners")["added"] == 0
    assert commands.json("workspace", "check")["ok"]
