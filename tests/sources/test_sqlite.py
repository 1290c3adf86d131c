"""SQLite files as a source: a query, read-only, streamed, ended in time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.errors import Cancelled, InvalidInput, SourceFailed, Unreachable
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, CancelToken, Limits, Source, StepState
from tests.sources.reading_help import opened, read

QUERY = "SELECT id, name, phone FROM enquiries WHERE id > :last_id ORDER BY id"
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "crm #1 50%?.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE enquiries (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, note BLOB)")
        rows = [(1, "Ann", "020 7946 0001"), (2, None, "020 7946 0002"), (3, "Åse", "")]
        database.executemany("INSERT INTO enquiries (id, name, phone) VALUES (?, ?, ?)", rows)
        database.execute("CREATE VIEW broken AS SELECT * FROM gone")
    return path


@pytest.fixture
def source(file: Path) -> Source:
    return source_of(file)


def source_of(path: Path) -> Source:
    return opened(Connection(name="Export", kind=ConnectionKind.SQLITE, file=str(path)))


def failure(source: Source, query: str, limits: Limits | None = None) -> SourceFailed:
    with pytest.raises(SourceFailed) as caught:
        read(source, Call(query=query, last_id=0), limits)
    return caught.value


def test_the_query_gets_the_last_id(source: Source) -> None:
    result = read(source, Call(query=QUERY, last_id=1))
    assert result.names == ["id", "name", "phone"]
    assert result.kinds == ["integer", "text", "text"]
    assert result.rows == [(2, None, "020 7946 0002"), (3, "Åse", "")]
    assert result.notes == []


def test_the_last_id_is_a_value_and_never_sql(source: Source) -> None:
    assert read(source, Call(query="SELECT :last_id AS x", last_id="'; DROP TABLE enquiries; --")).rows == [
        ("'; DROP TABLE enquiries; --",)
    ]


def test_no_rows_are_a_result_with_columns(source: Source) -> None:
    result = read(source, Call(query=QUERY, last_id=99))
    assert (result.names, result.rows) == (["id", "name", "phone"], [])


def test_a_query_without_the_last_id_is_noted(source: Source) -> None:
    assert "does not use :last_id" in read(source, Call(query="SELECT id FROM enquiries")).notes[0]


def test_rows_come_in_blocks(source: Source) -> None:
    blocks = read(source, Call(query=QUERY, last_id=0), Limits(block_rows=2)).blocks
    assert [block.rows for block in blocks] == [2, 1]


def test_broken_text_and_mixed_types_stay_readable(source: Source) -> None:
    query = "SELECT CAST(x'41ff' AS TEXT) AS t, 1 AS m, x'00' AS b UNION ALL SELECT 'b', 2.5, NULL"
    result = read(source, Call(query=query))
    assert result.rows == [("A\ufffd", 1, b"\0"), ("b", 2.5, None)]
    assert result.kinds == ["text", "decimal", "binary"]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM enquiries",
        "INSERT INTO enquiries DEFAULT VALUES",
        "DROP TABLE enquiries",
        "ATTACH 'other.db' AS other",
        "PRAGMA journal_mode = WAL",
        "CREATE TEMP TABLE t (x)",
        "VACUUM INTO 'copy.db'",
    ],
)
def test_only_reading_is_allowed(source: Source, query: str) -> None:
    assert failure(source, query).code == "query_writes"
    assert len(read(source, Call(query=QUERY, last_id=0)).rows) == 3


@pytest.mark.parametrize(
    "query",
    ["SELEC", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", "SELECT :other", "SELECT load_extension('x')"],
)
def test_a_query_that_fails_says_why(source: Source, query: str) -> None:
    failed = failure(source, query)
    assert failed.code == "query_failed"
    assert failed.server_words
    assert failed.hint


def test_a_procedure_or_nothing_is_refused(source: Source) -> None:
    for call in (Call(procedure=ProcedureName("", "leads")), Call(query="  ")):
        with pytest.raises(InvalidInput):
            read(source, call)


def test_too_many_rows_are_refused(source: Source) -> None:
    assert failure(source, QUERY, Limits(rows=2)).code == "too_many_rows"


def test_a_query_that_takes_too_long_is_ended(source: Source) -> None:
    assert failure(source, ENDLESS, Limits(seconds=0.05)).code == "timed_out"


def test_a_query_is_ended_when_cancelled(source: Source) -> None:
    cancel = CancelToken()
    timer = threading.Timer(0.05, cancel.set)
    timer.start()
    with pytest.raises(Cancelled):
        read(source, Call(query=ENDLESS), None, cancel)
    timer.join()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "gone.db", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(Unreachable, match=word):
            read(source_of(path), Call(query="SELECT 1"))
        steps = list(source_of(path).steps())
        assert (steps[-1].key, steps[-1].state, steps[-1].field) == ("file", StepState.FAILED, "file")


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        read(source_of(tmp_path / "gone.db"), Call(query="SELECT 1"))
    assert list(tmp_path.iterdir()) == []


def test_another_kind_of_file_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("id,phone\n" * 100)
    with pytest.raises(Unreachable, match="is not an SQLite database"):
        read(source_of(path), Call(query="SELECT 1"))
    assert list(source_of(path).steps())[-1].key == "database"


@pytest.fixture
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield


@pytest.mark.usefixtures("locked")
def test_a_locked_file_is_worth_another_try(source: Source) -> None:
    with pytest.raises(Unreachable, match="locked by another program") as caught:
        read(source, Call(query=QUERY, last_id=0))
    assert caught.value.code == "busy"


def test_the_test_goes_through_its_steps(source: Source) -> None:
    steps = list(source.steps())
    assert [(step.key, step.state.value) for step in steps] == [
        ("file", "started"),
        ("file", "ok"),
        ("database", "started"),
        ("database", "ok"),
        ("tables", "started"),
        ("tables", "ok"),
    ]
    assert [step.key for step in source.plan()] == ["file", "database", "tables"]
    assert "1 table: enquiries" in steps[-1].message


def test_the_sample_query_runs(source: Source) -> None:
    query = source.sample_procedure()
    assert read(source, Call(query=query, last_id=2)).rows == [(3, "Åse", "")]


def test_there_are_no_procedures(source: Source) -> None:
    assert source.procedures() == ()
    assert source.databases() == ()


def test_chinook_is_read(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "chinook.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript((shared_data / "sql" / "sqlite" / "chinook.sql").read_text(encoding="utf-8-sig"))
    query = source_of(path).sample_procedure("customer")
    assert "CustomerId" in query
    assert len(read(source_of(path), Call(query=query, last_id=0)).rows) == 59
