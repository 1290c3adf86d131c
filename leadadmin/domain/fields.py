"""Fields of a template: the one registry of their types, and what everyone else asks of it (spec 1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from dataclasses import fields as attributes_of
from datetime import UTC, tzinfo
from typing import Any

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.field_rules import CheckedColumn, Field, FieldKind, FieldType, is_blank
from leadadmin.domain.field_rules_choice import ChoiceKind
from leadadmin.domain.field_rules_number import DecimalKind, IntegerKind, YesNoKind
from leadadmin.domain.field_rules_phone import PhoneKind
from leadadmin.domain.field_rules_text import EmailKind, LongTextKind, TextKind, UrlKind
from leadadmin.domain.field_rules_time import DateKind, DateTimeKind
from leadadmin.domain.phone import Strictness
from leadadmin.domain.reasons import Problem
from leadadmin.domain.sentences import sentence

__all__ = [
    "KINDS",
    "CheckedColumn",
    "Field",
    "FieldKind",
    "FieldType",
    "check_column",
    "check_definition",
    "check_value",
    "default_value",
    "display",
    "field_from_config",
    "field_to_config",
    "is_blank",
    "label_from_key",
    "search_text",
]

KINDS: Mapping[FieldType, FieldKind] = {
    kind.type: kind
    for kind in (
        TextKind(),
        LongTextKind(),
        PhoneKind(),
        EmailKind(),
        IntegerKind(),
        DecimalKind(),
        DateKind(),
        DateTimeKind(),
        YesNoKind(),
        ChoiceKind(),
        UrlKind(),
    )
}
"""What is known about each type; to add a type, add its kind here."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_RULES = ("max_length", "pattern", "minimum", "maximum", "choices", "date_format", "region")


def check_column(field: Field, values: Sequence[object], *, region: str = "") -> CheckedColumn:
    """Check and convert a column for `field`; `region` is the campaign's, for phones without their own.

    Values are whatever drivers give (str, int, float, Decimal, bool, date, datetime, time, bytes, UUID, None) or text
    of a file. None and blank text give None without a problem: default and required are the pipeline's to apply.
    """
    return KINDS[field.type].check_column(field, values, region)


def check_value(field: Field, value: object, *, region: str = "") -> object | Problem | None:
    """One value as `check_column` answers it: the stored form, None when blank, or the problem."""
    return None if is_blank(value) else KINDS[field.type].checker(field, region)(value)


def default_value(field: Field, *, region: str = "") -> object | None:
    """The stored form of the field's default, or None when it has none."""
    found = check_value(field, field.default, region=region)
    return None if isinstance(found, Problem) else found


def display(field: Field, value: object, language: str = "en", zone: tzinfo = UTC) -> str:
    """A stored value of `field` as people read it; "–" for none."""
    return "–" if value is None else KINDS[field.type].display(value, language, zone)


def search_text(field: Field, value: object) -> str:
    """A stored value of `field` as searches and the duplicate rule compare it; "" for none."""
    return "" if value is None else KINDS[field.type].search_text(value)


def label_from_key(key: str) -> str:
    """A label for a field that has only its key: last_name becomes “Last name”."""
    return key.replace("_", " ").strip().capitalize()


def check_definition(field: Field) -> dict[str, str]:
    """What keeps `field` from being used in a template: a sentence by attribute; empty when nothing does."""
    kind = KINDS[field.type]
    problems = {}
    if not _KEY.fullmatch(field.key):
        problems["key"] = (
            f"The key “{field.key}” must begin with a letter and have only small letters a-z, digits and _, "
            "at most 63 in all, such as last_name."
        )
    if not field.label.strip():
        problems["label"] = f"The field “{field.key}” needs a label."
    for attribute in _RULES:
        if getattr(field, attribute) not in ("", None, ()) and attribute not in kind.rules:
            name = attribute.replace("_", " ")
            problems[attribute] = f"A field of type “{field.type}” has no {name}; leave it empty in “{field.label}”."
    problems |= kind.check_definition(field)
    if field.default and not problems:
        found = check_value(field, field.default)
        if isinstance(found, Problem):
            problems["default"] = f"The default does not fit: {sentence(found)}"
    return problems


_TYPES: Mapping[str, type] = {
    "key": str,
    "label": str,
    "type": str,
    "required": bool,
    "default": str,
    "max_length": int,
    "pattern": str,
    "minimum": str,
    "maximum": str,
    "choices": list,
    "date_format": str,
    "region": str,
    "strictness": str,
    "duplicate": bool,
    "sensitive": bool,
}
"""The keys of a field in a configuration file (spec 5) and what they hold."""

_WORDS = {str: "text", bool: "true or false", int: "a whole number", list: "a list of texts"}
_AS_TEXT = frozenset({"default", "minimum", "maximum"})
"""Keys whose value may be written as number, date or true/false too; it is kept as text."""


def field_from_config(config: Mapping[str, Any]) -> Field:
    """A field from its TOML table (spec 5, Configuration file).

    Raises InvalidInput naming unknown keys and values of another shape. Whether the rules make sense is
    `check_definition`'s to say, so that a field stored by an earlier version can always be read.
    """
    name = config.get("key", "")
    problems = {key: f"The field “{name}” has an unknown key “{key}”." for key in config if key not in _TYPES}
    given: dict[str, Any] = {}
    for key, shape in _TYPES.items():
        if key not in config:
            continue
        value = config[key]
        if key in _AS_TEXT and not isinstance(value, list | dict):
            value = str(value).lower() if isinstance(value, bool) else str(value)
        if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
            problems[key] = f"“{key}” of the field “{name}” must be {_WORDS[shape]}."
        else:
            given[key] = tuple(str(each) for each in value) if isinstance(value, list) else value
    for key, words in (("type", FieldType), ("strictness", Strictness)):
        try:
            if key in given:
                given[key] = words(given[key])
        except ValueError:
            problems[key] = f"“{given[key]}” is no {key} of a field; known are {', '.join(words)}."
    for key in ("key", "type"):
        if key not in config:
            problems[key] = f"A field needs “{key}”." if key == "key" else f"The field “{name}” needs “{key}”."
    if problems:
        raise InvalidInput(problems)
    given["region"] = given.get("region", "").upper()
    return Field(**{"label": label_from_key(given["key"]), **given})


def field_to_config(field: Field) -> dict[str, Any]:
    """The TOML table of `field`, without what is default; `field_from_config` reads it back the same."""
    config: dict[str, Any] = {}
    for attribute in attributes_of(Field):
        value = getattr(field, attribute.name)
        if attribute.default is MISSING or value != attribute.default:
            config[attribute.name] = list(value) if isinstance(value, tuple) else value
    for key in ("type", "strictness"):
        if key in config:
            config[key] = str(config[key])
    return config
