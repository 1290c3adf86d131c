"""What inserting many rows at once promises on every backend."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from leadadmin.store import bulk
from leadadmin.store.database import Database
from leadadmin.store.schema import ledger, workspace_info
from tests.helpers.office import Office

LEDGER = ("injector_id", "unique_id", "outcome", "row_hash", "run_id", "lead_id")
INFO = ("key", "value")
HASH = bytes(range(240, 256))
AWKWARD = (
    "",
    " ",
    "O'Hara",
    'say "hi"',
    "back\\slash\\",
    "\\N",
    "\\.",
    "tab\tline\nreturn\r\x1a",
    "100 % %s :name ?",
    "Søren 李 😀",
    "{}",
    "'; DROP TABLE leads; --",
)
# No backend keeps NUL in text, nor half a surrogate pair.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def values_by_key(database: Database) -> dict[str, str]:
    rows = database.execute(select(workspace_info.c.key, workspace_info.c.value))
    return {row[0]: row[1] for row in rows}


class BulkContract:
    def test_awkward_texts_come_back_as_they_were(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            bulk.insert_rows(database, workspace_info, INFO, [(f"k{n}", text) for n, text in enumerate(AWKWARD)])
        with office.workspace.reading() as database:
            stored = values_by_key(database)
        assert [stored[f"k{n}"] for n in range(len(AWKWARD))] == list(AWKWARD)

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(texts, min_size=1, max_size=20))
    def test_any_texts_come_back_as_they_were(self, office: Office, given_texts: list[str]) -> None:
        with office.workspace.transaction() as database:
            database.execute(delete(workspace_info))
            bulk.insert_rows(database, workspace_info, INFO, [(f"k{n}", text) for n, text in enumerate(given_texts)])
            stored = values_by_key(database)
        assert [stored[f"k{n}"] for n in range(len(given_texts))] == given_texts

    def test_numbers_bytes_and_nothing_come_back_as_they_were(self, office: Office) -> None:
        rows = [
            (1, "least", "added", bytes(16), -(2**63), None),
            (1, "greatest", "rejected", HASH, 2**63 - 1, 7),
            (1, "mixed", "added", b"'\\\"\n\t\r%\x1a\0abcdef\xff", 0, None),
        ]
        with office.workspace.transaction() as database:
            bulk.insert_rows(database, ledger, LEDGER, rows)
            stored = {tuple(row) for row in database.execute(select(ledger))}
        assert stored == set(rows)

    def test_no_rows_are_no_work(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            bulk.insert_rows(database, ledger, LEDGER, [])
            bulk.upsert_rows(database, ledger, [])

    def test_more_than_one_statement_holds(self, office: Office) -> None:
        large = "x" * (2 * bulk.STATEMENT_CHARACTERS)
        rows = [("large", large), *((f"k{n}", f"{n:>700}") for n in range(3000)), ("last", "")]
        with office.workspace.transaction() as database:
            before = database.execute(select(func.count()).select_from(workspace_info)).scalar_one()
            bulk.insert_rows(database, workspace_info, INFO, rows)
            many, length = database.execute(
                select(func.count(), func.max(func.length(workspace_info.c.value))).select_from(workspace_info)
            ).one()
        assert many - before == len(rows)
        assert length == len(large)

    def test_upsert_replaces_what_is_there_and_adds_the_rest(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            bulk.insert_rows(
                database, ledger, LEDGER, [(1, "a", "rejected", HASH, 1, None), (2, "a", "added", HASH, 1, 1)]
            )
            bulk.upsert_rows(database, ledger, [(1, "a", "added", bytes(16), 2, 9), (1, "b", "added", HASH, 2, 10)])
            stored = sorted(tuple(row) for row in database.execute(select(ledger)))
        assert stored == [
            (1, "a", "added", bytes(16), 2, 9),
            (1, "b", "added", HASH, 2, 10),
            (2, "a", "added", HASH, 1, 1),
        ]

    def test_a_key_that_is_taken_undoes_the_whole_transaction(self, office: Office) -> None:
        rows = [(1, "a", "added", HASH, 1, 1), (1, "b", "added", HASH, 1, 1), (1, "a", "added", HASH, 1, 1)]
        with pytest.raises(IntegrityError), office.workspace.transaction() as database:
            bulk.insert_rows(database, ledger, LEDGER, rows)
        with office.workspace.reading() as database:
            assert database.execute(select(func.count()).select_from(ledger)).scalar_one() == 0

    def test_a_failure_does_not_tell_the_values(self, office: Office) -> None:
        rows = [(1, "a", None, HASH, 1, 1), (1, "020 7946 0123", "added", HASH, 1, 1)]
        with pytest.raises(DBAPIError) as caught, office.workspace.transaction() as database:
            bulk.insert_rows(database, ledger, LEDGER, rows)
        assert "7946" not in str(caught.value)
