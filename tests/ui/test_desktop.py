"""The whole desktop, in a process of its own: it opens, switches workspaces, and ends in order."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leadadmin.app import workspaces
from tests.machine import ROOT

SECONDS = 30.0


def environment(home: Path) -> dict[str, str]:
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LEADADMIN_")}
    return kept | folders | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def places(tmp_path: Path) -> tuple[str, str]:
    found = (str(tmp_path / "north.leadadmin"), str(tmp_path / "south.leadadmin"))
    for place, name in zip(found, ("North", "South"), strict=True):
        workspaces.create(place, name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="Folders of a person are set by XDG variables.")
def test_it_opens_switches_and_ends_well(places: tuple[str, str], tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.ui.desktop_driver", *places],
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["North – leadadmin|pools", "South – leadadmin|pools"]
    assert "Traceback" not in run.stderr
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith("-wal")]


@pytest.mark.skipif(sys.platform != "linux", reason="Folders of a person are set by XDG variables.")
def test_the_systems_wish_to_end_is_heard(places: tuple[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.desktop_driver", places[0], "wait"],
        cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "North – leadadmin|pools\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
