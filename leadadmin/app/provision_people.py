"""Teams and people in a configuration file (spec 1, Ownership)."""

from collections.abc import Iterator, Sequence
from typing import Any

from leadadmin.app.provision_file import ConfigTable, near
from leadadmin.app.provision_values import Values
from leadadmin.app.provision_work import DependsOnFailed, Work, without_defaults
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner, OwnerKind, Person, Role, Team, stands_below
from leadadmin.store import people
from leadadmin.store.database import Database

_PERSON_DEFAULTS = {"role": Role.AGENT.value}
_TEAM, _PERSON = "team:", "person:"


def team_called(teams: Sequence[Team], name: str) -> Team | None:
    """The team with this name, without regard to case."""
    return next((team for team in teams if name_key(team.name) == name_key(name)), None)


def _named(work: Work, teams: Sequence[Team], top: Team, key: str, name: str) -> Team:
    if not name:
        return top
    return work.referred("team", key, name, team_called(teams, name), [team.name for team in teams])


def apply_team(work: Work, table: ConfigTable) -> None:
    """Make or change a team; without a parent it stands below the top team."""
    teams, top = people.list_teams(work.database), people.top_team(work.database)
    stored = team_called(teams, table.name)
    values = Values(table.values)
    name = values.text("parent", "" if stored is None else _team_name(teams, top, stored.parent_id))
    values.check()
    if stored is not None and stored.id == top.id:
        if name:
            raise InvalidInput({"parent": f"“{table.name}” is the top team of this workspace and has no parent."})
        return
    parent = _named(work, teams, top, "parent", name)
    if stored is not None and stands_below(teams, parent, stored):
        raise InvalidInput({"parent": f"“{parent.name}” is “{table.name}” or stands below it."})
    before = None if stored is None else _team_table(teams, top, stored)
    wanted = Team(table.name, parent.id, stored.id if stored else None)
    if not work.record(table, before, _team_table(teams, top, wanted)):
        return
    if stored is None:
        people.add_team(work.database, wanted, who=work.who)
    else:
        people.change_team(work.database, wanted, who=work.who)


def _team_name(teams: Sequence[Team], top: Team, team_id: int | None) -> str:
    """The name of a team as a file names it: empty for the top team, whose name is the workspace's own matter."""
    return next((team.name for team in teams if team.id == team_id and team.id != top.id), "")


def _team_table(teams: Sequence[Team], top: Team, team: Team) -> dict[str, Any]:
    return {"name": team.name, "parent": _team_name(teams, top, team.parent_id)}


def export_teams(database: Database) -> Iterator[dict[str, Any]]:
    """Every team but the top one."""
    teams, top = people.list_teams(database), people.top_team(database)
    for team in teams:
        if team.id != top.id:
            yield without_defaults(_team_table(teams, top, team), {})


def apply_person(work: Work, table: ConfigTable) -> None:
    """Make or change a person, known by the login; without a team they are in the top team."""
    teams, top = people.list_teams(work.database), people.top_team(work.database)
    everyone = people.list_people(work.database)
    stored = next((each for each in everyone if name_key(each.login) == name_key(table.name)), None)
    before = None if stored is None else _person_table(teams, top, stored)
    values = Values({**(before or {}), **table.values})
    name, team, role = values.text("name", table.name), values.text("team"), values.choice("role", Role, Role.AGENT)
    if not name:
        values.refuse("name", f"“{table.name}” needs a name.")
    values.check()
    team_id = _named(work, teams, top, "team", team).id or 0
    wanted = Person(table.name, name, team_id, role, stored.id if stored else None)
    if not work.record(table, before, _person_table(teams, top, wanted), defaults=_PERSON_DEFAULTS):
        return
    if stored is None:
        people.add_person(work.database, wanted, who=work.who)
    else:
        people.change_person(work.database, wanted, who=work.who)


def _person_table(teams: Sequence[Team], top: Team, person: Person) -> dict[str, Any]:
    team = _team_name(teams, top, person.team_id)
    return {"login": person.login, "name": person.name, "team": team, "role": person.role.value}


def export_people(database: Database) -> Iterator[dict[str, Any]]:
    """Everyone."""
    teams, top = people.list_teams(database), people.top_team(database)
    for person in people.list_people(database):
        yield without_defaults(_person_table(teams, top, person), _PERSON_DEFAULTS)


def owner_called(work: Work, text: str) -> Owner | None:
    """The owner a file names: a team, a login, or the name of one person; `team:` and `person:` tell them apart."""
    if not text:
        return None
    wanted = text.removeprefix(_TEAM).removeprefix(_PERSON).strip()
    teams, everyone = people.list_teams(work.database), people.list_people(work.database)
    if not text.startswith(_PERSON) and (team := team_called(teams, wanted)):
        return Owner(OwnerKind.TEAM, team.id or 0)
    found = [] if text.startswith(_TEAM) else [p for p in everyone if name_key(p.login) == name_key(wanted)]
    if not found and not text.startswith(_TEAM):
        found = [p for p in everyone if name_key(p.name) == name_key(wanted)]
    if len(found) > 1:
        logins = ", ".join(p.login for p in found)
        raise InvalidInput({"owner": f"Several people are called “{wanted}”; name one by the login: {logins}."})
    if found:
        return Owner(OwnerKind.PERSON, found[0].id or 0)
    if work.failed & {("team", name_key(wanted)), ("person", name_key(wanted))}:
        raise DependsOnFailed
    guess = near(wanted, [each.name for each in teams] + [each.login for each in everyone])
    raise InvalidInput({"owner": f"There is no team or person “{wanted}” in the file or the workspace.{guess}"})


def owner_text(database: Database, owner: Owner | None) -> str:
    """The owner as `owner_called` reads it back; empty for none, and for the top team, which owns what nobody does."""
    if owner is None or owner == Owner(OwnerKind.TEAM, people.top_team(database).id or 0):
        return ""
    teams = people.list_teams(database)
    if owner.kind is OwnerKind.TEAM:
        name = next(team.name for team in teams if team.id == owner.id)
        return _TEAM + name if name.startswith((_TEAM, _PERSON)) else name
    login = next(person.login for person in people.list_people(database) if person.id == owner.id)
    ambiguous = team_called(teams, login) is not None or login.startswith((_TEAM, _PERSON))
    return _PERSON + login if ambiguous else login
