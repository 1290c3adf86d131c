"""Desktops notice what others have changed, whatever the order of commits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from leadadmin.store import schema
from leadadmin.store.fingerprint import fingerprint
from tests.store.browse_workspace import NOW_MS, House, empty_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as house:
        yield house


def entry(house: House, **more: int) -> None:
    house.conn.execute(
        insert(schema.audit).values(at=NOW_MS, who="Anna", action="pool.change", subject="P", detail="", **more)
    )


def touch(house: House, run_id: int, changed_at: int) -> None:
    house.conn.execute(update(schema.runs).where(schema.runs.c.id == run_id).values(changed_at=changed_at, batches=2))


CHANGES: dict[str, Callable[[House], object]] = {
    "an administrative change": entry,
    "one committed after a newer one": lambda house: entry(house, id=7),
    "a new run": lambda house: house.run(started_at=NOW_MS - 60_000, changed_at=NOW_MS - 60_000),
    "a run begun before a newer one": lambda house: house.run(id=7, changed_at=NOW_MS),
    "a batch": lambda house: touch(house, 1, NOW_MS + 5000),
    "a batch committed after a newer one": lambda house: touch(house, 1, NOW_MS + 1000),
    "a lease": lambda house: house.conn.execute(
        insert(schema.leases).values(
            resource="injector:1", holder="h", label="PC-7", host="pc-7", pid=1, process_started=1.0, fence=1,
            since=NOW_MS, expires_at=NOW_MS,
        )
    ),
    "a tested injector": lambda house: house.conn.execute(update(schema.injectors).values(tested_at=NOW_MS)),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes_it(house: House, change: str) -> None:
    house.injector()
    house.run(changed_at=NOW_MS)
    house.run(id=8, changed_at=NOW_MS + 2000)
    entry(house, id=8)
    before = fingerprint(house.conn)
    assert fingerprint(house.conn) == before
    CHANGES[change](house)
    assert fingerprint(house.conn) != before


def test_an_empty_workspace_has_one(house: House) -> None:
    assert set(fingerprint(house.conn)) == {0}
