"""Lists of leads: filters, search, order and pages."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.lead_filter import FieldCondition, LeadFilter, Operator
from leadadmin.domain.lead_list import LeadColumn, LeadCount, LeadRow, LeadSort
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.store.browse_leads import lead_count, leads_page
from leadadmin.store.lead_filter import MOST_SORTED
from leadadmin.store.workspace import from_ms
from tests.store.browse_workspace import DAY_MS, MINUTE_MS, NOW_MS, House, empty_house

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as house:
        yield house


@pytest.fixture
def pool(house: House) -> int:
    return house.pool(house.campaign("SOLAR", house.project(), house.template()), "Web")


def names(house: House, chosen: LeadFilter, sort: LeadSort | None = None) -> list[str]:
    return [row.name for row in leads_page(house.conn, chosen, sort).rows]


def test_a_row_shows_names_phone_and_times(house: House, pool: int) -> None:
    team = house.team("Blue")
    person = house.person("Anna", team)
    due = NOW_MS + MINUTE_MS
    house.lead(
        pool, name="Freja", phones=("+442079460123", "+442079460124"), external_id="E1", status="private_redial",
        dial_at=due, owner_person_id=person, owner_team_id=None, priority=3,
    )  # fmt: skip
    house.lead(pool, name="Closed", status="closed", closure="success", owner_team_id=team, arrived_at=NOW_MS - 1)
    first, second = leads_page(house.conn, LeadFilter()).rows
    assert first == LeadRow(
        id=1, name="Freja", phone="+442079460123", external_id="E1", campaign_id=1, campaign="Campaign SOLAR",
        pool_id=pool, pool="Web", status=OpenStatus.PRIVATE_REDIAL, closure=None, active=True, priority=3,
        dial_at=NOW + timedelta(minutes=1), owner="Anna", arrived_at=NOW, changed_at=NOW,
    )  # fmt: skip
    assert (second.status, second.closure, second.owner, second.phone) == (None, Closure.SUCCESS, "Blue", "")


def test_filters_narrow_and_unite(house: House) -> None:
    template = house.template()
    solar = house.campaign("SOLAR", house.project("Homes"), template)
    wind = house.campaign("WIND", house.project("Farms"), template)
    web, fair = house.pool(solar, "Web"), house.pool(solar, "Fair")
    farm = house.pool(wind, "Farm")
    team = house.team()
    house.lead(web, name="new", owner_team_id=team, run_id=7, arrived_at=NOW_MS - DAY_MS)
    house.lead(web, name="won", status="closed", closure="success", changed_at=NOW_MS + DAY_MS)
    house.lead(fair, name="due", status="common_redial", dial_at=NOW_MS, run_id=7)
    house.lead(fair, name="lost", status="closed", closure="not_interested", active=0)
    house.lead(farm, name="vip", status="vip_redial", dial_at=NOW_MS + DAY_MS, active=0)
    house.count()

    def found(**parts: Any) -> set[str]:
        chosen = LeadFilter(**parts)
        rows = names(house, chosen)
        assert lead_count(house.conn, chosen) == LeadCount(len(rows))
        return set(rows)

    assert found() == {"new", "won", "due", "lost", "vip"}
    assert found(project_ids=(1,)) == {"new", "won", "due", "lost"}
    assert found(campaign_ids=(wind, solar)) == {"new", "won", "due", "lost", "vip"}
    assert found(campaign_ids=(wind,), pool_ids=(web,)) == set()
    assert found(pool_ids=(fair, farm)) == {"due", "lost", "vip"}
    assert found(statuses=(OpenStatus.UNPROCESSED, OpenStatus.VIP_REDIAL)) == {"new", "vip"}
    assert found(statuses=(OpenStatus.VIP_REDIAL, OpenStatus.COMMON_REDIAL)) == {"due", "vip"}
    assert found(statuses=(OpenStatus.COMMON_REDIAL,), closures=(Closure.SUCCESS,)) == {"due", "won"}
    assert found(closures=(Closure.SUCCESS,), pool_ids=(fair,)) == set()
    assert found(owner=Owner(OwnerKind.TEAM, team)) == {"new"}
    assert found(owner=Owner(OwnerKind.PERSON, team)) == set()
    assert found(run_id=7) == {"new", "due"}
    assert found(arrived_to=NOW) == {"new"}
    assert found(arrived_from=NOW - timedelta(days=1), arrived_to=NOW) == {"new"}
    assert found(changed_from=NOW + timedelta(seconds=1)) == {"won"}
    assert found(dial_from=NOW) == {"due", "vip"}
    assert found(dial_to=NOW + timedelta(seconds=1)) == {"due"}
    assert found(dial_from=NOW, statuses=(OpenStatus.VIP_REDIAL, OpenStatus.UNPROCESSED)) == {"vip"}
    assert found(dial_from=NOW, closures=(Closure.SUCCESS,)) == set()


@pytest.mark.parametrize(
    ("operator", "key", "value", "found"),
    [
        (Operator.IS, "city", "ÅRHUS", {"a"}),
        (Operator.IS_NOT, "city", "århus", {"b", "c"}),
        (Operator.CONTAINS, "city", "%", {"b"}),
        (Operator.CONTAINS, "city", "RHU", {"a"}),
        (Operator.STARTS_WITH, "city", "50_", set()),
        (Operator.STARTS_WITH, "city", "50%", {"b"}),
        (Operator.EMPTY, "city", None, {"c"}),
        (Operator.FILLED, "city", None, {"a", "b"}),
        (Operator.MORE, "area", 9, {"a", "b"}),
        (Operator.LESS, "area", Decimal("100"), {"a", "c"}),
        (Operator.IS, "area", Decimal("12.50"), {"a"}),
        (Operator.MORE, "city", 1, set()),
        (Operator.IS, "own", True, {"a"}),
        (Operator.IS_NOT, "own", True, {"b", "c"}),
        (Operator.LESS, "since", date(2025, 3, 1), {"a"}),
        (Operator.MORE, "since", datetime(2025, 3, 1, 12, tzinfo=UTC), {"b"}),
    ],
)
def test_conditions_on_fields(
    house: House, pool: int, operator: Operator, key: str, value: Any, found: set[str]
) -> None:
    house.lead(pool, name="a", values={"city": "Århus", "area": "12.5", "own": True, "since": "2025-02-28"})
    house.lead(pool, name="b", values={"city": "50% Hill", "area": 100, "own": False, "since": "2025-03-01T12:00:01Z"})
    house.lead(pool, name="c", values={"area": "-3"})
    condition = FieldCondition(key, key, operator, value)
    assert set(names(house, LeadFilter(fields=(condition,)))) == found


def test_search_reads_the_text_as_phone_id_email_and_name(house: House, pool: int) -> None:
    injector = house.injector()
    house.lead(pool, name="By phone", phones=("+442079460100", "+442079460123"))
    house.lead(pool, name="By digits", phones=("02079460123",))
    house.lead(pool, name="By id", external_id="2079460123")
    house.lead(pool, name="By own id", external_space=injector, external_id="020 7946 0123")
    house.lead(pool, name="Mail", keys={"email": "freja@example.org"}, values={"email": "Freja@Example.org"})
    house.lead(pool, name="Unkeyed mail", values={"email": "Freja@Example.org"})
    house.lead(pool, name="Freja Prøvesen")
    house.lead(pool, name="Anna Freja")

    def found(text: str, *, anywhere: bool = False) -> set[str]:
        return set(names(house, LeadFilter(text=text, anywhere=anywhere)))

    for spelling in ("020 7946 0123", "+44 20 7946 0123", "0044 20 7946 0123", "(020) 7946-0123"):
        assert "By phone" in found(spelling), spelling
        assert "Freja Prøvesen" not in found(spelling)
    assert found("020 7946 0123") == {"By phone", "By digits", "By own id"}
    assert found("2079460123") == {"By phone", "By id"}
    assert found("FREJA@example.ORG") == {"Mail"}
    assert found("freja@EXAMPLE", anywhere=True) == {"Mail", "Unkeyed mail"}
    assert found("FREJA pr") == {"Freja Prøvesen"}
    assert found("freja", anywhere=True) == {"Freja Prøvesen", "Anna Freja"}
    assert found("%", anywhere=True) == set()
    assert found("  ") == set(names(house, LeadFilter()))


def test_a_national_number_is_read_in_the_regions_of_the_workspace(house: House) -> None:
    template = house.template(region="", fields='[{"key": "phone", "region": "US"}]')
    pool = house.pool(house.campaign("C", house.project(), template, region="AU"), "P")
    house.lead(pool, name="American", phones=("+12125550123",))
    house.lead(pool, name="Australian", phones=("+61355501234",))
    assert names(house, LeadFilter(text="(212) 555-0123")) == ["American"]
    assert names(house, LeadFilter(text="03 5550 1234")) == ["Australian"]


def test_counting_stops_at_its_limit_and_whole_pools_are_counted_by_counters(house: House, pool: int) -> None:
    for _ in range(5):
        house.lead(pool)
    house.count()
    chosen = LeadFilter(statuses=(OpenStatus.UNPROCESSED,))
    assert lead_count(house.conn, chosen, 4) == LeadCount(4, more=True)
    assert lead_count(house.conn, chosen, 5) == LeadCount(5)
    assert lead_count(house.conn, LeadFilter(pool_ids=(pool,)), 2) == LeadCount(5)
    assert lead_count(house.conn, LeadFilter(), 2) == LeadCount(5)
    assert LeadCount(10_000, more=True).label == "10,000+"


SORT_KEYS: dict[LeadColumn, Callable[[dict[str, Any]], Any]] = {
    LeadColumn.ARRIVED: lambda lead: lead["arrived_at"],
    LeadColumn.NAME: lambda lead: lead["name_key"],
    LeadColumn.PRIORITY: lambda lead: lead["priority"],
    LeadColumn.CHANGED: lambda lead: lead["changed_at"],
    LeadColumn.DIAL_TIME: lambda lead: lead["dial_at"],
}
LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "pool_id": st.integers(1, 3),
            "name": st.sampled_from(["", "Åse", "anna", "Anna", "Zoë", "老王", "\U0001f600"]),
            "status": st.sampled_from(["unprocessed", "common_redial"]),
            "priority": st.integers(0, 2),
            "dial_at": st.sampled_from([0, 0, 5, 6]),
            "arrived_at": st.integers(1, 3),
            "changed_at": st.integers(1, 3),
            "run_id": st.integers(1, 2),
        }
    ),
    max_size=25,
)
SCOPES: list[tuple[LeadFilter, Callable[[dict[str, Any]], bool]]] = [
    (LeadFilter(), lambda lead: True),
    (LeadFilter(pool_ids=(2,)), lambda lead: lead["pool_id"] == 2),
    (LeadFilter(pool_ids=(1, 3)), lambda lead: lead["pool_id"] != 2),
    (LeadFilter(project_ids=(1,)), lambda lead: True),
    (LeadFilter(run_id=1), lambda lead: lead["run_id"] == 1),
    (LeadFilter(run_id=2, pool_ids=(1, 2)), lambda lead: lead["run_id"] == 2 and lead["pool_id"] != 3),
    (LeadFilter(statuses=(OpenStatus.COMMON_REDIAL,)), lambda lead: lead["status"] == "common_redial"),
    (
        LeadFilter(changed_from=from_ms(2), pool_ids=(1, 3)),
        lambda lead: lead["changed_at"] > 1 and lead["pool_id"] != 2,
    ),
    (LeadFilter(arrived_to=from_ms(3)), lambda lead: lead["arrived_at"] < 3),
    (LeadFilter(text="an"), lambda lead: lead["name_key"] == "anna"),
]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("most_sorted", [0, MOST_SORTED])
@given(LEADS, st.sampled_from(SCOPES), st.sampled_from(list(LeadColumn)), st.booleans(), st.integers(1, 7))
def test_pages_together_are_the_whole_list_in_order(
    folder: Path,
    most_sorted: int,
    laid: list[dict[str, Any]],
    scope: tuple[LeadFilter, Callable[[dict[str, Any]], bool]],
    column: LeadColumn,
    descending: bool,
    limit: int,
) -> None:
    chosen, holds = scope
    with empty_house(folder) as house, pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadadmin.store.lead_filter.MOST_SORTED", most_sorted)
        campaign = house.campaign("C", house.project(), house.template())
        for name in ("A", "B", "C"):
            house.pool(campaign, name)
        for lead in laid:
            house.lead(**lead)
        by_id = column is LeadColumn.ARRIVED and chosen.run_id is not None
        wanted = sorted(
            filter(holds, house.leads),
            key=lambda lead: (0 if by_id else SORT_KEYS[column](lead), lead["id"]),
            reverse=descending,
        )
        if column is LeadColumn.DIAL_TIME:
            wanted.sort(key=lambda lead: lead["dial_at"] == 0)
        seen: list[int] = []
        cursor = None
        for _ in range(len(laid) + 1):
            page = leads_page(house.conn, chosen, LeadSort(column, descending), cursor, limit)
            assert len(page.rows) <= limit
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert cursor is None
        assert seen == [lead["id"] for lead in wanted]
