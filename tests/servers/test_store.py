"""The store's promises on real servers: MariaDB and PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, delete

from leadadmin.store import schema, upgrade
from leadadmin.store.workspace import Workspace
from tests.helpers.office import Office, furnish
from tests.servers.private_servers import MariaDB, PostgreSQL
from tests.store.contracts.administration import AdministrationContract
from tests.store.contracts.bulk import BulkContract
from tests.store.contracts.lease_keeper import LeaseKeeperContract
from tests.store.contracts.leases import LeasesContract
from tests.store.contracts.ledger import LedgerContract, LookupContract
from tests.store.contracts.recount import RecountContract
from tests.store.contracts.runs import RunsContract
from tests.store.contracts.versions import VersionsContract
from tests.store.contracts.workspace import NamesContract, ServerContract, WorkspaceContract

DRIVERS = {"mariadb": "mysql+pymysql", "postgresql": "postgresql+psycopg"}


@pytest.fixture(scope="module", params=DRIVERS)
def server(request: pytest.FixtureRequest) -> tuple[str, MariaDB | PostgreSQL]:
    """The name of a driver and its server."""
    return DRIVERS[request.param], request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def workspace(server: tuple[str, MariaDB | PostgreSQL]) -> Iterator[Workspace]:
    """A workspace in a database of its own, one for all tests of this module."""
    made = fresh(*server)
    upgrade.create_workspace(made, "Test")
    yield made
    made.close()


@pytest.fixture
def empty(server: tuple[str, MariaDB | PostgreSQL]) -> Iterator[Workspace]:
    """A workspace in an empty database."""
    made = fresh(*server)
    yield made
    made.close()


def fresh(driver: str, server: MariaDB | PostgreSQL) -> Workspace:
    """A workspace at a database that was just made."""
    database = server.fresh_database()
    return Workspace.at(URL.create(driver, server.user, server.password, server.host, server.port, database))


@pytest.fixture
def office(workspace: Workspace) -> Office:
    """The workspace as it is when new, furnished."""
    with workspace.transaction() as database:
        for table in reversed(schema.metadata.sorted_tables):
            database.execute(delete(table))
        upgrade.seed(database, "Test")
    return furnish(workspace)


class TestBulk(BulkContract):
    pass


class TestLedger(LedgerContract):
    pass


class TestLookup(LookupContract):
    pass


class TestRecount(RecountContract):
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


class TestServers(ServerContract):
    pass


class TestVersions(VersionsContract):
    pass


class TestAdministration(AdministrationContract):
    pass
