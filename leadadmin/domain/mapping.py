"""A mapping: which column of a source goes to which field or system field, and how it is changed.

Spec 3, Mapping; spec 2, System fields in a row; spec 5, Configuration file (`mapping = [{column, field | system,
transform = […], default}]`). Columns are found by their exact name first, then without regard to case.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from typing import Any

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.field_rules import Field, is_blank
from leadadmin.domain.mapping_check import MappingFault, MappingProblem, entry_problems
from leadadmin.domain.mapping_entry import MappingEntry, entry_from_config, entry_to_config
from leadadmin.domain.reasons import Problem
from leadadmin.domain.system_fields import NO_CHANGE, SystemField, is_no_change, system_field
from leadadmin.domain.transform_rules import join_columns
from leadadmin.domain.transforms import JOIN

__all__ = [
    "MappedBlock",
    "Mapping",
    "MappingEntry",
    "MappingFault",
    "MappingProblem",
    "SystemField",
    "find_column",
    "system_field",
]


@dataclass(frozen=True, slots=True)
class MappedBlock:
    """The mapped columns of a block of rows, all of one length; absent targets are not mapped.

    `problems` holds what transforms could not take, by index of the row; `Problem.field` is the column's name.
    """

    fields: dict[str, list[object]]
    system: dict[SystemField, list[object]]
    problems: dict[int, list[Problem]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """The lines of a mapping, in the order they are shown."""

    entries: tuple[MappingEntry, ...] = ()

    @classmethod
    def from_config(cls, config: Sequence[Table[str, Any]]) -> "Mapping":
        """From the tables of the configuration file; raises InvalidInput with a sentence for each line."""
        problems: dict[str, str] = {}
        entries = []
        for number, table in enumerate(config, 1):
            try:
                entries.append(entry_from_config(table))
            except InvalidInput as wrong:
                problems[f"mapping.{number}"] = f"Line {number} of the mapping: {wrong}"
        if problems:
            raise InvalidInput(problems)
        return cls(tuple(entries))

    def to_config(self) -> list[dict[str, Any]]:
        """The tables that `from_config` reads back, without what is default."""
        return [entry_to_config(entry) for entry in self.entries]

    def problems(self, template_fields: Sequence[Field], columns: Sequence[str]) -> tuple[MappingProblem, ...]:
        """All that is wrong with the mapping for a template and the columns of a source; empty when it can be used.

        Columns named as a system field count as mapped. Rows with an action may be updates, which need neither a
        phone nor the required fields: then those are asked for row by row.
        """
        missing = [
            MappingProblem(
                MappingFault.MISSING_COLUMN, f"The source has no column “{name}”, which the mapping uses.", name
            )
            for name in self.missing_columns(columns)
        ]
        return (*entry_problems(self.with_system_columns(columns).entries, template_fields), *missing)

    def missing_columns(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The mapped columns that `columns` does not have, as the mapping spells them."""
        found = _Finder(columns)
        named = dict.fromkeys(name for entry in self.entries for name in entry.columns)
        return tuple(name for name in named if found.get(name) is None)

    def ignored_columns(self, columns: Sequence[str], also_used: Iterable[str] = ()) -> tuple[str, ...]:
        """The columns that go nowhere; `also_used` names columns with another use, such as the unique id."""
        found = _Finder(columns)
        named = [name for entry in self.entries for name in entry.columns]
        used = {found.get(name) for name in (*named, *also_used)}
        return tuple(column for column in columns if column not in used)

    def with_system_columns(self, columns: Sequence[str]) -> "Mapping":
        """With the columns that are named as a system field mapped to it, unless mapped otherwise (N)."""
        taken = {entry.system for entry in self.entries}
        added = []
        for column in self.ignored_columns(columns):
            system = system_field(column)
            if system and system not in taken:
                taken.add(system)
                added.append(MappingEntry((column,), system=system))
        return replace(self, entries=(*self.entries, *added)) if added else self

    def apply(self, columns: Table[str, list[object]]) -> MappedBlock:
        """Map a block of rows given by columns of one length.

        The marker `<No Change>` passes every transform. Defaults fill rows that add a lead only: in an update an
        empty value empties (spec 2, What an action does). Raises InvalidInput when a mapped column is missing.
        """
        if missing := self.missing_columns(columns):
            raise InvalidInput({"columns": f"The source does not have the columns {', '.join(missing)}."})
        found = _Finder(columns)
        rows = len(next(iter(columns.values()), ()))
        block = MappedBlock({}, {}, {})
        updates: list[bool] | None = None
        for entry in sorted(self.entries, key=lambda entry: entry.system is not SystemField.ACTION):
            sources = [columns[found[name]] for name in entry.columns]
            values = _change(entry, sources, rows, block.problems)
            if entry.default:
                values = _fill(values, entry.default, updates)
            if entry.system is SystemField.ACTION:
                updates = [_is_update(value) for value in values]
            if entry.system:
                block.system[entry.system] = values
            else:
                block.fields[entry.field] = values
        return block


def find_column(name: str, columns: Iterable[str]) -> str | None:
    """The column called `name`: exactly, else without regard to case; None when there is none."""
    return _Finder(columns).get(name)


class _Finder:
    """Looks columns up by name."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._exact = set(columns)
        self._folded = {column.casefold(): column for column in reversed(list(columns))}

    def get(self, name: str) -> str | None:
        return name if name in self._exact else self._folded.get(name.casefold())

    def __getitem__(self, name: str) -> str:
        return name if name in self._exact else self._folded[name.casefold()]


def _change(
    entry: MappingEntry,
    sources: Sequence[list[object]],
    rows: int,
    problems: dict[int, list[Problem]],
) -> list[object]:
    """The entry's column after its transforms; what they could not take is added to `problems`."""
    if not entry.transforms:
        return list(sources[0])
    kept = {index for source in sources for index, value in enumerate(source) if is_no_change(value)}
    current = [[None if index in kept else value for index, value in enumerate(s)] for s in sources] or [[None] * rows]
    bad: dict[int, Problem] = {}
    for transform in entry.transforms:
        if transform.kind == JOIN and len(current) > 1:
            changed = [join_columns(current, transform.arguments[0])]
        else:
            changed = [transform.apply_column(column) for column in current]
        current = [column for column, _ in changed]
        for _, found in changed:
            bad = found | bad
    for index in bad.keys() - kept:
        problems.setdefault(index, []).append(replace(bad[index], field=entry.label))
    values = current[0]
    for index in kept:
        values[index] = NO_CHANGE
    return values


def _is_update(action: object) -> bool:
    return not is_blank(action) and str(action).strip().upper() != "ADD"


def _fill(values: list[object], default: str, updates: list[bool] | None) -> list[object]:
    if updates is None:
        return [default if is_blank(value) else value for value in values]
    return [default if is_blank(value) and not update else value for value, update in zip(values, updates, strict=True)]
