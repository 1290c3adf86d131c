"""Configuration files on workspaces in MariaDB and PostgreSQL: rehearsed, written once, told the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadadmin.app.bootstrap import Program, program_on
from leadadmin.app.provision import apply, export_config
from leadadmin.store import audit
from tests.app.provision_help import KEY, OFFICE, applied, new_program
from tests.helpers.office import workspace_at
from tests.servers.workspaces import empty_place


@pytest.fixture(params=["mariadb", "postgresql"])
def program(request: pytest.FixtureRequest) -> Iterator[Program]:
    server = request.getfixturevalue(request.param)
    made = program_on(workspace_at(empty_place(server), server.password), environment=KEY)
    yield made
    made.close()


def test_the_same_as_on_sqlite(program: Program, tmp_path: Path) -> None:
    text = OFFICE.replace("env:CRM_PASSWORD", "a-password-to-seal")
    rehearsed = apply(program, text, folder=tmp_path, dry_run=True)
    refused = apply(program, text.replace('owner = "anna"', 'owner = "nobody"'), folder=tmp_path)
    assert [problem.place for problem in refused.problems] == ["pool “Web”, owner"]
    with program.workspace.reading() as database:
        assert not audit.newest(database)
    assert applied(program, text, tmp_path).changes == rehearsed.changes
    assert applied(program, text, tmp_path).changes == ()
    local = new_program(tmp_path / "office.leadadmin")
    assert applied(local, text, tmp_path).changes == rehearsed.changes
    assert export_config(local) == export_config(program)
    local.close()
