import copy
import pickle
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.connection import Connection, ConnectionKind, endpoint
from leadadmin.vault import (
    EndpointChanged,
    KeyMissing,
    ReferenceRefused,
    Secret,
    SecretUnreadable,
    VariableNotSet,
    Vault,
    WorkspaceKey,
    bind_reference,
    keep_password,
    resolve_password,
    shown_reference,
)

VAULT, _ = Vault.create(WorkspaceKey.random())
CRM = Connection("CRM", ConnectionKind.MARIADB, host="crm.example", port=3306, database="crm", user="leads")
HERE = endpoint(CRM)
CHANGES = [
    {"kind": ConnectionKind.MYSQL},
    {"host": "evil.example"},
    {"port": 3307},
    {"database": "other"},
    {"user": "root"},
]


def reveal(secret: Secret | None) -> str:
    assert secret is not None
    return secret.reveal()


def test_no_password_stays_no_password() -> None:
    assert keep_password("", None, HERE) is None
    assert resolve_password(None, None, HERE, {}) is None
    assert resolve_password(None, VAULT, HERE, {}) is None


@given(st.text(min_size=1).filter(lambda typed: not typed.startswith("env:")))
def test_a_typed_password_is_sealed_and_comes_back(typed: str) -> None:
    stored = keep_password(typed, VAULT, HERE)
    assert stored is not None
    assert stored.startswith("sealed:1:")
    assert reveal(resolve_password(stored, VAULT, HERE, {})) == typed
    assert shown_reference(stored) is None


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_connection_makes_both_kinds_unusable(change: dict[str, object]) -> None:
    environment = {"CRM_PASSWORD": "correct horse"}
    changed = endpoint(replace(CRM, **change))  # type: ignore[arg-type]
    for typed in ("correct horse", "env:CRM_PASSWORD"):
        stored = keep_password(typed, VAULT, HERE)
        assert reveal(resolve_password(stored, VAULT, HERE, environment)) == "correct horse"
        with pytest.raises(EndpointChanged):
            resolve_password(stored, VAULT, changed, environment)


def test_a_new_name_or_port_written_out_changes_nothing() -> None:
    stored = keep_password("correct horse", VAULT, HERE)
    same = endpoint(replace(CRM, name="Old CRM", port=0, host="CRM.example "))
    assert reveal(resolve_password(stored, VAULT, same, {})) == "correct horse"


def test_a_password_is_never_kept_without_a_key() -> None:
    with pytest.raises(KeyMissing, match="not stored"):
        keep_password("correct horse", None, HERE)


def test_a_sealed_password_without_a_key_says_how_to_give_one() -> None:
    with pytest.raises(KeyMissing) as missing:
        resolve_password(VAULT.seal("x", HERE), None, HERE, {})
    assert "LEADADMIN_KEY_FILE" in missing.value.hint


def test_a_reference_reads_the_variable_and_needs_no_key() -> None:
    stored = bind_reference("env:CRM_PASSWORD", HERE)
    assert reveal(resolve_password(stored, None, HERE, {"CRM_PASSWORD": "correct horse"})) == "correct horse"
    assert shown_reference(stored) == "env:CRM_PASSWORD"
    for environment in ({}, {"CRM_PASSWORD": ""}):
        with pytest.raises(VariableNotSet, match="CRM_PASSWORD"):
            resolve_password(stored, None, HERE, environment)


@pytest.mark.parametrize("stored", ["env:CRM_PASSWORD", "env:CRM_PASSWORD@", "env:CRM_PASSWORD@é", "env:", "env:@"])
def test_a_reference_that_was_not_bound_is_not_followed(stored: str) -> None:
    with pytest.raises(EndpointChanged):
        resolve_password(stored, None, HERE, {"CRM_PASSWORD": "x", "": "y"})


def test_a_binding_holds_for_its_own_variable_only() -> None:
    binding = bind_reference("env:CRM_PASSWORD", HERE).partition("@")[2]
    with pytest.raises(EndpointChanged):
        resolve_password(f"env:HOME@{binding}", None, HERE, {"HOME": "x"})


@pytest.mark.parametrize(
    "name",
    ["LEADADMIN_KEY", "LEADADMIN_KEY_FILE", "leadadmin_key", "LeadAdmin_Key2", "LEADADMIN_WORKSPACE_PASSWORD"],
)
def test_leadadmins_own_variables_are_never_sent(name: str) -> None:
    with pytest.raises(ReferenceRefused):
        bind_reference(f"env:{name}", HERE)
    with pytest.raises(ReferenceRefused):
        resolve_password(f"env:{name}@x", None, HERE, {name: "key"})


@pytest.mark.parametrize(
    "typed", ["env:", "env: CRM", "env:CRM PASSWORD", "env:1X", "env:X@y", "env:Å", "CRM", "env:X\n"]
)
def test_a_reference_must_name_a_variable(typed: str) -> None:
    with pytest.raises(ReferenceRefused):
        bind_reference(typed, HERE)


@given(st.text().filter(lambda text: not text.startswith("env:")))
def test_a_plain_password_in_the_workspace_is_never_used(stored: str) -> None:
    with pytest.raises(SecretUnreadable):
        resolve_password(stored, VAULT, HERE, {})


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: Secret


def test_a_secret_shows_itself_nowhere_but_on_request() -> None:
    secret = Secret("correct horse")
    shown = (repr(secret), str(secret), f"{secret:>20}", "%s %r" % (secret, secret), repr(Login("x", secret)))  # noqa: UP031
    assert all("correct" not in text and "horse" not in text for text in shown)
    assert secret.reveal() == "correct horse"
    assert copy.deepcopy(secret).reveal() == "correct horse"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secrets_compare_by_value() -> None:
    assert Secret("é") == Secret("é")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")
