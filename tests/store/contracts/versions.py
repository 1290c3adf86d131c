"""What making and upgrading a workspace promise on every backend. Needs `empty`: a workspace in an empty database."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from leadadmin.domain.errors import Expected
from leadadmin.store import info, opening, people, schema, upgrade
from leadadmin.store.opening import NewerWorkspace, NotAWorkspace, OlderWorkspace
from leadadmin.store.versions import KNOWN, NEWEST, VERSION_TABLE, version_of
from leadadmin.store.workspace import Workspace


def place_of(workspace: Workspace) -> str:
    return workspace.url.render_as_string(hide_password=False)


class VersionsContract:
    def test_the_steps_make_what_the_schema_says(self, empty: Workspace) -> None:
        with empty.transaction() as database:
            upgrade.migrate(database)
        with empty.reading() as database:
            context = MigrationContext.configure(database, opts={"compare_type": True})
            assert compare_metadata(context, schema.metadata) == []
            made = tables_as_made(empty)
        with empty.transaction() as database:
            schema.metadata.drop_all(database)
            schema.metadata.create_all(database)
        assert made == tables_as_made(empty)

    def test_a_new_workspace_can_be_opened_and_has_its_first_rows(self, empty: Workspace) -> None:
        upgrade.create_workspace(empty, "Nordic")
        opened = opening.open_workspace(place_of(empty), None)
        with opened.reading() as database:
            assert version_of(database) == NEWEST
            assert info.get(database, info.NAME) == "Nordic"
            assert people.top_team(database).name == upgrade.TOP_TEAM
        assert opened.reserve_ids(upgrade.LEAD_IDS, 3) == 1
        opened.close()

    def test_it_is_made_once(self, empty: Workspace) -> None:
        upgrade.create_workspace(empty, "First")
        with pytest.raises(Expected, match="already") as caught:
            upgrade.create_workspace(empty, "Second")
        assert caught.value.code == "workspace_exists"
        with empty.reading() as database:
            assert info.get(database, info.NAME) == "First"

    def test_a_database_of_something_else_is_left_alone(self, empty: Workspace) -> None:
        with empty.transaction() as database:
            database.execute(text("CREATE TABLE invoices (id INTEGER PRIMARY KEY)"))
        with pytest.raises(Expected) as caught:
            upgrade.create_workspace(empty, "Test")
        assert caught.value.code == "database_in_use"
        with empty.reading() as database:
            assert inspect(database).get_table_names() == ["invoices"]
        with pytest.raises(NotAWorkspace):
            opening.open_workspace(place_of(empty), None)

    def test_one_that_was_never_finished_is_not_opened(self, empty: Workspace) -> None:
        with empty.transaction() as database:
            schema.teams.create(database)
        with pytest.raises(NotAWorkspace):
            opening.open_workspace(place_of(empty), None)
        with pytest.raises(Expected) as caught:
            upgrade.create_workspace(empty, "Test")
        assert caught.value.code == "workspace_unfinished"

    def test_an_older_one_is_opened_after_its_upgrade(self, empty: Workspace) -> None:
        with empty.transaction() as database:
            upgrade.migrate(database, KNOWN[0])
            info.put(database, info.ID, "an older one")
        with pytest.raises(OlderWorkspace, match="workspace upgrade"):
            opening.open_workspace(place_of(empty), None)
        assert upgrade.upgrade(empty) == KNOWN[0]
        opened = opening.open_workspace(place_of(empty), None)
        with opened.reading() as database:
            assert info.get(database, info.ID) == "an older one"
        opened.close()

    def test_a_newer_one_is_refused(self, empty: Workspace) -> None:
        upgrade.create_workspace(empty, "Test")
        with empty.transaction() as database:
            database.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
        with pytest.raises(NewerWorkspace, match="9999"):
            opening.open_workspace(place_of(empty), None)

    def test_nothing_is_not_upgraded(self, empty: Workspace) -> None:
        with pytest.raises(Expected) as caught:
            upgrade.upgrade(empty)
        assert caught.value.code == "no_workspace"


def tables_as_made(workspace: Workspace) -> dict[str, object]:
    """Every table as its backend says it was made."""
    return {name: _made(workspace, name) for name in schema.metadata.tables}


def _made(workspace: Workspace, name: str) -> object:
    with workspace.reading() as database:
        match workspace.dialect:
            case "sqlite":
                query = text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL")
                return sorted(" ".join(line.split()) for line in database.execute(query, {"name": name}).scalars())
            case "mysql":
                # In which order the indexes were made is not part of it.
                lines = str(database.execute(text(f"SHOW CREATE TABLE {name}")).one()[1]).splitlines()
                return sorted(line.strip().rstrip(",") for line in lines)
            case _:
                columns = text(
                    "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default,"
                    " collation_name FROM information_schema.columns WHERE table_name = :name"
                )
                indexes = text("SELECT indexdef FROM pg_indexes WHERE tablename = :name")
                rules = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass(:name)")
                return [
                    sorted(tuple(row) for row in database.execute(query, {"name": name}))
                    for query in (columns, indexes, rules)
                ]
