"""A full disk, a damaged file and missing rights are told in a sentence, and nothing is written by halves."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from leadadmin.domain.errors import Unreachable
from leadadmin.store.engine import workspace_url
from leadadmin.store.workspace import Workspace
from tests.helpers.office import workspace_at


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a workspace that is closed."""
    path = tmp_path / "office.leadadmin"
    workspace_at(str(path)).close()
    return path


def _grow(database: Connection) -> None:
    database.execute(text("CREATE TABLE big (word TEXT)"))
    database.execute(text("INSERT INTO big SELECT hex(randomblob(100000)) FROM (VALUES (1), (2), (3), (4))"))


def test_a_full_disk_is_told_and_rolls_back(file: Path) -> None:
    workspace = Workspace.at(workspace_url(str(file)))

    @event.listens_for(workspace.engine, "connect")
    def _small(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(Unreachable, match="no room left on the disk") as caught:
        workspace.write(_grow)
    assert (caught.value.code, caught.value.exit_status) == ("workspace_full", 3)
    assert str(file) in caught.value.sentence
    with workspace.reading() as database:
        assert not database.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'big'")).all()
    workspace.close()


def test_a_damaged_file_is_told(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(b"\xa5" * (size - 4096))
    workspace = Workspace.at(workspace_url(str(file)))
    with pytest.raises(Unreachable, match="is damaged") as caught, workspace.reading() as database:
        database.execute(text("SELECT value FROM workspace_info")).all()
    assert "backup" in caught.value.hint
    workspace.close()


def test_a_workspace_that_may_only_be_read_is_told(file: Path) -> None:
    workspace = Workspace.at(workspace_url(str(file)))

    @event.listens_for(workspace.engine, "connect")
    def _read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    with pytest.raises(Unreachable, match="can only be read") as caught:
        workspace.write(_grow)
    assert "write" in caught.value.hint
    workspace.close()


def test_a_folder_that_has_gone_is_told(file: Path) -> None:
    workspace = Workspace.at(workspace_url(str(file)))
    file.rename(file.parent.parent / file.name)
    file.parent.rmdir()
    with pytest.raises(Unreachable, match="cannot be opened") as caught, workspace.reading():
        pass
    assert "server" not in caught.value.hint
    workspace.close()


def test_other_errors_stay_what_they_are(file: Path) -> None:
    workspace = Workspace.at(workspace_url(str(file)))
    with pytest.raises(Exception, match="no such table") as caught:
        workspace.write(lambda database: database.execute(text("SELECT 1 FROM nowhere")))
    assert not isinstance(caught.value, Unreachable)
    workspace.close()
