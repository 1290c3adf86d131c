import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.errors import Expected
from leadadmin.vault import (
    EndpointChanged,
    KeyUnusable,
    RecordDamaged,
    ScryptCost,
    SecretUnreadable,
    Vault,
    VaultRecord,
    WorkspaceKey,
    WrongKey,
    rewrap,
)
from leadadmin.vault.encoding import from_text, to_text

QUICK = ScryptCost(n=1 << 10, r=1, p=1)
HERE, THERE = '["mariadb","crm.example",3306,"crm","leads"]', '["mariadb","evil.example",3306,"crm","leads"]'
KEY = WorkspaceKey.random()
PASSPHRASE = WorkspaceKey.from_text("five words and some rain")
VAULT, RECORD = Vault.create(KEY)
any_text = st.text(st.characters(categories=None))  # lone surrogates too: environment variables hold them


@given(any_text, any_text)
def test_what_was_sealed_opens_again(secret: str, endpoint: str) -> None:
    sealed = VAULT.seal(secret, endpoint)
    assert VAULT.open(sealed, endpoint) == secret
    assert Vault.unlock(VaultRecord.from_text(RECORD.to_text()), KEY).open(sealed, endpoint) == secret


@given(any_text, any_text, any_text)
def test_another_endpoint_opens_nothing(secret: str, endpoint: str, other: str) -> None:
    sealed = VAULT.seal(secret, endpoint)
    if other != endpoint:
        with pytest.raises(EndpointChanged):
            VAULT.open(sealed, other)


def test_the_endpoint_is_authenticated_and_not_only_compared() -> None:
    other_head = VAULT.seal("x", THERE).rpartition(":")[0]
    payload = VAULT.seal("correct horse", HERE).rpartition(":")[2]
    with pytest.raises(SecretUnreadable):
        VAULT.open(f"{other_head}:{payload}", THERE)


def test_sealing_twice_gives_two_texts_and_shows_no_secret() -> None:
    one, two = VAULT.seal("correct horse", HERE), VAULT.seal("correct horse", HERE)
    assert one != two
    assert "correct" not in one


def test_every_changed_character_of_a_sealed_text_is_noticed() -> None:
    sealed = VAULT.seal("correct horse", HERE)
    for place, original in enumerate(sealed):
        for letter in {"A", "B", "_", ":", "=", " ", "é", original.swapcase()} - {original}:
            with pytest.raises(Expected):
                VAULT.open(sealed[:place] + letter + sealed[place + 1 :], HERE)


def test_every_changed_bit_of_the_payload_is_noticed() -> None:
    head, _, payload = VAULT.seal("correct horse", HERE).rpartition(":")
    data = from_text(payload)
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(SecretUnreadable):
            VAULT.open(f"{head}:{to_text(bytes(changed))}", HERE)


@given(st.integers(0, 80))
def test_a_cut_sealed_text_is_noticed(length: int) -> None:
    sealed = VAULT.seal("correct horse", HERE)
    with pytest.raises(Expected):
        VAULT.open(sealed[: min(length, len(sealed) - 1)], HERE)


@given(any_text)
def test_any_other_text_is_not_a_sealed_one(text: str) -> None:
    for sealed in (text, f"sealed:1:{text}", VAULT.seal("", HERE) + text[:1] + "!"):
        with pytest.raises(Expected):
            VAULT.open(sealed, HERE)


def test_another_vault_opens_nothing() -> None:
    with pytest.raises(SecretUnreadable):
        Vault.create(KEY)[0].open(VAULT.seal("x", HERE), HERE)


def test_a_wrong_key_or_passphrase_fails_closed() -> None:
    _, locked = Vault.create(PASSPHRASE, QUICK)
    wrong = WorkspaceKey.from_text("five words and some sun")
    for record, key in ((RECORD, WorkspaceKey.random()), (RECORD, PASSPHRASE), (locked, KEY), (locked, wrong)):
        with pytest.raises(WrongKey):
            Vault.unlock(record, key)


