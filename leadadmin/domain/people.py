"""Teams and people (spec 1, Ownership; spec 5, People and rights)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadadmin.domain.errors import InvalidInput


class Role(StrEnum):
    """What a person may do (spec 5)."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    SERVICE = "service"
    AGENT = "agent"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.capitalize()


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


def check_team(team: Team, teams: Sequence[Team]) -> None:
    """Raise InvalidInput, each problem by its field; `teams` are all of the workspace."""
    problems: dict[str, str] = {}
    if not team.name.strip():
        problems["name"] = "A team needs a name."
    by_id = {each.id: each for each in teams}
    stored, above = by_id.get(team.id), by_id.get(team.parent_id)
    is_top = stored is not None and stored.parent_id is None
    if above is None and not is_top:
        problems["parent_id"] = "A team stands below another one; choose which."
    elif above is not None and is_top:
        problems["parent_id"] = f"“{team.name}” is the top team, so it stands below no other."
    elif above is not None and team.id is not None and stands_below(teams, above, team):
        problems["parent_id"] = f"“{above.name}” is “{team.name}” or stands below it."
    if problems:
        raise InvalidInput(problems)


def stands_below(teams: Sequence[Team], team: Team, above: Team) -> bool:
    """Whether `team` is `above` or stands anywhere below it in the tree of `teams`."""
    by_id = {each.id: each for each in teams}
    current: Team | None = team
    while current is not None:
        if current.id == above.id:
            return True
        current = by_id.get(current.parent_id)
    return False


def check_person(person: Person) -> None:
    """Raise InvalidInput, each problem by its field."""
    problems: dict[str, str] = {}
    if not person.login.strip():
        problems["login"] = "A person needs a login."
    if not person.name.strip():
        problems["name"] = "A person needs a name."
    if not person.team_id:
        problems["team_id"] = "A person is in one team; choose which."
    if problems:
        raise InvalidInput(problems)


class OwnerKind(StrEnum):
    """A lead's owner is a team or a person."""

    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a lead or the leads of a pool."""

    kind: OwnerKind
    id: int
