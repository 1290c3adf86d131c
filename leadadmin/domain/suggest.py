"""Which column goes to which field: by equal name, synonym, similarity, and by looking at the values.

Spec 3, Mapping: each suggestion has a confidence and a reason. From 0.8 on it is sure, from 0.5 on to be checked.
Every column gets at most one field and every field at most one column, the most confident pair first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz

from leadadmin.domain.fields import Field
from leadadmin.domain.mapping_entry import MappingEntry
from leadadmin.domain.suggest_values import Evidence, Looker
from leadadmin.domain.synonyms import NARROWER, SYSTEM_IDEAS, idea_of, plain_name, words_for
from leadadmin.domain.system_fields import SystemField, system_field
from leadadmin.domain.transforms import Transform

SURE = 0.8
CHECK = 0.5

_SYNONYM = 0.92
_KIND_OF = 0.82
_SYSTEM_SYNONYM = 0.6
_LEAST_SIMILAR = 0.7
_SHORTEST_SIMILAR = 4
_DOUBT = 0.6
_BOTH = 0.04
_AMBIGUOUS = 0.7


class Level(StrEnum):
    """How much a suggestion is worth."""

    SURE = "sure"
    CHECK = "check"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do with one column: `target` is a field's key, a system field, or None to ignore it.

    `confidence` is 0 to 1; `reason` is said without a full stop.
    """

    column: str
    target: str | SystemField | None
    confidence: float
    reason: str
    transforms: tuple[Transform, ...] = ()

    @property
    def level(self) -> Level:
        """Sure, to be checked, or none."""
        if self.target is None or self.confidence < CHECK:
            return Level.NONE
        return Level.SURE if self.confidence >= SURE else Level.CHECK

    @property
    def entry(self) -> MappingEntry | None:
        """The line of a mapping that does it; None when the column is ignored."""
        if self.target is None:
            return None
        if isinstance(self.target, SystemField):
            return MappingEntry((self.column,), system=self.target, transforms=self.transforms)
        return MappingEntry((self.column,), field=self.target, transforms=self.transforms)


def suggest(
    columns: Sequence[str], samples: Mapping[str, Sequence[object]], fields: Sequence[Field], region: str
) -> list[Suggestion]:
    """A suggestion for every column, in their order.

    `samples` are some values by column (a column may be missing); `region` is the campaign's, for phones.
    """
    looker = Looker(fields, region)
    candidates = [
        candidate
        for column in columns
        for candidate in _candidates(column, samples.get(column, ()), fields, looker)
        if candidate.confidence >= CHECK
    ]
    candidates.sort(key=lambda candidate: -candidate.confidence)  # stable: first come, first served
    chosen: dict[str, Suggestion] = {}
    taken: dict[str | SystemField | None, str] = {}
    for candidate in candidates:
        if candidate.column not in chosen and candidate.target not in taken:
            chosen[candidate.column] = candidate
            taken[candidate.target] = candidate.column
    labels: dict[str | SystemField | None, str] = {field.key: field.label for field in fields}
    labels |= {system: system.label for system in SystemField}
    wanted = {candidate.column: candidate.target for candidate in reversed(candidates)}
    return [chosen.get(column) or _ignored(column, wanted.get(column), labels, taken) for column in columns]


def _ignored(
    column: str,
    wanted: str | SystemField | None,
    labels: Mapping[str | SystemField | None, str],
    taken: Mapping[str | SystemField | None, str],
) -> Suggestion:
    reason = "No field fits: ignored" if wanted is None else f"“{labels[wanted]}” is taken by “{taken[wanted]}”"
    return Suggestion(column, None, 0.0, reason)


def _candidates(column: str, values: Sequence[object], fields: Sequence[Field], looker: Looker) -> list[Suggestion]:
    if system := system_field(column):
        return [Suggestion(column, system, 1.0, "System field")]
    found = [_for_field(column, field, looker.look(values, field)) for field in fields]
    idea = idea_of(column)
    if idea is not None and idea in SYSTEM_IDEAS:
        found.append(Suggestion(column, SYSTEM_IDEAS[idea], _SYSTEM_SYNONYM, f"“{column}” means {idea.value}"))
    return found


def _for_field(column: str, field: Field, seen: Evidence) -> Suggestion:
    """What name and values say together."""
    named = _by_name(column, field)
    if named.confidence >= CHECK and seen.contradicts:
        return replace(
            named,
            confidence=named.confidence * _DOUBT,
            reason=f"The name fits, but only {seen.words}",
        )
    found = replace(named, transforms=seen.transforms)
    if seen.confidence:
        both = min(1.0, max(named.confidence, seen.confidence) + (_BOTH if named.confidence >= CHECK else 0))
        found = replace(found, confidence=both, reason=seen.words)
    if seen.ambiguous:
        found = replace(found, confidence=min(found.confidence, _AMBIGUOUS), reason=seen.words)
    return found


def _by_name(column: str, field: Field) -> Suggestion:
    name = plain_name(column)
    own = {plain_name(field.key), plain_name(field.label)} - {""}
    if name in own:
        return Suggestion(column, field.key, 1.0, "The name is the same")
    idea, wanted = idea_of(column), idea_of(field.key) or idea_of(field.label)
    if idea and wanted:
        means = f"“{column}” means {idea.value}"
        if idea is wanted:
            return Suggestion(column, field.key, _SYNONYM, means)
        if NARROWER.get(idea) is wanted:
            return Suggestion(column, field.key, _KIND_OF, means)
    if idea is None:
        own |= words_for(wanted) if wanted else set()
        best = max((_similarity(name, other) for other in own), default=0.0)
        if best >= _LEAST_SIMILAR:
            confidence = CHECK + (best - _LEAST_SIMILAR) * (SURE - 0.01 - CHECK) / (1 - _LEAST_SIMILAR)
            return Suggestion(column, field.key, confidence, f"The name is {round(best * 100)}% similar")
    return Suggestion(column, field.key, 0.0, "")


def _similarity(name: str, other: str) -> float:
    """0 to 1; names of a few letters are alike by chance."""
    if min(len(name), len(other)) < _SHORTEST_SIMILAR:
        return 0.0
    return float(fuzz.ratio(name, other)) / 100
