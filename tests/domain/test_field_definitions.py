"""Fields as templates define them: what may be asked of each type, and the tables of configuration files."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.fields import (
    KINDS,
    Field,
    FieldType,
    check_definition,
    default_value,
    field_from_config,
    field_to_config,
    label_from_key,
)
from leadadmin.domain.phone import Strictness

NAME = Field("surname", "Surname", FieldType.TEXT)


def test_every_type_has_its_kind() -> None:
    assert set(KINDS) == set(FieldType)
    assert all(kind.type is name for name, kind in KINDS.items())


@pytest.mark.parametrize("kind", list(FieldType))
def test_a_bare_field_of_every_type_is_right(kind: FieldType) -> None:
    choices = ("Red", "Green") if kind is FieldType.CHOICE else ()
    assert check_definition(Field("colour", "Colour", kind, choices=choices)) == {}


@pytest.mark.parametrize("key", ["", "Surname", "1st", "last name", "last-name", "å", "_x", "a" * 64])
def test_keys_are_snake_case(key: str) -> None:
    assert "key" in check_definition(replace(NAME, key=key))


@pytest.mark.parametrize(
    ("field", "attribute", "words"),
    [
        (replace(NAME, label=" "), "label", "needs a label"),
        (replace(NAME, max_length=0), "max_length", "1 to 1,000,000"),
        (replace(NAME, max_length=2_000_000), "max_length", "1 to 1,000,000"),
        (replace(NAME, pattern="("), "pattern", "cannot be read"),
        (replace(NAME, pattern="(a+)+"), "pattern", "for ever"),
        (replace(NAME, minimum="3"), "minimum", "no minimum"),
        (replace(NAME, choices=("a",)), "choices", "no choices"),
        (replace(NAME, date_format="yyyy"), "date_format", "no date format"),
        (replace(NAME, region="DK"), "region", "no region"),
        (Field("phone", "Phone", FieldType.PHONE, region="XX"), "region", "two letters"),
        (Field("phone", "Phone", FieldType.PHONE, pattern="[0-9]+"), "pattern", "no pattern"),
        (Field("age", "Age", FieldType.INTEGER, minimum="old"), "minimum", "“old”"),
        (Field("age", "Age", FieldType.INTEGER, maximum="1.5"), "maximum", "“1.5”"),
        (Field("age", "Age", FieldType.INTEGER, minimum="9", maximum="1"), "maximum", "below the smallest"),
        (Field("sum", "Sum", FieldType.DECIMAL, minimum="1,5"), "minimum", "“1,5”"),
        (Field("born", "Born", FieldType.DATE, date_format="yyyy/mm/dd"), "date_format", "“MM”"),
        (Field("born", "Born", FieldType.DATE, date_format="HH:mm"), "date_format", "no year, month and day"),
        (Field("born", "Born", FieldType.DATE, minimum="1/1/2000"), "minimum", "2026-03-19"),
        (
            Field("born", "Born", FieldType.DATE, minimum="2020-01-01", maximum="2000-01-01"),
            "maximum",
            "before the minimum",
        ),
        (Field("colour", "Colour", FieldType.CHOICE), "choices", "at least one"),
        (Field("colour", "Colour", FieldType.CHOICE, choices=("Red", " ")), "choices", "blank"),
        (Field("colour", "Colour", FieldType.CHOICE, choices=("Red", "RED")), "choices", "twice"),
        (Field("colour", "Colour", FieldType.CHOICE, choices=("Red",), default="Blue"), "default", "“Blue”"),
        (Field("mail", "Mail", FieldType.EMAIL, default="nobody"), "default", "no @"),
        (Field("mail", "Mail", FieldType.EMAIL, max_length=255), "max_length", "254"),
    ],
)
def test_what_is_wrong_is_named(field: Field, attribute: str, words: str) -> None:
    problems = check_definition(field)
    assert list(problems) == [attribute]
    assert words in problems[attribute]


def test_defaults_are_stored_as_values_of_the_field() -> None:
    assert default_value(NAME) is None
    assert default_value(Field("age", "Age", FieldType.INTEGER, default="42.0")) == 42
    assert (
        default_value(Field("born", "Born", FieldType.DATE, default="1.2.2000", date_format="d.M.yyyy")) == "2000-02-01"
    )
    assert default_value(Field("ok", "Ok", FieldType.YES_NO, default="ja")) is True


def test_a_field_is_read_from_its_table() -> None:
    found = field_from_config(
        {"key": "phone", "label": "Phone", "type": "phone", "required": True, "strictness": "valid"}
    )
    assert found == Field("phone", "Phone", FieldType.PHONE, required=True, strictness=Strictness.VALID)
    assert field_from_config({"key": "last_name", "type": "text"}).label == "Last name" == label_from_key("last_name")
    number = field_from_config({"key": "age", "type": "integer", "minimum": 18, "maximum": 99.5, "default": 20})
    assert (number.minimum, number.maximum, number.default) == ("18", "99.5", "20")
    assert field_from_config({"key": "ok", "type": "yes_no", "default": True}).default == "true"
    assert field_from_config({"key": "p", "type": "phone", "region": "dk"}).region == "DK"


@pytest.mark.parametrize(
    ("config", "keys"),
    [
        ({"key": "a", "type": "text", "lenght": 3, "colour": "x"}, ["lenght", "colour"]),
        ({"key": "a", "type": "txt"}, ["type"]),
        ({"key": "a"}, ["type"]),
        ({"type": "text"}, ["key"]),
        ({"key": "a", "type": "text", "required": "yes"}, ["required"]),
        ({"key": "a", "type": "text", "max_length": "5"}, ["max_length"]),
        ({"key": "a", "type": "text", "max_length": True}, ["max_length"]),
        ({"key": "a", "type": "choice", "choices": "Red"}, ["choices"]),
        ({"key": "a", "type": "phone", "strictness": "loose"}, ["strictness"]),
        ({"key": 5, "type": "text"}, ["key"]),
        ({"key": "a", "type": "text", "default": ["x"]}, ["default"]),
    ],
)
def test_a_table_that_does_not_fit_names_its_keys(config: dict[str, object], keys: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        field_from_config(config)
    assert list(refusal.value.problems) == keys
    assert all(key in refusal.value.problems[key] for key in keys)


TEXTS = st.text("abc 1.", max_size=8)


@given(
    st.builds(
        Field,
        key=TEXTS,
        label=TEXTS,
        type=st.sampled_from(FieldType),
        required=st.booleans(),
        default=TEXTS,
        max_length=st.none() | st.integers(1, 99),
        pattern=TEXTS,
        minimum=TEXTS,
        maximum=TEXTS,
        choices=st.lists(TEXTS, max_size=3).map(tuple),
        date_format=TEXTS,
        region=st.sampled_from(["", "DK"]),
        strictness=st.sampled_from(Strictness),
        duplicate=st.booleans(),
        sensitive=st.booleans(),
    )
)
def test_tables_are_read_back_the_same(field: Field) -> None:
    config = field_to_config(field)
    assert field_from_config(config) == field
    assert all(type(value) in (str, bool, int, list) for value in config.values())
