"""The ledger: one row per injector and unique id, with what became of it (spec 2, A run, step 5)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from leadadmin.store import bulk
from leadadmin.store.schema import ledger
from leadadmin.store.set_lookup import rows_with


class LedgerRow(NamedTuple):
    """What became of a row: outcome (a `domain.run.RowOutcome`), 16 bytes of hash, the run, the lead it became."""

    outcome: str
    row_hash: bytes
    run_id: int
    lead_id: int | None


def lookup(conn: Connection, injector_id: int, ids: Sequence[str]) -> dict[str, LedgerRow]:
    """The entries of those of `ids` (canonical texts) that the injector has met, by id."""
    c = ledger.c
    columns = (c.unique_id, c.outcome, c.row_hash, c.run_id, c.lead_id)
    found = rows_with(conn, c.unique_id, ids, columns, c.injector_id == injector_id)
    return {unique_id: LedgerRow(*entry) for unique_id, *entry in found}


def write(conn: Connection, injector_id: int, rows: Sequence[tuple[str, str, bytes, int, int | None]]) -> None:
    """Write entries: unique id, outcome, hash, run, lead. An id that stands twice, here or stored: the last stays."""
    last = {row[0]: (injector_id, *row) for row in rows}
    bulk.upsert_rows(conn, ledger, list(last.values()))
