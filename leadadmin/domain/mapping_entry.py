"""One line of a mapping, and its form in the configuration file (spec 3, Mapping; spec 5, Configuration file)."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any

from leadadmin.domain import transforms
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.field_rules_text import plain_text
from leadadmin.domain.system_fields import SystemField, system_field
from leadadmin.domain.transforms import CONSTANT, JOIN, Transform

_ENTRY_KEYS = ("column", "columns", "field", "system", "transform", "default")


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """One line of a mapping: columns to exactly one of `field` (a field's key) and `system`.

    Several columns need a join among the transforms: those before it change each column, those after it the joined
    text. No column at all needs a constant. `default` stands in for what is empty in rows that add a lead.
    """

    columns: tuple[str, ...]
    field: str = ""
    system: SystemField | None = None
    transforms: tuple[Transform, ...] = ()
    default: str = ""

    @property
    def target(self) -> str:
        """What the entry fills, for messages: the field's key or the system field's name."""
        return self.system.value if self.system else self.field

    @property
    def label(self) -> str:
        """The columns as people see them, “first + last”; of a constant its target."""
        return " + ".join(self.columns) or self.target

    @property
    def flaw(self) -> str:
        """What keeps the entry from being used at all, as a sentence; empty when nothing does."""
        kinds = [transform.kind for transform in self.transforms]
        if bool(self.field) == bool(self.system):
            return f"“{self.label}” needs one target: a field or a system field."
        if len(self.columns) > 1 and kinds.count(JOIN) != 1:
            return f"“{self.label}” are several columns, so one join must be among their transforms."
        if not self.columns and CONSTANT not in kinds:
            return f"“{self.target}” has no column; name one, or give it a constant."
        if not all(self.columns):
            return f"“{self.target}” names a column without a name."
        return ""


def entry_from_config(table: Table[str, Any]) -> MappingEntry:
    """A line from its table; raises InvalidInput with a sentence."""
    if unknown := [key for key in table if key not in _ENTRY_KEYS]:
        raise InvalidInput({"mapping": f"“{unknown[0]}” is unknown; known are {', '.join(_ENTRY_KEYS)}."})
    if "column" in table and "columns" in table:
        raise InvalidInput({"mapping": "Give either column or columns."})
    names = [table["column"]] if "column" in table else table.get("columns", [])
    written = table.get("transform", [])
    texts = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or not isinstance(texts, list):
        raise InvalidInput({"mapping": "columns and transform are lists of texts."})
    named = str(table.get("system", ""))
    if named and system_field(named) is None:
        known = ", ".join(SystemField)
        raise InvalidInput({"mapping": f"There is no system field “{named}”; known are {known}."})
    entry = MappingEntry(
        columns=tuple(map(str, names)),
        field=str(table.get("field", "")),
        system=system_field(named),
        transforms=tuple(transforms.parse(str(text)) for text in texts),
        default=plain_text(table.get("default", "")),
    )
    if entry.flaw:
        raise InvalidInput({"mapping": entry.flaw})
    return entry


def entry_to_config(entry: MappingEntry) -> dict[str, Any]:
    """The table that `entry_from_config` reads back, without what is default."""
    table: dict[str, Any] = {}
    if len(entry.columns) == 1:
        table["column"] = entry.columns[0]
    elif entry.columns:
        table["columns"] = list(entry.columns)
    table["system" if entry.system else "field"] = entry.target
    if entry.transforms:
        table["transform"] = [transform.text for transform in entry.transforms]
    if entry.default:
        table["default"] = entry.default
    return table
