"""A block of rows on its way through the intake, by columns."""

from collections.abc import Collection
from dataclasses import dataclass, field

from leadadmin.domain.reasons import Problem


@dataclass(slots=True)
class PhoneColumn:
    """One phone field of a batch: numbers and extensions (None: empty or dropped), and the texts as they came."""

    field_key: str
    numbers: list[str | None]
    extensions: list[str | None]
    originals: list[object]


@dataclass(slots=True)
class Batch:
    """Rows `first_row` … of a run after mapping and checking; every list is as long as there are rows.

    `problems` holds, by index, what refuses a row (its first problem); `warnings` what was noted, by sentence: indexes.
    `phone_problems` holds, by field key, numbers that could not be used (a lead may live on another of its numbers).
    `callback_ms` is 0 for no call-back, `priorities` None where the pool's applies, `pools` empty for the run's pool.
    """

    number: int
    first_row: int
    columns: tuple[str, ...]
    data: list[list[object]]
    unique_ids: list[str | None]
    hashes: list[bytes]
    values: dict[str, list[object | None]]
    phones: list[PhoneColumn]
    external_ids: list[str | None]
    callback_ms: list[int]
    priorities: list[int | None]
    pools: list[str]
    agents: list[int | None]
    contact_hours: list[int | None]
    dispositions: list[str]
    phone_problems: dict[str, dict[int, Problem]] = field(default_factory=dict)
    problems: dict[int, Problem] = field(default_factory=dict)
    warnings: dict[str, list[int]] = field(default_factory=dict)
    _numbers: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.hashes)

    def refuse(self, index: int, problem: Problem) -> None:
        """Refuse a row; the first problem of a row is the one that is kept."""
        self.problems.setdefault(index, problem)

    def warn(self, sentence: str, indexes: list[int]) -> None:
        """Note `sentence` for some rows."""
        if indexes:
            self.warnings.setdefault(sentence, []).extend(indexes)

    def noted(self, accepted: Collection[int]) -> dict[str, int]:
        """How often each sentence was noted of rows that became leads; of others it would say nothing new."""
        chosen = set(accepted)
        counts = {sentence: sum(i in chosen for i in indexes) for sentence, indexes in self.warnings.items()}
        return {sentence: count for sentence, count in counts.items() if count}

    def source_row(self, index: int) -> dict[str, object]:
        """The row as it came, by column."""
        return {name: column[index] for name, column in zip(self.columns, self.data, strict=True)}

    def numbers(self) -> list[tuple[str, ...]]:
        """The numbers of each row, without repetition; made once, after the phones are known."""
        if not self._numbers:
            columns = [p.numbers for p in self.phones]
            if len(columns) == 1:
                self._numbers = [(number,) if number else () for number in columns[0]]
            else:
                rows = zip(*columns, strict=True)
                self._numbers = [tuple(dict.fromkeys(n for n in row if n)) if any(row) else () for row in rows]
        return self._numbers
