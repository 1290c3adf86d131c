"""What is particular to a workspace in a file of SQLite."""

import sqlite3
import stat
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from leadadmin.domain.errors import Expected, Unreachable
from leadadmin.store import info, opening, upgrade
from leadadmin.store.engine import workspace_url
from leadadmin.store.opening import NotAWorkspace
from leadadmin.store.place import is_on_network
from leadadmin.store.versions import KNOWN
from leadadmin.store.workspace import TRIES, Workspace
from tests.helpers.office import workspace_at

Drive = namedtuple("Drive", "mountpoint fstype opts")


def impatient(workspace: Workspace) -> None:
    """Let connections made from now on give up at once when the file is locked."""

    @event.listens_for(workspace.engine, "connect")
    def _now(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")


def test_the_file_is_kept_safely(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with workspace.reading() as database:
        settings = {
            name: database.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    workspace.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions.")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    workspace_at(str(tmp_path / "office.leadadmin")).close()
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_no_update_is_lost(tmp_path: Path) -> None:
    """The driver's own transactions begin deferred: both would read before either writes."""
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with workspace.transaction() as database:
        info.put(database, "count", "0")

    def count_up(database: Connection) -> None:
        count = int(info.get(database, "count") or 0)
        info.put(database, "count", str(count + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: workspace.write(count_up), range(60)))
    with workspace.reading() as database:
        assert info.get(database, "count") == "60"
    workspace.close()


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    impatient(workspace)
    with workspace.transaction() as writing:
        info.put(writing, "written", "yes")
        with workspace.reading() as database:
            assert info.get(database, "written") is None
    workspace.close()


def test_a_busy_file_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    impatient(workspace)
    workspace.engine.dispose()
    other = workspace.engine.connect().execution_options(leadadmin_write=True)
    other.begin()
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            other.close()

    workspace.write(lambda database: info.put(database, "written", "yes"), pause=pause)
    assert len(pauses) == 3
    assert pauses[0] < pauses[2]
    workspace.close()


def test_a_file_that_stays_busy_is_given_up(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    impatient(workspace)
    workspace.engine.dispose()
    pauses: list[float] = []
    with workspace.engine.connect().execution_options(leadadmin_write=True) as other:
        other.begin()
        with pytest.raises(OperationalError, match="locked"):
            workspace.write(lambda database: info.put(database, "written", "yes"), pause=pauses.append)
    assert len(pauses) == TRIES - 1
    workspace.close()


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path) -> None:
    place = tmp_path / "missing.leadadmin"
    with pytest.raises(NotAWorkspace, match="workspace init"):
        opening.open_workspace(str(place), None)
    assert not place.exists()


def test_a_file_that_went_before_it_was_opened_is_not_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "office.leadadmin"
    workspace = Workspace.at(workspace_url(str(place)))
    with pytest.raises(Unreachable, match="cannot be opened"), workspace.reading():
        pass
    assert not workspace.still_there()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b?c#d%20.leadadmin", "Ørsted.leadadmin"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and "?" in name:
        pytest.skip("Windows has no such names.")
    workspace_at(str(tmp_path / name)).close()
    opening.open_workspace(str(tmp_path / name), None).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open from being moved.")
def test_nothing_is_saved_into_a_file_that_is_gone(tmp_path: Path) -> None:
    """The open connections would go on with it, and all that they save would be lost at their end."""
    place = tmp_path / "office.leadadmin"
    workspace = workspace_at(str(place))
    assert workspace.still_there()
    place.rename(tmp_path / "elsewhere")
    assert not workspace.still_there()
    with pytest.raises(Unreachable, match="is gone or was replaced") as caught, workspace.reading():
        pass
    assert (caught.value.code, str(place) in caught.value.sentence) == ("workspace_gone", True)
    with pytest.raises(Unreachable, match="is gone or was replaced"):
        workspace.write(lambda database: info.put(database, "written", "yes"))
    (tmp_path / "elsewhere").rename(place)
    assert workspace.still_there()
    with workspace.reading() as database:
        assert info.get(database, "written") is None
    workspace.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open from being replaced.")
def test_nothing_is_saved_once_another_file_took_its_place(tmp_path: Path) -> None:
    place, other = tmp_path / "office.leadadmin", tmp_path / "other.leadadmin"
    workspace_at(str(other)).close()
    workspace = workspace_at(str(place))
    other.replace(place)
    assert not workspace.still_there()
    with pytest.raises(Unreachable, match="is gone or was replaced"):
        workspace.write(lambda database: info.put(database, "written", "yes"))
    workspace.close()


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "letter.txt"
    place.write_text("Dear reader, this is no database at all." * 100)
    before = place.read_bytes()
    with pytest.raises(NotAWorkspace, match="another kind"):
        opening.open_workspace(str(place), None)
    workspace = Workspace.at(workspace_url(str(place)))
    with pytest.raises(NotAWorkspace, match="another kind"):
        upgrade.create_workspace(workspace, "Test")
    workspace.close()
    assert place.read_bytes() == before


def test_a_folder_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="is a folder"):
        opening.open_workspace(str(tmp_path), None)
    with pytest.raises(Expected, match="does not exist"):
        opening.open_workspace(str(tmp_path / "nowhere" / "office.leadadmin"), None)


def test_a_network_drive_is_refused_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = tmp_path / "share"
    share.mkdir()
    drives = [Drive("/", "ext4", "rw"), Drive(str(share), "nfs4", "rw")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: drives)
    with pytest.raises(Expected, match="network drive") as caught:
        workspace_at(str(share / "office.leadadmin"))
    assert "PostgreSQL" in caught.value.hint
    assert list(share.iterdir()) == []
    workspace_at(str(tmp_path / "office.leadadmin")).close()


@pytest.mark.parametrize(
    ("drives", "remote"),
    [
        ([Drive("/", "ext4", "rw"), Drive("/srv", "cifs", "rw"), Drive("/srv/own", "ext4", "rw")], False),
        ([Drive("/", "ext4", "rw"), Drive("/srv", "cifs", "rw")], True),
        ([Drive("/", "ext4", "rw"), Drive("/srv", "ext4", "rw"), Drive("/srv", "fuse.sshfs", "rw")], True),
        ([Drive("/", "ext4", "rw"), Drive("/sr", "nfs", "rw")], False),
        ([Drive("/srv", "cifs", "rw"), Drive("/", "ext4", "rw")], True),
        ([Drive("/", "ntfs", "rw,remote")], True),
        ([], False),
    ],
)
def test_the_nearest_drive_counts(drives: list[Drive], remote: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: drives)
    monkeypatch.setattr(Path, "resolve", lambda path: path)
    assert is_on_network(Path("/srv/own/office.leadadmin")) is remote


def test_a_server_that_is_not_there_is_said_to_be_unreachable_without_the_password() -> None:
    with pytest.raises(Unreachable) as caught:
        opening.open_workspace("postgresql://leads:secret-word@127.0.0.1:1/leads", None)
    assert "secret-word" not in str(caught.value)
    assert caught.value.exit_status == 3


def test_an_error_does_not_tell_the_values(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with workspace.reading() as database, pytest.raises(OperationalError) as caught:
        database.execute(text("SELECT nothing FROM nowhere WHERE phone = :phone"), {"phone": "+442079460123"})
    assert "7946" not in str(caught.value)
    workspace.close()


def test_the_known_versions_are_the_steps_that_are_there() -> None:
    folder = Path(upgrade.__file__).parent / "migrations" / "versions"
    steps = sorted(file.name[1:5] for file in folder.glob("v*.py"))
    assert tuple(steps) == KNOWN
