"""What can go wrong with keys and secrets, each in a sentence (spec 5, Secrets)."""

from leadadmin.domain.errors import Expected


class VaultProblem(Expected):
    """A secret or its key cannot be used; nothing was changed."""

    code = "vault"


class KeyMissing(VaultProblem):
    """A stored password is needed and no workspace key was given."""

    code = "key_missing"

    def __init__(self, sentence: str = "The workspace key is not available, so stored passwords stay locked."):
        super().__init__(
            sentence,
            "Set LEADADMIN_KEY_FILE to the workspace's key file, or LEADADMIN_KEY to the key or passphrase, "
            "or name the key file in Settings.",
        )


class WrongKey(VaultProblem):
    """The key given is not the one that locks this workspace."""

    code = "wrong_key"

    def __init__(self, sentence: str = "The workspace key does not fit this workspace; no password was opened."):
        super().__init__(sentence, "Give the key or passphrase with which this workspace was locked.")


class KeyUnusable(VaultProblem):
    """A key or passphrase is damaged, empty, too short, or given twice."""

    code = "key_unusable"


class KeyFileUnusable(VaultProblem):
    """A key file cannot be read or made, or others can read it."""

    code = "key_file_unusable"


class RecordDamaged(VaultProblem):
    """What the workspace keeps about its key cannot be read."""

    code = "vault_record_damaged"

    def __init__(self, what: str):
        super().__init__(
            f"What the workspace keeps about its key cannot be read ({what}); stored passwords stay locked.",
            "Restore the workspace from a backup, or type the passwords again under a new key.",
        )


class SecretUnreadable(VaultProblem):
    """A stored password is damaged, was altered, or belongs to another workspace."""

    code = "secret_unreadable"

    def __init__(self) -> None:
        super().__init__(
            "The stored password cannot be opened: it was altered or belongs to another workspace.",
            "Type the password again in the connection.",
        )


class EndpointChanged(VaultProblem):
    """The connection was changed since its password was typed or its reference confirmed."""

    code = "endpoint_changed"

    def __init__(self) -> None:
        super().__init__(
            "The connection's kind, host, port, database or user changed since its password was typed, "
            "so the password was not sent.",
            "Type the password, or enter the “env:” reference, again in the connection.",
        )


class ReferenceRefused(VaultProblem):
    """An `env:` reference is not written as one, or names a variable that must not be sent to a source."""

    code = "reference_refused"


class VariableNotSet(VaultProblem):
    """The environment variable that should hold the password is not set where the program runs."""

    code = "variable_not_set"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The environment variable {name}, which should hold the password, is not set.",
            "Set it where leadadmin runs (for a service: in its unit or service settings) and start again.",
        )
        self.name = name
