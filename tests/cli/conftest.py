"""A command line, and configuration files for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.command_line import Line, line_in


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    return line_in(tmp_path, monkeypatch, capsys)


Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a configuration file and gives its name."""

    def write(text: str) -> str:
        file = tmp_path / "office.toml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write
