"""The service runs by schedule and stops cleanly; Ctrl+C ends a run with its receipt."""

import json
import os
import signal
import sqlite3
import sys

import pytest
from sqlalchemy import update

from leadadmin.app.bootstrap import open_program
from leadadmin.store import failpoints, injectors
from leadadmin.store.schema import injectors as injector_table
from tests.cli.conftest import Write
from tests.cli.processes import CONFIG, started, wait_for_line
from tests.helpers.command_line import Line

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process.")


@pytest.fixture
def office(line: Line, write: Write) -> Line:
    """A workspace with an injector that is switched on, on a source of 60,000 rows."""
    with sqlite3.connect(line.folder / "crm.db") as crm:
        crm.execute("create table enquiries (id integer primary key, mobile text, last_name text, city text)")
        rows = ((n, f"020 {7000 + n // 10_000} {n % 10_000:04}", "Example", "Leeds") for n in range(1, 60_001))
        crm.executemany("insert into enquiries values (?, ?, ?, ?)", rows)
    crm.close()
    line("workspace", "init")
    assert line("apply", write(CONFIG + "enabled = true\n")).status == 0
    return line


def test_the_service_runs_what_is_due_without_qt_and_stops(office: Line) -> None:
    program = open_program(office.place, environment={})
    with program.workspace.transaction() as database:
        stored = injectors.by_name(database, "Web leads")
        assert stored is not None
        an_hour_ago = program.workspace.now_ms(database) - 3_600_000
        database.execute(update(injector_table).values(last_slot=an_hour_ago))
    program.close()
    service = started(office.place, "service", folder=office.folder)
    try:
        said = wait_for_line(service.stderr, "Web leads: done")
        assert "60,000 rows read, 60,000 added" in said[-1]
        service.send_signal(signal.SIGTERM)
        out, err = service.communicate(timeout=60)
    finally:
        service.kill()
    assert (service.returncode, out) == (0, "")
    assert err.splitlines()[-2:] == ["The service has stopped.", "Qt: []"]
    (run,) = office.json("run", "list")
    assert (run["added"], run["outcome"]) == (60_000, "succeeded")
    assert run["warnings"][0].startswith("Makes up for ")


def test_ctrl_c_ends_a_run_with_its_receipt(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, "batch-committed:pause")
    command = started(office.place, "injector", "run", "Web leads", "--json", folder=office.folder)
    try:
        _pid, status = os.waitpid(command.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        command.send_signal(signal.SIGINT)
        command.send_signal(signal.SIGCONT)
        out, err = command.communicate(timeout=120)
    finally:
        command.kill()
    assert command.returncode == 1
    assert "Stopping: what is being written is finished or rolled back first." in err
    run = json.loads(out)
    assert run["outcome"] == "cancelled"
    assert run["error"] == "The run was cancelled."
    assert 0 < run["added"] == run["read"] < 60_000
    assert run["watermark_after"] is None
    monkeypatch.delenv(failpoints.VARIABLE)
    assert office.json("pool", "show", "SOLAR26/Web")["total"] == run["added"]
    again = office.json("injector", "run", "Web leads")
    assert (again["seen_before"], again["added"] + run["added"]) == (run["added"], 60_000)
    assert office.json("workspace", "check")["ok"]


def test_of_two_commands_one_runs_and_the_other_says_who_does(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, "batch-committed:pause")
    first = started(office.place, "injector", "run", "Web leads", "--json", folder=office.folder)
    try:
        _pid, status = os.waitpid(first.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        monkeypatch.delenv(failpoints.VARIABLE)
        second = office.json("injector", "run", "Web leads", status=1)
        said = office("injector", "run", "Web leads")
        first.send_signal(signal.SIGCONT)
        out, _err = first.communicate(timeout=120)
    finally:
        first.kill()
    assert (second["run_id"], second["outcome"], second["read"]) == (None, "skipped", 0)
    assert second["error"].startswith("“Web leads” is running on ")
    assert said.out.splitlines()[0] == "No run of “Web leads”: skipped."
    assert (first.returncode, json.loads(out)["added"]) == (0, 60_000)
    assert [run["outcome"] for run in office.json("run", "list")] == ["succeeded"]
