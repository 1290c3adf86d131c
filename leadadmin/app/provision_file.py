"""A configuration file as tables, and what can be said of it without a workspace (spec 5, Configuration file)."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import fuzz, process

from leadadmin.app.provision_report import ConfigProblem
from leadadmin.domain.injector import SETTING_KEYS
from leadadmin.domain.names import name_key

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("name", "parent"),
    "person": ("login", "name", "team", "role"),
    "calling_hours": ("name", "time_zone", "week", "holidays"),
    "template": ("name", "description", "default_region", "fields", "dispositions"),
    "project": ("name", "description"),
    "campaign": (
        "name", "code", "description", "project", "template", "time_zone", "region", "order", "callbacks",
        "max_attempts", "retry_minutes", "expires_days", "newest_first", "calling_hours", "active",
    ),
    "connection": (
        "name", "kind", "description", "host", "port", "database", "user", "password", "tls", "ca_file", "file",
        "connect_timeout", "options",
    ),
    "pool": ("campaign", "name", "description", "priority", "active", "active_from", "active_to", "owner"),
    "injector": ("name", "connection", "template", "campaign", "enabled", *SETTING_KEYS),
}  # fmt: skip
"""The tables a file may hold with their keys, in the order in which they refer to each other."""

LATER: Final[Mapping[str, str]] = {"dnc_list": "Do-not-call lists come with a later version of leadadmin."}
LONGEST_NAME: Final = 200  # characters, as the workspace keeps them
_NEAR: Final = 70.0  # rapidfuzz score, 0-100: "descripton" to "description" is 95, "owner" to "order" 60


@dataclass(frozen=True, slots=True)
class ConfigTable:
    """One table of the file: its kind, what it is called there, and its keys as they were written."""

    kind: str
    name: str
    values: Mapping[str, Any] = field(repr=False)  # may hold a password

    @property
    def key(self) -> str:
        """What must be unique among the tables of its kind."""
        if self.kind == "pool":
            return f"{name_key(str(self.values.get('campaign', '')))}\n{name_key(self.name)}"
        return name_key(self.name)


def near(name: str, known: Iterable[str]) -> str:
    """A question that names the nearest of `known`, or an empty text when none is near."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f" Did you mean “{found[0]}”?" if found else ""


def read_tables(text: str) -> tuple[tuple[ConfigTable, ...], tuple[ConfigProblem, ...]]:
    """The tables of a file in the order in which they can be applied, and what is wrong with them as such."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), (ConfigProblem("", "", "", f"The file is not TOML: {error}."),)
    problems: list[ConfigProblem] = []
    for kind in document:
        if kind not in KEYS:
            sentence = LATER.get(kind, f"There is no table “{kind}” in a configuration file.{near(kind, KEYS)}")
            problems.append(ConfigProblem(kind, "", "", sentence))
    tables: list[ConfigTable] = []
    for kind in KEYS:
        found = tuple(_tables_of(kind, document.get(kind, []), problems))
        problems += _twice(found)
        tables += _parents_first(found, problems) if kind == "team" else found
    return tuple(tables), tuple(problems)


def _tables_of(kind: str, written: object, problems: list[ConfigProblem]) -> Iterator[ConfigTable]:
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        problems.append(ConfigProblem(kind, "", "", f"Write [[{kind}]], with two brackets on each side."))
        return
    name_of = "login" if kind == "person" else "name"
    for number, values in enumerate(written, 1):
        name = values.get(name_of)
        if not isinstance(name, str) or not name.strip():
            sentence = f"The {kind.replace('_', ' ')} number {number} of the file needs a {name_of}, a text in quotes."
            problems.append(ConfigProblem(kind, "", name_of, sentence))
            continue
        if len(name) > LONGEST_NAME:
            problems.append(ConfigProblem(kind, name, name_of, f"A {name_of} has at most {LONGEST_NAME} characters."))
            continue
        known = KEYS[kind]
        for key in values:
            if _holds_nul(values[key]):
                problems.append(ConfigProblem(kind, name, key, f"“{key}” holds the character U+0000; leave it out."))
            if key not in known:
                sentence = f"A {kind.replace('_', ' ')} has no key “{key}”.{near(key, known)}"
                problems.append(ConfigProblem(kind, name, key, sentence))
        yield ConfigTable(kind, name.strip(), {k: v for k, v in values.items() if k in known})


def _holds_nul(value: object) -> bool:
    """Whether a text has a NUL somewhere: PostgreSQL keeps none."""
    match value:
        case str():
            return "\0" in value
        case list():
            return any(map(_holds_nul, value))
        case dict():
            return any(map(_holds_nul, value.values()))
    return False


def _twice(tables: Sequence[ConfigTable]) -> Iterator[ConfigProblem]:
    seen: set[str] = set()
    for table in tables:
        if table.key in seen:
            yield ConfigProblem(table.kind, table.name, "", f"The file has two tables for “{table.name}”.")
        seen.add(table.key)


def _parents_first(teams: Sequence[ConfigTable], problems: list[ConfigProblem]) -> list[ConfigTable]:
    ordered: list[ConfigTable] = []
    waiting = list(teams)
    while waiting:
        missing = {team.key for team in waiting}
        free = [team for team in waiting if name_key(str(team.values.get("parent", ""))) not in missing]
        if not free:
            names = ", ".join(f"“{team.name}”" for team in waiting)
            problems.append(ConfigProblem("team", "", "parent", f"These teams are each other's parents: {names}."))
            return ordered
        ordered += free
        waiting = [team for team in waiting if team not in free]
    return ordered
