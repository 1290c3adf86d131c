"""Workspaces on the private servers, as tests need them."""

from tests.helpers.office import Office, furnish, workspace_at
from tests.servers.private_servers import MariaDB, PostgreSQL


def empty_place(server: MariaDB | PostgreSQL) -> str:
    """The URL, without the password, of a fresh database of the server."""
    driver = "mysql+pymysql" if isinstance(server, MariaDB) else "postgresql+psycopg"
    return f"{driver}://{server.user}@{server.host}:{server.port}/{server.fresh_database()}"


def office_on(server: MariaDB | PostgreSQL) -> Office:
    """A furnished workspace in a fresh database of the server."""
    return furnish(workspace_at(empty_place(server), server.password))
