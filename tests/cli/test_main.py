"""Exit status, the one JSON document, and sentences instead of tracebacks (spec 5, Command line)."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from leadadmin.app.bootstrap import WORKSPACE_VARIABLE
from leadadmin.cli.main import make_app
from leadadmin.domain.errors import NotAllowed
from leadadmin.store import injectors
from tests.cli.processes import WITHOUT_QT
from tests.helpers.command_line import Line

COMMANDS = """
    gui; service; demo; apply; export-config; connection list; connection test; injector list; injector test;
    injector run; injector enable; injector disable; injector rewind; pool list; pool show; lead find; lead show;
    run list; run show; run rows; run retry; workspace init; workspace upgrade; workspace check
"""


def test_every_command_explains_itself(line: Line) -> None:
    for command in COMMANDS.split(";"):
        said = line.bare(*command.split(), "--help")
        assert said.status == 0, command
        assert said.out.startswith(f"Usage: leadadmin {command.strip()}")
        assert said.err == ""
    groups = make_app().registered_groups
    found = {c.name for c in make_app().registered_commands} | {g.name for g in groups}
    assert found == {command.split()[0] for command in COMMANDS.split(";")}, "no command of a later issue"


@pytest.mark.parametrize("arguments", [(), ("gui",)])
def test_without_a_command_the_desktop_opens(line: Line, arguments: tuple[str, ...]) -> None:
    assert line(*arguments).status == 0
    assert line.opened == [line.place]
    assert line.bare(*arguments).status == 0
    assert line.opened == [line.place, None]


def test_the_variable_names_the_workspace(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, line.place)
    assert line.bare("workspace", "init").status == 0
    assert line.bare("pool", "list").out == "No lead pools yet.\n"
    other = str(line.folder / "other.leadadmin")
    assert line.bare("pool", "list", "--workspace", other).status == 3, "the command line wins"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frob",), "No such command 'frob'"),
        (("injector",), "Missing command"),
        (("injector", "run"), "Missing argument"),
        (("injector", "list", "--frob"), "No such option: --frob"),
        (("lead", "show", "x"), "Input should be a valid integer"),
        (("injector", "rewind", "Web"), "either --to VALUE or --before-run ID"),
        (("run", "rows", "1", "--outcome", "x"), "'x' is not one of 'added'"),
        (("apply", "missing.toml"), "There is no file “missing.toml”."),
        (("pool", "list", "--workspace"), "--workspace needs a file name or URL after it."),
    ],
)
def test_wrong_usage(line: Line, arguments: tuple[str, ...], sentence: str) -> None:
    said = line.bare(*arguments)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    said = line.bare("--json", *arguments)
    assert said.status == 2
    assert said.document["error"]["code"] == "usage"
    assert sentence in said.document["error"]["sentence"]


def test_no_workspace_is_named(line: Line) -> None:
    said = line.bare("pool", "list", "--json")
    assert said.status == 2
    assert said.document["error"]["sentence"] == "No workspace is named."


def test_unreachable_workspaces(line: Line) -> None:
    assert line.json("pool", "list", status=3)["error"]["code"] == "no_workspace"
    nobody = "postgresql+psycopg://leads@127.0.0.1:1/office"
    said = line.bare("--workspace", nobody, "pool", "list")
    assert (said.status, said.out) == (3, "")
    assert "cannot be reached" in said.err
    Path(line.place).write_text("no database, but long enough to be taken for one", encoding="utf-8")
    assert line("pool", "list").status == 3


def test_a_missing_right(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotAllowed("Only administrators may see injectors.")

    line("workspace", "init")
    monkeypatch.setattr(injectors, "list_all", refuse)
    said = line("injector", "list")
    assert (said.status, said.err) == (4, "Only administrators may see injectors.\n")


@pytest.mark.logs_errors
def test_a_bug_of_a_thread_is_in_the_log_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by nothing")

    def list_all(*_: object) -> list[object]:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        return []

    line("workspace", "init")
    monkeypatch.setattr(injectors, "list_all", list_all)
    assert line("injector", "list").status == 0
    assert "ZeroDivisionError: by nothing" in (line.folder / "log" / "command.log").read_text(encoding="utf-8")


@pytest.mark.logs_errors
def test_a_bug_ends_in_a_sentence_and_the_log(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the number +44 20 7946 0123 by nothing")

    line("workspace", "init")
    monkeypatch.setattr(injectors, "list_all", fail)
    said = line("injector", "list")
    log = line.folder / "log" / "command.log"
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("leadadmin has a fault (ZeroDivisionError: the number ")
    assert said.err.endswith(f"The details are in {log}.\n")
    assert "Traceback" not in said.err
    assert "7946 0123" not in said.err
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "7946 0123" not in written
    assert line("injector", "list", "--json").document["error"]["code"] == "fault"


def test_a_workspace_is_made_once(line: Line) -> None:
    made = line.json("workspace", "init", "--name", "North office")
    assert made == {"name": "North office", "place": line.place, "version": made["version"]}
    again = line("workspace", "init")
    assert again.status == 1
    assert "nothing was changed" in again.err
    assert line.json("workspace", "upgrade") == {"version_before": made["version"], "version": made["version"]}
    assert line.json("workspace", "check") == {"ok": True, "differences": []}


def test_no_command_but_the_desktop_loads_qt(line: Line) -> None:
    line("workspace", "init")
    for arguments in (["injector", "list"], ["demo", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_QT, "--workspace", line.place, *arguments],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "Qt: []"), done.stderr


def test_a_reader_that_leaves_early_is_no_fault(line: Line) -> None:
    line("workspace", "init")
    command = f'"{sys.executable}" -m leadadmin --workspace "{line.place}" export-config --json'
    ended = subprocess.run(
        [sys.executable, "-c", READER, command], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


READER = """
import subprocess, sys
writer = subprocess.Popen(sys.argv[1], shell=True, stdout=subprocess.PIPE)
writer.stdout.close()
writer.wait()
"""
