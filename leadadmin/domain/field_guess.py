"""A field for a column that no field of the template fits: its label, key and type (spec 3, Mapping)."""

import re
from collections.abc import Collection, Sequence

from leadadmin.domain.fields import Field, FieldType, check_column
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.synonyms import name_words

LONGEST_KEY = 63
_ENOUGH = 0.6
_LONG = 80
_BY_KIND = {
    "integer": FieldType.INTEGER,
    "decimal": FieldType.DECIMAL,
    "date": FieldType.DATE,
    "date_time": FieldType.DATETIME,
    "yes_no": FieldType.YES_NO,
}
_BY_VALUE = (FieldType.EMAIL, FieldType.URL, FieldType.PHONE, FieldType.DATE, FieldType.DATETIME)


def field_for(column: ColumnSeen, region: str, taken: Collection[str]) -> Field:
    """A field of the column's name that takes its values; its key is none of those `taken`."""
    label = " ".join(name_words(column.name)).capitalize() or column.name
    return Field(key_for(label, taken), label, _type_for(column, region))


def key_for(label: str, taken: Collection[str] = ()) -> str:
    """A key for a label: “Roof area (m²)” gives roof_area_m_2; with a number at its end when it is taken."""
    words = re.sub(r"[^a-z0-9]+", "_", "_".join(name_words(label))).strip("_")
    key = (words if words[:1].isalpha() else f"field_{words}".rstrip("_"))[:LONGEST_KEY]
    number = 2
    free = key
    while free in taken:
        free = f"{key[: LONGEST_KEY - 3]}_{number}"
        number += 1
    return free


def _type_for(column: ColumnSeen, region: str) -> FieldType:
    if column.kind in _BY_KIND:
        return _BY_KIND[column.kind]
    values = [sample for sample in column.samples if sample.strip()]
    for kind in _BY_VALUE:
        if values and _share(values, kind, region) >= _ENOUGH:
            return kind
    return FieldType.LONG_TEXT if any(len(value) > _LONG for value in values) else FieldType.TEXT


def _share(values: Sequence[str], kind: FieldType, region: str) -> float:
    taken = check_column(Field("value", "Value", kind), values, region=region).values
    return sum(value is not None for value in taken) / len(values)
