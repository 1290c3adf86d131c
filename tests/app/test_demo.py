"""The sample workspace: whole, counted right, invented, alive, and made once."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from leadadmin.app.bootstrap import Program, open_program
from leadadmin.app.demo import LivingCrm, Sample, alive, crm, open_or_make, run_each, sample, sample_crm
from leadadmin.app.demo.clock import CallingClock
from leadadmin.app.demo.numbers import NumberBook, spoil
from leadadmin.app.demo.persons import Crowd
from leadadmin.app.demo.words import load_words
from leadadmin.app.injectors import is_tested
from leadadmin.domain.errors import Expected
from leadadmin.domain.phone import Phone, Strictness, normalise
from leadadmin.domain.reasons import Problem
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.sources.base import CancelToken
from leadadmin.store import browse_pools, connections, injectors
from leadadmin.store.engine import workspace_url
from leadadmin.store.upgrade import create_workspace
from leadadmin.store.workspace import Workspace

REGIONS = ("AU", "GB", "US")
FICTION = re.compile(
    r"\+44(2079460|1134960|1144960|1164960|1174960|1184960|1214960|1314960|1414960|1514960|1614960|1914980"
    r"|2896496|2920180|7700900|3069990)\d{3}"
    r"|\+61([2378](5550|7010)\d{4}|491570006)"
    r"|\+1\d{3}55501\d{2}"
)
"""Numbers kept free for drama (Ofcom, ACMA, ATIS), written down here apart from the code that makes them."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return open_or_make(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def program(made: Sample) -> Iterator[Program]:
    opened = open_program(str(made.place))
    yield opened
    opened.close()


def rows(program: Program, query: str) -> list[tuple[Any, ...]]:
    with program.workspace.reading() as database:
        return [tuple(row) for row in database.execute(text(query))]


def run_all(program: Program) -> dict[str, RunReport]:
    return {report.source: report for report in run_each(program, CancelToken())}


def test_it_is_large_enough_and_every_kind_of_thing_is_there(program: Program, made: Sample) -> None:
    assert made.made
    ((leads,),) = rows(program, "SELECT count(*) FROM leads")
    assert 10_000 <= leads <= 20_000
    for table, least in {"teams": 4, "people": 12, "projects": 3, "templates": 3, "campaigns": 6, "pools": 15,
                         "calling_hours": 3, "connections": 1, "injectors": 2, "calls": 10_000}.items():  # fmt: skip
        ((count,),) = rows(program, f"SELECT count(*) FROM {table}")
        assert count >= least, table


def test_counters_equal_a_recount(program: Program) -> None:
    counted = rows(
        program,
        "SELECT p.id, count(*), sum(l.status = 'closed'), sum(l.used), sum(l.status = 'unprocessed'),"
        " (SELECT sum(rejected) FROM runs r WHERE r.pool_id = p.id),"
        " (SELECT sum(duplicates) FROM runs r WHERE r.pool_id = p.id), 0"
        " FROM pools p JOIN leads l ON l.pool_id = p.id GROUP BY p.id ORDER BY p.id",
    )
    said = rows(
        program,
        "SELECT pool_id, total, closed, used, unprocessed, rejected, duplicates, updated FROM pool_counts"
        " ORDER BY pool_id",
    )
    assert said == counted


def test_every_receipt_adds_up_and_gives_its_reasons(program: Program) -> None:
    receipts = rows(
        program,
        "SELECT rows_read, added + updated + unchanged + duplicates + suppressed + rejected + deferred + superseded"
        " + seen_before, outcome FROM runs",
    )
    assert len(receipts) > 30
    assert all(read == accounted for read, accounted, _ in receipts)
    assert {outcome for *_, outcome in receipts} == {RunOutcome.SUCCEEDED, RunOutcome.FAILED}
    reasons = {reason for (reason,) in rows(program, "SELECT DISTINCT reason FROM run_rows")}
    assert {"phone_invalid", "no_phone", "duplicate", "field_invalid", "bad_callback_date", "unknown_agent"} <= reasons


def test_every_number_is_kept_free_for_fiction(program: Program) -> None:
    numbers = [number for (number,) in rows(program, "SELECT number FROM lead_phones")]
    assert len(numbers) > 10_000
    assert [number for number in numbers if not FICTION.fullmatch(number)] == []


