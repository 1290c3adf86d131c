"""What applying a configuration file came to (spec 5, Command line: `apply`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Difference = Mapping[str, tuple[Any, Any]]
"""By key of the configuration file: what it was (None: not there) and what it is now."""


class Action(StrEnum):
    """What happened to one thing."""

    CREATE = "create"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was made or changed; `kind` is the name of its table, `fields` never holds a password."""

    kind: str
    name: str
    action: Action
    fields: Difference


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """What is wrong, where: `kind` is empty for the file as a whole, `field` for a whole table."""

    kind: str
    name: str
    field: str
    sentence: str

    @property
    def place(self) -> str:
        """Where it is, in words: connection “CRM”, port."""
        thing = f"{self.kind} “{self.name}”" if self.name else self.kind
        return ", ".join(filter(None, (thing, self.field)))


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """The differences that were written, or would be (`dry_run`); and the problems.

    `written` is false when the file has problems: then nothing was. With `written` problems are those of Tests that
    failed, whose injectors stay switched off. `notes` are sentences without a consequence for the exit status.
    """

    changes: tuple[Change, ...] = ()
    problems: tuple[ConfigProblem, ...] = ()
    notes: tuple[str, ...] = ()
    written: bool = False
    dry_run: bool = False


def report_to_json(report: ApplyReport) -> dict[str, Any]:
    """The document of `apply --json`: fields as {key: [old, new]}."""
    return {
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "action": change.action.value,
                "fields": {key: list(values) for key, values in change.fields.items()},
            }
            for change in report.changes
        ],
        "problems": [
            {"kind": each.kind, "name": each.name, "field": each.field, "sentence": each.sentence}
            for each in report.problems
        ],
    }
