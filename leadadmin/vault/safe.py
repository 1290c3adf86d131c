"""The vault: passwords sealed with a data key, which is itself wrapped by the workspace key."""

import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadadmin.vault.encoding import decoded, digest, encoded, from_text, to_text
from leadadmin.vault.errors import EndpointChanged, RecordDamaged, SecretUnreadable, WrongKey
from leadadmin.vault.kdf import KEY_BYTES, SALT_BYTES, ScryptCost, derive
from leadadmin.vault.key import WorkspaceKey
from leadadmin.vault.record import VERSION, VaultRecord

SEALED_PREFIX = "sealed:1:"
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random 96-bit nonces, safe for 2^32 secrets a key
_STANDARD_COST = ScryptCost()


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """An unlocked vault (spec 5, Secrets). Keep it as long as the workspace is open; safe to share by threads.

    `associated` is the connection's endpoint (`leadadmin.domain.connection.endpoint`): authenticated with the
    secret, not hidden.
    """

    _data_key: bytes

    @classmethod
    def create(cls, key: WorkspaceKey, cost: ScryptCost = _STANDARD_COST) -> tuple["Vault", VaultRecord]:
        """A vault with a new random data key, and the record to store. Raises KeyUnusable for a weak passphrase."""
        vault = cls(AESGCM.generate_key(bit_length=KEY_BYTES * 8))
        return vault, vault.lock_with(key, cost)

    @classmethod
    def unlock(cls, record: VaultRecord, key: WorkspaceKey) -> "Vault":
        """Opens the vault of a record. A passphrase takes a fraction of a second: not on the window's thread.

        Raises WrongKey, or RecordDamaged.
        """
        try:
            salt, wrapped = from_text(record.salt), from_text(record.wrapped_key)
            root = key.root(salt, record.kdf)
        except ValueError as problem:
            raise RecordDamaged("an entry is altered") from problem
        if root is None:
            expected = "a key, not a passphrase" if key.is_passphrase else "a passphrase, not a key"
            raise WrongKey(f"This workspace is locked with {expected}; no password was opened.")
        if not hmac.compare_digest(encoded(_check_value(root, salt)), encoded(record.check)):
            raise WrongKey
        try:
            data_key = AESGCM(derive(root, salt, "wrapping key")).decrypt(
                wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _record_header(record)
            )
        except (InvalidTag, ValueError) as problem:
            raise RecordDamaged("the wrapped key is altered") from problem
        return cls(data_key)

    def lock_with(self, key: WorkspaceKey, cost: ScryptCost = _STANDARD_COST) -> VaultRecord:
        """A record by which `key` opens this vault from now on. Raises KeyUnusable for a weak passphrase."""
        key.check_strength()
        salt, nonce, kdf = os.urandom(SALT_BYTES), os.urandom(_NONCE_BYTES), key.kdf_text(cost)
        root = key.root(salt, kdf)
        if root is None:
            raise ValueError(f"{kdf} is not for this kind of key")
        bare = VaultRecord(VERSION, kdf, to_text(salt), _check_value(root, salt), "")
        wrapped = AESGCM(derive(root, salt, "wrapping key")).encrypt(nonce, self._data_key, _record_header(bare))
        return VaultRecord(bare.version, bare.kdf, bare.salt, bare.check, to_text(nonce + wrapped))

    def seal(self, secret: str, associated: str) -> str:
        """Encrypts a secret for one endpoint; every call gives another text."""
        header, nonce = _sealed_header(associated), os.urandom(_NONCE_BYTES)
        payload = AESGCM(self._data_key).encrypt(nonce, encoded(secret), _sealed_context(header, associated))
        return f"{header}{to_text(nonce + payload)}"

    def open(self, sealed: str, associated: str) -> str:
        """The secret of `seal`.

        Raises EndpointChanged when it was sealed for another endpoint, SecretUnreadable when it was altered,
        or sealed in another vault.
        """
        parts = sealed.removeprefix(SEALED_PREFIX).split(":")
        if not sealed.startswith(SEALED_PREFIX) or len(parts) != 2:
            raise SecretUnreadable
        header = _sealed_header(associated)
        if not sealed.startswith(header):
            raise EndpointChanged
        try:
            payload = from_text(parts[1])
            opened = AESGCM(self._data_key).decrypt(
                payload[:_NONCE_BYTES], payload[_NONCE_BYTES:], _sealed_context(header, associated)
            )
        except (InvalidTag, ValueError) as problem:
            raise SecretUnreadable from problem
        return decoded(opened)

    def __repr__(self) -> str:
        return "Vault(unlocked)"


def rewrap(
    record: VaultRecord, old_key: WorkspaceKey, new_key: WorkspaceKey, cost: ScryptCost = _STANDARD_COST
) -> VaultRecord:
    """Rotates the workspace key: after storing the new record the old key opens nothing; sealed texts stay valid.

    Raises WrongKey, RecordDamaged, or KeyUnusable for a weak new passphrase.
    """
    return Vault.unlock(record, old_key).lock_with(new_key, cost)


def _check_value(root: bytes, salt: bytes) -> str:
    return to_text(derive(root, salt, "check value"))


def _record_header(record: VaultRecord) -> bytes:
    return "\0".join(("leadadmin vault", record.version, record.kdf, record.salt, record.check)).encode("ascii")


def _sealed_header(associated: str) -> str:
    """The digest tells a changed endpoint from an altered text; the workspace holds the endpoint openly anyway."""
    return f"{SEALED_PREFIX}{digest('sealed endpoint', associated)}:"


def _sealed_context(header: str, associated: str) -> bytes:
    return encoded(f"{header}\0{associated}")
