"""Runs into a workspace on PostgreSQL and MariaDB: the same as on SQLite, and one run at a time across connections."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.store import injectors, schema
from leadadmin.store.workspace import Workspace
from tests.helpers.office import phone
from tests.injector.conftest import Bench, bench_on
from tests.injector.poison import COLUMNS, poisoned
from tests.injector.test_runner import row
from tests.servers.workspaces import office_on


@pytest.fixture(params=["mariadb", "postgresql"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    office = office_on(request.getfixturevalue(request.param))
    yield bench_on(office, late_window=timedelta(minutes=15))
    office.workspace.close()


def test_runs_add_once_take_late_rows_and_keep_the_rest(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 2501)] + [(2501, "12", *row(2501)[2:]), row(2502, number=7)]
    bench.source.rows[3] = (4, phone(4), None, "a\\b'c\"\t🙂", "Prøvesen\n", "x@example.org", 5)
    first = bench.run()
    assert first.tally.outcomes == {RowOutcome.ADDED: 2500, RowOutcome.REJECTED: 1, RowOutcome.DUPLICATE: 1}
    assert first.watermark_after == "2502"
    bench.source.rows.append((100_000, *row(2600)[1:]))
    bench.source.rows.append((50_000, *row(2601)[1:]))
    second = bench.run()
    assert second.tally.outcomes == {RowOutcome.SEEN_BEFORE: 2502, RowOutcome.ADDED: 2}
    with bench.office.workspace.reading() as database:
        c = schema.leads.c
        assert database.execute(select(func.count()).select_from(schema.leads)).scalar_one() == 2502
        kept = database.execute(select(c.field_values).where(c.external_id == "4")).scalar_one()
        total = database.execute(select(func.sum(schema.pool_counts.c.total))).scalar_one()
    assert "a\\\\b'c\\\"\\t🙂" in kept
    assert total == 2502


def test_two_desktops_bring_the_same_numbers_at_once(bench: Bench) -> None:
    """Two injectors of one campaign with the same 2,000 numbers: 2,000 leads, the others duplicates."""
    workspace = bench.office.workspace
    with workspace.transaction() as database:
        first = injectors.get(database, bench.injector_id).injector
        other_id = injectors.add(database, replace(first, name="Other", allocation="Other", id=None), who="test")
    bench.source.rows = [row(n) for n in range(1, 2001)]
    bench.source.block_rows = 100
    other = Bench(replace(bench.office, workspace=Workspace.at(workspace.engine.url)), bench.source, other_id)
    start = threading.Barrier(2)
    reports = []

    def go(which: Bench) -> None:
        start.wait()
        reports.append(which.run())

    threads = [threading.Thread(target=go, args=(each,)) for each in (bench, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.office.workspace.close()
    assert [r.outcome for r in reports] == [RunOutcome.SUCCEEDED] * 2, [r.error for r in reports]
    added = sum(r.tally.of(RowOutcome.ADDED) for r in reports)
    duplicates = sum(r.tally.of(RowOutcome.DUPLICATE) for r in reports)
    assert (added, duplicates) == (2000, 2000)
    with workspace.reading() as database:
        numbers = select(func.count(), func.count(schema.lead_phones.c.number.distinct()))
        assert tuple(database.execute(numbers.select_from(schema.lead_phones)).one()) == (2000, 2000)


def test_one_run_at_a_time(bench: Bench) -> None:
    bench.source.rows = [row(n) for n in range(1, 501)]
    start = threading.Barrier(3)
    outcomes: list[RunOutcome] = []

    def go() -> None:
        start.wait()
        outcomes.append(bench.run().outcome)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with bench.office.workspace.reading() as database:
        assert database.execute(select(func.count()).select_from(schema.leads)).scalar_one() == 500
    assert RunOutcome.SUCCEEDED in outcomes
    assert set(outcomes) <= {RunOutcome.SUCCEEDED, RunOutcome.SKIPPED}


def test_poisoned_rows_end_no_run(bench: Bench) -> None:
    """PostgreSQL takes no NUL where SQLite does, and no server half a character."""
    bench.source.columns, bench.source.rows = COLUMNS, poisoned()
    report = bench.run()
    assert report.outcome is RunOutcome.SUCCEEDED, report.error
    assert report.tally.of(RowOutcome.ADDED) > 100
