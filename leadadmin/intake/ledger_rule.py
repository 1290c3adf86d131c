"""What the ledger says of a row, before anybody looks at its content (spec 2, A run, steps 5 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from leadadmin.domain.run import RowOutcome


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger knows of a unique id: what became of it, its row's hash, the run that met it last, the lead."""

    outcome: RowOutcome
    row_hash: bytes
    run_id: int
    lead_id: int | None


class LedgerRule:
    """Decides rows in their order by `entries`: those of the workspace, and what the rows before left.

    `met_again` are the refused entries that came again unchanged. They belong to this run from then on, so that a
    second row with the id and another content is told in this run as it was in the first.
    """

    def __init__(self, entries: Mapping[str, LedgerEntry], run_id: int, *, retrying: bool = False) -> None:
        self.entries = dict(entries)
        self.met_again: dict[str, LedgerEntry] = {}
        self._run_id = run_id
        self._retrying = retrying

    def verdict(self, unique_id: str, row_hash: bytes) -> RowOutcome | None:
        """SEEN_BEFORE, REJECTED (the id came before in this run with other content), None: judge it by its content."""
        entry = self.entries.get(unique_id)
        if entry is None:
            return None
        same, here = entry.row_hash == row_hash, entry.run_id == self._run_id
        if here and not same:
            return RowOutcome.REJECTED
        if entry.outcome is RowOutcome.ADDED or (same and here):
            return RowOutcome.SEEN_BEFORE
        if not same or self._retrying:
            return None
        self.entries[unique_id] = self.met_again[unique_id] = replace(entry, run_id=self._run_id)
        return RowOutcome.SEEN_BEFORE

    def note(self, unique_id: str, outcome: RowOutcome, row_hash: bytes) -> None:
        """Remember what became of a row that was judged by its content."""
        self.entries[unique_id] = LedgerEntry(outcome, row_hash, self._run_id, None)
