"""Taking typed values out of a configuration table, and telling two tables apart."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from leadadmin.app.provision_report import Difference
from leadadmin.domain.errors import InvalidInput

Choice = TypeVar("Choice", bound=StrEnum)
_ENTRY_KEYS = {"fields": ("key",), "dispositions": ("code",), "mapping": ("field", "system")}
"""Lists whose entries have a name of their own, and the keys that hold it."""


class Values:
    """Reads a table key by key; what does not fit is collected and raised at the end, all at once."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self._problems: dict[str, str] = {}

    def refuse(self, key: str, sentence: str) -> None:
        """Note what is wrong with `key`."""
        self._problems[key] = sentence

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self._table.get(key, default)
        if isinstance(value, str):
            return value
        self.refuse(key, f"“{key}” is a text in quotes.")
        return default

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._table.get(key, default)
        if isinstance(value, bool):
            return value
        self.refuse(key, f"“{key}” is true or false, without quotes.")
        return default

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._table.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.refuse(key, f"“{key}” is a whole number from {least:,} to {most:,}.")
        return default

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """One of the words of an enumeration."""
        text = self.text(key, default.value)
        found = next((each for each in choices if each.value == text.strip().lower()), None)
        if found is None:
            self.refuse(key, f"“{text}” does not fit “{key}”; use {', '.join(choices)}.")
        return found or default

    def day(self, key: str) -> date | None:
        """A date, as TOML writes it or as a text such as 2026-03-31; None when it is missing or empty."""
        value = self._table.get(key, "")
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value.strip()) if value else None
        except (ValueError, TypeError, AttributeError):
            self.refuse(key, f"“{key}” is a date such as 2026-03-31.")
            return None

    def check(self) -> None:
        """Raise InvalidInput when anything did not fit."""
        if self._problems:
            raise InvalidInput(self._problems)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """What differs between two tables, by key; entries of lists and inner tables under names such as `fields.phone`."""
    old, new = _flat(before), _flat(after)
    found = {key: (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)}
    for key in _ENTRY_KEYS:
        orders = [list(_entries(key, table.get(key, []))) for table in (before, after)]
        if orders[0] != orders[1] and set(orders[0]) == set(orders[1]):
            found[f"{key} (order)"] = (orders[0], orders[1])
    return found


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if key in _ENTRY_KEYS:
            flat |= {f"{key}.{name}": entry for name, entry in _entries(key, value).items()}
        elif isinstance(value, Mapping):
            flat |= {f"{key}.{name}": each for name, each in value.items()}
        else:
            flat[key] = value.isoformat() if isinstance(value, date) else value
    return flat


def _entries(key: str, entries: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    named: dict[str, Mapping[str, Any]] = {}
    for number, entry in enumerate(entries, 1):
        name = next((str(entry[k]) for k in _ENTRY_KEYS[key] if entry.get(k)), "")
        named[name if name and name not in named else f"{name}#{number}"] = entry
    return named
