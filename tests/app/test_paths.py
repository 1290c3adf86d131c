"""Where resources and a person's folders are."""

import sys
from pathlib import Path

import pytest

from leadadmin.app import paths


def test_resources_are_found_in_a_checkout() -> None:
    assert paths.resource_path("icons/database.svg").read_text(encoding="utf-8").startswith("<svg")


def test_resources_are_found_when_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "note.txt").write_text("frozen", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_path("note.txt").read_text(encoding="utf-8") == "frozen"


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no such\.svg"):
        paths.resource_path("icons/no such.svg")


def test_a_persons_folders_carry_the_programs_name() -> None:
    folders = (paths.user_data_dir(), paths.user_config_dir(), paths.user_log_dir())
    assert all("leadadmin" in str(folder) for folder in folders)
