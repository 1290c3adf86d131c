"""What becomes of each row of a batch: ledger, external ids, duplicates (spec 2, steps 5 and 6; spec 3, Duplicates).

One rule for real runs and previews: they differ only in the `Known` they look into.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from leadadmin.domain.duplicates import AllowDuplicates, duplicate_key
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.run import RowOutcome, Tally
from leadadmin.intake.batch import Batch
from leadadmin.intake.ledger_rule import LedgerEntry, LedgerRule
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.standing import agreed_ms


@dataclass(frozen=True, slots=True)
class Holder:
    """The lead that has a number or id already: a stored one (`lead_id`, in `pool`), or row `row` of this input."""

    lead_id: int | None
    row: int | None = None
    pool: str = ""


class Known(Protocol):
    """What is in the workspace at this moment, and in the input before this batch."""

    def ledger(self, unique_ids: Sequence[str]) -> Mapping[str, LedgerEntry]:
        """The ledger's entries for these ids."""

    def external_ids(self, space: int, ids: Sequence[str]) -> Mapping[str, Holder]:
        """Which of these external ids are taken in the campaign."""

    def phones(self, numbers: Sequence[str]) -> Mapping[tuple[str, int], Holder]:
        """Which duplicate keys (`domain.duplicates.duplicate_key`) are taken among the leads of these numbers."""


@dataclass(slots=True)
class Verdicts:
    """One outcome per row, in order; `problems` and `holders` by index; `accepted` the indexes that become leads.

    `met_again` are the ledger's entries of refused rows that came again unchanged, by id (see `LedgerRule`).
    """

    outcomes: list[RowOutcome]
    problems: dict[int, Problem] = field(default_factory=dict)
    holders: dict[int, Holder] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)
    met_again: Mapping[str, LedgerEntry] = field(default_factory=dict)

    def tally(self) -> Tally:
        """The counts of this batch."""
        tally = Tally(read=len(self.outcomes))
        for outcome in set(self.outcomes):
            tally.count(outcome, self.outcomes.count(outcome))
        for problem in self.problems.values():
            tally.reason(problem.reason.value)
        return tally


def judge(batch: Batch, request: IntakeRequest, known: Known, run_id: int) -> Verdicts:
    """Decide every row of `batch`, in order: the first row with an id or number wins over later ones.

    Most rows share nothing with any other row or lead; these are added without a closer look.
    """
    judge_row = _Judge(batch, request, known, run_id)
    plain = judge_row.plain()
    verdicts = Verdicts([RowOutcome.ADDED] * batch.rows)
    for index, is_plain in enumerate(plain):
        if is_plain:
            verdicts.accepted.append(index)
            continue
        outcome, problem, holder = judge_row(index)
        verdicts.outcomes[index] = outcome
        if problem is not None:
            verdicts.problems[index] = problem
        if holder is not None:
            verdicts.holders[index] = holder
        if outcome is RowOutcome.ADDED:
            verdicts.accepted.append(index)
    verdicts.met_again = judge_row.ledger.met_again
    return verdicts


_Verdict = tuple[RowOutcome, Problem | None, Holder | None]
_ADDED: _Verdict = (RowOutcome.ADDED, None, None)


def _rejected(problem: Problem, holder: Holder | None = None) -> _Verdict:
    return RowOutcome.REJECTED, problem, holder


