"""What people read: aligned, no line longer than 100 columns, sentences for what went wrong."""

import sqlite3
from contextlib import closing

import pytest

from leadadmin.app.trial_json import VERDICTS
from leadadmin.cli.tables import WIDTH
from leadadmin.domain.run import RowOutcome
from tests.cli.conftest import Write
from tests.cli.processes import CONFIG
from tests.helpers.command_line import Line, Said

LONG = "Example " * 20


@pytest.fixture
def office(line: Line, write: Write) -> Line:
    """A workspace with an injector on a source with long and odd values."""
    with closing(sqlite3.connect(line.folder / "crm.db")) as crm:
        crm.execute("create table enquiries (id integer primary key, mobile text, last_name text, city text)")
        rows: list[tuple[object, ...]] = [(n, f"020 7946 {n:04}", LONG, "Leeds") for n in range(1, 41)]
        rows += [(41, "1\n2", "漢" * 60, ""), (42, None, "Nobody", ""), (43, "020 7946 0001", "Twice", "")]
        crm.executemany("insert into enquiries values (?, ?, ?, ?)", rows)
        crm.commit()
    line("workspace", "init")
    assert line("apply", write(CONFIG)).status == 0
    return line


def read(said: Said, status: int = 0) -> list[str]:
    """The lines of stdout, all of them short enough."""
    assert (said.status, said.err) == (status, "")
    assert all(len(text) <= WIDTH for text in said.out.splitlines()), said.out
    return said.out.splitlines()


def test_lists_and_receipts(office: Line) -> None:
    assert read(office("run", "list")) == ["No runs yet."]
    assert read(office("connection", "test", "CRM"))[-1] == "ok     List of tables: 1 table: enquiries"
    tested = read(office("injector", "test", "Web leads"))
    assert tested[:2] == ["ok     Settings are complete", "ok     Connected to CRM"]
    assert "… and 23 rows more; --json lists them all." in tested
    dry = read(office("injector", "run", "Web leads", "--dry-run"))
    assert dry[-1].split() == [
        "43",
        "43",
        "Twice",
        "+442079460001",
        "duplicate",
        "Same",
        "as",
        "row",
        "1",
        "of",
        "this",
        "run",
    ]
    assert read(office("injector", "enable", "Web leads")) == ["“Web leads” is switched on."]
    receipt = read(office("injector", "run", "Web leads"))
    assert receipt[0].startswith("Run 1 of “Web leads”: done after ")
    counts = {text[:26].strip(): text[26:].strip() for text in receipt[1:8]}
    assert counts == {
        "Rows read": "43", "Added": "40", "Duplicates": "1", "Rejected": "2", "Duplicate": "1",
        "Required value missing": "1", "Phone invalid": "1",
    }  # fmt: skip
    assert receipt[-2:] == ["  Last id imported  none → 43", "  Columns not used  city"]
    header, row = read(office("injector", "list"))
    assert row[header.index("Switched") :].split()[:2] == ["on", "Done"]
    assert read(office("pool", "list"))[1].split()[:7] == ["1", "SOLAR26", "Web", "Active", "40", "40", "40"]
    assert "Ready to dial  40" in read(office("pool", "show", "1"))
    kept = read(office("run", "rows", "1"))
    assert [text.split()[2] for text in kept] == ["Result", "rejected", "rejected", "duplicate"]
    assert len(read(office("lead", "find", "Example"))) == 41
    assert any(text.startswith("  surname  Example") for text in read(office("lead", "show", "1")))
    assert read(office("injector", "rewind", "Web leads", "--to", "40", "--dry-run")) == [
        "“Web leads”: last id imported 43 → 40 (not changed: dry run).",
        "  The next run is given 3 rows, drops 3 that it met before,",
        "  and judges 0.",
    ]
    assert read(office("workspace", "check")) == ["Everything adds up."]


def test_the_limit_of_a_search_is_told(office: Line) -> None:
    office("injector", "run", "Web leads")
    said = office("lead", "find", "Example", "--limit", "5")
    assert len(said.out.splitlines()) == 6
    assert said.err == "There are more than 5; --limit shows more of them.\n"
    assert office("lead", "find", "Nobody at all").out == "No lead was found for “Nobody at all”.\n"


def test_the_difference_of_a_configuration(office: Line, write: Write) -> None:
    assert read(office("apply", write(CONFIG))) == ["No changes."]
    changed = CONFIG.replace('every = "5m"', f'every = "10m"\ndescription = "{LONG}"')
    lines = read(office("apply", write(changed), "--dry-run"))
    assert lines[0] == "Change injector “Web leads”"
    assert lines[-1] == "1 change; nothing was written (dry run)."
    assert "    every        5m → 10m" in lines
    said = office("apply", write(changed.replace("order by id", "order by nothing") + "enabled = true\n"))
    assert said.status == 1
    assert said.out.splitlines()[-1] == "1 change written."
    assert said.err.startswith("injector “Web leads”, enabled: It stays switched off, because its Test failed: ")
    said = office("apply", write("[[projekt]]"))
    assert (said.status, said.out) == (1, "Nothing was written: the file has 1 problem.\n")
    assert said.err == "projekt: There is no table “projekt” in a configuration file. Did you mean “project”?\n"


def test_names_that_are_not_there(office: Line) -> None:
    for arguments in (("connection", "test"), ("injector", "test"), ("injector", "run"), ("pool", "show")):
        said = office(*arguments, "Nowhere")
        assert (said.status, said.out) == (1, "")
        assert "“Nowhere”" in said.err
    for arguments in (("lead", "show"), ("run", "show"), ("run", "rows"), ("run", "retry")):
        said = office(*arguments, "99")
        assert (said.status, said.out) == (1, "")
        assert "99" in said.err


def test_every_outcome_has_its_verdict() -> None:
    assert set(VERDICTS) == set(RowOutcome)
