"""Ids of every type from a real source: two runs, a late row, the watermark that comes back as a parameter."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.injector import ProcedureName
from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.domain.watermark import IdType
from leadadmin.injector.rewind import Rewinder, RewindTo
from leadadmin.injector.runner import InjectorRunner, Order
from leadadmin.sources.base import CancelToken, Source
from leadadmin.store import connections
from leadadmin.store.leases import this_process
from tests.helpers.office import phone
from tests.injector.conftest import Bench
from tests.sources.reading_help import opened


@dataclass(frozen=True)
class Case:
    """A column of ids, their type, the initial value, and the watermark after the first run ("": not looked at)."""

    column: str
    id_type: IdType
    initial: str | None
    ids: tuple[object, ...]
    last: str = ""


CASES = {
    "integer": Case("INTEGER", IdType.INTEGER, "0", (9, 10, 2**40), "1099511627776"),
    "integer beyond 64 bits": Case("TEXT", IdType.INTEGER, "0", (str(2**64), str(2**64 + 1))),
    "decimal": Case("REAL", IdType.DECIMAL, "0", (9.5, 10, 10.25), "10.25"),
    "text": Case("TEXT", IdType.TEXT, "", ("a-1", "a-10", "b ' or 1=1"), "b ' or 1=1"),
    "date-time": Case("TEXT", IdType.DATETIME, "2001-01-01", ("2026-01-01 09:00:00", "2026-01-01 10:00:00.25")),
    "binary": Case("BLOB", IdType.BINARY, "0x00", (b"\x00\x00\x01", b"\x00\x00\x0a"), "0x00000a"),
    "opaque": Case("INTEGER", IdType.OPAQUE, "", (30, 10, 20), "20"),
    "NULL at first": Case("INTEGER", IdType.INTEGER, None, (1, 2), "2"),
}


@pytest.mark.parametrize("case", list(CASES.values()), ids=list(CASES))
def test_what_was_taken_is_known_by_its_id(bench: Bench, tmp_path: Path, case: Case) -> None:
    file, id_type = tmp_path / "crm.db", case.id_type
    with closing(sqlite3.connect(file)) as crm, crm:
        crm.execute(f"CREATE TABLE enquiries (place INTEGER PRIMARY KEY, Id {case.column}, tel TEXT)")
        rows = [(unique_id, phone(n)) for n, unique_id in enumerate(case.ids)]
        crm.executemany("INSERT INTO enquiries (Id, tel) VALUES (?, ?)", rows)
    where = "ifnull(Id > :last_id, true)"
    if id_type is IdType.OPAQUE:
        where = "place > ifnull((SELECT place FROM enquiries WHERE Id = CAST(:last_id AS INTEGER)), 0)"
    connection = Connection(name="File", kind=ConnectionKind.SQLITE, file=str(file))
    with bench.office.workspace.transaction() as database:
        connection_id = connections.add(database, connection, None, who="test")
    bench.change(
        connection_id=connection_id, procedure=ProcedureName(), unique_id_field="ID", id_type=id_type,
        query=f"SELECT Id, tel FROM enquiries WHERE {where} ORDER BY place", initial_value=case.initial,
        mapping=type(bench.stored().injector.mapping)(bench.stored().injector.mapping.entries[:1]),
    )  # fmt: skip

    def opener(connection: Connection, secret: str | None) -> Source:
        del secret
        return opened(connection)

    runner = InjectorRunner(bench.office.workspace, opener, this_process(), lease_seconds=5)
    first = runner.run(bench.injector_id, Order("test"))
    assert (first.outcome, first.tally.outcomes) == (RunOutcome.SUCCEEDED, {RowOutcome.ADDED: len(case.ids)}), (
        first.error
    )
    assert first.watermark_after == (case.last or first.watermark_after)
    second = runner.run(bench.injector_id, Order("test"))
    assert (second.outcome, second.tally.of(RowOutcome.ADDED)) == (RunOutcome.SUCCEEDED, 0), second.error
    assert second.watermark_after == first.watermark_after
    bench.change(late_window=timedelta(minutes=15))
    again = runner.run(bench.injector_id, Order("test"))
    assert again.tally.outcomes == {RowOutcome.SEEN_BEFORE: len(case.ids)}
    rewinder = Rewinder(bench.office.workspace, opener, this_process())
    to = RewindTo(first.watermark_after)
    assert rewinder.preview(bench.injector_id, to, cancel=CancelToken()).new == 0
    assert rewinder.rewind(bench.injector_id, to, by="ann") == first.watermark_after
