"""A command line without a process of its own, and a person with empty folders."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadadmin.cli.main import main

NAMES = ("LEADADMIN_WORKSPACE", "LEADADMIN_WORKSPACE_PASSWORD", "LEADADMIN_KEY", "LEADADMIN_KEY_FILE")


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass
class Line:
    """Carries out command lines in `folder`, on its workspace unless another is named."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    opened: list[str | None]

    @property
    def place(self) -> str:
        return str(self.folder / "office.leadadmin")

    def bare(self, *arguments: str) -> Said:
        self.capsys.readouterr()
        status = main(arguments, desktop=self._desktop, log_folder=self.folder / "log")
        out, err = self.capsys.readouterr()
        return Said(status, out, err)

    def __call__(self, *arguments: str) -> Said:
        return self.bare("--workspace", self.place, *arguments)

    def json(self, *arguments: str, status: int = 0) -> Any:
        said = self(*arguments, "--json")
        assert said.status == status, said
        return said.document

    def _desktop(self, place: str | None) -> int:
        self.opened.append(place)
        return 0


def line_in(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    """A command line in `folder`, for a person who has used no leadadmin before."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / "person"))
    monkeypatch.setenv("DISPLAY", ":none")  # so that a desktop, here a stand-in, may be opened
    return Line(folder, capsys, [])
