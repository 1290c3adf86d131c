"""What a workspace stores about its key: everything but the key."""

import json
from dataclasses import asdict, dataclass, fields

from leadadmin.vault.errors import RecordDamaged

VERSION = "1"


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """Kept by the store in the workspace; useless without the workspace key.

    `kdf` names the way from the key to the wrapping key and its cost; `salt`, `check` and `wrapped_key` are
    URL-safe base64: 16 random bytes, 32 bytes that tell a wrong key, and nonce + AES-256-GCM of the data key.
    """

    version: str
    kdf: str
    salt: str
    check: str
    wrapped_key: str

    def to_text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "VaultRecord":
        """Reads `to_text`. Raises RecordDamaged for anything else, also for a newer program's record."""
        try:
            values = json.loads(text)
        except ValueError as problem:
            raise RecordDamaged("it is not JSON") from problem
        names = {field.name for field in fields(cls)}
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise RecordDamaged("it is not a list of texts by name")
        if values.get("version") != VERSION:
            raise RecordDamaged("its version is not known to this program")
        if set(values) != names:
            raise RecordDamaged("its entries are not the ones expected")
        return cls(**values)
