"""Private servers for journeys, and sakila on them: loaded once, since loading takes longer than a journey."""

from pathlib import Path

import pytest

from tests.journeys.sakila_shop import Shop, mariadb_shop, postgresql_shop
from tests.servers.conftest import mariadb, postgresql
from tests.servers.private_servers import MariaDB, PostgreSQL

__all__ = ["mariadb", "postgresql"]


@pytest.fixture(scope="session")
def sakila_on_mariadb(mariadb: MariaDB, shared_data: Path) -> Shop:
    """Customers may have been added by an earlier test; ask `customers()`."""
    return mariadb_shop(mariadb, shared_data)


@pytest.fixture(scope="session")
def sakila_on_postgresql(postgresql: PostgreSQL, shared_data: Path) -> Shop:
    """Customers may have been added by an earlier test; ask `customers()`."""
    return postgresql_shop(postgresql, shared_data)
