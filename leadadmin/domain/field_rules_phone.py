"""Phone as a type of field: stored in E.164, checked by column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from leadadmin.domain.field_rules import Check, CheckedColumn, Field, FieldKind, FieldType, is_blank
from leadadmin.domain.field_rules_text import sound_text
from leadadmin.domain.phone import Phone, normalise, pretty
from leadadmin.domain.phone_column import normalise_column
from leadadmin.domain.phone_problems import known_region
from leadadmin.domain.reasons import Problem


class PhoneKind(FieldKind):
    """A phone number (domain.phone says what is one); its extension is given apart, by column."""

    type = FieldType.PHONE
    rules = frozenset({"region", "strictness"})

    def check_definition(self, field: Field) -> dict[str, str]:
        """The region is one with numbers."""
        if field.region and not known_region(field.region):
            return {
                "region": f"“{field.region}” is no region with phone numbers; write its two letters, such as GB or DK."
            }
        return {}

    def checker(self, field: Field, region: str) -> Check:
        """The number alone."""

        def check(value: object) -> object:
            text = value if type(value) is str else sound_text(field, value)
            if isinstance(text, Problem):
                return text
            phone = normalise(text, field.region or region, field.strictness)
            return phone.number if isinstance(phone, Phone) else replace(phone, field=field.label)

        return check

    def check_column(self, field: Field, values: Sequence[object], region: str) -> CheckedColumn:
        """Numbers and extensions, by the fast path for columns."""
        texts: list[str | None] = []
        problems: dict[int, Problem] = {}
        for index, value in enumerate(values):
            if type(value) is str:
                texts.append(value)
                continue
            text = None if is_blank(value) else sound_text(field, value)
            if isinstance(text, Problem):
                problems[index] = text
                text = None
            texts.append(text)
        column = normalise_column(texts, field.region or region, field.strictness)
        problems.update((index, replace(problem, field=field.label)) for index, problem in column.problems.items())
        return CheckedColumn(list(column.numbers), dict(sorted(problems.items())), column.extensions)

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """The international way of writing."""
        return pretty(str(value))

    def search_text(self, value: object) -> str:
        """E.164 as it is stored."""
        return str(value)
