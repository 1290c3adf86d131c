"""Where the workspace key comes from: a key file or the environment, each named explicitly (spec 5, Secrets)."""

import os
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path

from leadadmin.vault.errors import KeyFileUnusable, KeyUnusable
from leadadmin.vault.key import WorkspaceKey, looks_like_key

KEY_VARIABLE = "LEADADMIN_KEY"
KEY_FILE_VARIABLE = "LEADADMIN_KEY_FILE"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 4096
_O_BINARY: int = getattr(os, "O_BINARY", 0)
_O_NONBLOCK: int = getattr(os, "O_NONBLOCK", 0)


def find_key(environment: Mapping[str, str], key_file: Path | None = None) -> WorkspaceKey | None:
    """The key named by LEADADMIN_KEY or LEADADMIN_KEY_FILE, else by `key_file` (from the user's settings).

    None when nothing names one; there is no default key. Raises KeyUnusable when a variable is empty or both
    are set, and KeyFileUnusable as `read_key_file`.
    """
    text, file_name = environment.get(KEY_VARIABLE), environment.get(KEY_FILE_VARIABLE)
    if text is not None and file_name is not None:
        raise KeyUnusable(
            f"Both {KEY_VARIABLE} and {KEY_FILE_VARIABLE} are set.",
            "Keep one of them, so that it is clear which counts.",
        )
    if text is not None:
        if not text.strip():
            raise KeyUnusable(f"{KEY_VARIABLE} is set but empty.", "Set it to the key or passphrase, or unset it.")
        return WorkspaceKey.from_text(text)
    if file_name is not None:
        if not file_name.strip():
            raise KeyUnusable(f"{KEY_FILE_VARIABLE} is set but empty.", "Set it to the key file, or unset it.")
        return read_key_file(Path(file_name).expanduser())
    return None if key_file is None else read_key_file(key_file.expanduser())


def read_key_file(path: Path) -> WorkspaceKey:
    """Reads a key file. On POSIX only its owner may have rights on it (0600).

    Raises KeyFileUnusable when it cannot be read, others may read it (the hint has the chmod line), or it
    holds no key; a passphrase in a file is refused. KeyUnusable when the key is damaged.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for a writer.
        handle = os.open(path, os.O_RDONLY | _O_BINARY | _O_NONBLOCK)
    except OSError as problem:
        raise KeyFileUnusable(
            f"The key file “{path}” cannot be opened ({problem.strerror}).",
            "Check the path and that this user may read it.",
        ) from problem
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise KeyFileUnusable(f"“{path}” is not a file.", "Name the key file itself.")
        if is_exposed(mode, os.name):
            raise KeyFileUnusable(
                f"The key file “{path}” can be read by other users, so it was not used.",
                f"Run: chmod 600 {shlex.quote(str(path))}",
            )
        data = os.read(handle, _LARGEST + 1)
    finally:
        os.close(handle)
    text = data.decode("ascii", "replace")
    if len(data) > _LARGEST or not looks_like_key(text):
        raise KeyFileUnusable(
            f"“{path}” holds no workspace key.", "Name the key file that was made for this workspace."
        )
    return WorkspaceKey.from_text(text)


def create_key_file(path: Path) -> WorkspaceKey:
    """Makes a random 256-bit key in a new file that only its owner can read, and returns the key.

    A missing folder is made, for the owner only. Raises KeyFileUnusable when the file exists (it is never
    overwritten: the passwords it unlocks would be lost), cannot be written, or would be readable by others
    because the file system knows no rights; then no file is left behind.
    """
    key = WorkspaceKey.random()
    handle = _open_new(path)
    try:
        _write_privately(handle, path, key)
        _make_durable(path.parent)
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise KeyFileUnusable(
            f"The key file “{path}” cannot be written ({problem.strerror}).", "Choose another folder."
        ) from problem
    except KeyFileUnusable:
        path.unlink(missing_ok=True)
        raise
    return key


def is_exposed(mode: int, system: str) -> bool:
    """Whether a file's mode lets others at it; on Windows (`os.name` "nt") the folder's rights decide instead."""
    return system == "posix" and bool(mode & _OTHERS)


def _open_new(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o600)
    except OSError as problem:
        if problem.filename == str(path) and isinstance(problem, FileExistsError):
            raise KeyFileUnusable(
                f"“{path}” exists already and was left as it is.",
                "Choose another name, or use the key that is there.",
            ) from problem
        raise KeyFileUnusable(
            f"The key file “{path}” cannot be made ({problem.strerror}).",
            "Choose a folder this user may write to.",
        ) from problem


def _write_privately(handle: int, path: Path, key: WorkspaceKey) -> None:
    with os.fdopen(handle, "wb") as file:
        if os.name == "posix":
            os.fchmod(file.fileno(), 0o600)  # a strict umask may have taken the owner's rights too
        if is_exposed(os.fstat(file.fileno()).st_mode, os.name):
            raise KeyFileUnusable(
                f"The file system of “{path}” cannot keep a file from other users, so no key was written.",
                "Choose a folder on a disk that has file rights, such as the home folder.",
            )
        file.write(key.to_text().encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _make_durable(folder: Path) -> None:
    """After this a power cut does not lose the new name; Windows cannot and need not open folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
