import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pymysql
import pytest

from tests.machine import ROOT
from tests.servers.private_servers import MariaDB, PostgreSQL, running_postgresql
from tests.servers.programs import HOST, find_program, serving
from tests.servers.sakila import load_sakila_mariadb, load_sakila_postgresql


def test_mariadb_answers_with_all_rights_and_refuses_others(mariadb: MariaDB) -> None:
    database = mariadb.fresh_database()
    mariadb.execute("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (2)", database=database)
    with mariadb.admin(database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), @@version LIKE '%MariaDB%' FROM t")
        assert cursor.fetchone() == (2, 1)
    for user, password in (("admin", "wrong"), ("root", ""), ("", "")):
        with pytest.raises(pymysql.err.OperationalError, match="Access denied"):
            pymysql.connect(host=mariadb.host, port=mariadb.port, user=user, password=password)


def test_postgresql_answers_with_all_rights_and_refuses_others(postgresql: PostgreSQL) -> None:
    database = postgresql.fresh_database()
    postgresql.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (2)", database=database)
    with postgresql.admin(database) as connection:
        assert connection.execute("SELECT count(*), version() LIKE 'PostgreSQL%' FROM t").fetchone() == (2, True)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=postgresql.host, port=postgresql.port, user="postgres", password="wrong")


def test_fresh_databases_are_apart(mariadb: MariaDB, postgresql: PostgreSQL) -> None:
    for server in (mariadb, postgresql):
        first, second = server.fresh_database(), server.fresh_database()
        server.execute("CREATE TABLE t (a int)", database=first)
        server.execute("CREATE TABLE t (a int)", database=second)


def test_a_server_ends_with_its_context() -> None:
    with running_postgresql() as server:
        os.kill(server.process_id, 0)
    with pytest.raises(psycopg.OperationalError):
        server.admin()
    with pytest.raises(ProcessLookupError):
        os.kill(server.process_id, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux ends a program with the one that started it.")
def test_a_server_does_not_outlive_a_test_process_that_crashes() -> None:
    crash = """
import os
from tests.servers.private_servers import running_mariadb
with running_mariadb() as server:
    print(server.process_id, flush=True)
    os._exit(1)
"""
    with tempfile.TemporaryDirectory() as folder:  # a short path, as the server makes its socket there
        environment = {**os.environ, "TMPDIR": folder}
        ended = subprocess.run(
            [sys.executable, "-c", crash], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert _has_ended(int(ended.stdout))


def _has_ended(process_id: int) -> bool:
    """Wait up to ten seconds for the end of a process that is not a child of this one."""
    try:
        end = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([end], [], [], 10)[0])
    finally:
        os.close(end)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="no such luck"),
        serving(
            lambda _port: [find_program("sh"), "-c", "echo no such luck >&2; exit 3"],
            lambda _port: False,
            folder=tmp_path,
            user=None,
            stop_signal=signal.SIGTERM,
        ),
    ):
        pytest.fail(f"nothing serves at {HOST}")


def test_sakila_on_mariadb_has_its_customers(mariadb: MariaDB, shared_data: Path) -> None:
    database = load_sakila_mariadb(mariadb, shared_data)
    with mariadb.admin(database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customer JOIN address USING (address_id)")
        assert cursor.fetchone() == (599,)
        cursor.execute("SELECT count(*) FROM actor_info")
        assert cursor.fetchone() == (200,)


def test_sakila_on_postgresql_has_its_customers(postgresql: PostgreSQL, shared_data: Path) -> None:
    database = load_sakila_postgresql(postgresql, shared_data)
    with postgresql.admin(database) as connection:
        assert connection.execute("SELECT count(*) FROM customer JOIN address USING (address_id)").fetchone() == (599,)
