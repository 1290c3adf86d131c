"""Passwords of connections: sealed in the workspace, opened by the workspace key (spec 5, Secrets)."""

from leadadmin.domain.secret import Secret
from leadadmin.vault.errors import (
    EndpointChanged,
    KeyFileUnusable,
    KeyMissing,
    KeyUnusable,
    RecordDamaged,
    ReferenceRefused,
    SecretUnreadable,
    VariableNotSet,
    VaultProblem,
    WrongKey,
)
from leadadmin.vault.kdf import ScryptCost
from leadadmin.vault.key import WorkspaceKey
from leadadmin.vault.key_source import (
    KEY_FILE_VARIABLE,
    KEY_VARIABLE,
    create_key_file,
    find_key,
    read_key_file,
)
from leadadmin.vault.passwords import (
    bind_reference,
    is_reference,
    keep_password,
    resolve_password,
    shown_reference,
)
from leadadmin.vault.record import VaultRecord
from leadadmin.vault.safe import Vault, rewrap

__all__ = [
    "KEY_FILE_VARIABLE",
    "KEY_VARIABLE",
    "EndpointChanged",
    "KeyFileUnusable",
    "KeyMissing",
    "KeyUnusable",
    "RecordDamaged",
    "ReferenceRefused",
    "ScryptCost",
    "Secret",
    "SecretUnreadable",
    "VariableNotSet",
    "Vault",
    "VaultProblem",
    "VaultRecord",
    "WorkspaceKey",
    "WrongKey",
    "bind_reference",
    "create_key_file",
    "find_key",
    "is_reference",
    "keep_password",
    "read_key_file",
    "resolve_password",
    "rewrap",
    "shown_reference",
]
