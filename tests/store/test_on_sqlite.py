"""The store's promises on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadadmin.store.engine import workspace_url
from leadadmin.store.workspace import Workspace
from tests.helpers.office import Office, sqlite_office
from tests.store.contracts.administration import AdministrationContract
from tests.store.contracts.bulk import BulkContract
from tests.store.contracts.lease_keeper import LeaseKeeperContract
from tests.store.contracts.leases import LeasesContract
from tests.store.contracts.ledger import LedgerContract, LookupContract
from tests.store.contracts.runs import RunsContract
from tests.store.contracts.versions import VersionsContract
from tests.store.contracts.workspace import NamesContract, WorkspaceContract


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = sqlite_office(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    file = tmp_path / "empty.leadadmin"
    file.touch()
    made = Workspace.at(workspace_url(str(file)))
    yield made
    made.close()


class TestBulk(BulkContract):
    pass


class TestLedger(LedgerContract):
    pass


class TestLookup(LookupContract):
    pass


class TestRuns(RunsContract):
    pass


class TestLeases(LeasesContract):
    pass


class TestLeaseKeeper(LeaseKeeperContract):
    pass


class TestWorkspace(WorkspaceContract):
    pass


class TestNames(NamesContract):
    pass


class TestVersions(VersionsContract):
    pass


class TestAdministration(AdministrationContract):
    pass
