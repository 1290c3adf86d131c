"""A column of phone numbers at once: the answers of `domain.phone.normalise`, many times faster."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadadmin.domain.phone import Phone, Strictness, normalise
from leadadmin.domain.reasons import Problem


@dataclass(slots=True)
class PhoneColumn:
    """Numbers as `Phone.number` and extensions as `Phone.extension`, each None where there is no number.

    `problems` says why, by index; a blank value has none.
    """

    numbers: list[str | None]
    extensions: list[str | None]
    problems: dict[int, Problem] = field(default_factory=dict)


def normalise_column(values: Sequence[str | None], region: str, strictness: Strictness) -> PhoneColumn:
    """Every number of a column as `normalise` reads it; blank values give None without a problem."""
    column = PhoneColumn([None] * len(values), [None] * len(values))
    known: dict[str, Phone | Problem] = {}
    for index, value in enumerate(values):
        if value is None or not value or value.isspace():
            continue
        found = known.get(value)
        if found is None:
            found = known[value] = normalise(value, region, strictness)
        if isinstance(found, Problem):
            column.problems[index] = found
        else:
            column.numbers[index], column.extensions[index] = found.number, found.extension
    return column
