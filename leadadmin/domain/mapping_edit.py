"""Editing a mapping line by line, as the grid of a form does (spec 3, Mapping). Each edit gives a new mapping.

A line is named by its entry; the first one that is equal counts. Columns must be spelled as the source spells them
(`spelled_as`).
"""

from collections.abc import Sequence
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


def entries_for(mapping: Mapping, column: str) -> tuple[MappingEntry, ...]:
    """The lines that a column takes part in."""
    return tuple(entry for entry in mapping.entries if column in entry.columns)


def set_target(
    mapping: Mapping, column: str, entry: MappingEntry | None, target: Target, transforms: Sequence[Transform] = ()
) -> Mapping:
    """Let a column go to `target`, changed by `transforms`; `entry` is its line so far. It leaves a join it was in."""
    after = MappingEntry(
        (column,),
        field="" if isinstance(target, SystemField) else target,
        system=target if isinstance(target, SystemField) else None,
        transforms=tuple(transforms),
        default=entry.default if entry is not None and len(entry.columns) == 1 else "",
    )
    if entry is None:
        return _with(mapping, after)
    if len(entry.columns) > 1:
        return _with(_swapped(mapping, entry, _without(entry, column)), after)
    return _swapped(mapping, entry, after)


def clear(mapping: Mapping, column: str, entry: MappingEntry) -> Mapping:
    """Take a line away; of a join only the column."""
    return _swapped(mapping, entry, _without(entry, column) if len(entry.columns) > 1 else None)


def set_transforms(mapping: Mapping, entry: MappingEntry, transforms: Sequence[Transform]) -> Mapping:
    """Change what is done to the values; lines of several columns keep their joining, at the end if need be."""
    wanted = tuple(transforms)
    if len(entry.columns) > 1 and all(each.kind != JOIN for each in wanted):
        wanted = (*wanted, *(each for each in entry.transforms if each.kind == JOIN))
    return _swapped(mapping, entry, replace(entry, transforms=wanted))


def set_default(mapping: Mapping, entry: MappingEntry, default: str) -> Mapping:
    """Change what stands in for empty values."""
    return _swapped(mapping, entry, replace(entry, default=default.strip()))


def join(mapping: Mapping, first: MappingEntry, second: MappingEntry) -> Mapping:
    """Join the columns of two lines, in this order, into the target of the first."""
    kept = [each for each in first.transforms if each.kind != JOIN]
    joining = next((each for each in (*first.transforms, *second.transforms) if each.kind == JOIN), None)
    joined = replace(
        first,
        columns=tuple(dict.fromkeys((*first.columns, *second.columns))),
        transforms=(*kept, joining or parse(f"{JOIN}:{JOINED_WITH}")),
    )
    return _swapped(_swapped(mapping, second, None), first, joined)


def _without(entry: MappingEntry, column: str) -> MappingEntry:
    left = tuple(name for name in entry.columns if name != column)
    kept = entry.transforms if len(left) > 1 else tuple(each for each in entry.transforms if each.kind != JOIN)
    return replace(entry, columns=left, transforms=kept)


def _with(mapping: Mapping, entry: MappingEntry) -> Mapping:
    return replace(mapping, entries=(*mapping.entries, entry))


def _swapped(mapping: Mapping, old: MappingEntry, new: MappingEntry | None) -> Mapping:
    """The mapping with `new` in the place of `old`, or without it. Raises ValueError when `old` is not there."""
    place = mapping.entries.index(old)
    after = () if new is None else (new,)
    return replace(mapping, entries=(*mapping.entries[:place], *after, *mapping.entries[place + 1 :]))
