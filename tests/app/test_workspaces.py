"""Naming, making and looking at workspaces, and choosing their key."""

from pathlib import Path

import pytest

from leadadmin.app import workspaces
from leadadmin.app.bootstrap import open_program
from leadadmin.app.connections import Password, save
from leadadmin.app.secrets import KeyOrigin
from leadadmin.app.settings_file import SettingsFile
from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.errors import Expected
from leadadmin.vault import KeyFileUnusable, KeyMissing, WrongKey, create_key_file

CRM = Connection("CRM", ConnectionKind.MARIADB, host="crm.example", database="crm", user="leads")


@pytest.fixture
def place(tmp_path: Path) -> str:
    place = str(tmp_path / "north.leadadmin")
    workspaces.create(place, " North ")
    return place


def test_a_made_workspace_says_its_name_and_place(place: str) -> None:
    found = workspaces.look(place)
    assert (found.name, found.place) == ("North", place)
    assert found.version


def test_one_workspace_is_remembered_under_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole = str(tmp_path / "a.leadadmin")
    assert workspaces.known_as("a.leadadmin") == workspaces.known_as(f"sqlite:///{whole}") == whole
    server = "postgresql+psycopg://me@db.example/leads"
    assert workspaces.known_as("postgresql://me:hunter2@db.example/leads") == server
    assert workspaces.with_password(server, "p@ss") == "postgresql+psycopg://me:p%40ss@db.example/leads"
    assert workspaces.needs_password(server)
    assert not workspaces.needs_password("a.leadadmin")
    assert workspaces.known_as("what://ever") == "what://ever"


def test_a_key_file_is_made_used_and_remembered(place: str, tmp_path: Path) -> None:
    settings, key = SettingsFile(tmp_path / "config"), tmp_path / "keys" / "north.key"
    program = open_program(place, environment={})
    assert program.keyring.key_place().origin is KeyOrigin.NOWHERE
    with pytest.raises(KeyMissing):
        save(program, CRM, Password("s3cret"))
    workspaces.make_key_file(program, settings, key)
    assert program.keyring.key_place().file == key
    save(program, CRM, Password("s3cret"))
    with pytest.raises(Expected, match="locked with a key already"):
        workspaces.make_key_file(program, settings, tmp_path / "other.key")
    assert not (tmp_path / "other.key").exists()
    program.close()
    assert settings.load().key_file(place) == key


def test_a_key_that_does_not_fit_changes_nothing(place: str, tmp_path: Path) -> None:
    settings, key, other = SettingsFile(tmp_path / "config"), tmp_path / "north.key", tmp_path / "other.key"
    program = open_program(place, environment={})
    workspaces.make_key_file(program, settings, key)
    save(program, CRM, Password("s3cret"))
    create_key_file(other)
    with pytest.raises(WrongKey):
        workspaces.choose_key_file(program, settings, other)
    with pytest.raises(KeyFileUnusable):
        workspaces.choose_key_file(program, settings, tmp_path / "none.key")
    assert program.keyring.key_place().file == key
    assert settings.load().key_file(place) == key
    program.close()
