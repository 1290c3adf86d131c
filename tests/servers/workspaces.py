"""Workspaces on the private servers, as tests need them."""

from tests.helpers.office import Office, furnish, workspace_at
from tests.servers.private_servers import MariaDB, PostgreSQL


def office_on(server: MariaDB | PostgreSQL) -> Office:
    """A furnished workspace in a fresh database of the server."""
    driver = "mysql+pymysql" if isinstance(server, MariaDB) else "postgresql+psycopg"
    url = f"{driver}://{server.user}@{server.host}:{server.port}/{server.fresh_database()}"
    return furnish(workspace_at(url, server.password))
