"""The first thing a newcomer does: `leadadmin demo`, without a screen, and what can be looked at afterwards."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leadadmin.app.demo import crm
from leadadmin.cli import demo
from leadadmin.cli.main import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newcomer")


@pytest.fixture(scope="module")
def first(home: Path) -> "subprocess.CompletedProcess[str]":
    """The first call of all, as a process of its own."""
    nowhere = {name: str(home / "person") for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    return subprocess.run(
        [sys.executable, "-m", "leadadmin", "demo", str(home / "sample"), "--no-window"],
        env={**os.environ, **nowhere}, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


@pytest.fixture
def place(home: Path, first: "subprocess.CompletedProcess[str]") -> Path:
    assert first.returncode == 0
    return home / "sample" / "sample.leadadmin"


class Shell:
    """Carries out command lines in this process."""

    def __init__(self, logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._logs = logs
        self._capsys = capsys
        self.opened: list[str | None] = []

    def __call__(self, *words: str, status: int = 0) -> str:
        def desktop(place: str | None) -> int:
            self.opened.append(place)
            return 0

        ended = main(words, desktop=desktop, environment={}, log_folder=self._logs)
        out, err = self._capsys.readouterr()
        assert ended == status, err
        return str(out or err)

    def document(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


def test_the_first_call_makes_the_sample_and_prints_the_receipts(
    place: Path, first: "subprocess.CompletedProcess[str]"
) -> None:
    assert f"The sample workspace was made: {place}" in first.stdout
    assert "of “Web enquiries”: done" in first.stdout
    assert "of “Member renewals”: done" in first.stdout
    assert re.search("Phone invalid|No phone number|Duplicate", first.stdout)
    assert first.stdout.count("The receipt adds up") == 2
    assert "Making the sample workspace" in first.stderr


def test_a_recount_finds_no_difference(place: Path, shell: Shell) -> None:
    assert shell.document("workspace", "check", "--workspace", str(place)) == {"ok": True, "differences": []}


def test_every_list_has_something_to_show(place: Path, shell: Shell) -> None:
    named = ("--workspace", str(place))
    assert len(shell.document("pool", "list", *named)) >= 15
    assert len(shell.document("run", "list", *named)) > 30
    assert {each["name"] for each in shell.document("injector", "list", *named)} == {"Member renewals", "Web enquiries"}
    assert shell.document("connection", "test", "Sample CRM", *named)["ok"]


def test_a_second_call_makes_nothing_again(place: Path, shell: Shell) -> None:
    found = shell.document("demo", str(place.parent), "--no-window")
    assert found["workspace"] == str(place)
    assert not found["made"]
    assert [run["added"] for run in found["runs"]] == [0, 0]
    assert all(run["outcome"] == "succeeded" for run in found["runs"])


def test_an_enquiry_in_the_crm_is_a_lead_after_the_next_run(place: Path, shell: Shell) -> None:
    entry = {"received_at": datetime.now(UTC).isoformat(), "last_name": "Latecomer", "telephone": "0491 570 156"}
    crm.add_rows(place.with_name(crm.CRM_FILE), "web_enquiries", [entry])
    receipt = shell.document("injector", "run", "Web enquiries", "--workspace", str(place))
    assert receipt["added"] == 1
    assert "Latecomer" in shell("lead", "find", "0491570156", "--workspace", str(place))


def test_with_a_screen_the_window_opens_on_the_sample(
    place: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    shell("demo", str(place.parent))
    assert shell.opened == [str(place)]


def test_without_a_screen_the_way_out_is_named(place: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "has_screen", lambda: False)
    assert "--no-window" in shell("demo", str(place.parent), status=1)
    assert shell.opened == []


def test_a_picture_that_cannot_be_drawn_takes_nothing_else_down(
    place: Path, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "PICTURES", "leadadmin.ui.no_such_module")
    picture = tmp_path / "window.png"
    text = shell("demo", str(place.parent), "--no-window", "--picture", str(picture), status=1)
    assert text.count("The receipt adds up") == 2
    assert not picture.exists()


def test_a_picture_without_no_window_is_wrong_usage(place: Path, shell: Shell) -> None:
    assert "--picture goes with --no-window" in shell("demo", str(place.parent), "--picture", "x.png", status=2)


def test_the_command_needs_no_qt() -> None:
    question = "import sys, leadadmin.cli.main; sys.exit(any(n.startswith('PySide6') for n in sys.modules))"
    assert subprocess.run([sys.executable, "-c", question], check=False, timeout=60).returncode == 0