class _Judge:
    """Decides one row after the other and remembers what the rows before it took."""

    def __init__(self, batch: Batch, request: IntakeRequest, known: Known, run_id: int) -> None:
        self._batch = batch
        self._numbers = batch.numbers()
        self._request = request
        entries = known.ledger([u for u in batch.unique_ids if u is not None])
        self.ledger = LedgerRule(entries, run_id, retrying=request.retrying)
        self._given_ids = dict(known.external_ids(0, [e for e in batch.external_ids if e is not None]))
        own = self._own_ids()
        self._own_ids_taken = dict(known.external_ids(request.id_space, own)) if own else {}
        self._rule = request.allow_duplicates
        self._taken: dict[tuple[str, int], Holder] = {}
        if self._rule is not AllowDuplicates.ALLOW:
            numbers = {n for p in batch.phones for n in p.numbers if n}
            self._taken = dict(known.phones(sorted(numbers)))

    def plain(self) -> list[bool]:
        """Which rows have no problem and share no id and no number with another row, the ledger or a lead."""
        batch = self._batch
        ids = _repeated(batch.unique_ids) | self.ledger.entries.keys() | self._own_ids_taken.keys()
        given = _repeated(batch.external_ids) | self._given_ids.keys()
        numbers: set[str] = set()
        if self._rule is not AllowDuplicates.ALLOW:
            numbers = _repeated(chain.from_iterable(self._numbers)) | {number for number, _minute in self._taken}
        free = numbers.isdisjoint
        rows = zip(batch.unique_ids, batch.external_ids, self._numbers, strict=True)
        plain = [u not in ids and e not in given and free(n) for u, e, n in rows]
        for index in batch.problems:
            plain[index] = False
        return plain

    def _own_ids(self) -> list[str]:
        """Unique ids that will serve as external ids: those of rows without one of their own."""
        if self._request.id_space == 0:
            return []
        pairs = zip(self._batch.unique_ids, self._batch.external_ids, strict=True)
        return [u for u, e in pairs if u is not None and e is None]

    def __call__(self, index: int) -> _Verdict:
        batch = self._batch
        unique_id = batch.unique_ids[index]
        if unique_id is None:
            return self._by_content(index)
        match self.ledger.verdict(unique_id, batch.hashes[index]):
            case RowOutcome.SEEN_BEFORE:
                lead_id = self.ledger.entries[unique_id].lead_id
                return RowOutcome.SEEN_BEFORE, None, Holder(lead_id) if lead_id else None
            case RowOutcome.REJECTED:
                return _rejected(Problem(Reason.UNIQUE_ID_TWICE, self._column(), unique_id))
        verdict = self._by_content(index)
        self.ledger.note(unique_id, verdict[0], batch.hashes[index])
        return verdict

    def _column(self) -> str:
        return self._request.unique_id.column if self._request.unique_id else ""

    def _by_content(self, index: int) -> _Verdict:
        problem = self._batch.problems.get(index)
        if problem is not None:
            return _rejected(problem)
        return self._by_external_id(index) or self._by_phone(index) or self._accept(index)

    def _external_id(self, index: int) -> tuple[dict[str, Holder], str] | None:
        given = self._batch.external_ids[index]
        if given is not None:
            return self._given_ids, given
        own = self._batch.unique_ids[index]
        return (self._own_ids_taken, own) if own is not None and self._request.id_space else None

    def _by_external_id(self, index: int) -> _Verdict | None:
        found = self._external_id(index)
        if found is None or found[1] not in found[0]:
            return None
        holder = found[0][found[1]]
        return _rejected(Problem(Reason.EXTERNAL_ID_EXISTS, "", found[1], *_where(holder)), holder)

    def _by_phone(self, index: int) -> _Verdict | None:
        if self._rule is AllowDuplicates.ALLOW:
            return None
        callback = agreed_ms(self._batch, index, self._request)
        for number in self._numbers[index]:
            holder = self._taken.get(duplicate_key(self._rule, number, callback))
            if holder is not None:
                problem = Problem(Reason.DUPLICATE, self._phone_label(index, number), number, *_where(holder))
                return RowOutcome.DUPLICATE, problem, holder
        return None

    def _phone_label(self, index: int, number: str) -> str:
        key = next(p.field_key for p in self._batch.phones if p.numbers[index] == number)
        field = self._request.template.field(key)
        return field.label if field else ""

    def _accept(self, index: int) -> _Verdict:
        here = Holder(None, self._batch.first_row + index)
        found = self._external_id(index)
        if found is not None:
            found[0][found[1]] = here
        if self._rule is not AllowDuplicates.ALLOW:
            callback = agreed_ms(self._batch, index, self._request)
            for number in self._numbers[index]:
                self._taken[duplicate_key(self._rule, number, callback)] = here
        return _ADDED


def _repeated(values: Iterable[str | None]) -> set[str]:
    """The values that stand more than once."""
    return {value for value, times in Counter(values).items() if times > 1 and value is not None}


def _where(holder: Holder) -> tuple[str, dict[str, str]]:
    if holder.lead_id is not None and holder.pool:
        return "of_lead_in_pool", {"lead": f"{holder.lead_id:,}", "pool": holder.pool}
    if holder.lead_id is not None:
        return "of_lead", {"lead": f"{holder.lead_id:,}"}
    return "in_input", {"row": f"{holder.row:,}"}
