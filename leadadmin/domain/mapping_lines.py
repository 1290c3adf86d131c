"""A mapping as a grid shows it: a line for each column of the source, with what is to be thought of it.

Spec 3, Mapping: suggestions with reasons. `study` looks at the values (many of them: call it in the background),
`mapping_lines` then puts the lines together at once after every edit.
"""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from leadadmin.domain.fields import Field
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.mapping import Mapping, MappingEntry, MappingFault, find_column
from leadadmin.domain.mapping_edit import entries_for, spelled_as
from leadadmin.domain.suggest import Level, Suggestion, suggest
from leadadmin.domain.suggest_values import Evidence, Looker
from leadadmin.domain.system_fields import SystemField, system_field
from leadadmin.domain.transforms import JOIN, Transform


class LineState(StrEnum):
    """What a line needs: nothing, a look, mending; or it goes nowhere."""

    OK = "ok"
    CHECK = "check"
    WRONG = "wrong"
    IGNORED = "ignored"


class LineRole(StrEnum):
    """What a line is about."""

    COLUMN = "column"
    UNIQUE_ID = "unique_id"
    SYSTEM_COLUMN = "system_column"
    """Named as a system field and so mapped to it without a line of the mapping."""
    MISSING = "missing"
    """The mapping uses it, the source does not have it."""
    CONSTANT = "constant"
    """A field that is filled without a column."""


class LineAction(StrEnum):
    """What can be done about a line with one click."""

    NONE = ""
    ACCEPT = "accept"
    JOIN = "join"
    NEW_FIELD = "new_field"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Study:
    """What the values of the columns say: a suggestion by column, and evidence by column and field's key."""

    suggestions: Table[str, Suggestion] = field(default_factory=dict)
    evidence: Table[tuple[str, str], Evidence] = field(default_factory=dict)


NOTHING_STUDIED = Study()


_Wrong = dict[tuple[str, str], tuple[str, bool]]
"""By label and target of a line: what is wrong with it, and whether its target is taken by another line."""


@dataclass(frozen=True, slots=True)
class MappingLine:
    """One line: `column` as the source spells it (of a constant: its target), where it goes, and why.

    `target` None: nowhere. `offered` is a suggestion that was not accepted yet; then `target` is None. `place` counts
    the lines of one column.
    """

    column: str
    role: LineRole
    state: LineState
    reason: str
    seen: ColumnSeen | None = None
    entry: MappingEntry | None = None
    target: str | SystemField | None = None
    offered: Suggestion | None = None
    action: LineAction = LineAction.NONE
    place: int = 0

    @property
    def key(self) -> str:
        """What tells the lines of a grid apart, and stays while a line is edited."""
        apart = self.role.value if self.role in (LineRole.MISSING, LineRole.CONSTANT) else "source"
        return f"{apart}/{self.column}/{self.place}"

    @property
    def transforms(self) -> tuple[Transform, ...]:
        """What is done to the values."""
        return self.entry.transforms if self.entry else self.offered.transforms if self.offered else ()

    @property
    def default(self) -> str:
        """What stands in for empty values."""
        return self.entry.default if self.entry else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """What the lines are made of. `offers` says of which columns suggestions are offered; `unique_id` may be empty."""

    columns: Sequence[ColumnSeen]
    fields: Sequence[Field]
    unique_id: str
    callback_format: str
    study: Study = NOTHING_STUDIED
    offers: frozenset[str] = frozenset()


def study(
    columns: Sequence[ColumnSeen],
    fields: Sequence[Field],
    region: str,
    mapping: Mapping,
    known: Study = NOTHING_STUDIED,
) -> Study:
    """Look at the samples: which field fits each column, and whether they fit the field they go to now.

    `known` is what was found before for the same columns, fields and region; it is not looked for again.
    """
    names = [column.name for column in columns]
    samples: dict[str, Sequence[object]] = {column.name: column.samples for column in columns}
    found = known.suggestions or {each.column: each for each in suggest(names, samples, fields, region)}
    looker, by_key = Looker(fields, region), {each.key: each for each in fields}
    evidence = dict(known.evidence)
    for entry in spelled_as(mapping, names).entries:
        for name in entry.columns:
            if entry.field in by_key and name in samples and (name, entry.field) not in evidence:
                evidence[name, entry.field] = looker.look(samples[name], by_key[entry.field])
    return Study(found, evidence)


def transforms_for(
    column: ColumnSeen, target: str | SystemField, fields: Sequence[Field], region: str
) -> list[Transform]:
    """The transforms under which a field takes the column's values."""
    chosen = next((each for each in fields if each.key == target), None)
    if chosen is None:
        return []
    return list(Looker(fields, region).look(column.samples, chosen).transforms)


def accept_sure(mapping: Mapping, grid: Grid) -> Mapping:
    """The mapping with every sure suggestion for a column that goes nowhere yet, and a field nobody fills yet."""
    taken = {entry.target for entry in mapping.entries}
    added = []
    for column in grid.columns:
        offer = grid.study.suggestions.get(column.name)
        if offer is None or offer.level is not Level.SURE or system_field(column.name) or offer.entry is None:
            continue
        free = not entries_for(mapping, column.name) and offer.entry.target not in taken
        if free and not _is_unique_id(column.name, grid):
            added.append(offer.entry)
            taken.add(offer.entry.target)
    return Mapping((*mapping.entries, *added))


