"""A connection's password: typed once, kept sealed or as a reference, resolved when a source is opened.

Stored texts are either `sealed:1:…` (see `Vault.seal`) or `env:NAME@digest`, a reference bound to the endpoint for
which it was entered (`leadadmin.domain.connection.endpoint`). The digest needs no key, so that a service with
references only needs no workspace key.
"""

import hmac
import re
from collections.abc import Mapping

from leadadmin.domain.secret import Secret
from leadadmin.vault.encoding import digest, encoded
from leadadmin.vault.errors import (
    EndpointChanged,
    KeyMissing,
    ReferenceRefused,
    SecretUnreadable,
    VariableNotSet,
)
from leadadmin.vault.safe import SEALED_PREFIX, Vault

REFERENCE_PREFIX = "env:"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}", re.ASCII)
# Spec 5 forbids LEADADMIN_KEY…; the workspace's own address and password are as little a source's business.
_FORBIDDEN_NAMES = ("LEADADMIN_KEY", "LEADADMIN_WORKSPACE")


def is_reference(text: str) -> bool:
    """Whether a typed or stored text is an `env:` reference."""
    return text.startswith(REFERENCE_PREFIX)


def shown_reference(stored: str) -> str | None:
    """`env:NAME` of a stored reference, for forms and export-config; None for a sealed password."""
    return stored.partition("@")[0] if is_reference(stored) else None


def bind_reference(reference: str, endpoint: str) -> str:
    """The text to store for `env:NAME`, bound to the endpoint. Raises ReferenceRefused."""
    name = reference.removeprefix(REFERENCE_PREFIX)
    if not is_reference(reference) or not _NAME.fullmatch(name):
        raise ReferenceRefused(
            "A password reference is “env:” and the name of an environment variable.",
            "For example “env:CRM_PASSWORD”: letters, digits and “_”, not beginning with a digit.",
        )
    _check_name_allowed(name)
    return f"{REFERENCE_PREFIX}{name}@{_binding(name, endpoint)}"


def keep_password(typed: str, vault: Vault | None, endpoint: str) -> str | None:
    """The text to store for what was typed: None for nothing, a bound reference, or the sealed password.

    Raises KeyMissing when a password is to be sealed and there is no vault (never plain), or ReferenceRefused.
    """
    if not typed:
        return None
    if is_reference(typed):
        return bind_reference(typed, endpoint)
    if vault is None:
        raise KeyMissing("The workspace has no key yet, so the password was not stored.")
    return vault.seal(typed, endpoint)


def resolve_password(
    reference: str | None, vault: Vault | None, endpoint: str, environment: Mapping[str, str]
) -> Secret | None:
    """The password behind a stored text; None when nothing is stored (no password, integrated login).

    Raises EndpointChanged, KeyMissing (sealed, no vault), SecretUnreadable, VariableNotSet or ReferenceRefused.
    A reference that was never bound counts as changed: it was not confirmed for this endpoint.
    """
    if reference is None:
        return None
    if is_reference(reference):
        return Secret(_read_variable(reference, endpoint, environment))
    if not reference.startswith(SEALED_PREFIX):
        raise SecretUnreadable
    if vault is None:
        raise KeyMissing
    return Secret(vault.open(reference, endpoint))


def _read_variable(reference: str, endpoint: str, environment: Mapping[str, str]) -> str:
    name, _, binding = reference.removeprefix(REFERENCE_PREFIX).partition("@")
    _check_name_allowed(name)
    if not hmac.compare_digest(encoded(binding), encoded(_binding(name, endpoint))):
        raise EndpointChanged
    value = environment.get(name)
    if not value:
        raise VariableNotSet(name)
    return value


def _check_name_allowed(name: str) -> None:
    # Windows does not tell cases apart in names of variables.
    if name.upper().startswith(_FORBIDDEN_NAMES):
        raise ReferenceRefused(
            f"“{name}” is leadadmin's own and is never sent to a source.", "Use a variable made for this connection."
        )


def _binding(name: str, endpoint: str) -> str:
    return digest("reference", f"{name}\0{endpoint}")
