"""A mapping: from columns of a source to fields and system fields."""

from datetime import date
from typing import Any

import pytest

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.mapping import (
    Mapping,
    MappingEntry,
    MappingFault,
    SystemField,
    find_column,
    system_field,
)
from leadadmin.domain.system_fields import is_no_change

PHONE = Field(key="phone", label="Phone", type=FieldType.PHONE, required=True)
SURNAME = Field(key="surname", label="Surname", type=FieldType.TEXT)
CITY = Field(key="city", label="City", type=FieldType.TEXT, required=True)
FIELDS = (PHONE, SURNAME)


def mapping(*tables: dict[str, Any]) -> Mapping:
    return Mapping.from_config(tables)


def test_the_configuration_file_is_read_and_written_back() -> None:
    tables: list[dict[str, Any]] = [
        {"column": "mobile", "field": "phone"},
        {"columns": ["first", "last"], "field": "name", "transform": ["trim", "join: ", "title"]},
        {"column": "when", "system": "njCallbackDate", "default": "2026/01/01 09:00"},
        {"field": "source", "transform": ["constant:web"]},
    ]
    read = Mapping.from_config(tables)
    assert read.to_config() == tables
    assert read.entries[2] == MappingEntry(("when",), system=SystemField.CALLBACK_DATE, default="2026/01/01 09:00")


