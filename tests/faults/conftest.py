"""Real processes on real servers: the fixtures of tests/servers, and a worker to kill."""

from tests.servers.conftest import mariadb, postgresql

__all__ = ["mariadb", "postgresql"]
