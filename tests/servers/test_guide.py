"""docs/guide/first-injector.md word for word: its SQL, its file and its commands, on each kind of source."""

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers.command_line import Line, line_in
from tests.machine import ROOT
from tests.servers.private_servers import MariaDB, PostgreSQL

GUIDE = (ROOT / "docs" / "guide" / "first-injector.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


MARIADB_SQL, POSTGRESQL_SQL, SQLITE_SQL = blocks("sql")
CONFIG, QUERY = blocks("toml")
COMMANDS = blocks("sh")[0].splitlines()
PASSWORD = re.findall(r"(?:IDENTIFIED BY|PASSWORD) '([^']+)'", GUIDE)[0]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    made = line_in(tmp_path, monkeypatch, capsys)
    monkeypatch.setenv("LEADADMIN_WORKSPACE", made.place)
    monkeypatch.setenv("CRM_PASSWORD", PASSWORD)
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture
def on_mariadb(mariadb: MariaDB) -> Iterator[MariaDB]:
    mariadb.execute("CREATE DATABASE crm CHARACTER SET utf8mb4")
    mariadb.run_script(MARIADB_SQL, "crm")
    yield mariadb
    mariadb.execute("DROP DATABASE crm", "DROP USER 'leads'@'%'")


@pytest.fixture
def on_postgresql(postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    postgresql.execute("CREATE DATABASE crm")
    postgresql.run_script(POSTGRESQL_SQL, "crm")
    yield postgresql
    postgresql.execute("DROP DATABASE crm WITH (FORCE)", "DROP ROLE leads")


def with_server(server: MariaDB | PostgreSQL, kind: str) -> str:
    place = f'host = "{server.host}"\nport = {server.port}\ntls = "off"'
    return CONFIG.replace('host = "db.example.com"', place).replace('kind = "mariadb"', f'kind = "{kind}"')


def follow(line: Line, config: str) -> None:
    """Do what the guide says, and meet what it shows."""
    Path("first.toml").write_text(config, encoding="utf-8")
    for command in COMMANDS:
        said = line.bare(*shlex.split(command)[1:])
        assert said.status == 0, (command, said)
        if command.startswith("leadadmin injector test"):
            assert all(shown in said.out.splitlines() for shown in blocks("text")[0].splitlines()), said.out
    tested = line.json("run", "rows", "1")
    assert {row["unique_id"]: row["outcome"] for row in tested} == {"3": "rejected", "4": "duplicates"}
    run = line.json("run", "show", "1")
    assert (run["read"], run["added"], run["watermark_after"]) == (4, 2, "4")
    assert line.json("injector", "run", "Web leads")["seen_before"] == 4
    assert line.json("injector", "rewind", "Web leads", "--to", "0", "--dry-run")["new"] == 0
    assert line.json("run", "retry", "1", status=0)["read"] == 2
    assert line.json("apply", "first.toml")["changes"] == []


def test_mariadb(line: Line, on_mariadb: MariaDB) -> None:
    follow(line, with_server(on_mariadb, "mariadb"))


def test_postgresql(line: Line, on_postgresql: PostgreSQL) -> None:
    follow(line, with_server(on_postgresql, "postgresql"))


def test_sqlite(line: Line) -> None:
    with closing(sqlite3.connect("crm.db")) as crm:
        crm.executescript(SQLITE_SQL)
    config = re.sub(r"^(host|database|user|password) = .*\n", "", CONFIG, flags=re.MULTILINE)
    config = re.sub(r"^procedure = .*\nheader_procedure = .*\n", lambda _: QUERY, config, flags=re.MULTILINE)
    follow(line, config.replace('kind = "mariadb"', 'kind = "sqlite"\nfile = "crm.db"'))
