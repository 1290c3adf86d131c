"""Projects: groups of campaigns (spec 1)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from leadadmin.domain.campaign import Project
from leadadmin.domain.errors import NotFound
from leadadmin.domain.names import name_key
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import delete_row, insert_row, update_row
from leadadmin.store.schema import projects


def list_all(database: Database, *, archived: bool = False) -> Sequence[Project]:
    """Every project by name; archived ones only when asked for."""
    query = select(projects).order_by(projects.c.name_key)
    if not archived:
        query = query.where(projects.c.archived == 0)
    return [_project(row) for row in database.execute(query)]


def get(database: Database, project_id: int) -> Project:
    """A project; raises NotFound."""
    row = database.execute(select(projects).where(projects.c.id == project_id)).first()
    if row is None:
        raise NotFound("This project is no longer in the workspace.")
    return _project(row)


def by_name(database: Database, name: str) -> Project | None:
    """The project called `name`, without regard to case."""
    row = database.execute(select(projects).where(projects.c.name_key == name_key(name))).first()
    return _project(row) if row else None


def _project(row: Row[Any]) -> Project:
    return Project(name=row.name, description=row.description, archived=bool(row.archived), id=row.id)


def _values(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "name_key": name_key(project.name),
        "description": project.description,
        "archived": int(project.archived),
    }


def add(database: Database, project: Project, *, who: str) -> int:
    """Add a project; raises Taken."""
    taken = f"A project called “{project.name}” exists already."
    project_id = insert_row(database, projects, _values(project), taken)
    audit.append(database, who=who, action="project.add", subject=project.name)
    return project_id


def change(database: Database, project: Project, *, who: str) -> None:
    """Change a project; raises Taken."""
    taken = f"A project called “{project.name}” exists already."
    update_row(database, projects, project.id or 0, _values(project), taken)
    audit.append(database, who=who, action="project.change", subject=project.name)


def remove(database: Database, project_id: int, *, who: str) -> None:
    """Delete a project without campaigns; raises Expected otherwise."""
    project = get(database, project_id)
    delete_row(database, projects, project_id, f"The project “{project.name}”")
    audit.append(database, who=who, action="project.delete", subject=project.name)