def mapping_lines(mapping: Mapping, grid: Grid) -> tuple[MappingLine, ...]:
    """The lines of every column in the source's order, then of what the mapping uses besides.

    A column that goes to several fields has several lines; one of a join has the join's line.
    """
    names = [column.name for column in grid.columns]
    mapping = spelled_as(mapping, names)
    wrong: _Wrong = {}
    for problem in mapping.problems(grid.fields, names):
        if problem.column:
            twice = problem.fault is MappingFault.MAPPED_TWICE
            wrong.setdefault((problem.column, problem.target), (problem.sentence, twice))
    lines: list[MappingLine] = []
    for column in grid.columns:
        entries = entries_for(mapping, column.name)
        lines += [replace(_mapped_line(column, entry, grid, wrong), place=place) for place, entry in enumerate(entries)]
        if not entries:
            lines.append(_unmapped_line(column, mapping, grid))
    for entry in mapping.entries:
        if not entry.columns:
            lines.append(_constant_line(entry, wrong))
        lines += [_missing_line(name, entry, grid) for name in entry.columns if name not in names]
    return tuple({line.key: line for line in lines}.values())


def general_problems(mapping: Mapping, grid: Grid) -> tuple[str, ...]:
    """The sentences about the mapping that belong to no line: fields that are needed and not mapped."""
    names = [column.name for column in grid.columns]
    return tuple(each.sentence for each in mapping.problems(grid.fields, names) if not each.column)


def _unmapped_line(column: ColumnSeen, mapping: Mapping, grid: Grid) -> MappingLine:
    if _is_unique_id(column.name, grid):
        return MappingLine(column.name, LineRole.UNIQUE_ID, LineState.OK, "Set in Identity", column)
    system = system_field(column.name)
    if system is not None and all(each.system is not system for each in mapping.entries):
        return MappingLine(
            column.name, LineRole.SYSTEM_COLUMN, LineState.OK, _system_reason(system, grid), column, target=system
        )
    return _free_line(column, mapping, grid)


def _mapped_line(column: ColumnSeen, entry: MappingEntry, grid: Grid, wrong: _Wrong) -> MappingLine:
    state, reason, action = LineState.OK, _mapped_reason(column.name, entry, grid), LineAction.NONE
    seen = grid.study.evidence.get((column.name, entry.field))
    if seen is not None and seen.contradicts and not entry.transforms:
        state, reason = LineState.CHECK, f"Only {seen.words}"
    if (entry.label, entry.target) in wrong:
        state = LineState.WRONG
        reason, twice = wrong[entry.label, entry.target]
        action = LineAction.JOIN if twice else LineAction.CLEAR
    return MappingLine(column.name, LineRole.COLUMN, state, reason, column, entry, _target(entry), action=action)


def _missing_line(name: str, entry: MappingEntry, grid: Grid) -> MappingLine:
    if not grid.columns:
        reason = "The source’s columns were not read yet"
        return MappingLine(name, LineRole.MISSING, LineState.OK, reason, None, entry, _target(entry))
    sentence = "The source has no such column"
    return MappingLine(
        name, LineRole.MISSING, LineState.WRONG, sentence, None, entry, _target(entry), action=LineAction.CLEAR
    )


def _mapped_reason(column: str, entry: MappingEntry, grid: Grid) -> str:
    if entry.system is not None:
        return _system_reason(entry.system, grid)
    if len(entry.columns) > 1:
        return f"Joined: {entry.label}"
    suggestion = grid.study.suggestions.get(column)
    if suggestion is not None and suggestion.target == entry.field:
        return suggestion.reason
    seen = grid.study.evidence.get((column, entry.field))
    return seen.words if seen is not None and seen.words else "Chosen by hand"


def _free_line(column: ColumnSeen, mapping: Mapping, grid: Grid) -> MappingLine:
    offer = grid.study.suggestions.get(column.name)
    taken = {each.target for each in mapping.entries if all(kind.kind != JOIN for kind in each.transforms)}
    if column.name in grid.offers and offer is not None and offer.entry and offer.entry.target not in taken:
        return MappingLine(
            column.name, LineRole.COLUMN, LineState.CHECK, offer.reason, column, offered=offer, action=LineAction.ACCEPT
        )
    reason = offer.reason if offer is not None and offer.target is None else "Ignored"
    return MappingLine(column.name, LineRole.COLUMN, LineState.IGNORED, reason, column, action=LineAction.NEW_FIELD)


def _constant_line(entry: MappingEntry, wrong: _Wrong) -> MappingLine:
    sentence = wrong.get((entry.label, entry.target), ("", False))[0]
    state = LineState.WRONG if sentence else LineState.OK
    reason = sentence or "The same for every row"
    return MappingLine(entry.label, LineRole.CONSTANT, state, reason, None, entry, _target(entry))


def _system_reason(system: SystemField, grid: Grid) -> str:
    return f"System field, {grid.callback_format}" if system is SystemField.CALLBACK_DATE else "System field"


def _target(entry: MappingEntry) -> str | SystemField:
    return entry.system or entry.field


def _is_unique_id(name: str, grid: Grid) -> bool:
    names = [column.name for column in grid.columns]
    return bool(grid.unique_id) and find_column(grid.unique_id, names) == name
