"""The private servers of this folder's tests: started once per test process, by the first test that asks."""

from collections.abc import Iterator

import pytest

from tests.machine import missing
from tests.servers.private_servers import MariaDB, PostgreSQL, running_mariadb, running_postgresql
from tests.servers.programs import NotInstalledError


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A private MariaDB; make a database in it with `fresh_database()`."""
    try:
        with running_mariadb() as server:
            yield server
    except NotInstalledError as reason:
        missing(str(reason))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A private PostgreSQL; make a database in it with `fresh_database()`."""
    try:
        with running_postgresql() as server:
            yield server
    except NotInstalledError as reason:
        missing(str(reason))
