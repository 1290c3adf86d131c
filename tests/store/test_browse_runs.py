"""The history of runs: receipts, filters, pages, kept rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadadmin.domain.errors import NotFound
from leadadmin.domain.pool import Door
from leadadmin.domain.problem_groups import ProblemCount, ProblemKind
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport, Tally
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store.browse_runs import (
    not_retried,
    people_of_runs,
    problem_counts,
    recent_by_injector,
    run_row,
    run_rows,
    runs_page,
)
from tests.store.browse_workspace import DAY_MS, NOW_MS, House, empty_house

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as house:
        yield house


@pytest.fixture
def pool(house: House) -> int:
    return house.pool(house.campaign("SOLAR", house.project(), house.template()), "Web pool")


def test_a_receipt_is_read_whole(house: House, pool: int) -> None:
    injector = house.injector("CRM")
    run = house.run(
        injector_id=injector, pool_id=pool, campaign_id=1, rows_read=10, added=6, duplicates=1, rejected=3,
        duplicate_hits=2, reasons='{"no_phone": 3}', watermark_before="1", watermark_passed="0", watermark_after="9",
        ignored_columns='["fax"]', warnings='["Noted."]', started_by="Anna",
    )  # fmt: skip
    tally = Tally(
        10,
        {RowOutcome.ADDED: 6, RowOutcome.DUPLICATE: 1, RowOutcome.REJECTED: 3},
        duplicate_hits=2,
        reasons={"no_phone": 3},
    )
    assert runs_page(house.conn, RunFilter()) == [
        RunReport(
            run_id=run, door=Door.INJECTOR, source="Web", injector="CRM", pool="Web pool", campaign="Campaign SOLAR",
            outcome=RunOutcome.SUCCEEDED, error="", hint="", tally=tally, watermark_before="1", watermark_passed="0",
            watermark_after="9", started=NOW, seconds=2.0, by="Anna", ignored_columns=("fax",), warnings=("Noted.",),
            injector_id=injector, pool_id=pool, campaign_id=1,
        )
    ]  # fmt: skip
    assert tally.adds_up


def test_a_run_under_way_lasts_until_its_last_change(house: House) -> None:
    house.run(outcome="running", finished_at=None, changed_at=NOW_MS + 500)
    (found,) = runs_page(house.conn, RunFilter())
    assert (found.seconds, found.outcome, found.pool) == (0.5, RunOutcome.RUNNING, None)


def test_filters(house: House, pool: int) -> None:
    injector = house.injector("Åse’s leads")
    house.run(injector_id=injector, started_at=NOW_MS - DAY_MS, changed_at=NOW_MS - DAY_MS)
    house.run(door="upload", source="week 47%.xlsx", pool_id=pool, outcome="failed", error="The file ended early.")
    house.run(door="upload", source="fair.csv", started_by="Anna", outcome="cancelled")

    def found(**parts: Any) -> list[int | None]:
        return [report.run_id for report in runs_page(house.conn, RunFilter(**parts))]

    assert found() == [3, 2, 1]
    assert found(doors=(Door.UPLOAD,)) == [3, 2]
    assert found(doors=(Door.UPLOAD, Door.INJECTOR), outcomes=(RunOutcome.FAILED, RunOutcome.SUCCEEDED)) == [2, 1]
    assert found(injector_id=injector) == [1]
    assert found(pool_id=pool) == [2]
    assert found(since=NOW) == [3, 2]
    assert found(since=NOW - timedelta(days=1)) == [3, 2, 1]
    assert found(person="anna") == [3]
    assert found(text="ÅSE") == [1]
    assert found(text="web POOL") == [2]
    assert found(text="ended early") == [2]
    assert found(text="%") == [2]
    assert found(text="csv", doors=(Door.API,)) == []


def test_pages_join(house: House) -> None:
    for _ in range(7):
        house.run()
    seen: list[int | None] = []
    after = None
    while page := runs_page(house.conn, RunFilter(), after, limit=3):
        seen += [report.run_id for report in page]
        after = seen[-1]
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_the_last_run_of_each_injector(house: House) -> None:
    first, second, _never = house.injector("A"), house.injector("B"), house.injector("C")
    house.run(injector_id=first, added=1)
    house.run(injector_id=second, outcome="failed")
    house.run(injector_id=first, added=2)
    house.run(injector_id=first, outcome="skipped")
    found = recent_by_injector(house.conn)
    assert {injector: report.run_id for injector, report in found.items()} == {first: 3, second: 2}


def test_kept_rows_and_their_reasons(house: House) -> None:
    run, other = house.run(), house.run()
    house.row(run, 2, "rejected", "no_phone")
    house.row(
        run, 5, "rejected", "field_invalid", field="Area", value="x", detail="not_a_number", params='{"a": "b"}',
        row_values='{"area": "x", "at": {"date": "2025-11-03"}}', unique_id="17",
    )  # fmt: skip
    house.row(run, 7, "duplicates", "duplicate", lead_id=3)
    house.row(run, 9, "rejected", "no_phone", retried_in=other)
    house.row(run, 10, "deferred", "")
    house.row(other, 1, "rejected", "no_phone")

    def numbers(*arguments: Any, **named: Any) -> list[int]:
        return [record.row for record in run_rows(house.conn, run, *arguments, **named)]

    assert numbers() == [2, 5, 7, 9, 10]
    assert numbers(RowOutcome.REJECTED) == [2, 5, 9]
    assert numbers(reason=Reason.NO_PHONE) == [2, 9]
    assert numbers(RowOutcome.REJECTED, after_row=2, limit=1) == [5]
    whole = run_rows(house.conn, run)
    assert whole[1] == RowRecord(
        run, 5, RowOutcome.REJECTED, Problem(Reason.FIELD_INVALID, "Area", "x", "not_a_number", {"a": "b"}),
        {"area": "x", "at": {"date": "2025-11-03"}}, unique_id="17",
    )  # fmt: skip
    assert (whole[2].lead_id, whole[3].retried_in, whole[4].problem) == (3, other, None)


def test_problems_by_kind(house: House) -> None:
    run, other = house.run(), house.run()
    house.row(run, 1, "rejected", "phone_invalid", field="Phone", detail="too_short")
    house.row(run, 2, "rejected", "phone_invalid", field="Mobile", detail="no_digits")
    house.row(run, 3, "rejected", "phone_invalid", field="Phone", detail="too_short", retried_in=other)
    house.row(run, 4, "duplicates", "duplicate")
    house.row(other, 1, "rejected", "no_phone")
    short = ProblemKind(Reason.PHONE_INVALID, "Phone", "too_short")
    letters = ProblemKind(Reason.PHONE_INVALID, "Mobile", "no_digits")
    assert set(problem_counts(house.conn, run, RowOutcome.REJECTED)) == {
        ProblemCount(short, 2), ProblemCount(letters, 1),
    }  # fmt: skip
    assert [r.row for r in run_rows(house.conn, run, kinds=[short])] == [1, 3]
    assert [r.row for r in run_rows(house.conn, run, kinds=[short, letters])] == [1, 2, 3]
    assert (not_retried(house.conn, run, RowOutcome.REJECTED), not_retried(house.conn, 99, RowOutcome.REJECTED)) == (
        2,
        0,
    )
    assert run_row(house.conn, run, 3).retried_in == other
    with pytest.raises(NotFound, match="Row 9 of run"):
        run_row(house.conn, run, 9)


def test_who_started_runs(house: House) -> None:
    for person in ("schedule", "Bo", "anna", "Bo"):
        house.run(started_by=person)
    assert people_of_runs(house.conn) == ["anna", "Bo", "schedule"]
    assert people_of_runs(house.conn, newest=1) == ["Bo"]
