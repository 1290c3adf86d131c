"""What the values of a column say about the field they could go to (spec 3, Mapping: Suggestion by values).

The field's own check is asked, so that a suggestion never promises what the intake would refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadadmin.domain import transforms
from leadadmin.domain.date_patterns import find_date_pattern
from leadadmin.domain.fields import Field, FieldType, check_column, is_blank
from leadadmin.domain.phone import Strictness
from leadadmin.domain.synonyms import Idea, idea_of
from leadadmin.domain.transforms import Transform

MOST_LOOKED_AT = 200
"""Values of a column that are looked at."""

_FEW = 3
_ENOUGH = 0.6
_HALF = 0.5
_UNSURE = 0.6

# By type: what one and many of its values are called, and how sure a column full of them is (0: it proves nothing).
_TYPES: dict[FieldType, tuple[str, str, float]] = {
    FieldType.PHONE: ("is a phone number", "are phone numbers", 0.9),
    FieldType.EMAIL: ("is an e-mail address", "are e-mail addresses", 0.92),
    FieldType.URL: ("is a web address", "are web addresses", 0.75),
    FieldType.DATE: ("is a date", "are dates", 0.82),
    FieldType.DATETIME: ("is a date", "are dates", 0.82),
    FieldType.CHOICE: ("is a choice of “{label}”", "are choices of “{label}”", 0.7),
    FieldType.YES_NO: ("is yes or no", "are yes or no", 0.0),
    FieldType.INTEGER: ("is a whole number", "are whole numbers", 0.0),
    FieldType.DECIMAL: ("is a number", "are numbers", 0.0),
}
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
_NAMES = frozenset({Idea.FIRST_NAME, Idea.LAST_NAME, Idea.FULL_NAME, Idea.CITY})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen: `confidence` that the values are of the field's type (0: they prove nothing).

    `contradicts`: most do not fit the field; `words` say how many do; `transforms` make them fit. `ambiguous`: they can
    be read in two ways.
    """

    confidence: float = 0.0
    contradicts: bool = False
    words: str = ""
    transforms: tuple[Transform, ...] = ()
    ambiguous: bool = False


NOTHING_SEEN = Evidence()


class Looker:
    """Looks at values for the fields of a template."""

    def __init__(self, fields: Sequence[Field], region: str) -> None:
        self._region = region
        types = [field.type for field in fields]
        self._alone = {kind for kind in types if types.count(kind) == 1}

    def look(self, values: Sequence[object], field: Field) -> Evidence:
        """What some values of a column say about `field`."""
        present = [value for value in values if not is_blank(value)][:MOST_LOOKED_AT]
        if not present:
            return NOTHING_SEEN
        if field.type not in _TYPES:
            return Evidence(transforms=_title(present, field))
        changes, swapped = self._changes(present, field)
        fitting = self._count(present, field, changes)
        share = fitting / len(present)
        one, many, full = _TYPES[field.type]
        said = f"{fitting:,} of {len(present):,} values {one if fitting == 1 else many}".format(label=field.label)
        if share < _HALF:
            return Evidence(contradicts=True, words=said)
        sure = self._proof(present, field, changes) * full
        if sure < _ENOUGH * full or not full:
            sure = 0.0
        elif len(present) < _FEW or field.type not in self._alone:
            sure = min(sure, _UNSURE)
        if swapped:
            said += ", but day and month may be the other way round"
        return Evidence(sure, words=said, transforms=changes, ambiguous=swapped)

    def _count(self, values: Sequence[object], field: Field, changes: Sequence[Transform]) -> int:
        """How many values the field takes after the changes."""
        column = list(values)
        for change in changes:
            column = change.apply_column(column)[0]
        taken = check_column(field, column, region=self._region).values
        return sum(value is not None for value in taken)

    def _proof(self, values: Sequence[object], field: Field, changes: Sequence[Transform]) -> float:
        """The share of values that are of the type beyond doubt: of phones, valid numbers."""
        strict = replace(field, strictness=Strictness.VALID) if field.type is FieldType.PHONE else field
        if field.type in _DATES and all(isinstance(value, int | float) for value in values):
            return 0.0
        return self._count(values, strict, changes) / len(values)

    def _changes(self, values: Sequence[object], field: Field) -> tuple[tuple[Transform, ...], bool]:
        """The transforms under which the field takes the values, and whether days may be months."""
        if field.type in _DATES:
            return self._date_change(values, field)
        if field.type in (FieldType.INTEGER, FieldType.DECIMAL):
            comma = (transforms.parse("decimal_comma"),)
            plain = self._count(values, field, ())
            if plain < len(values) and self._count(values, field, comma) > plain:
                return comma, False
        return (), False

    def _date_change(self, values: Sequence[object], field: Field) -> tuple[tuple[Transform, ...], bool]:
        texts = [value for value in values if isinstance(value, str)]
        if not texts or self._count(values, field, ()) >= len(values) * _ENOUGH:
            return (), False
        pattern, swapped = find_date_pattern(texts, self._region)
        return ((transforms.parse(f"date:{pattern}"),), swapped) if pattern else ((), False)


def _title(values: Sequence[object], field: Field) -> tuple[Transform, ...]:
    """Title case for names written in capitals or small letters throughout."""
    if (idea_of(field.key) or idea_of(field.label)) not in _NAMES:
        return ()
    texts = [value for value in values if isinstance(value, str) and len(value) > 1]
    return (transforms.parse("title"),) if any(text.isupper() or text.islower() for text in texts) else ()
