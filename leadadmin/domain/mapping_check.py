"""What is wrong with the lines of a mapping for a template (spec 3, Mapping and stage 3 of the wizard)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadadmin.domain.field_rules import Field, FieldType
from leadadmin.domain.mapping_entry import MappingEntry
from leadadmin.domain.system_fields import SystemField


class MappingFault(StrEnum):
    """The kinds of problems of a mapping."""

    UNUSABLE_LINE = "unusable_line"
    UNKNOWN_FIELD = "unknown_field"
    MAPPED_TWICE = "mapped_twice"
    MISSING_COLUMN = "missing_column"
    NO_PHONE = "no_phone"
    REQUIRED_UNMAPPED = "required_unmapped"


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """One thing to mend; `column` and `target` (field key or system field's name) say where, when there is a where."""

    fault: MappingFault
    sentence: str
    column: str = ""
    target: str = ""


def entry_problems(entries: Sequence[MappingEntry], template_fields: Sequence[Field]) -> list[MappingProblem]:
    """The problems of a mapping's lines, then the fields that are needed and not mapped."""
    problems = _line_problems(entries, {field.key for field in template_fields})
    if all(entry.system is not SystemField.ACTION for entry in entries):
        problems += _unmapped({entry.field for entry in entries}, template_fields)
    return problems


def _line_problems(entries: Sequence[MappingEntry], keys: set[str]) -> list[MappingProblem]:
    problems = []
    first: dict[str, str] = {}
    for entry in entries:
        if entry.flaw:
            problems.append(MappingProblem(MappingFault.UNUSABLE_LINE, entry.flaw, entry.label, entry.target))
            continue
        if entry.field and entry.field not in keys:
            sentence = f"“{entry.label}” goes to the field “{entry.field}”, which the template does not have."
            problems.append(MappingProblem(MappingFault.UNKNOWN_FIELD, sentence, entry.label, entry.field))
        if entry.target in first:
            sentence = (
                f"“{first[entry.target]}” and “{entry.label}” both go to “{entry.target}”. Join them, or leave one out."
            )
            problems.append(MappingProblem(MappingFault.MAPPED_TWICE, sentence, entry.label, entry.target))
        first.setdefault(entry.target, entry.label)
    return problems


def _unmapped(mapped: set[str], template_fields: Sequence[Field]) -> list[MappingProblem]:
    problems = []
    phones = [field for field in template_fields if field.type is FieldType.PHONE]
    if not any(field.key in mapped for field in phones):
        names = " or ".join(f"“{field.label}”" for field in phones) or "a phone field"
        sentence = f"No column goes to {names}; a lead needs a phone number."
        target = phones[0].key if phones else ""
        problems.append(MappingProblem(MappingFault.NO_PHONE, sentence, target=target))
    for field in template_fields:
        reported = field in phones and len(phones) == 1
        if field.required and not field.default and field.key not in mapped and not reported:
            sentence = f"The field “{field.label}” is required and no column goes to it."
            problems.append(MappingProblem(MappingFault.REQUIRED_UNMAPPED, sentence, target=field.key))
    return problems
