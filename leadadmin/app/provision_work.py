"""One pass over the tables of a configuration file, inside one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from leadadmin.app.provision_file import ConfigTable, near
from leadadmin.app.provision_report import Action, Change, Difference
from leadadmin.app.provision_values import difference
from leadadmin.app.secrets import Keyring
from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.names import name_key
from leadadmin.store.database import Database
from leadadmin.vault import is_reference

T = TypeVar("T")
NO_DEFAULTS: Mapping[str, Any] = MappingProxyType({})
NO_DIFFERENCE: Difference = MappingProxyType({})
REHEARSED = "rehearsed"
"""What stands for a sealed password while nothing is written."""


class DependsOnFailed(Exception):
    """A table names another one that has problems of its own; those are enough to tell."""


@dataclass(slots=True)
class Work:
    """Where the tables are written, by whom, and what it came to so far.

    `folder` is where relative file names begin; `to_test` collects the injectors that are to be switched on once they
    were tested, with whether they were on before. In a rehearsal everything is rolled back afterwards and no password
    is sealed.
    """

    database: Database
    now_ms: int
    who: str
    keyring: Keyring
    folder: Path
    rehearsal: bool
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: set[tuple[str, str]] = field(default_factory=set)
    to_test: dict[str, bool | None] = field(default_factory=dict)

    def record(
        self,
        table: ConfigTable,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
        *,
        defaults: Mapping[str, Any] = NO_DEFAULTS,
        also: Difference = NO_DIFFERENCE,
    ) -> bool:
        """Note what differs between two configurations (`before` None: it is new); False when nothing does.

        Of something new, what is default is not told. `also` holds differences that the configurations do not show.
        """
        if before is None:
            fields = {**difference({}, without_defaults(after, defaults)), **also}
        else:
            fields = {**difference(before, after), **also}
        if before is not None and not fields:
            return False
        action = Action.CREATE if before is None else Action.CHANGE
        self.changes.append(Change(table.kind, table.name, action, fields))
        return True

    def switched(self, name: str, before: bool | None, *, now: bool) -> None:
        """Add to the difference of an injector that it was switched on or off; a new one begins switched off."""
        if bool(before) == now:
            return
        switch = {"enabled": (before, now)}
        for index, change in enumerate(self.changes):
            if change.kind == "injector" and change.name == name:
                self.changes[index] = replace(change, fields={**change.fields, **switch})
                return
        self.changes.append(Change("injector", name, Action.CHANGE, switch))

    def fail(self, table: ConfigTable) -> None:
        """Note that a table cannot be applied, under every name others may use for it."""
        names = {table.name, str(table.values.get("code", table.name))}
        self.failed |= {(table.kind, name_key(name)) for name in names}

    def referred(self, kind: str, key: str, name: str, found: T | None, known: Iterable[str]) -> T:
        """What `name` refers to; raises InvalidInput with the nearest of `known`, or DependsOnFailed."""
        if found is not None:
            return found
        if (kind, name_key(name)) in self.failed:
            raise DependsOnFailed
        what = kind.replace("_", " ")
        if not name:
            raise InvalidInput({key: f"“{key}” names the {what}; it is missing."})
        raise InvalidInput({key: f"There is no {what} “{name}” in the file or the workspace.{near(name, known)}"})

    def keep(self, typed: str, connection: Connection) -> str | None:
        """The text to store for a typed password; in a rehearsal a stand-in for what would be sealed."""
        if self.rehearsal and typed and not is_reference(typed):
            return REHEARSED
        return self.keyring.keep(typed, connection)


def without_defaults(table: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The table without what is empty and what is the default anyway."""
    return {k: v for k, v in table.items() if v not in ("", None, {}) and (k not in defaults or v != defaults[k])}
