"""The overview of pools against a slow recount, lead by lead."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from leadadmin.domain.errors import NotFound
from leadadmin.domain.pool import Door, PoolFigures, PoolStatus
from leadadmin.domain.pool_totals import pool_totals
from leadadmin.store.browse_pools import pool_by_reference, pool_details, pool_figures
from tests.store.browse_workspace import DAY_MS, NOW_MS, House, empty_house

TODAY = datetime.fromtimestamp(NOW_MS / 1000, UTC).date()

STATUSES = (
    "unprocessed", "automatic_redial", "common_redial", "private_redial", "vip_redial", "unresolved", "closed",
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as house:
        yield house


@pytest.fixture
def campaign(house: House) -> int:
    return house.campaign("SOLAR", house.project(), house.template())


def recounted(house: House, pool: PoolFigures, row: dict[str, Any], zone: str) -> dict[str, int]:
    """What the figures of a pool must be, looking at one lead after the other."""
    mine = [lead for lead in house.leads if lead["pool_id"] == pool.id]
    today = datetime.fromtimestamp(NOW_MS / 1000, ZoneInfo(zone)).date()
    blocked = (
        not row.get("active", 1)
        or not row.get("campaign_active", 1)
        or (row.get("active_from") is not None and row["active_from"] > today)
        or (row.get("active_to") is not None and row["active_to"] < today)
    )
    ready = 0
    for lead in mine:
        if blocked or not lead["active"]:
            continue
        if lead["status"] == "unprocessed" or (
            lead["status"] in ("automatic_redial", "common_redial") and lead["dial_at"] <= NOW_MS
        ):
            ready += 1
    closed = sum(bool(lead["closure"]) for lead in mine)
    return {
        "total": len(mine),
        "closed": closed,
        "open": len(mine) - closed,
        "used": sum(lead["used"] for lead in mine),
        "unprocessed": sum(lead["status"] == "unprocessed" for lead in mine),
        "ready": ready,
    }


@pytest.mark.parametrize("seed", range(5))
def test_figures_equal_a_recount_of_every_lead(house: House, seed: int) -> None:
    pick = random.Random(seed)
    template, project = house.template(), house.project()
    told: dict[int, tuple[dict[str, Any], str]] = {}
    for number in range(3):
        zone = pick.choice(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
        active = pick.random() < 0.8
        campaign = house.campaign(f"C{number}", project, template, time_zone=zone, active=int(active))
        for name in range(4):
            row = {
                "active": int(pick.random() < 0.8),
                "active_from": pick.choice([None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1)]),
                "active_to": pick.choice([None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1)]),
            }
            told[house.pool(campaign, f"Pool {name}", **row)] = (row | {"campaign_active": active}, zone)
    for pool_id in told:
        for _ in range(pick.randrange(30)):
            status = pick.choice(STATUSES)
            house.lead(
                pool_id, status=status, closure="success" if status == "closed" else "", used=pick.randrange(2),
                active=int(pick.random() < 0.7),
                dial_at=NOW_MS + pick.choice([-DAY_MS, 0, 1, DAY_MS]) if status.endswith("redial") else 0,
            )  # fmt: skip
    house.count()
    found = pool_figures(house.conn, NOW_MS)
    assert [pool.id for pool in found] == list(told)
    assert any(pool.ready for pool in found)
    for pool in found:
        wanted = recounted(house, pool, *told[pool.id])
        assert {key: getattr(pool, key) for key in wanted} == wanted


def test_active_dates_are_days_of_the_campaign(house: House) -> None:
    template, project = house.template(), house.project()
    tomorrow = house.campaign("EAST", project, template, time_zone="Pacific/Kiritimati")
    today = house.campaign("WEST", project, template, time_zone="Pacific/Pago_Pago")
    for campaign in (tomorrow, today):
        house.lead(house.pool(campaign, "From the 22nd", active_from=date(2025, 11, 22)))
    house.count()
    assert [pool.ready for pool in pool_figures(house.conn, NOW_MS)] == [1, 0]


def test_a_row_of_the_overview(house: House, campaign: int) -> None:
    pool = house.pool(campaign, "Web", source="CRM web leads")
    for number in range(4):
        closed = number == 0
        house.lead(pool, status="closed" if closed else "unprocessed", closure="success" if closed else "", used=closed)
    house.count()
    (found,) = pool_figures(house.conn, NOW_MS)
    assert (found.name, found.project, found.campaign, found.campaign_code) == (
        "Web", "Residential", "Campaign SOLAR", "SOLAR",
    )  # fmt: skip
    assert (found.closed_pct, found.used_pct, found.door, found.source) == (25.0, 25.0, Door.INJECTOR, "CRM web leads")
    assert (found.rejected, found.duplicates, found.updated) == (3, 2, 1)
    assert found.uploaded == datetime.fromtimestamp(NOW_MS / 1000, UTC) - timedelta(days=1)


def test_an_empty_pool_has_no_percentages(house: House, campaign: int) -> None:
    house.pool(campaign, "Empty")
    house.count()
    (found,) = pool_figures(house.conn, NOW_MS)
    assert (found.total, found.closed_pct, found.used_pct) == (0, None, None)


@pytest.mark.parametrize(
    ("door", "outcomes", "status"),
    [
        ("upload", [], PoolStatus.ACTIVE),
        ("upload", ["failed", "running"], PoolStatus.LOADING),
        ("upload", ["succeeded", "failed"], PoolStatus.UPLOAD_FAILED),
        ("upload", ["interrupted"], PoolStatus.UPLOAD_FAILED),
        ("upload", ["failed", "succeeded"], PoolStatus.ACTIVE),
        ("upload", ["cancelled"], PoolStatus.ACTIVE),
        ("injector", ["failed"], PoolStatus.ACTIVE),
    ],
)
def test_the_status_is_that_of_the_last_upload(
    house: House, campaign: int, door: str, outcomes: list[str], status: PoolStatus
) -> None:
    pool = house.pool(campaign, "P", door=door)
    for outcome in outcomes:
        house.run(door=door, outcome=outcome, pool_id=pool)
    house.run(door="injector", outcome="running", pool_id=pool)
    house.count()
    assert [found.status for found in pool_figures(house.conn, NOW_MS)] == [status]


def test_an_inactive_pool_says_so(house: House, campaign: int) -> None:
    house.pool(campaign, "P", active=0)
    house.count()
    assert [found.status for found in pool_figures(house.conn, NOW_MS)] == [PoolStatus.INACTIVE]


def test_what_is_archived_is_hidden_unless_asked_for(house: House, campaign: int) -> None:
    old = house.campaign("OLD", house.project("Gone", archived=1), 1)
    shelved = house.campaign("SHELVED", 1, 1, archived=1)
    house.pool(campaign, "Kept")
    house.pool(campaign, "Put away", archived=1)
    house.pool(old, "Old")
    house.pool(shelved, "Shelved")
    house.count()
    assert [pool.name for pool in pool_figures(house.conn, NOW_MS)] == ["Kept"]
    every = pool_figures(house.conn, NOW_MS, include_archived=True)
    assert {pool.name for pool in every} == {"Kept", "Put away", "Old", "Shelved"}
    assert [pool.name for pool in pool_figures(house.conn, NOW_MS, pool_ids=[2, 1])] == ["Kept"]


def test_details(house: House, campaign: int) -> None:
    team = house.team("Blue")
    pool = house.pool(
        campaign, "Web", description="From the site", owner_team_id=team, priority=4, archived=1,
        active_from=date(2025, 11, 1),
    )  # fmt: skip
    house.lead(pool, arrived_at=NOW_MS - 5000)
    house.lead(pool, arrived_at=NOW_MS - 9000)
    house.count()
    found = pool_details(house.conn, pool, NOW_MS)
    assert found.figures == pool_figures(house.conn, NOW_MS, include_archived=True)[0]
    assert (found.description, found.owner, found.priority, found.template) == ("From the site", "Blue", 4, "Solar")
    assert (found.archived, found.active_from, found.active_to) == (True, date(2025, 11, 1), None)
    assert found.last_arrival == datetime.fromtimestamp((NOW_MS - 5000) / 1000, UTC)
    with pytest.raises(NotFound):
        pool_details(house.conn, 99, NOW_MS)


def test_a_pool_is_named_by_id_or_by_code_and_name(house: House, campaign: int) -> None:
    pool = house.pool(campaign, "week 47/48")
    assert pool_by_reference(house.conn, f" {pool} ") == pool
    assert pool_by_reference(house.conn, "solar/Week 47/48") == pool
    for wrong in ("99", "SOLAR/week", "Web", "9" * 30, "", "WIND/week 47/48"):
        with pytest.raises(NotFound):
            pool_by_reference(house.conn, wrong)


def test_totals_are_sums_and_percentages_of_sums(house: House, campaign: int) -> None:
    small, large = house.pool(campaign, "Small"), house.pool(campaign, "Large")
    house.lead(small, status="closed", closure="success", used=1)
    for _ in range(9):
        house.lead(large)
    house.count()
    sums = pool_totals(pool_figures(house.conn, NOW_MS))
    assert (sums.pools, sums.total, sums.open, sums.closed, sums.ready, sums.used) == (2, 10, 9, 1, 9, 1)
    assert (sums.closed_pct, sums.used_pct, sums.rejected) == (10.0, 10.0, 6)
    assert pool_totals([]).closed_pct is None


def test_the_overview_reads_spans_of_the_index_only(house: House, campaign: int) -> None:
    house.lead(house.pool(campaign, "P"))
    house.count()
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(house.conn, "before_cursor_execute", note)
    pool_figures(house.conn, NOW_MS)
    event.remove(house.conn, "before_cursor_execute", note)
    raw: Any = house.conn.connection.driver_connection
    ((statement, parameters),) = statements
    plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    about_leads = [step for step in plan if " leads " in step]
    assert len(about_leads) == 3
    assert all("USING COVERING INDEX ix_leads_pool_id_active_status_dial_at" in step for step in about_leads), plan
