"""The workspace key: 256 random bits in a text form, or a passphrase."""

import base64
import binascii
import hashlib
import secrets
import unicodedata

from leadadmin.vault.encoding import encoded
from leadadmin.vault.errors import KeyUnusable
from leadadmin.vault.kdf import HKDF_NAME, KEY_BYTES, ScryptCost, derive, stretch

PREFIX = "LAK1"
SHORTEST_PASSPHRASE = 12
_CHECKSUM_BYTES = 3
_GROUP = 4


class WorkspaceKey:
    """What unlocks a workspace's stored passwords. Never shown by `repr`."""

    __slots__ = ("_is_passphrase", "_material")

    def __init__(self, material: bytes, *, is_passphrase: bool) -> None:
        self._material = material
        self._is_passphrase = is_passphrase

    @classmethod
    def random(cls) -> "WorkspaceKey":
        """A new key of 256 random bits."""
        return cls(secrets.token_bytes(KEY_BYTES), is_passphrase=False)

    @classmethod
    def from_text(cls, text: str) -> "WorkspaceKey":
        """Reads a key's text form; anything that does not begin like one is a passphrase.

        Blanks around either are dropped; a passphrase is compared in Unicode's form NFC (RFC 8265,
        OpaqueString), so that the keyboard it was typed on does not matter.
        Raises KeyUnusable for a mistyped key, which must not be taken for a passphrase, and for no text.
        """
        stripped = text.strip()
        if not stripped:
            raise KeyUnusable("The workspace key is empty.", "Give the key or passphrase of the workspace.")
        if looks_like_key(stripped):
            return cls(_parse(stripped), is_passphrase=False)
        return cls(encoded(unicodedata.normalize("NFC", stripped)), is_passphrase=True)

    @property
    def is_passphrase(self) -> bool:
        """Whether it is a passphrase, not a random key."""
        return self._is_passphrase

    def to_text(self) -> str:
        """The text form of a random key: “LAK1-” and 14 groups of four base32 characters with a checksum."""
        if self._is_passphrase:
            raise ValueError("A passphrase has no key text.")
        letters = base64.b32encode(self._material + _checksum(self._material)).decode("ascii")
        groups = (letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
        return "-".join((PREFIX, *groups))

    def check_strength(self) -> None:
        """Raises KeyUnusable for a passphrase too short to lock a workspace with."""
        if self._is_passphrase and len(self._material.decode("utf-8", "surrogatepass")) < SHORTEST_PASSPHRASE:
            raise KeyUnusable(
                f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters.",
                "Choose a longer one (several words), or make a key file.",
            )

    def kdf_text(self, cost: ScryptCost) -> str:
        """How a new record names the way from this key to the wrapping key."""
        return cost.to_text() if self._is_passphrase else HKDF_NAME

    def root(self, salt: bytes, kdf: str) -> bytes | None:
        """256 bits from which wrapping key and check value come; None when `kdf` is for the other kind of key.

        Raises ValueError when `kdf` is not one this program writes.
        """
        if kdf == HKDF_NAME:
            return None if self._is_passphrase else derive(self._material, salt, "workspace key")
        cost = ScryptCost.from_text(kdf)
        return stretch(self._material, salt, cost) if self._is_passphrase else None

    def __repr__(self) -> str:
        return "WorkspaceKey(passphrase)" if self._is_passphrase else "WorkspaceKey(key)"


def looks_like_key(text: str) -> bool:
    """Whether a text begins like a key's text form."""
    return text.strip().upper().startswith(f"{PREFIX}-")


def _parse(text: str) -> bytes:
    letters = "".join(text.upper().split()).replace("-", "")[len(PREFIX) :]
    try:
        data = base64.b32decode(letters)
    except (binascii.Error, ValueError):
        data = b""
    key, checksum = data[:KEY_BYTES], data[KEY_BYTES:]
    if len(data) != KEY_BYTES + _CHECKSUM_BYTES or checksum != _checksum(key):
        raise KeyUnusable(
            "The workspace key is damaged or mistyped.",
            f"It is “{PREFIX}-” and 14 groups of four characters; copy it again.",
        )
    return key


def _checksum(key: bytes) -> bytes:
    return hashlib.sha256(b"leadadmin key checksum\0" + key).digest()[:_CHECKSUM_BYTES]
