"""One lead: its fields, phones, and what happened to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadadmin.domain.errors import NotFound
from leadadmin.domain.lead import Closure, LeadPhone, OpenStatus
from leadadmin.domain.lead_history import Arrived, Called, RowMet
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome
from leadadmin.store.lead_detail import history, lead
from tests.store.browse_workspace import DAY_MS, MINUTE_MS, NOW_MS, House, empty_house

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as house:
        yield house


def test_a_lead_is_read_whole(house: House) -> None:
    pool = house.pool(house.campaign("SOLAR", house.project(), house.template()), "Web")
    team = house.team("Blue")
    person = house.person("Anna", team)
    run = house.run()
    house.lead(
        pool, name="Freja", phones=("+442079460123", "+442079460124"), values={"city": "Århus", "area": "12.5"},
        status="private_redial", dial_at=NOW_MS + MINUTE_MS, owner_person_id=person, original_team_id=team,
        run_id=run, run_row=6, attempts=2, external_id="E1",
    )  # fmt: skip
    house.lead(pool, status="closed", closure="anonymised")
    found = lead(house.conn, 1)
    assert (found.name, found.campaign, found.pool, found.external_id) == ("Freja", "Campaign SOLAR", "Web", "E1")
    assert (found.status, found.closure, found.dial_at) == (OpenStatus.PRIVATE_REDIAL, None, NOW + timedelta(minutes=1))
    assert (found.owner, found.original_owner) == ("Anna", "Blue")
    assert found.phones == (
        LeadPhone("phone0", "+442079460123", "", "+442079460123"),
        LeadPhone("phone1", "+442079460124", "", "+442079460124"),
    )
    assert found.values == {"city": "Århus", "area": "12.5"}
    assert (found.run_id, found.run_row, found.attempts, found.arrived_at) == (run, 6, 2, NOW)
    closed = lead(house.conn, 2)
    assert (closed.status, closed.closure, closed.owner) == (None, Closure.ANONYMISED, "")


def test_history_has_arrival_calls_and_rows_that_met_the_lead(house: House) -> None:
    template = house.template()
    pool = house.pool(house.campaign("SOLAR", house.project(), template), "Web")
    person = house.person("Anna", house.team())
    sale = house.disposition(template, "Sale", "success")
    first = house.run(source="Web leads")
    later = house.run(door="upload", source="fair.csv", started_at=NOW_MS + DAY_MS)
    mine = house.lead(pool, run_id=first, run_row=6)
    other = house.lead(pool, run_id=first, run_row=7)
    house.row(later, 208, "duplicates", "duplicate", lead_id=mine)
    house.row(first, 6, "added", "", lead_id=mine)
    house.row(first, 9, "duplicates", "duplicate", lead_id=other)
    house.call(
        mine, pool, person_id=person, disposition_id=sale, started_at=NOW_MS + MINUTE_MS, seconds=8, answered=0,
        note="Busy",
    )  # fmt: skip
    assert history(house.conn, mine) == [
        RowMet(NOW + timedelta(days=1), later, 208, RowOutcome.DUPLICATE, Door.UPLOAD, "fair.csv"),
        Called(NOW + timedelta(minutes=1), "agent", "Anna", 8, False, "Sale", "Busy"),
        Arrived(NOW, first, 6, Door.INJECTOR, "Web leads"),
    ]


def test_what_is_not_there_says_so(house: House) -> None:
    for read in (lead, history):
        with pytest.raises(NotFound, match="no lead with the id 99"):
            read(house.conn, 99)
