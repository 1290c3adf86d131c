"""Making a workspace, and bringing an older one up to date, by Alembic without configuration files."""

import os
import uuid
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import insert, inspect

from leadadmin.domain.errors import Expected
from leadadmin.domain.names import name_key
from leadadmin.store import info, schema
from leadadmin.store.database import Database
from leadadmin.store.place import check_place, file_of
from leadadmin.store.versions import NEWEST, VERSION_TABLE, version_of
from leadadmin.store.workspace import Workspace

TOP_TEAM = "Everyone"
LEAD_IDS = "leads"
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = NEWEST) -> None:
    """Take the steps up to version `to` inside the caller's transaction.

    MariaDB and MySQL commit at every change of a table; there a step that was cut short must be mended by hand.
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = database
    command.upgrade(config, to)


def create_workspace(workspace: Workspace, name: str) -> None:
    """Make the tables of a new workspace and its first rows.

    Raises Expected: there is a workspace already, the database holds other tables, the file is on a network drive.
    """
    file = file_of(workspace.url)
    if file is not None:
        check_place(file)
        _make_private(file)

    def work(database: Database) -> None:
        _check_empty(database)
        migrate(database)
        seed(database, name)

    workspace.write(work)


def seed(database: Database, name: str) -> None:
    """The rows that every workspace begins with: its id and name, its top team, the numbers of its leads."""
    info.put(database, info.ID, str(uuid.uuid4()))
    info.put(database, info.NAME, name)
    database.execute(insert(schema.id_blocks).values(name=LEAD_IDS, next=1))
    database.execute(insert(schema.teams).values(name=TOP_TEAM, name_key=name_key(TOP_TEAM), parent_id=None))


def upgrade(workspace: Workspace) -> str:
    """Bring a workspace up to date; returns the version it had."""

    def work(database: Database) -> str:
        had = version_of(database)
        if had is None:
            raise Expected("There is no leadadmin workspace here to upgrade.", "Create one first.", code="no_workspace")
        migrate(database)
        return had

    return workspace.write(work)


def _make_private(file: Path) -> None:
    """A new file is for its owner alone: it holds personal data."""
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _check_empty(database: Database) -> None:
    if version_of(database) is not None:
        raise Expected(
            "There is a leadadmin workspace here already; nothing was changed.",
            "Open it, or choose another file or database.",
            code="workspace_exists",
        )
    tables = set(inspect(database).get_table_names())
    if tables & schema.metadata.tables.keys():
        raise Expected(
            "A leadadmin workspace was begun in this database but never finished; nothing was changed.",
            "Empty the database and create the workspace again.",
            code="workspace_unfinished",
        )
    if tables - {VERSION_TABLE}:
        raise Expected(
            "This database holds tables of something else; nothing was changed.",
            "A workspace needs a database of its own.",
            code="database_in_use",
        )
