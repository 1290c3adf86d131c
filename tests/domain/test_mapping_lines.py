"""A mapping as the grid shows it: a line for each column, what it needs, and why."""

from dataclasses import replace

from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.mapping_lines import (
    Grid,
    LineAction,
    LineRole,
    LineState,
    accept_sure,
    general_problems,
    mapping_lines,
    study,
    transforms_for,
)
from leadadmin.domain.system_fields import SystemField
from leadadmin.domain.transforms import parse

PHONES = tuple(f"020 7946 0{number:03}" for number in range(100, 140))
COLUMNS = (
    ColumnSeen("lead_id", "integer", ("184220", "184221")),
    ColumnSeen("tlf", "text", (*PHONES[:39], "ukendt")),
    ColumnSeen("efternavn", "text", ("DEMOSEN", "Eksempel")),
    ColumnSeen("yearly_used", "integer", ("4200", "5150")),
    ColumnSeen("kilde", "text", ("web", "web")),
    ColumnSeen("NJPRIORITY", "integer", ("5",)),
)
FIELDS = (
    Field("mobile", "Mobile", FieldType.PHONE, required=True),
    Field("last_name", "Last name", FieldType.TEXT),
    Field("yearly_use", "Yearly use", FieldType.INTEGER),
    Field("signed_up", "Signed up on", FieldType.DATE),
)
MAPPING = Mapping((MappingEntry(("TLF",), "mobile"),))
STUDY = study(COLUMNS, FIELDS, "GB", MAPPING)
GRID = Grid(COLUMNS, FIELDS, "Lead_Id", "yyyy/MM/dd", STUDY, frozenset(column.name for column in COLUMNS))


def test_every_column_has_its_line_and_reason() -> None:
    lines = mapping_lines(MAPPING, GRID)
    assert [(line.column, line.role, line.state, line.reason, line.action) for line in lines] == [
        ("lead_id", LineRole.UNIQUE_ID, LineState.OK, "Set in Identity", LineAction.NONE),
        ("tlf", LineRole.COLUMN, LineState.OK, "39 of 40 values are phone numbers", LineAction.NONE),
        ("efternavn", LineRole.COLUMN, LineState.CHECK, "“efternavn” means last name", LineAction.ACCEPT),
        ("yearly_used", LineRole.COLUMN, LineState.CHECK, lines[3].reason, LineAction.ACCEPT),
        ("kilde", LineRole.COLUMN, LineState.IGNORED, "No field fits: ignored", LineAction.NEW_FIELD),
        ("NJPRIORITY", LineRole.SYSTEM_COLUMN, LineState.OK, "System field", LineAction.NONE),
    ]
    assert lines[5].target is SystemField.PRIORITY
    assert lines[2].offered is not None
    assert lines[2].target is None, "what is offered is not mapped yet"


def test_only_what_is_sure_is_taken_over() -> None:
    after = accept_sure(MAPPING, GRID)
    assert [(entry.columns, entry.field) for entry in after.entries] == [
        (("TLF",), "mobile"), (("efternavn",), "last_name"),
    ]  # fmt: skip
    assert after.entries[1].transforms == (parse("title"),)
    assert accept_sure(after, GRID) == after


def test_a_field_that_is_filled_already_is_not_taken_over() -> None:
    taken = Mapping((MappingEntry(("kilde",), "last_name"),))
    assert "efternavn" not in [name for entry in accept_sure(taken, GRID).entries for name in entry.columns]


def test_what_was_put_aside_is_not_offered() -> None:
    lines = mapping_lines(MAPPING, replace(GRID, offers=frozenset()))
    assert lines[2].state is LineState.IGNORED
    assert lines[2].reason == "Ignored"


def test_values_that_do_not_fit_their_field_are_to_be_checked() -> None:
    mapping = Mapping((MappingEntry(("kilde",), "mobile"),))
    looked = study(COLUMNS, FIELDS, "GB", mapping, STUDY)
    assert looked.suggestions is STUDY.suggestions, "what is known is not looked for again"
    line = mapping_lines(mapping, replace(GRID, study=looked))[4]
    assert (line.state, line.reason) == (LineState.CHECK, "Only 0 of 2 values are phone numbers")


def test_what_is_wrong_stands_in_its_line_or_below() -> None:
    mapping = Mapping(
        (
            MappingEntry(("tlf",), "mobile"),
            MappingEntry(("kilde",), "mobile"),
            MappingEntry(("gone",), "last_name"),
            MappingEntry(("efternavn",), "surname"),
        )
    )
    by_column = {line.column: line for line in mapping_lines(mapping, GRID)}
    assert by_column["kilde"].action is LineAction.JOIN
    assert by_column["kilde"].reason.startswith("“tlf” and “kilde” both go to")
    assert by_column["gone"].role is LineRole.MISSING
    assert by_column["gone"].action is LineAction.CLEAR
    assert "which the template does not have" in by_column["efternavn"].reason
    assert general_problems(mapping, GRID) == ()
    assert general_problems(Mapping(), GRID) == ("No column goes to “Mobile”; a lead needs a phone number.",)


def test_before_the_columns_are_known_nothing_is_wrong_with_them() -> None:
    (line,) = mapping_lines(MAPPING, replace(GRID, columns=()))
    assert (line.state, line.reason) == (LineState.OK, "The source’s columns were not read yet")


def test_a_column_on_two_fields_and_a_constant_have_lines_of_their_own() -> None:
    mapping = Mapping(
        (
            MappingEntry(("tlf",), "mobile"),
            MappingEntry(("tlf",), "last_name"),
            MappingEntry((), "yearly_use", transforms=(parse("constant:1"),)),
        )
    )
    lines = mapping_lines(mapping, GRID)
    assert [line.target for line in lines if line.column == "tlf"] == ["mobile", "last_name"]
    assert lines[-1].role is LineRole.CONSTANT
    assert len({line.key for line in lines}) == len(lines)


def test_a_line_keeps_its_key_while_it_is_edited() -> None:
    before = mapping_lines(Mapping(), GRID)
    after = mapping_lines(Mapping((MappingEntry(("kilde",), "last_name"),)), GRID)
    assert [line.key for line in before] == [line.key for line in after]


def test_a_field_that_is_picked_brings_the_transforms_it_needs() -> None:
    dates = ColumnSeen("d", "text", ("18-11-2025", "19-11-2025", "30-11-2025"))
    assert transforms_for(dates, "signed_up", FIELDS, "GB") == [parse("date:dd-MM-yyyy")]
    assert transforms_for(dates, SystemField.AGENT, FIELDS, "GB") == []
