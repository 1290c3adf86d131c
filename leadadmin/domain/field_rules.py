"""What a field is, and what each type of field must know (spec 1, Templates and fields)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from leadadmin.domain.phone import Strictness
from leadadmin.domain.reasons import NOTHING, Problem, Reason
from leadadmin.domain.shown import shown

LARGEST = 1_000_000
"""Bytes of UTF-8 that one value may have; more is refused as `too_large`."""


class FieldType(StrEnum):
    """The types of fields; the value is the word in configuration files."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    EMAIL = "email"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    YES_NO = "yes_no"
    CHOICE = "choice"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Field:
    """One named, typed value of a lead.

    `default` is a text as a row would bring it, `minimum` and `maximum` are texts (dates in ISO 8601); "" is none.
    `region` is that of a phone ("" = the campaign's), `date_format` a Java-style pattern ("" = ISO 8601).
    """

    key: str
    label: str
    type: FieldType
    required: bool = False
    default: str = ""
    max_length: int | None = None
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""
    choices: tuple[str, ...] = ()
    date_format: str = ""
    region: str = ""
    strictness: Strictness = Strictness.POSSIBLE
    duplicate: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """A column after its check: JSON-ready values, None where blank or refused, and why, by index.

    `extensions` are those of phones, as long as `values`; empty for other types.
    """

    values: list[object | None]
    problems: dict[int, Problem] = field(default_factory=dict)
    extensions: Sequence[str | None] = ()


Check = Callable[[object], object]
"""One value that is not blank to its stored form, or to a `Problem`."""


class FieldKind(ABC):
    """All that is known about one type of field: its rules, its check, how it is stored, shown and searched.

    A new type is a subclass and a line in `domain.fields.KINDS`.
    """

    type: FieldType
    rules: frozenset[str] = frozenset()
    """The attributes of `Field` that are rules of this type; any other must stay empty."""

    @abstractmethod
    def checker(self, field: Field, region: str) -> Check:
        """The check of one value, with the rules of `field` read once. `region` is the campaign's."""

    @abstractmethod
    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """A stored value as people read it, in "en" or "da"; moments in `zone`."""

    def check_definition(self, field: Field) -> dict[str, str]:
        """What keeps the rules of `field` from being used: a sentence by attribute."""
        return {}

    def check_column(self, field: Field, values: Sequence[object], region: str) -> CheckedColumn:
        """The check of a whole column; the same answers as `checker` gives one by one."""
        check = self.checker(field, region)
        found = [None if is_blank(value) else check(value) for value in values]
        problems = {index: each for index, each in enumerate(found) if type(each) is Problem}
        for index in problems:
            found[index] = None
        return CheckedColumn(found, problems)

    def search_text(self, value: object) -> str:
        """A stored value as searches and the duplicate rule compare it: without regard to case."""
        return str(value).casefold()


def is_blank(value: object) -> bool:
    """Whether a value of a driver or a file counts as empty: None, blank text, NaN and its like."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, bytes | bytearray | memoryview):
        return not bytes(value).strip()
    return isinstance(value, float | datetime) and value != value  # noqa: PLR0124 - NaN and NaT differ from themselves


def invalid(field: Field, value: object, detail: str, params: Mapping[str, str] = NOTHING) -> Problem:
    """The problem `field_invalid` of `value` in `field`."""
    return Problem(Reason.FIELD_INVALID, field.label, shown(value), detail, params)
