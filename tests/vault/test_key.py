import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.vault import KeyFileUnusable, KeyUnusable, WorkspaceKey, create_key_file, find_key, read_key_file
from leadadmin.vault.key_source import is_exposed

posix = pytest.mark.skipif(os.name != "posix", reason="File modes are a matter of POSIX systems.")


def same(one: WorkspaceKey, other: WorkspaceKey) -> bool:
    return one.to_text() == other.to_text()


@given(st.binary(min_size=32, max_size=32))
def test_the_text_of_a_key_reads_back_however_it_is_typed(material: bytes) -> None:
    key = WorkspaceKey(material, is_passphrase=False)
    for typed in (key.to_text(), key.to_text().lower(), f"\n {key.to_text().replace('-', ' - ', 3)} "):
        if typed.strip().upper().startswith("LAK1-"):
            assert same(WorkspaceKey.from_text(typed), key)


@given(st.binary(min_size=32, max_size=32), st.integers(5, 73), st.sampled_from("ABCXYZ234567"))
def test_one_wrong_character_in_a_key_is_noticed(material: bytes, place: int, letter: str) -> None:
    text = WorkspaceKey(material, is_passphrase=False).to_text()
    typed = text[:place] + letter + text[place + 1 :]
    if text[place] in ("-", letter):
        return
    with pytest.raises(KeyUnusable, match="mistyped"):
        WorkspaceKey.from_text(typed)


@pytest.mark.parametrize("text", ["LAK1-", "lak1-ABCD", "LAK1-ÆØÅ0", "LAK1-" + "A" * 200])
def test_what_begins_like_a_key_is_never_taken_for_a_passphrase(text: str) -> None:
    with pytest.raises(KeyUnusable):
        WorkspaceKey.from_text(text)


def test_other_text_is_a_passphrase() -> None:
    assert WorkspaceKey.from_text("five words and some rain").is_passphrase
    assert not WorkspaceKey.from_text(WorkspaceKey.random().to_text()).is_passphrase


def test_two_random_keys_differ() -> None:
    assert not same(WorkspaceKey.random(), WorkspaceKey.random())


def test_a_key_does_not_show_itself() -> None:
    key = WorkspaceKey.random()
    assert key.to_text()[5:9] not in repr(key)
    assert "rain" not in repr(WorkspaceKey.from_text("five words and some rain"))


def test_a_made_key_file_reads_back_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "workspace.key"
    key = create_key_file(path)
    assert same(read_key_file(path), key)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
def test_neither_a_loose_nor_a_strict_umask_changes_the_rights(tmp_path: Path) -> None:
    for mask in (0o000, 0o777):
        path = tmp_path / f"{mask:o}.key"
        before = os.umask(mask)
        try:
            create_key_file(path)
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "workspace.key"
    key = create_key_file(path)
    with pytest.raises(KeyFileUnusable, match="exists already"):
        create_key_file(path)
    assert same(read_key_file(path), key)


@posix
def test_a_dangling_link_is_not_followed_when_a_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "workspace.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileUnusable):
        create_key_file(tmp_path / "workspace.key")
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_file_in_an_impossible_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileUnusable, match="cannot be made"):
        create_key_file(tmp_path / "file" / "workspace.key")


@posix
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o620, 0o601, 0o666])
def test_a_key_file_others_can_reach_is_refused_with_the_line_to_run(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "my key's file"
    create_key_file(path)
    path.chmod(mode)
    with pytest.raises(KeyFileUnusable) as refused:
        read_key_file(path)
    assert refused.value.hint == f"Run: chmod 600 '{tmp_path}/my key'\"'\"'s file'"
    path.chmod(0o400)
    read_key_file(path)


def test_modes_say_nothing_on_windows() -> None:
    assert is_exposed(0o100666, "posix")
    assert not is_exposed(0o100600, "posix")
    assert not is_exposed(0o100666, "nt")


def test_files_that_hold_no_key_are_refused(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"a passphrase in a file", b"LAK1-" + b"A" * 5000, b"\xff\xfe")):
        path = tmp_path / str(number)
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(KeyFileUnusable, match="holds no workspace key"):
            read_key_file(path)


def test_a_folder_a_pipe_and_a_missing_file_are_refused_at_once(tmp_path: Path) -> None:
    names = [tmp_path, tmp_path / "missing"]
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe", 0o600)
        names.append(tmp_path / "pipe")
    for name in names:
        with pytest.raises(KeyFileUnusable):
            read_key_file(name)


def test_the_environment_names_the_key_before_the_settings_do(tmp_path: Path) -> None:
    in_settings, named = create_key_file(tmp_path / "settings.key"), create_key_file(tmp_path / "named.key")
    typed = WorkspaceKey.random()
    settings = tmp_path / "settings.key"

    def found(**environment: str) -> WorkspaceKey:
        key = find_key(environment, settings)
        assert key is not None
        return key

    assert same(found(), in_settings)
    assert same(found(LEADADMIN_KEY_FILE=str(tmp_path / "named.key")), named)
    assert same(found(LEADADMIN_KEY=typed.to_text()), typed)
    assert found(LEADADMIN_KEY="five words and some rain").is_passphrase


def test_without_a_name_there_is_no_key() -> None:
    assert find_key({"LEADADMIN_KEYS": "x", "KEY": "y"}) is None


@pytest.mark.parametrize(
    "environment",
    [
        {"LEADADMIN_KEY": ""},
        {"LEADADMIN_KEY": "  "},
        {"LEADADMIN_KEY_FILE": ""},
        {"LEADADMIN_KEY": "five words and some rain", "LEADADMIN_KEY_FILE": "some.key"},
    ],
)
def test_empty_or_doubled_variables_fail_closed(environment: dict[str, str], tmp_path: Path) -> None:
    create_key_file(tmp_path / "settings.key")
    with pytest.raises(KeyUnusable):
        find_key(environment, tmp_path / "settings.key")
