"""Private database servers for tests: own folder, own loopback port, own administrator, stopped by process id.

They keep nothing that a crash of the machine must survive (no fsync), which makes them quick; apart from that they
are as Debian's packages install them. They need the servers' programs, not a service of the system.
"""

import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pymysql

from tests.servers.programs import HOST, find_program, is_root, run_program, server_folder, serving


@dataclass(frozen=True, slots=True)
class MariaDB:
    """A running private MariaDB; its only account, `user` with `password`, may do everything from every host."""

    host: str
    port: int
    user: str
    password: str
    process_id: int

    def admin(self, database: str | None = None, **options: Any) -> "pymysql.Connection[Any]":
        """Open a connection as administrator (autocommit unless `options` say otherwise); the caller closes it."""
        settings: dict[str, Any] = {"autocommit": True, "charset": "utf8mb4", "connect_timeout": 5, **options}
        return pymysql.connect(
            host=self.host, port=self.port, user=self.user, password=self.password, database=database, **settings
        )

    def execute(self, *statements: str, database: str | None = None) -> None:
        """Run statements one after the other as administrator."""
        with self.admin(database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def fresh_database(self) -> str:
        """Make an empty database and return its name."""
        name = _fresh_name()
        self.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return name

    def run_script(self, script: str, database: str) -> None:
        """Run an SQL script with MariaDB's own client, which knows DELIMITER; raises RuntimeError if it fails."""
        address = [f"--host={self.host}", f"--port={self.port}", f"--user={self.user}"]
        run_program(
            [find_program("mariadb"), "--no-defaults", "--default-character-set=utf8mb4", *address, database],
            standard_input=script,
            extra_environment={"MYSQL_PWD": self.password},
        )


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running private PostgreSQL; `user` is its superuser, with `password` (scram-sha-256)."""

    host: str
    port: int
    user: str
    password: str
    process_id: int

    def admin(self, database: str | None = None, **options: Any) -> "psycopg.Connection[Any]":
        """Open a connection as superuser (autocommit unless `options` say otherwise); the caller closes it."""
        settings: dict[str, Any] = {"autocommit": True, "connect_timeout": 5, **options}
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=database or "postgres",
            **settings,
        )

    def execute(self, *statements: str, database: str | None = None) -> None:
        """Run statements one after the other as superuser."""
        with self.admin(database) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def fresh_database(self) -> str:
        """Make an empty database and return its name."""
        name = _fresh_name()
        self.execute(f"CREATE DATABASE {name}")
        return name

    def run_script(self, script: str, database: str) -> None:
        """Run an SQL script with psql, which knows COPY FROM stdin; raises RuntimeError at the first failure."""
        address = [f"--host={self.host}", f"--port={self.port}", f"--username={self.user}", f"--dbname={database}"]
        run_program(
            [_postgresql_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *address],
            standard_input=script,
            extra_environment={"PGPASSWORD": self.password},
        )


@contextmanager
def running_mariadb(*options: str) -> Iterator[MariaDB]:
    """Start a MariaDB, with further options of its command line, yield it when it answers, and stop it.

    Raises: NotInstalledError; RuntimeError with the end of the server's log when it does not start.
    """
    server = find_program("mariadbd")
    run_as = ["--user=root"] if is_root() else []
    password = secrets.token_hex(8)
    with server_folder(None) as folder:
        data, init_file = f"--datadir={folder / 'data'}", folder / "init.sql"
        choices = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
        run_program([find_program("mariadb-install-db"), "--no-defaults", data, *choices, *run_as])
        # Run by the server at its start, one statement a line. The installation's accounts have no password.
        init_file.write_text(
            "DELETE FROM mysql.global_priv WHERE User IN ('', 'root');\nFLUSH PRIVILEGES;\n"
            f"CREATE USER IF NOT EXISTS 'admin'@'%' IDENTIFIED BY '{password}';\n"
            "GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION;\n"
        )
        settings = [
            f"--init-file={init_file}",
            f"--bind-address={HOST}",
            f"--socket={folder / 'socket'}",
            f"--pid-file={folder / 'pid'}",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--innodb-flush-log-at-trx-commit=0",
            "--skip-innodb-doublewrite",
            *options,
        ]

        def answers(port: int) -> bool:
            try:
                MariaDB(HOST, port, "admin", password, 0).admin().close()
            except pymysql.err.OperationalError:
                return False
            return True

        with serving(
            lambda port: [server, "--no-defaults", data, f"--port={port}", *settings, *run_as],
            answers,
            folder=folder,
            user=None,
            stop_signal=signal.SIGTERM,
        ) as (process_id, port):
            yield MariaDB(HOST, port, "admin", password, process_id)


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Start a PostgreSQL, yield it when it answers, and stop it; root starts it as `postgres`, as it refuses root.

    Raises: NotInstalledError; RuntimeError with the end of the server's log when it does not start.
    """
    server = _postgresql_program("postgres")
    user = "postgres" if is_root() else None
    password = secrets.token_hex(8)
    with server_folder(user) as folder:
        data, password_file = folder / "data", folder / "password"
        password_file.write_text(password)
        choices = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
        run_program(
            [_postgresql_program("initdb"), f"--pgdata={data}", f"--pwfile={password_file}", *choices],
            user=user,
            folder=folder,
        )
        settings = [
            f"--listen_addresses={HOST}",
            "--unix_socket_directories=",
            "--fsync=off",
            "--full_page_writes=off",
        ]

        def answers(port: int) -> bool:
            try:
                PostgreSQL(HOST, port, "postgres", password, 0).admin().close()
            except psycopg.OperationalError:
                return False
            return True

        with serving(
            lambda port: [server, "-D", data, f"--port={port}", *settings],
            answers,
            folder=folder,
            user=user,
            stop_signal=signal.SIGINT,  # its fast shutdown: does not wait for clients to leave
        ) as (process_id, port):
            yield PostgreSQL(HOST, port, "postgres", password, process_id)


def _postgresql_program(name: str) -> Path:
    """Return a program of the one PostgreSQL release that initdb belongs to."""
    return find_program("initdb").resolve().with_name(name)


def _fresh_name() -> str:
    return f"t_{secrets.token_hex(6)}"
