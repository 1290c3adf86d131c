"""What an injector should do, kept in plain Python: the oracle of the random walk (quality/faults, 38).

It knows rows, not tables: leads, the ledger, the watermark's history, and how a row is judged (spec 2, A run; spec 3,
Duplicates). Time is counted in minutes that the walk lets pass.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.run import RowOutcome

INITIAL = "0"
LATE_MINUTES = 15
DAY = 24 * 60
BAD_PHONE = "12"


class Kind(StrEnum):
    """The id types that the walk goes through."""

    INTEGER = "integer"
    TEXT = "text"
    OPAQUE = "opaque"


class SourceRow(NamedTuple):
    """A row of the source, in the order of its columns."""

    id: object
    tel: str | None
    mob: str | None
    last: str
    callback: str | None
    pool: str | None

    @property
    def unique_id(self) -> str | None:
        """The id's text, None where it is empty."""
        return str(self.id) if self.id not in (None, "") else None

    @property
    def numbers(self) -> set[str]:
        """The numbers that can be called."""
        return {n for n in (self.tel, self.mob) if n and n != BAD_PHONE}


@dataclass
class Lead:
    """A row that was accepted."""

    row: SourceRow
    pool: str
    run: int
    active: bool = True

    @property
    def keys(self) -> set[tuple[str, str]]:
        """Its numbers with its call-back."""
        return {(number, self.row.callback or "") for number in self.row.numbers}


class Entry(NamedTuple):
    """What the ledger says of an id."""

    outcome: RowOutcome
    row: SourceRow
    run: int


class Mark(NamedTuple):
    """A value of the watermark and when it was set; `rewound`: by a rewind."""

    value: str
    minute: int
    rewound: bool


@dataclass
class Model:
    """The workspace as it should be."""

    kind: Kind
    rule: AllowDuplicates = AllowDuplicates.NO
    late_minutes: int = 0
    look_back_days: int = 0
    leads: dict[str, Lead] = field(default_factory=dict)
    ledger: dict[str, Entry] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    inactive_pools: set[str] = field(default_factory=set)
    minute: int = 0
    last_success: int | None = None
    last_look_back: int | None = None
    runs: int = 0
    tolerated: set[str] = field(default_factory=set)
    """Numbers that two active leads may share: the rule allowed it, or the earlier lead could not be found then."""

    @property
    def watermark(self) -> str | None:
        """Last id imported."""
        return self.marks[-1].value if self.marks else None

    def passes(self) -> str:
        """The watermark that the next run passes to the source."""
        moments = []
        if self.late_minutes and self.last_success is not None:
            moments.append(self.last_success - self.late_minutes)
        if self.looks_back():
            moments.append(self.minute - self.look_back_days * DAY)
        return self._stood_at(min(moments)) if moments else self.watermark or INITIAL

    def looks_back(self) -> bool:
        """Whether the next run looks back."""
        due = self.last_look_back is not None and self.minute - self.last_look_back >= DAY
        return bool(self.look_back_days and due)

    def _stood_at(self, minute: int) -> str:
        rewinds = [n for n, mark in enumerate(self.marks) if mark.rewound]
        first = rewinds[-1] if rewinds else 0
        found = [mark.value for mark in self.marks[first:] if mark.minute <= minute]
        if found:
            return found[-1]
        return self.marks[first].value if rewinds else INITIAL

    def returned(self, rows: Sequence[SourceRow], passed: str) -> list[SourceRow]:
        """The rows that the source returns after an id, in its own order."""
        if self.kind is Kind.OPAQUE:
            places = [n for n, row in enumerate(rows) if row.unique_id == passed]
            return list(rows[places[-1] + 1 :] if places else rows)
        after = int(passed) if self.kind is Kind.INTEGER else passed
        return [row for row in rows if row.unique_id is None or row.id > after]  # type: ignore[operator]

    def take(self, batches: Sequence[Sequence[SourceRow]], *, retrying: bool = False) -> Counter[RowOutcome]:
        """A run commits these batches; counts what became of the rows."""
        self.runs += 1
        return Counter(self._judge(row, retrying=retrying) for batch in batches for row in batch)

    def _judge(self, row: SourceRow, *, retrying: bool) -> RowOutcome:
        unique_id = row.unique_id
        if unique_id is None:
            return RowOutcome.REJECTED
        entry = self.ledger.get(unique_id)
        if entry is not None:
            same = entry.row == row
            if entry.run == self.runs and not same:
                return RowOutcome.REJECTED  # unique_id_twice
            if entry.outcome is RowOutcome.ADDED:
                return RowOutcome.SEEN_BEFORE
            if same and (entry.run == self.runs or not retrying):
                self.ledger[unique_id] = entry._replace(run=self.runs)
                return RowOutcome.SEEN_BEFORE
        outcome = self._by_content(row)
        self.ledger[unique_id] = Entry(outcome, row, self.runs)
        if outcome is RowOutcome.ADDED:
            self._add(unique_id, row)
        return outcome

    def _by_content(self, row: SourceRow) -> RowOutcome:
        if not row.numbers:
            return RowOutcome.REJECTED
        if self.rule is not AllowDuplicates.ALLOW and any(self._hits(row)):
            return RowOutcome.DUPLICATE
        return RowOutcome.ADDED

    def _hits(self, row: SourceRow) -> Iterator[Lead]:
        for lead in self.leads.values():
            # Within the input the first row wins, wherever it went; of other leads only active ones are found.
            findable = lead.run == self.runs or (lead.active and lead.pool not in self.inactive_pools)
            same_time = self.rule is AllowDuplicates.NO or (lead.row.callback or "") == (row.callback or "")
            if findable and same_time and lead.row.numbers & row.numbers:
                yield lead

    def _add(self, unique_id: str, row: SourceRow) -> None:
        for lead in self.leads.values():
            self.tolerated |= lead.row.numbers & row.numbers
        self.leads[unique_id] = Lead(row, row.pool or "Web", self.runs)

    def succeed(self, returned: Sequence[SourceRow], *, looked_back: bool) -> None:
        """The last transaction of a run: the watermark moves."""
        ids = [row.unique_id for row in returned if row.unique_id is not None]
        if ids:
            newest = self._greatest(ids)
            if newest != self.watermark:
                self.marks.append(Mark(newest, self.minute, rewound=False))
        self.last_success = self.minute
        if looked_back or self.last_look_back is None:
            self.last_look_back = self.minute

    def _greatest(self, ids: list[str]) -> str:
        if self.kind is Kind.OPAQUE:
            return ids[-1]
        known = [*ids, self.watermark] if self.watermark else ids
        return max(known, key=int if self.kind is Kind.INTEGER else str)

    def rewind(self, value: str) -> None:
        """An administrator sets the watermark."""
        self.marks.append(Mark(value, self.minute, rewound=True))
