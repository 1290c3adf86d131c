"""What is read from a workspace is the same on PostgreSQL and MariaDB as on SQLite."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import URL, Connection

from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.lead_filter import FieldCondition, LeadFilter, Operator
from leadadmin.domain.lead_list import LeadColumn, LeadCursor, LeadSort
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store import schema
from leadadmin.store.browse_leads import lead_count, leads_page
from leadadmin.store.browse_pools import pool_by_reference, pool_details, pool_figures
from leadadmin.store.browse_runs import recent_by_injector, run_rows, runs_page
from leadadmin.store.engine import make_engine
from leadadmin.store.fingerprint import fingerprint
from leadadmin.store.lead_detail import history, lead
from tests.store.browse_workspace import DAY_MS, NOW_MS, House, empty_house

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)
STATUSES = ("unprocessed", "automatic_redial", "common_redial", "private_redial", "vip_redial", "closed")
NAMES = ("", "Åse", "anna", "Anna", "Zoë", "老王", "\U0001f600", "O’Neill", "100% Solar", "a_b", "back\\slash")


def lay(house: House) -> None:
    """The same workspace on every backend."""
    pick = random.Random(7)
    template, project = house.template(), house.project()
    team = house.team("Blue")
    person = house.person("Anna", team)
    sale = house.disposition(template, "Sale", "success")
    injector = house.injector("CRM")
    campaigns = [house.campaign(code, project, template) for code in ("SOLAR", "WIND")]
    pools = [
        house.pool(campaigns[n % 2], f"Pool {n}", active=int(n != 3), active_to=date(2025, 11, 30)) for n in range(4)
    ]
    runs = [house.run(injector_id=injector, pool_id=pool, reasons='{"no_phone": 1}') for pool in pools]
    for number in range(60):
        status = pick.choice(STATUSES)
        name = pick.choice(NAMES)
        owner: dict[str, Any] = pick.choice([{"owner_team_id": team}, {"owner_person_id": person}, {}])
        house.lead(
            pick.choice(pools), name=name, status=status, closure="success" if status == "closed" else "",
            active=int(pick.random() < 0.8), used=pick.randrange(2), priority=pick.randrange(3),
            dial_at=NOW_MS + pick.choice([-DAY_MS, DAY_MS]) if "redial" in status else 0,
            arrived_at=NOW_MS - pick.randrange(3) * DAY_MS, changed_at=NOW_MS - pick.randrange(3) * DAY_MS,
            run_id=pick.choice(runs), external_space=pick.choice([0, injector]), external_id=f"E{number}",
            phones=(f"+4420794600{number:02d}", "+442079460999"), keys={"email": f"mail{number}@example.org"},
            values=pick.choice([
                {"city": "Århus", "area": "12.5", "own": True, "since": "2025-02-28", "email": "A@Example.org"},
                {"city": "50% Hill", "area": 100, "own": False, "since": "2025-03-01T12:00:01Z"},
                {"area": "-3"}, {"city": None},
            ]), **owner,
        )  # fmt: skip
    house.count()
    house.row(runs[0], 3, "duplicates", "duplicate", lead_id=1)
    house.row(runs[0], 1, "rejected", "no_phone", field="Phone", params='{"a": "b"}')
    house.call(1, pools[0], person_id=person, disposition_id=sale)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The workspace on SQLite."""
    with empty_house(tmp_path_factory.mktemp("reference")) as house:
        lay(house)
        yield house.conn


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def conn(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """The workspace on a server."""
    server = request.getfixturevalue(request.param)
    driver = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}[request.param]
    url = URL.create(driver, server.user, server.password, server.host, server.port, server.fresh_database())
    engine = make_engine(url)
    schema.metadata.create_all(engine)
    with engine.connect() as connection:
        lay(House(connection))
        yield connection
    engine.dispose()


