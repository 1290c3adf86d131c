import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.app.settings import MOST_WORKSPACES, Settings, without_password
from leadadmin.app.settings_file import SettingsFile, SettingsNotSaved

any_text = st.text(st.characters(categories=None), max_size=12)  # names of files need not be Unicode on POSIX
texts = st.lists(any_text, max_size=3).map(tuple)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
known = set(Settings.__dataclass_fields__)
all_settings = st.builds(
    Settings,
    theme=st.sampled_from(["system", "light", "dark"]),
    text_points=st.none() | st.floats(1, 100),
    compact_rows=st.booleans(),
    last_workspaces=texts,
    key_files=st.dictionaries(any_text, any_text, max_size=3),
    unknown=st.dictionaries(st.text(max_size=8).filter(lambda key: key not in known), json_values, max_size=3),
)


@pytest.fixture
def kept(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "new" / "leadadmin")


@given(all_settings)
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("settings"))
    file.save(settings)
    assert file.load() == settings
    assert [path.name for path in file.path.parent.iterdir()] == ["settings.json"]


@given(st.dictionaries(st.sampled_from(sorted(known)), json_values) | json_values)
def test_whatever_is_in_the_file_settings_come_out(tmp_path_factory: pytest.TempPathFactory, document: object) -> None:
    file = SettingsFile(tmp_path_factory.mktemp("settings"))
    file.path.write_text(json.dumps(document), encoding="utf-8")
    loaded = file.load()
    file.save(loaded)
    assert file.load() == loaded


def test_without_a_file_there_are_defaults_and_none_is_made(kept: SettingsFile) -> None:
    assert kept.load() == Settings()
    assert not kept.path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b"[" * 100_000])
