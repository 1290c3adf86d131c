"""From what a person or file holds to the key that wraps the data key."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES = 32
SALT_BYTES = 16
HKDF_NAME = "hkdf-sha256"
SCRYPT_NAME = "scrypt"
_MEMORY_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True)
class ScryptCost:
    """Cost of guessing a passphrase (RFC 7914): memory is 128 * n * r bytes.

    The default, n = 2^17, r = 8, p = 1 (128 MiB, a fraction of a second), is OWASP's first recommendation
    (Password Storage Cheat Sheet, scrypt). ValueError outside sensible bounds, so that an altered record
    cannot exhaust the machine.
    """

    n: int = 1 << 17
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        power_of_two = self.n & (self.n - 1) == 0
        in_range = 1 << 10 <= self.n <= 1 << 20 and 1 <= self.r <= 32 and 1 <= self.p <= 16
        if not (power_of_two and in_range and 128 * self.n * self.r <= _MEMORY_LIMIT):
            raise ValueError("scrypt cost out of bounds")

    def to_text(self) -> str:
        """As the vault's record keeps it."""
        return f"{SCRYPT_NAME} n={self.n} r={self.r} p={self.p}"

    @classmethod
    def from_text(cls, text: str) -> "ScryptCost":
        """Reads `to_text`; ValueError for anything else."""
        name, *pairs = text.split(" ")
        values = dict(pair.split("=", 1) for pair in pairs)
        if name != SCRYPT_NAME or set(values) != {"n", "r", "p"}:
            raise ValueError("not a scrypt cost")
        cost = cls(**{key: int(value) for key, value in values.items()})
        if cost.to_text() != text:
            raise ValueError("not a scrypt cost")
        return cost


def stretch(passphrase: bytes, salt: bytes, cost: ScryptCost) -> bytes:
    """256 bits from a passphrase, slowly (scrypt)."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(passphrase)


def derive(key: bytes, salt: bytes, purpose: str) -> bytes:
    """256 bits for one purpose from a key that is random already (HKDF, RFC 5869)."""
    info = f"leadadmin {purpose}".encode("ascii")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)
