"""Editing the fields of a template, as the grid of a form does (spec 1, Templates and fields)."""

from collections.abc import Mapping, Set
from dataclasses import MISSING, replace
from dataclasses import fields as attributes_of
from typing import Any

from leadadmin.domain.fields import KINDS, Field, FieldType
from leadadmin.domain.synonyms import name_words
from leadadmin.domain.template import Template

RULES = frozenset().union(*(kind.rules for kind in KINDS.values()))
"""Every attribute of a field that is a rule of some type."""

_MOST = 60
"""Characters of a suggested key, so that a number fits behind it."""

_DEFAULTS: Mapping[str, Any] = {
    attribute.name: attribute.default for attribute in attributes_of(Field) if attribute.default is not MISSING
}


def suggested_key(label: str, taken: Set[str]) -> str:
    """A key for a field of this label that is not in `taken`: “Årligt forbrug” becomes aarligt_forbrug."""
    key = "_".join(name_words(label))[:_MOST].strip("_")
    if not key or not key[0].isalpha():
        key = f"field_{key}".strip("_")
    if key not in taken:
        return key
    number = 2
    while f"{key}_{number}" in taken:
        number += 1
    return f"{key}_{number}"


def retyped(field: Field, wanted: FieldType) -> Field:
    """The field with another type: rules that the type does not have and the default go back to what is usual."""
    if wanted is field.type:
        return field
    gone = (RULES - KINDS[wanted].rules) | {"default"}
    return replace(field, type=wanted, **{name: _DEFAULTS[name] for name in gone})


def changed_types(stored: Template, wanted: Template) -> tuple[Field, ...]:
    """The fields of `stored` that have another type in `wanted`."""
    pairs = ((field, wanted.field(field.key)) for field in stored.fields)
    return tuple(field for field, now in pairs if now is not None and now.type is not field.type)


def lost_fields(stored: Template, wanted: Template) -> tuple[Field, ...]:
    """The fields of `stored` that `wanted` has no more."""
    return tuple(field for field in stored.fields if wanted.field(field.key) is None)
