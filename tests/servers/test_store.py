"""The store's promises on real servers: MariaDB and PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, delete

from leadadmin.store import schema, upgrade
from leadadmin.store.workspace import Workspace
from tests.helpers.office import Office, furnish
from tests.servers.private_servers import MariaDB, PostgreSQL
from tests.store.contracts.bulk import BulkContract
from tests.store.contracts.lease_keeper import LeaseKeeperContract
from tests.store.contracts.leases import LeasesContract
from tests.store.contracts.ledger import LedgerContract, LookupContract
from tests.store.contracts.runs import RunsContract
from tests.store.contracts.workspace import NamesContract, ServerContract, WorkspaceContract

DRIVERS = {"mariadb": "mysql+pymysql", "postgresql": "postgresql+psycopg"}


@pytest.fixture(scope="module", params=DRIVERS)
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A workspace in a database of its own, one for all tests of this module."""
    server: MariaDB | PostgreSQL = request.getfixturevalue(request.param)
    url = URL.create(
        DRIVERS[request.param], server.user, server.password, server.host, server.port, server.fresh_database()
    )
    made = Workspace.at(url)
    upgrade.create_workspace(made, "Test")
    yield made
    made.close()


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
