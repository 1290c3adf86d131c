"""The workspace's vault: opened with the key that the environment or a key file gives (spec 5, Secrets)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from leadadmin.domain.connection import Connection, endpoint
from leadadmin.sources.base import Source
from leadadmin.sources.registry import open_source
from leadadmin.store import info
from leadadmin.store.workspace import Workspace
from leadadmin.vault import (
    KEY_FILE_VARIABLE,
    KEY_VARIABLE,
    EndpointChanged,
    KeyMissing,
    Secret,
    SecretUnreadable,
    Vault,
    VaultRecord,
    WorkspaceKey,
    find_key,
    is_reference,
    keep_password,
    read_key_file,
    resolve_password,
)

RECORD = "vault"


class KeyOrigin(StrEnum):
    """Where the workspace key comes from."""

    NOWHERE = "nowhere"
    VARIABLE = "variable"
    """LEADADMIN_KEY holds it."""
    NAMED_FILE = "named_file"
    """LEADADMIN_KEY_FILE names its file."""
    CHOSEN_FILE = "chosen_file"
    """The settings of this person name its file."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key comes from, and the file where it is in one. Whether it fits is not said."""

    origin: KeyOrigin
    file: Path | None = None


Learn = Callable[[Secret], object]
"""Told of every password that is opened, so that the log can keep it out (`app.logging.Redactor.learn`)."""


def forget(secret: Secret) -> None:
    """A `Learn` for programs that write no log."""
    del secret


class Keyring:
    """Opens the vault when it is first needed, and makes it when the first password is to be kept."""

    def __init__(
        self,
        workspace: Workspace,
        environment: Mapping[str, str],
        key_file: Path | None = None,
        learn: Learn = forget,
    ) -> None:
        self._learn = learn
        self._workspace = workspace
        self._environment = environment
        self._key_file = key_file
        self._vault: Vault | None = None

    def key_place(self) -> KeyPlace:
        """Where the key comes from now; nothing is read. The environment counts before the settings."""
        if KEY_VARIABLE in self._environment:
            return KeyPlace(KeyOrigin.VARIABLE)
        if KEY_FILE_VARIABLE in self._environment:
            return KeyPlace(KeyOrigin.NAMED_FILE, Path(self._environment[KEY_FILE_VARIABLE]))
        if self._key_file is not None:
            return KeyPlace(KeyOrigin.CHOSEN_FILE, self._key_file)
        return KeyPlace(KeyOrigin.NOWHERE)

    def has_passwords(self) -> bool:
        """Whether a key locks this workspace already, so that no other key will do."""
        with self._workspace.reading() as database:
            return info.get(database, RECORD) is not None

    def use_key_file(self, path: Path) -> None:
        """Take the key from this file from now on.

        Raises KeyFileUnusable, KeyUnusable, and WrongKey when the workspace is locked by another one; then the key
        that was used before stays.
        """
        key = read_key_file(path)
        before, self._vault = self._vault, None
        try:
            self._unlock(key)
        except BaseException:
            self._vault = before
            raise
        self._key_file = path

    def _unlock(self, key: WorkspaceKey | None) -> Vault | None:
        if self._vault is None and key is not None:
            with self._workspace.reading() as database:
                text = info.get(database, RECORD)
            if text is not None:
                self._vault = Vault.unlock(VaultRecord.from_text(text), key)
        return self._vault

    def keep(self, typed: str, connection: Connection) -> str | None:
        """The text to store for a typed password; makes the vault if there is none yet.

        Raises KeyMissing when a password is to be sealed and no key is named, WrongKey, ReferenceRefused.
        """
        if not typed or typed.startswith("env:"):
            return keep_password(typed, None, endpoint(connection))
        key = find_key(self._environment, self._key_file)
        vault = self._unlock(key)
        if vault is None and key is not None:
            vault = self._make(key)
        return keep_password(typed, vault, endpoint(connection))

    def prepare(self, *, make: bool) -> None:
        """Open the vault ahead of a transaction, so that `keep` and `is_kept` inside it need no other one.

        With `make` it is made if there is none. Raises KeyMissing when no key is named, WrongKey when it does not fit.
        """
        key = find_key(self._environment, self._key_file)
        if key is None:
            raise KeyMissing("The workspace has no key yet, so passwords cannot be stored.")
        if self._unlock(key) is None and make:
            self._make(key)

    def is_kept(self, typed: str, connection: Connection, stored: str | None) -> bool:
        """Whether `stored` is what keeping `typed` for this connection comes to; a sealed text takes `prepare`."""
        if not typed or is_reference(typed):
            return stored == keep_password(typed, None, endpoint(connection))
        if stored is None or is_reference(stored) or self._vault is None:
            return False
        try:
            return Secret(typed) == resolve_password(stored, self._vault, endpoint(connection), self._environment)
        except (EndpointChanged, SecretUnreadable):
            return False

    def _make(self, key: WorkspaceKey) -> Vault:
        vault, record = Vault.create(key)
        if not self._workspace.write(lambda database: info.set_once(database, RECORD, record.to_text())):
            # Another desktop made it in the meantime; ours must open that one.
            made = self._unlock(key)
            if made is None:
                raise AssertionError("a stored vault opens or raises")
            return made
        self._vault = vault
        return vault

    def open(self, connection: Connection, secret: str | None) -> Source:
        """The source of a connection whose password is stored as `secret` (an injector's `Opener`)."""
        vault = None
        if secret is not None and not secret.startswith("env:"):
            vault = self._unlock(find_key(self._environment, self._key_file))
        password = resolve_password(secret, vault, endpoint(connection), self._environment)
        if password is not None:
            self._learn(password)
        return open_source(connection, password.reveal() if password else "")

    def open_typed(self, connection: Connection, typed: str) -> Source:
        """The source of a connection whose password was typed just now and is not stored yet."""
        if typed.startswith("env:"):
            return self.open(connection, keep_password(typed, None, endpoint(connection)))
        if typed:
            self._learn(Secret(typed))
        return open_source(connection, typed)