def test_injectors_were_tested_before_they_were_switched_on(program: Program) -> None:
    with program.workspace.reading() as database:
        stored = injectors.list_all(database)
        assert [each.injector.name for each in stored] == ["Member renewals", "Web enquiries"]
        for each in stored:
            assert each.state.enabled
            assert not each.state.paused_because
            assert is_tested(database, each)
            assert each.state.columns_seen
        (connection,) = connections.list_all(database)
        assert connection.test_state is connections.LastTest.WORKS


def test_the_past_is_spread_over_weeks_in_the_order_of_the_runs(program: Program) -> None:
    moments = [at for (at,) in rows(program, "SELECT started_at FROM runs WHERE started_by <> 'test' ORDER BY id")]
    days = {at // 86_400_000 for at in moments}
    assert moments == sorted(moments)
    assert len(days) > 12
    assert max(days) - min(days) > 40
    wrong = rows(
        program,
        "SELECT l.id FROM leads l JOIN runs r ON r.id = l.run_id JOIN pools p ON p.id = l.pool_id"
        " WHERE l.arrived_at < r.started_at OR l.arrived_at > r.finished_at OR p.created_at > l.arrived_at",
    )
    assert wrong == []


def test_calls_are_by_agents_in_calling_hours_after_the_lead_came(program: Program) -> None:
    wrong = "SELECT c.id FROM calls c JOIN leads l ON l.id = c.lead_id JOIN people p ON p.id = c.person_id WHERE "
    assert rows(program, wrong + "c.started_at < l.arrived_at") == []
    assert rows(program, wrong + "p.role <> 'agent' OR c.source <> 'agent'") == []
    now_ms = datetime.now(UTC).timestamp() * 1000
    assert rows(program, wrong + f"c.started_at + 1000 * c.seconds > {now_ms}") == []
    solar = rows(program, "SELECT started_at FROM calls c JOIN pools p ON p.id = c.pool_id WHERE p.campaign_id = 1")
    clocks = [datetime.fromtimestamp(at / 1000, ZoneInfo("Australia/Melbourne")) for (at,) in solar]
    assert len(clocks) > 1000
    assert all(9 <= clock.hour < 20 and clock.weekday() < 6 for clock in clocks)


def test_figures_look_alive(program: Program) -> None:
    with program.workspace.reading() as database:
        figures = browse_pools.pool_figures(database, program.workspace.now_ms(database))
    assert len({round(each.used_pct or 0, -1) for each in figures}) >= 7
    assert len({each.status for each in figures}) == 2
    assert all(each.ready <= each.open <= each.total for each in figures)
    ((share,),) = rows(program, "SELECT 1.0 * sum(closure = 'success') / sum(used) FROM leads")
    assert 0.05 < share < 0.2


def test_the_first_run_brings_what_waits_and_the_second_nothing(program: Program) -> None:
    first = run_all(program)
    assert set(first) == {"Web enquiries", "Member renewals"}
    for report in first.values():
        assert report.outcome is RunOutcome.SUCCEEDED
        assert report.tally.adds_up
        assert report.tally.of(RowOutcome.ADDED) > 20
    for report in run_all(program).values():
        assert report.tally.of(RowOutcome.ADDED) == 0
        assert report.tally.adds_up


def test_an_enquiry_arrives_at_the_next_run(program: Program, made: Sample) -> None:
    run_all(program)
    entry = {"received_at": datetime.now(UTC).isoformat(), "first_name": "Nora", "last_name": "Newcomer",
             "telephone": "0491 570 006", "state": "sa"}  # fmt: skip
    crm.add_rows(made.crm_file, "web_enquiries", [entry])
    assert run_all(program)["Web enquiries"].tally.of(RowOutcome.ADDED) == 1
    found = rows(program, "SELECT l.name, p.number FROM leads l JOIN lead_phones p ON p.lead_id = l.id"
                          " WHERE l.name = 'Nora Newcomer'")  # fmt: skip
    assert found == [("Nora Newcomer", "+61491570006")]


def test_a_second_call_finds_it_and_adds_nothing(program: Program, made: Sample) -> None:
    tables = ("runs", "leads", "calls", "pools", "people", "audit")
    before = [rows(program, f"SELECT count(*) FROM {table}") for table in tables]
    again = open_or_make(made.place.parent)
    assert again == Sample(made.place, made.crm_file, made=False)
    assert [rows(program, f"SELECT count(*) FROM {table}") for table in tables] == before


def enquiries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM web_enquiries").fetchone()[0])


@pytest.fixture
def small_crm(tmp_path: Path) -> Path:
    path = tmp_path / "crm.sqlite"
    crm.create_crm(path)
    return path


def test_the_crm_lives_while_the_program_runs_and_no_longer(small_crm: Path) -> None:
    deadline = time.monotonic() + 20
    with LivingCrm(small_crm, every_seconds=0.001, seed=1):
        while enquiries(small_crm) < 5:
            assert time.monotonic() < deadline
    assert "sample CRM" not in {thread.name for thread in threading.enumerate()}


def test_a_crm_that_is_taken_away_ends_its_life_quietly(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    living = LivingCrm(tmp_path / "gone.sqlite", every_seconds=0.001)
    deadline = time.monotonic() + 20
    with living:
        while "No more enquiries" not in caplog.text:
            assert time.monotonic() < deadline
    assert not (tmp_path / "gone.sqlite").exists()


def test_only_a_sample_has_a_living_crm(tmp_path: Path, program: Program, made: Sample) -> None:
    assert sample_crm(program.workspace) == made.crm_file
    other = Workspace.at(workspace_url(str(tmp_path / "other.leadadmin")))
    create_workspace(other, "Other")
    with alive(other):
        assert "sample CRM" not in {thread.name for thread in threading.enumerate()}
    with alive(program.workspace):
        assert "sample CRM" in {thread.name for thread in threading.enumerate()}
    other.close()


def test_a_workspace_without_its_crm_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sample.leadadmin").write_text("mine")
    with pytest.raises(Expected, match=r"source .* is missing"):
        open_or_make(tmp_path)
    assert (tmp_path / "sample.leadadmin").read_text() == "mine"


def test_whoever_comes_while_it_is_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "LOCK_SECONDS", 0.05)
    with closing(sqlite3.connect(tmp_path / "sample.lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Expected, match="cannot be used: database is locked"):
            open_or_make(tmp_path)
    assert not (tmp_path / "sample.leadadmin").exists()


@pytest.mark.parametrize("region", REGIONS)
def test_every_spelling_can_be_called_and_no_spoilt_one(region: str) -> None:
    words, random = load_words(), Random(1)
    book = NumberBook(region, random)
    for _ in range(2_000):
        number = book.take()
        spelled = book.spell(number)
        found = normalise(spelled, region, Strictness.POSSIBLE)
        assert isinstance(found, Phone), spelled
        assert FICTION.fullmatch(found.number)
        spoilt = spoil(spelled, words, random)
        assert not spoilt or isinstance(normalise(spoilt, region, Strictness.POSSIBLE), Problem), spoilt


def test_the_same_seed_gives_the_same_people() -> None:
    words = load_words()
    one, other = (Crowd("GB", words, Random("seed")) for _ in range(2))
    assert [one.anyone(bad=0.1, twice=0.1) for _ in range(200)] == [
        other.anyone(bad=0.1, twice=0.1) for _ in range(200)
    ]


WEEK = {"mon": "09:00-12:00, 13:00-17:00", "wed": "20:00-23:30", "sat": "10:00-14:00"}
START = datetime(2025, 10, 1, tzinfo=UTC)
CLOCK = CallingClock(WEEK, ZoneInfo("Europe/London"), START, START + timedelta(days=40))


@given(st.integers(0, 40 * 86_400 - 1), st.integers(0, 40 * 86_400 - 1))
def test_calling_time_never_runs_backwards(one: int, other: int) -> None:
    early, late = sorted((START + timedelta(seconds=one), START + timedelta(seconds=other)))
    assert CLOCK.worked(early) <= CLOCK.worked(late) <= CLOCK.total


@given(st.floats(0, 0.999))
def test_a_moment_of_calling_time_is_in_calling_hours(share: float) -> None:
    moment = CLOCK.moment(share * CLOCK.total)
    assert CLOCK.worked(moment) == pytest.approx(share * CLOCK.total, abs=1e-3)
    local = moment.astimezone(ZoneInfo("Europe/London"))
    spans = WEEK[("mon", "tue", "wed", "thu", "fri", "sat", "sun")[local.weekday()]].split(", ")
    assert any(span[:5] <= f"{local:%H:%M}" < span[6:] for span in spans)
