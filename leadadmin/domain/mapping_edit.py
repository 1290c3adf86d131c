"""Editing a mapping column by column, as the grid of a form does (spec 3, Mapping). Each edit gives a new mapping."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from leadadmin.domain.mapping import Mapping, MappingEntry, find_column
from leadadmin.domain.system_fields import SystemField
from leadadmin.domain.transforms import JOIN, Transform, parse

Target = str | SystemField
"""A field's key, or a system field."""

JOINED_WITH = " "


def spelled_as(mapping: Mapping, columns: Sequence[str]) -> Mapping:
    """The mapping with its columns spelled as the source spells them; unknown ones stay as they are."""
    entries = tuple(
        replace(entry, columns=tuple(find_column(name, columns) or name for name in entry.columns))
        for entry in mapping.entries
    )
    return replace(mapping, entries=entries)


def entry_for(mapping: Mapping, column: str) -> MappingEntry | None:
    """The line that a column takes part in; the first one when it is in several."""
    return next((entry for entry in mapping.entries if column in entry.columns), None)


def set_target(mapping: Mapping, column: str, target: Target, transforms: Sequence[Transform] = ()) -> Mapping:
    """Let a column go to `target`, changed by `transforms`. A column of a join leaves the join."""
    mapping = leave_join(mapping, column)
    before = entry_for(mapping, column)
    after = MappingEntry(
        (column,),
        field="" if isinstance(target, SystemField) else target,
        system=target if isinstance(target, SystemField) else None,
        transforms=tuple(transforms),
        default=before.default if before else "",
    )
    if before is None:
        return replace(mapping, entries=(*mapping.entries, after))
    return _replaced(mapping, column, lambda entry: after)


def clear(mapping: Mapping, column: str) -> Mapping:
    """Let a column go nowhere."""
    mapping = leave_join(mapping, column)
    return replace(mapping, entries=tuple(entry for entry in mapping.entries if column not in entry.columns))


def remove_constant(mapping: Mapping, target: Target) -> Mapping:
    """Take away the line that fills `target` without a column."""
    return replace(
        mapping,
        entries=tuple(entry for entry in mapping.entries if entry.columns or entry.target != str(target)),
    )


def set_transforms(mapping: Mapping, column: str, transforms: Sequence[Transform]) -> Mapping:
    """Change what is done to a column's values; without its line nothing happens. A join keeps its joining."""

    def changed(entry: MappingEntry) -> MappingEntry:
        wanted = tuple(transforms)
        if len(entry.columns) > 1 and all(each.kind != JOIN for each in wanted):
            wanted = (*wanted, *(each for each in entry.transforms if each.kind == JOIN))
        return replace(entry, transforms=wanted)

    return _replaced(mapping, column, changed)


def set_default(mapping: Mapping, column: str, default: str) -> Mapping:
    """Change what stands in for empty values; without the column's line nothing happens."""
    return _replaced(mapping, column, lambda entry: replace(entry, default=default.strip()))


def join_into(mapping: Mapping, column: str, target: Target) -> Mapping:
    """Join a column to those that go to `target` already, in the order of the source's columns later on."""
    mapping = clear(mapping, column)
    goal = next((entry for entry in mapping.entries if entry.target == str(target) and entry.columns), None)
    if goal is None:
        return set_target(mapping, column, target)
    joined = replace(goal, columns=(*goal.columns, column))
    if all(transform.kind != JOIN for transform in goal.transforms):
        joined = replace(joined, transforms=(*goal.transforms, parse(f"{JOIN}:{JOINED_WITH}")))
    return _replaced(mapping, goal.columns[0], lambda entry: joined)


def leave_join(mapping: Mapping, column: str) -> Mapping:
    """Take a column out of its join; the join ends when one column is left."""

    def without(entry: MappingEntry) -> MappingEntry:
        if len(entry.columns) < 2:
            return entry
        left = tuple(name for name in entry.columns if name != column)
        kept = entry.transforms if len(left) > 1 else tuple(each for each in entry.transforms if each.kind != JOIN)
        return replace(entry, columns=left, transforms=kept)

    return _replaced(mapping, column, without)


def _replaced(mapping: Mapping, column: str, change: Callable[[MappingEntry], MappingEntry]) -> Mapping:
    entries = tuple(change(entry) if column in entry.columns else entry for entry in mapping.entries)
    return replace(mapping, entries=entries)
