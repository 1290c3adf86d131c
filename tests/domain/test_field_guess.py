"""A field for a column that none fits."""

import pytest

from leadadmin.domain.field_guess import field_for, key_for
from leadadmin.domain.fields import FieldType, check_definition
from leadadmin.domain.injector import ColumnSeen


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Roof area (m²)", "roof_area_m_2"),
        ("2nd phone", "field_2_nd_phone"),
        ("Åben ordre", "aaben_ordre"),
        ("老", "field"),
    ],
)
def test_a_key_is_made_of_a_label(label: str, key: str) -> None:
    assert key_for(label) == key


def test_a_taken_key_gets_a_number() -> None:
    assert key_for("Note", {"note", "note_2"}) == "note_3"
    long = key_for("x" * 80)
    assert len(key_for("x" * 80, {long})) <= 63


@pytest.mark.parametrize(
    ("kind", "samples", "expected"),
    [
        ("integer", ("1",), FieldType.INTEGER),
        ("date_time", ("2025-11-21 10:00:00",), FieldType.DATETIME),
        ("text", ("a@example.com", "b@example.com", ""), FieldType.EMAIL),
        ("text", ("https://a.example/x",), FieldType.URL),
        ("text", ("020 7946 0001", "020 7946 0002"), FieldType.PHONE),
        ("text", ("web", "kampagne"), FieldType.TEXT),
        ("text", ("x" * 100,), FieldType.LONG_TEXT),
        ("text", (), FieldType.TEXT),
    ],
)
def test_the_type_follows_kind_and_values(kind: str, samples: tuple[str, ...], expected: FieldType) -> None:
    field = field_for(ColumnSeen("some_column", kind, samples), "GB", set())
    assert field.type is expected
    assert (field.key, field.label) == ("some_column", "Some column")
    assert check_definition(field) == {}
