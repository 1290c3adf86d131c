"""kill -9 in the middle of a run of 50,000 rows, at ten different places: none lost, none doubled."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from leadadmin.domain.run import RunOutcome
from leadadmin.store import schema
from leadadmin.store.opening import open_workspace
from tests.faults.crm import Crm, check_workspace, fill_crm, make_crm_workspace
from tests.servers.private_servers import MariaDB

ROWS = 50_000
PLACES = (
    "run-leased:kill", "run-started:kill", "source-opened:kill", "batch-prepared:kill:2", "batch-locked:kill:2",
    "batch-before-commit:kill:1", "batch-committed:kill:2", "source-read:kill", "last-before-commit:kill",
    "run-finished:kill",
)  # fmt: skip


@pytest.fixture(scope="module")
def fresh(mariadb: MariaDB, tmp_path_factory: pytest.TempPathFactory) -> Crm:
    """A workspace that never ran, to be copied for each place."""
    database = fill_crm(mariadb, ROWS)
    return make_crm_workspace(tmp_path_factory.mktemp("fresh") / "fresh.leadadmin", mariadb, database)


@pytest.mark.parametrize("place", PLACES)
def test_killed_and_run_again(fresh: Crm, tmp_path: Path, place: str) -> None:
    copy = tmp_path / "killed.leadadmin"
    shutil.copy(fresh.place, copy)
    crm = Crm(copy, fresh.injector_id, fresh.password)
    crm.killed_at(place)
    receipt = crm.run()
    assert receipt["outcome"] == "succeeded"
    assert receipt["watermark_after"] == str(ROWS)
    workspace = open_workspace(str(copy), None)
    try:
        check_workspace(workspace, crm.injector_id, ROWS)
        with workspace.reading() as database:
            outcomes = list(database.execute(select(schema.runs.c.outcome).order_by(schema.runs.c.id)).scalars())
    finally:
        workspace.close()
    # O6: what was killed shows as interrupted, never as a success (a run killed after its last commit had succeeded).
    if place.startswith("run-leased"):
        assert outcomes == [RunOutcome.SUCCEEDED]
    elif place.startswith("run-finished"):
        assert outcomes == [RunOutcome.SUCCEEDED, RunOutcome.SUCCEEDED]
    else:
        assert outcomes == [RunOutcome.INTERRUPTED, RunOutcome.SUCCEEDED]
