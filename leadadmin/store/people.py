"""Teams and people (spec 1, Ownership)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from leadadmin.domain.errors import NotFound
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Person, Role, Team
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import insert_row, update_row
from leadadmin.store.schema import people, teams


def list_teams(database: Database) -> Sequence[Team]:
    """Every team, by name."""
    return [_team(row) for row in database.execute(select(teams).order_by(teams.c.name_key))]


def top_team(database: Database) -> Team:
    """The team above all others; made with the workspace."""
    row = database.execute(select(teams).where(teams.c.parent_id.is_(None)).order_by(teams.c.id)).first()
    if row is None:
        raise NotFound("This workspace has no top team.", "It is damaged; restore a backup.")
    return _team(row)


def _team(row: Row[Any]) -> Team:
    return Team(name=row.name, parent_id=row.parent_id, id=row.id)


def get_team(database: Database, team_id: int) -> Team:
    """A team; raises NotFound."""
    row = database.execute(select(teams).where(teams.c.id == team_id)).first()
    if row is None:
        raise NotFound("This team is no longer in the workspace.")
    return _team(row)


def get_person(database: Database, person_id: int) -> Person:
    """A person; raises NotFound."""
    row = database.execute(select(people).where(people.c.id == person_id)).first()
    if row is None:
        raise NotFound("This person is no longer in the workspace.")
    return _person(row)


def add_team(database: Database, team: Team, *, who: str) -> int:
    """Add a team; raises Taken."""
    values = {"name": team.name, "name_key": name_key(team.name), "parent_id": team.parent_id}
    team_id = insert_row(database, teams, values, f"A team called “{team.name}” exists already.")
    audit.append(database, who=who, action="team.add", subject=team.name)
    return team_id


def change_team(database: Database, team: Team, *, who: str) -> None:
    """Change a team's name or parent; raises Taken."""
    values = {"name": team.name, "name_key": name_key(team.name), "parent_id": team.parent_id}
    update_row(database, teams, team.id or 0, values, f"A team called “{team.name}” exists already.")
    audit.append(database, who=who, action="team.change", subject=team.name)


def list_people(database: Database) -> Sequence[Person]:
    """Everyone, by name."""
    return [_person(row) for row in database.execute(select(people).order_by(people.c.name_key, people.c.id))]


def _person(row: Row[Any]) -> Person:
    return Person(login=row.login, name=row.name, team_id=row.team_id, role=Role(row.role), id=row.id)


def _values(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "login_key": name_key(person.login),
        "name": person.name,
        "name_key": name_key(person.name),
        "team_id": person.team_id,
        "role": person.role.value,
    }


def add_person(database: Database, person: Person, *, who: str) -> int:
    """Add a person; raises Taken when the login is used already."""
    taken = f"Someone with the login “{person.login}” exists already."
    person_id = insert_row(database, people, _values(person), taken)
    audit.append(database, who=who, action="person.add", subject=person.login)
    return person_id


def change_person(database: Database, person: Person, *, who: str) -> None:
    """Change a person; raises Taken when the login is used already."""
    taken = f"Someone with the login “{person.login}” exists already."
    update_row(database, people, person.id or 0, _values(person), taken)
    audit.append(database, who=who, action="person.change", subject=person.login)
