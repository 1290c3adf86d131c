"""Why rows of a run were refused, put together as its receipt counts them (spec 2, step 7; design, Runs)."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.sentences import group_title


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What problems have in common that differ only in their values."""

    reason: Reason
    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How many rows of a run have a problem of this kind."""

    kind: ProblemKind
    rows: int


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems that share a title: “Phone invalid”, “Roof area not a number”."""

    title: str
    kinds: tuple[ProblemKind, ...]
    rows: int


def problem_groups(counts: Iterable[ProblemCount], language: str = "en") -> list[ProblemGroup]:
    """`counts` by the title people read, the most frequent first; equal ones by title."""
    kinds: dict[str, list[ProblemKind]] = {}
    rows: dict[str, int] = {}
    for each in counts:
        kind = each.kind
        title = group_title(Problem(kind.reason, kind.field, detail=kind.detail), language)
        kinds.setdefault(title, []).append(kind)
        rows[title] = rows.get(title, 0) + each.rows
    groups = [ProblemGroup(title, tuple(kinds[title]), rows[title]) for title in kinds]
    return sorted(groups, key=lambda group: (-group.rows, group.title))