def test_a_passphrase_opens_with_the_cost_and_salt_of_its_record() -> None:
    vault, record = Vault.create(PASSPHRASE, QUICK)
    again = Vault.unlock(record, WorkspaceKey.from_text(" five words and some rain\n"))
    assert again.open(vault.seal("x", HERE), HERE) == "x"
    assert record.kdf == "scrypt n=1024 r=1 p=1"
    assert Vault.create(PASSPHRASE, QUICK)[1].salt != record.salt


def test_the_standard_cost_is_the_recommended_one() -> None:
    assert Vault.create(PASSPHRASE)[1].kdf == "scrypt n=131072 r=8 p=1"


def test_a_passphrase_is_the_same_in_both_unicode_forms() -> None:
    vault, record = Vault.create(WorkspaceKey.from_text("fem små ord og regn"), QUICK)
    again = Vault.unlock(record, WorkspaceKey.from_text("fem sma\u030a ord og regn"))
    assert again.open(vault.seal("x", HERE), HERE) == "x"


def test_a_short_passphrase_locks_no_workspace() -> None:
    with pytest.raises(KeyUnusable, match="shorter than 12"):
        Vault.create(WorkspaceKey.from_text("11 letters."))
    with pytest.raises(KeyUnusable):
        rewrap(RECORD, KEY, WorkspaceKey.from_text("short"))


def test_after_rotation_the_new_key_opens_the_same_secrets_and_the_old_one_none() -> None:
    sealed = VAULT.seal("correct horse", HERE)
    second = rewrap(RECORD, KEY, PASSPHRASE, QUICK)
    assert Vault.unlock(second, PASSPHRASE).open(sealed, HERE) == "correct horse"
    with pytest.raises(WrongKey):
        Vault.unlock(second, KEY)
    with pytest.raises(WrongKey):
        rewrap(RECORD, PASSPHRASE, KEY)
    third_key = WorkspaceKey.random()
    third = rewrap(second, PASSPHRASE, third_key)
    assert Vault.unlock(third, third_key).open(sealed, HERE) == "correct horse"


def test_every_changed_character_of_a_record_is_noticed() -> None:
    for record, key in ((RECORD, KEY), (Vault.create(PASSPHRASE, QUICK)[1], PASSPHRASE)):
        for name in (field.name for field in dataclasses.fields(record)):
            value = getattr(record, name)
            for place, original in enumerate(value):
                changed = value[:place] + ("B" if original == "A" else "A") + value[place + 1 :]
                with pytest.raises((WrongKey, RecordDamaged)):
                    Vault.unlock(dataclasses.replace(record, **{name: changed}), key)


@pytest.mark.parametrize(
    "kdf",
    [
        "scrypt n=2 r=8 p=1",
        "scrypt n=1073741824 r=8 p=1",
        "scrypt n=1048576 r=32 p=1",
        "scrypt n=3000 r=8 p=1",
        "scrypt n=1024 r=8 p=-1",
        "scrypt n=1024 r=8 p=1 x=1",
        "scrypt n=01024 r=8 p=1",
        "scrypt n=1024",
        "scrypt n r p",
        "scrypt",
        "",
    ],
)
def test_a_record_cannot_ask_for_a_foolish_cost(kdf: str) -> None:
    with pytest.raises(RecordDamaged):
        Vault.unlock(dataclasses.replace(RECORD, kdf=kdf), PASSPHRASE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"version": "2"}',
        '{"version": "1"}',
        RECORD.to_text().replace('"1"', "1"),
        RECORD.to_text().replace("{", '{"more": "x", '),
    ],
)
def test_a_text_that_is_no_record_is_a_sentence(text: str) -> None:
    with pytest.raises(RecordDamaged):
        VaultRecord.from_text(text)


def test_neither_vault_nor_record_shows_a_key() -> None:
    assert repr(VAULT) == "Vault(unlocked)"
    assert KEY.to_text() not in RECORD.to_text()
