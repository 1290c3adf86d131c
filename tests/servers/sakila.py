"""Load the sample database sakila (a shop with 599 customers) from the shared data into a private server."""

import re
from pathlib import Path

from tests.servers.private_servers import MariaDB, PostgreSQL


def load_sakila_mariadb(server: MariaDB, shared_data: Path) -> str:
    """Load sakila into a fresh database of MariaDB and return the database's name."""
    database = server.fresh_database()
    scripts = "".join(_read(shared_data / "sql" / "mysql" / f"sakila-{part}.sql") for part in ("schema", "data"))
    # The scripts make and use a database named sakila; each test may have its own.
    scripts = re.sub(r"^(DROP SCHEMA IF EXISTS|CREATE SCHEMA|USE) sakila;$", "", scripts, flags=re.MULTILINE)
    server.run_script(re.sub(r"\b(FROM|JOIN) sakila\.", rf"\1 {database}.", scripts), database)
    return database


def load_sakila_postgresql(server: PostgreSQL, shared_data: Path) -> str:
    """Load sakila into a fresh database of PostgreSQL and return the database's name."""
    database = server.fresh_database()
    for part in ("schema", "data-copy"):
        server.run_script(_read(shared_data / "sql" / "postgres" / f"sakila-{part}.sql"), database)
    return database


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