FILTERS = {
    "all": LeadFilter(),
    "a project": LeadFilter(project_ids=(1,)),
    "a campaign": LeadFilter(campaign_ids=(2,)),
    "two pools": LeadFilter(pool_ids=(1, 4)),
    "no pool": LeadFilter(pool_ids=(1,), campaign_ids=(2,)),
    "redials": LeadFilter(statuses=(OpenStatus.COMMON_REDIAL, OpenStatus.VIP_REDIAL)),
    "redials of a pool": LeadFilter(statuses=(OpenStatus.COMMON_REDIAL, OpenStatus.VIP_REDIAL), pool_ids=(1, 2)),
    "states": LeadFilter(statuses=(OpenStatus.UNPROCESSED,), closures=(Closure.SUCCESS,)),
    "closed": LeadFilter(closures=(Closure.SUCCESS,)),
    "a team’s": LeadFilter(owner=Owner(OwnerKind.TEAM, 1)),
    "a person’s": LeadFilter(owner=Owner(OwnerKind.PERSON, 1)),
    "a run": LeadFilter(run_id=2),
    "arrived": LeadFilter(arrived_from=NOW - timedelta(days=1), arrived_to=NOW),
    "changed": LeadFilter(changed_from=NOW),
    "due": LeadFilter(dial_to=NOW),
    "a phone": LeadFilter(text="020 7946 0012"),
    "a phone of all": LeadFilter(text="+44 20 7946 0999"),
    "an external id": LeadFilter(text="E17"),
    "a key": LeadFilter(text="MAIL5@example.org"),
    "a name": LeadFilter(text="ANNA"),
    "another name": LeadFilter(text="åS"),
    "percent": LeadFilter(text="% S", anywhere=True),
    "underscore": LeadFilter(text="_", anywhere=True),
    "backslash": LeadFilter(text="\\", anywhere=True),
    "e-mail anywhere": LeadFilter(text="a@EXAMPLE", anywhere=True),
} | {
    f"field {condition.operator} {condition.value}": LeadFilter(fields=(condition,))
    for condition in (
        FieldCondition("city", "", Operator.IS, "ÅrHUS"),
        FieldCondition("city", "", Operator.IS_NOT, "50% HILL"),
        FieldCondition("city", "", Operator.CONTAINS, "0% h"),
        FieldCondition("city", "", Operator.STARTS_WITH, "50_"),
        FieldCondition("city", "", Operator.EMPTY),
        FieldCondition("city", "", Operator.FILLED),
        FieldCondition("area", "", Operator.MORE, 9),
        FieldCondition("area", "", Operator.LESS, Decimal("99.5")),
        FieldCondition("city", "", Operator.MORE, 0),
        FieldCondition("area", "", Operator.IS, Decimal("12.50")),
        FieldCondition("own", "", Operator.IS, True),
        FieldCondition("own", "", Operator.IS_NOT, True),
        FieldCondition("since", "", Operator.LESS, date(2025, 3, 1)),
        FieldCondition("since", "", Operator.MORE, datetime(2025, 3, 1, 12, tzinfo=UTC)),
    )
}
FOUND_NOTHING = {"no pool", "field starts_with 50_", "field more 0"}


def whole(conn: Connection, chosen: LeadFilter, sort: LeadSort) -> list[Any]:
    """Every row of a list, page by page."""
    rows: list[Any] = []
    cursor: LeadCursor | None = None
    while True:
        page = leads_page(conn, chosen, sort, cursor, limit=7)
        rows += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return rows


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_the_same_leads(conn: Connection, reference: Connection, name: str) -> None:
    chosen = FILTERS[name]
    found = whole(conn, chosen, LeadSort())
    assert found == whole(reference, chosen, LeadSort())
    assert bool(found) != (name in FOUND_NOTHING)
    assert lead_count(conn, chosen).count == len(found)
    assert lead_count(conn, chosen, 3) == lead_count(reference, chosen, 3)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("column", list(LeadColumn))
@pytest.mark.parametrize("name", ["all", "two pools", "redials", "a run", "a phone of all"])
def test_lists_have_the_same_order(
    conn: Connection, reference: Connection, name: str, column: LeadColumn, descending: bool
) -> None:
    sort = LeadSort(column, descending)
    assert whole(conn, FILTERS[name], sort) == whole(reference, FILTERS[name], sort)


def test_pools_leads_and_runs_read_the_same(conn: Connection, reference: Connection) -> None:
    for read in (
        lambda c: pool_figures(c, NOW_MS),
        lambda c: pool_figures(c, NOW_MS, include_archived=True, pool_ids=[2, 3]),
        lambda c: pool_details(c, 2, NOW_MS),
        lambda c: pool_by_reference(c, "solar/POOL 0"),
        lambda c: [lead(c, number) for number in range(1, 61)],
        lambda c: history(c, 1),
        lambda c: runs_page(c, RunFilter(text="pool 1", since=NOW, person="SCHEDULE")),
        lambda c: runs_page(c, RunFilter(), after=3, limit=1),
        recent_by_injector,
        lambda c: run_rows(c, 1, RowOutcome.REJECTED, Reason.NO_PHONE),
    ):
        found = read(conn)
        assert found
        assert found == read(reference)


def test_the_fingerprint_follows_changes(conn: Connection) -> None:
    before = fingerprint(conn)
    assert fingerprint(conn) == before
    with conn.begin_nested() as changed:
        House(conn).run()
        assert fingerprint(conn) != before
        changed.rollback()
    assert fingerprint(conn) == before