def test_a_damaged_file_is_moved_aside_and_said(
    kept: SettingsFile, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    kept.path.parent.mkdir(parents=True)
    for number in (1, 2):
        kept.path.write_bytes(content)
        assert kept.load() == Settings()
        assert kept.path.with_name(f"settings.damaged-{number}.json").read_bytes() == content
        assert not kept.path.exists()
        assert f"settings.damaged-{number}.json" in caplog.text


def test_a_value_that_does_not_fit_costs_no_other(kept: SettingsFile, caplog: pytest.LogCaptureFixture) -> None:
    document = {
        "theme": "purple",
        "text_points": -1,
        "compact_rows": True,
        "last_workspaces": "a.db",
        "key_files": {"a.db": "a.key", "b.db": 3},
    }
    kept.path.parent.mkdir(parents=True)
    kept.path.write_text(json.dumps(document), encoding="utf-8")
    loaded = kept.load()
    assert loaded == Settings(compact_rows=True, key_files={"a.db": "a.key"})
    for key in ("theme", "text_points", "last_workspaces", "key_files"):
        assert f"“{key}”" in caplog.text


def test_what_a_newer_program_wrote_is_kept(kept: SettingsFile) -> None:
    kept.path.parent.mkdir(parents=True)
    kept.path.write_text('{"language": {"name": "da"}, "theme": "dark"}', encoding="utf-8")
    kept.change(lambda settings: replace(settings, compact_rows=True))
    document = json.loads(kept.path.read_text(encoding="utf-8"))
    assert document["language"] == {"name": "da"}
    assert (document["theme"], document["compact_rows"]) == ("dark", True)


def test_a_change_keeps_what_another_window_saved(kept: SettingsFile) -> None:
    other = SettingsFile(kept.path.parent)
    other.change(lambda settings: settings.with_workspace("a.db"))
    kept.change(lambda settings: replace(settings, compact_rows=True))
    assert other.load() == Settings(last_workspaces=("a.db",), compact_rows=True)


def test_changes_of_several_threads_are_all_kept(kept: SettingsFile) -> None:
    def remember(number: int) -> None:
        kept.change(lambda settings: settings.with_workspace(str(number)))

    threads = [threading.Thread(target=remember, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(kept.load().last_workspaces) == {str(number) for number in range(8)}


def test_a_failed_save_is_a_sentence_and_leaves_the_file_as_it_was(
    kept: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.save(Settings(theme="dark"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as without_space:
        without_space.setattr(os, "replace", full)
        with pytest.raises(SettingsNotSaved, match="No space left"):
            kept.save(Settings(theme="light"))
    assert kept.load().theme == "dark"
    assert [path.name for path in kept.path.parent.iterdir()] == ["settings.json"]


def test_settings_that_cannot_be_read_are_not_overwritten(kept: SettingsFile, caplog: pytest.LogCaptureFixture) -> None:
    kept.path.mkdir(parents=True)
    (kept.path / "anything").write_text("kept")
    assert kept.load() == Settings()
    assert "cannot be read" in caplog.text
    with pytest.raises(SettingsNotSaved):
        kept.change(lambda settings: replace(settings, theme="dark"))
    assert (kept.path / "anything").read_text() == "kept"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsNotSaved):
        SettingsFile(tmp_path / "file" / "leadadmin").save(Settings())


@pytest.mark.skipif(os.name != "posix", reason="Links need rights on Windows.")
def test_a_linked_file_stays_a_link(kept: SettingsFile, tmp_path: Path) -> None:
    kept.path.parent.mkdir(parents=True)
    elsewhere = tmp_path / "dotfiles.json"
    kept.path.symlink_to(elsewhere)
    kept.save(Settings(theme="dark"))
    assert kept.path.is_symlink()
    assert "dark" in elsewhere.read_text(encoding="utf-8")


def test_the_last_workspace_comes_first_and_old_ones_go() -> None:
    settings = Settings()
    for number in range(MOST_WORKSPACES + 3):
        settings = settings.with_workspace(f"{number}.db")
    settings = settings.with_workspace("5.db")
    assert settings.last_workspaces[:3] == ("5.db", "12.db", "11.db")
    assert len(settings.last_workspaces) == MOST_WORKSPACES


@pytest.mark.parametrize(
    ("workspace", "kept_as"),
    [
        ("/home/me/leads.db", "/home/me/leads.db"),
        ("C:\\Users\\me\\a@b: leads.db", "C:\\Users\\me\\a@b: leads.db"),
        ("sqlite:////home/me@work/leads.db", "sqlite:////home/me@work/leads.db"),
        ("postgresql+psycopg://me@db.example:5432/leads", "postgresql+psycopg://me@db.example:5432/leads"),
        ("postgresql+psycopg://me:hunter2@db.example/leads", "postgresql+psycopg://me@db.example/leads"),
        ("mysql+pymysql://me:hun@ter2@db.example/leads", "mysql+pymysql://me@db.example/leads"),
        ("mysql+pymysql://me:@db.example/leads?charset=utf8mb4", "mysql+pymysql://me@db.example/leads?charset=utf8mb4"),
        ("mysql+pymysql://me:hun/ter2@db.example/leads", None),
        ("postgresql:///leads?user=me&password=hunter2", None),
        ("mssql+pyodbc:///?odbc_connect=UID%3Dme%3BPWD%3Dhunter2", None),
    ],
)
def test_no_password_of_a_workspace_is_kept(workspace: str, kept_as: str | None, tmp_path: Path) -> None:
    assert without_password(workspace) == kept_as
    settings = Settings().with_workspace(workspace).with_key_file(workspace, tmp_path / "key")
    assert settings.last_workspaces == ((kept_as,) if kept_as else ())
    assert "hunter2" not in str(settings)
    assert settings.key_file(workspace) == (tmp_path / "key" if kept_as else None)


def test_a_key_file_can_be_forgotten() -> None:
    named = Settings().with_key_file("a.db", Path("a.key")).with_key_file("b.db", Path("b.key"))
    assert named.with_key_file("a.db", None).key_files == {"b.db": "b.key"}
    assert Settings().key_file("a.db") is None
