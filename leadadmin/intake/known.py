"""What the workspace knows, for `judge`: looked up set by set, never row by row (quality/performance)."""

from collections.abc import Mapping, Sequence

from leadadmin.domain.duplicates import AllowDuplicates, duplicate_key
from leadadmin.domain.run import RowOutcome
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Holder, Verdicts
from leadadmin.intake.ledger_rule import LedgerEntry
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.standing import agreed_ms
from leadadmin.store import ledger, lookup
from leadadmin.store.database import Database

# A run id that no stored run has: what a preview imagines belongs to it.
IMAGINED_RUN = -1


class Stored:
    """Looks into the workspace through one open transaction; `run_id` is the run that looks, if there is one."""

    def __init__(self, connection: Database, request: IntakeRequest, run_id: int | None = None) -> None:
        self._connection = connection
        self._request = request
        self._run_id = run_id

    def ledger(self, unique_ids: Sequence[str]) -> Mapping[str, LedgerEntry]:
        """The ledger's entries for these ids."""
        if self._request.injector_id is None or not unique_ids:
            return {}
        rows = ledger.lookup(self._connection, self._request.injector_id, unique_ids)
        return {
            key: LedgerEntry(RowOutcome(row.outcome), row.row_hash, row.run_id, row.lead_id)
            for key, row in rows.items()
        }

    def external_ids(self, space: int, ids: Sequence[str]) -> Mapping[str, Holder]:
        """Which of these external ids are taken in the campaign."""
        if not ids:
            return {}
        taken = lookup.external_ids_taken(self._connection, self._request.campaign_id, space, ids)
        return {key: Holder(lead_id) for key, lead_id in taken.items()}

    def phones(self, numbers: Sequence[str]) -> Mapping[tuple[str, int], Holder]:
        """Which duplicate keys are taken by leads with these numbers."""
        if not numbers:
            return {}
        rule = self._request.allow_duplicates
        found: dict[tuple[str, int], Holder] = {}
        campaigns = self._request.duplicate_campaigns
        for taken in lookup.phones_taken(self._connection, numbers, campaigns, run_id=self._run_id):
            key = duplicate_key(rule, taken.number, taken.callback_ms)
            found.setdefault(key, Holder(taken.lead_id, pool=taken.pool))
        return found


class Imagined:
    """What the workspace knows plus what a preview would have added: later batches meet the rows of earlier ones."""

    def __init__(self, stored: Stored, request: IntakeRequest) -> None:
        self._stored = stored
        self._request = request
        self._ledger: dict[str, LedgerEntry] = {}
        self._external: dict[tuple[int, str], Holder] = {}
        self._phones: dict[str, dict[int, Holder]] = {}

    def ledger(self, unique_ids: Sequence[str]) -> Mapping[str, LedgerEntry]:
        """Stored entries, overlaid by imagined ones."""
        imagined = {u: self._ledger[u] for u in unique_ids if u in self._ledger}
        return {**self._stored.ledger(unique_ids), **imagined}

    def external_ids(self, space: int, ids: Sequence[str]) -> Mapping[str, Holder]:
        """Stored and imagined ones."""
        imagined = {i: self._external[space, i] for i in ids if (space, i) in self._external}
        return {**imagined, **self._stored.external_ids(space, ids)}

    def phones(self, numbers: Sequence[str]) -> Mapping[tuple[str, int], Holder]:
        """Stored and imagined ones."""
        imagined = {(n, minute): h for n in numbers for minute, h in self._phones.get(n, {}).items()}
        return {**imagined, **self._stored.phones(numbers)}

    def remember(self, batch: Batch, verdicts: Verdicts, run_id: int) -> None:
        """Take note of what `batch` would have left in the workspace."""
        for index, outcome in enumerate(verdicts.outcomes):
            unique_id = batch.unique_ids[index]
            if unique_id is not None and outcome is not RowOutcome.SEEN_BEFORE:
                self._ledger.setdefault(unique_id, LedgerEntry(outcome, batch.hashes[index], run_id, None))
        self._ledger.update(verdicts.met_again)
        numbers = batch.numbers()
        for index in verdicts.accepted:
            here = Holder(None, batch.first_row + index)
            given = batch.external_ids[index]
            if given is not None:
                self._external[0, given] = here
            elif (own := batch.unique_ids[index]) is not None:
                self._external[self._request.id_space, own] = here
            if self._request.allow_duplicates is not AllowDuplicates.ALLOW:
                for number in numbers[index]:
                    agreed = agreed_ms(batch, index, self._request)
                    key, minute = duplicate_key(self._request.allow_duplicates, number, agreed)
                    self._phones.setdefault(key, {}).setdefault(minute, here)
