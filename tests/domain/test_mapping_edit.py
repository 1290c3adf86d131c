"""Editing a mapping line by line: each edit gives a mapping that is still well made."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.mapping_edit import (
    clear,
    entries_for,
    join,
    set_default,
    set_target,
    set_transforms,
    spelled_as,
)
from leadadmin.domain.system_fields import SystemField
from leadadmin.domain.transforms import parse

FIRST = MappingEntry(("first",), "first_name", default="?")
LAST = MappingEntry(("last",), "surname", transforms=(parse("title"),))
START = Mapping((FIRST, LAST))


def test_a_column_without_a_line_gets_one() -> None:
    after = set_target(START, "tel", None, "phone", [parse("trim")])
    assert after.entries == (FIRST, LAST, MappingEntry(("tel",), "phone", transforms=(parse("trim"),)))


def test_another_target_keeps_place_and_default() -> None:
    after = set_target(START, "first", FIRST, SystemField.AGENT)
    assert after.entries == (MappingEntry(("first",), system=SystemField.AGENT, default="?"), LAST)


def test_clearing_takes_the_line_away() -> None:
    assert clear(START, "first", FIRST).entries == (LAST,)


def test_joining_and_leaving_the_join_again() -> None:
    joined = join(START, FIRST, LAST)
    (entry,) = joined.entries
    assert entry.columns == ("first", "last")
    assert [each.text for each in entry.transforms] == ["join: "]
    assert not entry.flaw
    assert clear(joined, "last", entry).entries == (FIRST,)
    apart = set_target(joined, "last", entry, "surname")
    assert apart.entries == (FIRST, MappingEntry(("last",), "surname"))


def test_a_join_of_three_keeps_its_separator() -> None:
    comma = set_transforms(join(START, FIRST, LAST), join(START, FIRST, LAST).entries[0], [parse("join:, ")])
    third = MappingEntry(("middle",), "first_name")
    three = join(Mapping((*comma.entries, third)), comma.entries[0], third)
    assert three.entries[0].columns == ("first", "last", "middle")
    assert [each.text for each in three.entries[0].transforms] == ["join:, "]
    two = clear(three, "first", three.entries[0])
    assert two.entries[0].columns == ("last", "middle")
    assert not two.entries[0].flaw


def test_transforms_of_a_join_keep_the_joining() -> None:
    joined = join(START, FIRST, LAST)
    after = set_transforms(joined, joined.entries[0], [parse("upper")])
    assert [each.text for each in after.entries[0].transforms] == ["upper", "join: "]


def test_a_default_is_kept_without_blanks_around_it() -> None:
    assert set_default(START, LAST, " none ").entries[1].default == "none"


def test_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        clear(START, "tel", MappingEntry(("tel",), "phone"))


def test_columns_are_spelled_as_the_source_does() -> None:
    after = spelled_as(Mapping((MappingEntry(("FIRST",), "first_name"), MappingEntry(("gone",), "phone"))), ["First"])
    assert [entry.columns for entry in after.entries] == [("First",), ("gone",)]


COLUMNS = ("a", "b", "c", "d")
TARGETS: tuple[str | SystemField, ...] = ("first_name", "surname", SystemField.AGENT)


@given(st.data())
def test_no_series_of_edits_makes_a_line_unusable(data: Any) -> None:
    mapping = Mapping()
    for _ in range(data.draw(st.integers(1, 12))):
        column = data.draw(st.sampled_from(COLUMNS))
        own = entries_for(mapping, column)
        entry = data.draw(st.sampled_from(own)) if own else None
        match data.draw(st.sampled_from(["target", "clear", "join", "transforms", "default"])):
            case "target":
                mapping = set_target(mapping, column, entry, data.draw(st.sampled_from(TARGETS)))
            case "clear" if entry is not None:
                mapping = clear(mapping, column, entry)
            case "join" if entry is not None:
                others = [each for each in mapping.entries if each != entry]
                if others:
                    mapping = join(mapping, data.draw(st.sampled_from(others)), entry)
            case "transforms" if entry is not None:
                wanted = data.draw(
                    st.lists(st.sampled_from([parse("trim"), parse("title"), parse("join:-")]), max_size=1)
                )
                mapping = set_transforms(mapping, entry, wanted)
            case "default" if entry is not None:
                mapping = set_default(mapping, entry, data.draw(st.text(max_size=3)))
        for each in mapping.entries:
            assert each.columns
            assert len(each.columns) == 1 or not each.flaw
        assert Mapping.from_config(mapping.to_config()) == mapping or any(entry.flaw for entry in mapping.entries)