def test_other_spellings_of_the_configuration_are_taken() -> None:
    (entry,) = mapping({"column": "a", "system": "NJCALLBACKDATE", "transform": "trim", "default": 5}).entries
    assert entry.system is SystemField.CALLBACK_DATE
    assert [one.text for one in entry.transforms] == ["trim"]
    assert entry.default == "5"
    assert mapping({"column": "a", "field": "b", "default": True}).entries[0].default == "yes"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"column": "a"}, "needs one target"),
        ({"column": "a", "field": "b", "system": "njAction"}, "needs one target"),
        ({"columns": ["a", "b"], "field": "c"}, "one join"),
        ({"columns": ["a", "b"], "field": "c", "transform": ["join", "join"]}, "one join"),
        ({"field": "c"}, "has no column"),
        ({"column": "", "field": "c"}, "without a name"),
        ({"column": "a", "columns": ["b"], "field": "c"}, "either column or columns"),
        ({"columns": "ab", "field": "c"}, "lists of texts"),
        ({"column": "a", "system": "njWhatever"}, "no system field “njWhatever”"),
        ({"column": "a", "field": "b", "transform": ["shout"]}, "no transform “shout”"),
        ({"colunm": "a", "field": "b"}, "“colunm” is unknown"),
    ],
)
def test_lines_that_cannot_be_used_are_named_by_their_number(table: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        mapping({"column": "mobile", "field": "phone"}, table)
    assert list(caught.value.problems) == ["mapping.2"]
    assert words in caught.value.problems["mapping.2"]
    assert caught.value.problems["mapping.2"].startswith("Line 2 of the mapping: ")


def test_names_are_matched_exactly_first_then_without_regard_to_case() -> None:
    assert find_column("Mobile", ["mobile", "Mobile"]) == "Mobile"
    assert find_column("MOBILE", ["mobile", "Mobile"]) == "mobile"
    assert find_column("phone", ["mobile"]) is None
    assert system_field(" njcallbackDATE ") is SystemField.CALLBACK_DATE
    assert system_field("njCallBackDate") is SystemField.CALLBACK_DATE
    assert system_field("callback") is None


def test_a_block_is_mapped_by_columns() -> None:
    block = mapping(
        {"column": "MOBILE", "field": "phone"},
        {"columns": ["first", "last"], "field": "name", "transform": ["trim", "join: ", "title"]},
        {"column": "prio", "system": "njPriority", "default": 20},
        {"field": "source", "transform": ["constant:web"]},
    ).apply(
        {
            "mobile": ["020 7946 0001", None],
            "first": [" ann ", "BOB"],
            "last": ["lee", None],
            "prio": [5, ""],
            "other": [1, 2],
        }
    )
    assert block.fields == {
        "phone": ["020 7946 0001", None],
        "name": ["Ann Lee", "Bob"],
        "source": ["web", "web"],
    }
    assert block.system == {SystemField.PRIORITY: [5, "20"]}
    assert block.problems == {}


def test_the_source_is_left_as_it_was() -> None:
    source: dict[str, list[object]] = {"a": ["x", None]}
    block = mapping({"column": "a", "field": "b"}, {"column": "a", "field": "c", "default": "d"}).apply(source)
    block.fields["b"][0] = "changed"
    assert source == {"a": ["x", None]}
    assert block.fields["c"] == ["x", "d"]


def test_what_a_transform_cannot_take_is_reported_with_its_column_and_row() -> None:
    block = mapping({"column": "Signed", "field": "day", "transform": ["trim", "date:dd-MM-yyyy", "prefix:d"]}).apply(
        {"signed": ["18-11-2025", "soon", None]}
    )
    assert block.fields["day"] == ["d2025-11-18", None, None]
    assert list(block.problems) == [1]
    (problem,) = block.problems[1]
    assert (problem.field, problem.value, problem.detail) == ("Signed", "soon", "date_pattern")


def test_an_empty_block_has_empty_columns() -> None:
    block = mapping({"column": "a", "field": "b", "transform": ["trim"]}).apply({"a": []})
    assert block.fields == {"b": []}
    assert mapping().apply({}).fields == {}


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(InvalidInput, match="does not have the columns b"):
        mapping({"column": "b", "field": "phone"}).apply({"a": [1]})


def test_no_change_passes_every_transform() -> None:
    block = mapping(
        {"column": "d", "field": "day", "transform": ["date:dd-MM-yyyy"], "default": "2026-01-01"},
        {"columns": ["d", "e"], "field": "both", "transform": ["join:-", "upper"]},
    ).apply({"d": ["<no change>", "18-11-2025"], "e": ["x", "y"]})
    assert block.fields["day"] == ["<No Change>", date(2025, 11, 18)]
    assert block.fields["both"] == ["<No Change>", "18-11-2025-Y"]
    assert block.problems == {}
    assert is_no_change(" <NO CHANGE> ")
    assert not is_no_change("No Change")
    assert not is_no_change(None)


def test_defaults_fill_new_leads_and_never_an_update() -> None:
    block = mapping(
        {"column": "c", "field": "city", "default": "Leeds"},
        {"column": "a", "system": "njAction"},
    ).apply({"c": [None, " ", "", "York"], "a": [None, "add", " Modify", "MODIFY"]})
    assert block.fields["city"] == ["Leeds", "Leeds", "", "York"]


def test_columns_named_as_system_fields_are_mapped_to_them() -> None:
    columns = ["id", "NJACTION", "njPriority", "njAgent", "mobile"]
    mapped = mapping(
        {"column": "mobile", "field": "phone"},
        {"column": "njPriority", "field": "note"},
        {"column": "id", "system": "njAgent"},
    ).with_system_columns(columns)
    assert mapped.entries[3:] == (MappingEntry(("NJACTION",), system=SystemField.ACTION),)
    assert mapped.with_system_columns(columns) is mapped


def test_ignored_columns() -> None:
    mapped = mapping({"column": "MOBILE", "field": "phone"})
    assert mapped.ignored_columns(["id", "mobile", "note"], also_used=["ID"]) == ("note",)
    assert mapped.missing_columns(["mobile"]) == ()
    assert mapped.missing_columns(["phone"]) == ("MOBILE",)


def faults(mapped: Mapping, columns: list[str], fields: tuple[Field, ...] = FIELDS) -> list[tuple[str, str]]:
    problems = mapped.problems(fields, columns)
    assert all(problem.sentence.endswith(".") for problem in problems)
    return [(problem.fault.value, problem.column or problem.target) for problem in problems]


def test_a_good_mapping_has_no_problems() -> None:
    assert faults(mapping({"column": "Mobile", "field": "phone"}), ["mobile"]) == []


def test_problems_of_a_mapping() -> None:
    assert faults(mapping(), ["a"]) == [("no_phone", "phone")]
    assert faults(mapping({"column": "m", "field": "phone"}), ["a"]) == [("missing_column", "m")]
    assert faults(mapping({"column": "a", "field": "phone"}, {"column": "b", "field": "fax"}), ["a", "b"]) == [
        ("unknown_field", "b")
    ]
    twice = mapping({"column": "a", "field": "phone"}, {"column": "b", "field": "phone"})
    assert faults(twice, ["a", "b"]) == [("mapped_twice", "b")]
    assert "“a” and “b” both go to “phone”" in twice.problems(FIELDS, ["a", "b"])[0].sentence
    joined = mapping({"columns": ["a", "b"], "field": "phone", "transform": ["join:"]})
    assert faults(joined, ["a", "b"]) == []
    assert faults(Mapping((MappingEntry(("a", "b"), "phone"),)), ["a", "b"]) == [("unusable_line", "a + b")]


def test_required_fields_must_be_mapped_unless_they_have_a_default() -> None:
    mapped = mapping({"column": "a", "field": "phone"})
    assert faults(mapped, ["a"], (*FIELDS, CITY)) == [("required_unmapped", "city")]
    with_default = Field(key="city", label="City", type=FieldType.TEXT, required=True, default="Leeds")
    assert faults(mapped, ["a"], (*FIELDS, with_default)) == []


def test_rows_with_an_action_may_be_updates_without_phone() -> None:
    mapped = mapping({"column": "s", "field": "surname"})
    assert faults(mapped, ["s", "njAction"], (*FIELDS, CITY)) == []
    assert faults(mapped, ["s"]) == [(MappingFault.NO_PHONE.value, "phone")]
