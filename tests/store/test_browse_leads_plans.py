"""Lists of leads read a span of an index, not the table: measured on 200,000 leads (spec 4, Leads)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_list import LeadColumn, LeadSort
from leadadmin.store.browse_leads import lead_count, leads_page
from tests.store.browse_workspace import NOW_MS, House, empty_house

LEADS = 200_000
POOLS = 40
STEP = 100
"""SQLite is asked every so many steps of its machine; a full scan of the leads takes over a million."""
MOST_STEPS = 150_000

_LEADS = f"""
INSERT INTO leads SELECT
  n, 1 + (pool > 20), pool, 0, 'E' || n, name, lower(name), status, '', n % 50 > 0, n % 100, dial, n, 1, NULL, 1, NULL,
  NULL, 0, 0, 1 + n / 20000, n, {NOW_MS} - ({LEADS} - n) * 1000, {NOW_MS} - ({LEADS} - n) * 1000, '{{"city": "X"}}'
FROM (
  SELECT value AS n,
    CASE WHEN value <= 1000 THEN 1 WHEN value % 2 THEN 40 ELSE 2 + value % 38 END AS pool,
    printf('Name %05x', (value * 7919) % 1048576) AS name,
    CASE WHEN value % 100 < 2 THEN 'common_redial' ELSE 'unprocessed' END AS status,
    CASE WHEN value % 100 < 2 THEN {NOW_MS} + value * 1000 ELSE 0 END AS dial
  FROM (
    WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c WHERE value < {LEADS}) SELECT value FROM c
  )
)
"""
_PHONES = """
INSERT INTO lead_phones SELECT id, 0, campaign_id, 'phone', '+442079460' || printf('%03d', id % 1000), '', '' FROM leads
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with empty_house(tmp_path_factory.mktemp("plans")) as house:
        template = house.template()
        campaigns = [house.campaign(f"C{n}", house.project(f"P{n}"), template) for n in (1, 2)]
        house.team()
        house.injector()
        for number in range(1, POOLS + 1):
            house.pool(campaigns[number > 20], f"Pool {number}")
        house.conn.exec_driver_sql(_LEADS)
        house.conn.exec_driver_sql(_PHONES)
        yield house


@dataclass(slots=True)
class Watched:
    """What a call cost: steps of SQLite's machine, and the plan of each of its statements."""

    steps: int
    plans: list[str]


def watch(conn: Connection, work: Callable[[], object]) -> Watched:
    statements: list[tuple[str, Any]] = []
    steps = 0

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    def count() -> int:
        nonlocal steps
        steps += STEP
        return 0

    raw: Any = conn.connection.driver_connection
    event.listen(conn, "before_cursor_execute", note)
    raw.set_progress_handler(count, STEP)
    try:
        work()
    finally:
        raw.set_progress_handler(None, 0)
        event.remove(conn, "before_cursor_execute", note)
    plans = [
        row[3]
        for statement, parameters in statements
        for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]
    return Watched(steps, plans)


MIDDLE = datetime.fromtimestamp(NOW_MS / 1000, UTC) - timedelta(seconds=LEADS // 2)
QUICK = {
    "newest": (LeadFilter(), LeadSort()),
    "oldest": (LeadFilter(), LeadSort(descending=False)),
    "by name": (LeadFilter(), LeadSort(LeadColumn.NAME, descending=False)),
    "by last change": (LeadFilter(), LeadSort(LeadColumn.CHANGED)),
    "a small old pool": (LeadFilter(pool_ids=(1,)), LeadSort()),
    "a large pool": (LeadFilter(pool_ids=(40,)), LeadSort()),
    "pools": (LeadFilter(pool_ids=(1, 2, 40)), LeadSort()),
    "a campaign": (LeadFilter(campaign_ids=(2,)), LeadSort()),
    "a project": (LeadFilter(project_ids=(1,)), LeadSort(descending=False)),
    "a small pool by priority": (LeadFilter(pool_ids=(1,)), LeadSort(LeadColumn.PRIORITY)),
    "a small pool by dial time": (LeadFilter(pool_ids=(1,)), LeadSort(LeadColumn.DIAL_TIME, descending=False)),
    "a small pool by name": (LeadFilter(pool_ids=(1,)), LeadSort(LeadColumn.NAME)),
    "a run": (LeadFilter(run_id=3), LeadSort()),
    "a phone": (LeadFilter(text="020 7946 0123"), LeadSort()),
    "an external id": (LeadFilter(text="E4711"), LeadSort()),
    "the start of a name": (LeadFilter(text="name 000"), LeadSort()),
    "redials": (LeadFilter(statuses=(OpenStatus.COMMON_REDIAL,)), LeadSort()),
    "redials of a large pool": (LeadFilter(statuses=(OpenStatus.COMMON_REDIAL,), pool_ids=(40,)), LeadSort()),
    "due in an hour": (LeadFilter(dial_from=MIDDLE, dial_to=MIDDLE + timedelta(days=3)), LeadSort()),
    "arrived in an hour": (LeadFilter(arrived_from=MIDDLE, arrived_to=MIDDLE + timedelta(hours=1)), LeadSort()),
    "changed in an hour": (LeadFilter(changed_from=MIDDLE, changed_to=MIDDLE + timedelta(hours=1)), LeadSort()),
}


@pytest.mark.parametrize("name", QUICK)
def test_first_and_next_page_take_a_span_of_an_index(house: House, name: str) -> None:
    chosen, sort = QUICK[name]
    pages = []
    first = watch(house.conn, lambda: pages.append(leads_page(house.conn, chosen, sort, limit=50)))
    assert pages[0].rows
    after = pages[0].next_cursor
    later = watch(house.conn, lambda: pages.append(leads_page(house.conn, chosen, sort, after, limit=50)))
    for cost in (first, later):
        scans = [plan for plan in cost.plans if plan.startswith("SCAN leads") and " INDEX " not in plan]
        assert not scans, "\n".join(cost.plans)
        assert cost.steps <= MOST_STEPS, f"{cost.steps:,} steps:\n" + "\n".join(cost.plans)


@pytest.mark.parametrize("name", ["a phone", "an external id", "arrived in an hour", "redials", "a run"])
def test_counting_a_few_leads_takes_a_span_of_an_index(house: House, name: str) -> None:
    cost = watch(house.conn, lambda: lead_count(house.conn, QUICK[name][0]))
    assert cost.steps <= MOST_STEPS, f"{cost.steps:,} steps:\n" + "\n".join(cost.plans)
    assert not [plan for plan in cost.plans if plan == "SCAN leads"]


def test_the_measure_notices_a_full_scan(house: House) -> None:
    cost = watch(house.conn, lambda: leads_page(house.conn, LeadFilter(), LeadSort(LeadColumn.PRIORITY)))
    assert cost.steps > MOST_STEPS
