"""Teams and people (spec 1, Ownership; spec 5, People and rights)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do (spec 5)."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    SERVICE = "service"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Team:
    """A node of the tree of teams; the top team has no parent."""

    name: str
    parent_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a login, in one team."""

    login: str
    name: str
    team_id: int
    role: Role = Role.AGENT
    id: int | None = None


class OwnerKind(StrEnum):
    """A lead's owner is a team or a person."""

    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a lead or the leads of a pool."""

    kind: OwnerKind
    id: int
