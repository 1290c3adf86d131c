"""Choice: one of the values that the template names."""

from datetime import tzinfo

from leadadmin.domain.field_rules import Check, Field, FieldKind, FieldType, invalid
from leadadmin.domain.field_rules_text import sound_text
from leadadmin.domain.reasons import Problem

_NAMED = 12
"""How many choices a sentence names; a longer list is cut with “…”."""


def _same(text: str) -> str:
    """Choices are compared without regard to case and to the number of blanks."""
    return " ".join(text.split()).casefold()


class ChoiceKind(FieldKind):
    """The canonical spelling of one of the choices."""

    type = FieldType.CHOICE
    rules = frozenset({"choices"})

    def check_definition(self, field: Field) -> dict[str, str]:
        """At least one choice, none blank, none twice."""
        if not field.choices:
            return {"choices": f"“{field.label}” needs at least one choice."}
        if any(not choice.strip() for choice in field.choices):
            return {"choices": f"A choice of “{field.label}” is blank."}
        same = [_same(choice) for choice in field.choices]
        for choice in field.choices:
            if same.count(_same(choice)) > 1:
                return {"choices": f"“{field.label}” has the choice “{choice}” twice (case makes no difference)."}
        return {}

    def checker(self, field: Field, region: str) -> Check:
        """Known spellings, with those met in the column added."""
        spellings = {_same(choice): choice for choice in field.choices}
        named = ", ".join(field.choices[:_NAMED]) + (", …" if len(field.choices) > _NAMED else "")
        met: dict[str, str] = {}

        def check(value: object) -> object:
            text = sound_text(field, value)
            if isinstance(text, Problem):
                return text
            choice = met.get(text) or spellings.get(_same(text))
            if choice is None:
                return invalid(field, text, "choice", {"choices": named})
            met[text] = choice
            return choice

        return check

    def display(self, value: object, language: str, zone: tzinfo) -> str:
        """As it is."""
        return str(value)
