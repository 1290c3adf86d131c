"""Whatever is wrong with a source ends in one clear sentence on the command line and in the history of runs.

What was committed before is in the receipt, and the watermark stays where it was (spec 2, A run; faults O5, O6).
"""

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from leadadmin.store.opening import open_workspace
from leadadmin.store.schema import leads
from tests.helpers.command_line import Line, line_in
from tests.journeys.faulty_crm import (
    DROP,
    EMPTY,
    FAULTS,
    HEALTHY_ROWS,
    VARIABLE,
    Fault,
    FaultyCrm,
    faulty_crm,
    password_of,
)

KINDS = ("mariadb", "postgresql")
OUTCOMES = (
    "added", "updated", "unchanged", "duplicates", "suppressed", "rejected", "deferred", "superseded", "seen_before",
)  # fmt: skip


@pytest.fixture(params=KINDS)
def crm(request: pytest.FixtureRequest) -> FaultyCrm:
    return faulty_crm(request.getfixturevalue(request.param))


@dataclass
class Office:
    """A workspace with an injector that worked once, and everything that its commands said since."""

    line: Line
    crm: FaultyCrm
    said: list[str]

    def apply(self, **changes: object) -> None:
        """Change keys of the connection or the injector."""
        file = self.line.folder / "office.toml"
        file.write_text(self.crm.config(changes), encoding="utf-8")
        assert self.json("apply", str(file))["problems"] == []

    def json(self, *arguments: str, status: int = 0) -> Any:
        said = self.line(*arguments, "--json")
        self.said += [said.out, said.err]
        assert said.status == status, said
        return said.document

    def text(self, *arguments: str) -> str:
        """What a command says to people, on one line."""
        said = self.line(*arguments)
        self.said += [said.out, said.err]
        return " ".join(said.out.split())

    def leads(self) -> int:
        workspace = open_workspace(self.line.place, None)
        try:
            with workspace.reading() as database:
                return database.execute(select(func.count()).select_from(leads)).scalar_one()
        finally:
            workspace.close()


@pytest.fixture
def office(
    crm: FaultyCrm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    monkeypatch.setenv(VARIABLE, password_of(crm.kind))
    made = Office(line_in(tmp_path, monkeypatch, capsys), crm, [])
    made.json("workspace", "init")
    made.apply()
    assert made.json("injector", "test", "Leads")["ok"]
    assert made.json("injector", "run", "Leads")["added"] == HEALTHY_ROWS
    return made


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_said(office: Office, fault: Fault, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    crm, names = office.crm, office.crm.names | {"port": str(closed_port)}
    crm.apply(fault.sql.get(crm.kind, ()))
    changes = dict(fault.changes) | ({"port": closed_port} if fault.name == "closed port" else {})
    if changes:
        office.apply(**changes)
    if fault.password:
        monkeypatch.setenv(VARIABLE, fault.password)
    words = [each.format(**names) for each in fault.says]

    test = office.json("injector", "test", "Leads", status=fault.status)
    *before, failed = test["steps"]
    assert not test["ok"]
    assert all(step["ok"] for step in before)
    assert not failed["ok"]
    assert_clear(failed["message"], words)
    assert failed["hint"]

    run = office.json("injector", "run", "Leads", status=fault.status)
    assert run["outcome"] == "failed"
    assert_clear(run["error"], words)
    assert run["read"] == sum(run[outcome] for outcome in OUTCOMES)
    assert (run["read"] > 0) == fault.commits or fault.name == "two results"
    assert office.leads() == HEALTHY_ROWS + run["added"]
    assert (run["watermark_before"], run["watermark_after"]) == (str(HEALTHY_ROWS), str(HEALTHY_ROWS))
    assert office.json("run", "show", run["run_id"]) == run
    shown = office.text("run", "show", run["run_id"])
    assert run["error"] in shown
    assert failed["hint"] in shown, "what to do stands in the history"

    (listed,) = office.json("injector", "list")
    assert (listed["watermark"], listed["last_result"]) == (str(HEALTHY_ROWS), "failed")
    assert office.json("workspace", "check")["ok"]
    said = "\n".join([*office.said, *(file.read_text() for file in office.line.folder.glob("log/*"))])
    for password in filter(None, (password_of(crm.kind), fault.password)):
        assert password not in said
    assert "Traceback" not in said


def assert_clear(sentence: str, words: list[str]) -> None:
    """One line that ends as a sentence does and has every word."""
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not [word for word in words if word not in sentence], sentence


def test_an_empty_result_is_no_fault(office: Office) -> None:
    office.crm.apply(EMPTY[office.crm.kind])
    assert office.json("injector", "test", "Leads")["ok"]
    run = office.json("injector", "run", "Leads")
    assert (run["outcome"], run["error"], run["read"]) == ("succeeded", None, 0)
    assert (run["watermark_before"], run["watermark_after"]) == (str(HEALTHY_ROWS), str(HEALTHY_ROWS))
    assert office.leads() == HEALTHY_ROWS


def test_after_a_fault_the_next_run_takes_everything_once(office: Office) -> None:
    """O1 and O2: what a failed run committed is not lost and not doubled."""
    fault = next(each for each in FAULTS if each.name == "fails after its first rows")
    office.crm.apply(fault.sql[office.crm.kind])
    failed = office.json("injector", "run", "Leads", status=1)
    office.crm.apply((DROP[office.crm.kind],))
    office.crm.healthy()
    mended = office.json("injector", "run", "Leads")
    assert (mended["read"], mended["added"], mended["seen_before"]) == (HEALTHY_ROWS, 0, HEALTHY_ROWS)
    assert office.leads() == HEALTHY_ROWS + failed["added"]
