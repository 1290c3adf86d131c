"""What holds for calls, and for runs that are set back in time, on every backend."""

from datetime import timedelta

import pytest
from sqlalchemy import case, func, select

from leadadmin.domain.calls import Call
from leadadmin.domain.errors import NotFound
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.template import Disposition
from leadadmin.store import backdating, calls
from leadadmin.store.schema import calls as call_table
from leadadmin.store.schema import leads, pool_counts, pools, runs
from leadadmin.store.workspace import from_ms
from tests.store.browse_workspace import DAY_MS, NOW_MS, House

NOW = from_ms(NOW_MS)
MAX_ATTEMPTS = 2


def furnish(house: House, many: int = 6) -> list[int]:
    """Two pools of one campaign with leads in turn; returns the leads' ids."""
    campaign = house.campaign("A", house.project(), house.template(), max_attempts=MAX_ATTEMPTS, retry_minutes=30)
    homes = [house.pool(campaign, "One"), house.pool(campaign, "Two")]
    found = [house.lead(homes[n % 2]) for n in range(many)]
    house.count()
    return found


def disposition(house: House) -> Disposition:
    template_id = house.conn.execute(select(pools.c.campaign_id)).scalars().first() or 0
    found = house.disposition(template_id, "Sale", "success")
    return Disposition("Sale", "SALE", closure=Closure.SUCCESS, id=found)


def counted(house: House) -> dict[int, tuple[int, ...]]:
    """Total, closed, used, unprocessed by pool, counted from the leads."""
    c = leads.c
    query = select(
        c.pool_id,
        func.count(),
        func.sum(case((c.status == "closed", 1), else_=0)),
        func.sum(c.used),
        func.sum(case((c.status == "unprocessed", 1), else_=0)),
    ).group_by(c.pool_id)
    return {row[0]: tuple(map(int, row[1:])) for row in house.conn.execute(query)}


def said(house: House) -> dict[int, tuple[int, ...]]:
    """The same from the counters."""
    c = pool_counts.c
    query = select(c.pool_id, c.total, c.closed, c.used, c.unprocessed)
    return {row[0]: tuple(map(int, row[1:])) for row in house.conn.execute(query)}


class CallsContract:
    def test_a_call_stands_in_the_table_and_moves_its_lead(self, house: House) -> None:
        first, second, *_ = furnish(house)
        person = house.person("Ida", house.team())
        sale = disposition(house)
        calls.record_calls(
            house.conn,
            [
                Call(first, NOW, 120, True, sale, person_id=person, note="Roof faces north"),
                Call(second, NOW, 20, False),
            ],
        )
        stored = house.conn.execute(select(call_table).where(call_table.c.lead_id == first)).one()
        assert (stored.person_id, stored.seconds, stored.answered, stored.disposition_id) == (person, 120, 1, sale.id)
        assert (stored.source, stored.note) == ("agent", "Roof faces north")
        lead = house.conn.execute(select(leads).where(leads.c.id == first)).one()
        assert (lead.status, lead.closure, lead.used, lead.attempts) == ("closed", "success", 1, 1)
        assert lead.changed_at == NOW_MS + 120_000
        other = house.conn.execute(select(leads).where(leads.c.id == second)).one()
        assert other.status == OpenStatus.AUTOMATIC_REDIAL.value
        assert other.dial_at == NOW_MS + 20_000 + 30 * 60_000
        assert said(house) == counted(house)

    def test_calls_of_one_lead_count_in_the_order_in_which_they_began(self, house: House) -> None:
        lead, *_ = furnish(house)
        sale = disposition(house)
        calls.record_calls(house.conn, [Call(lead, NOW, 60, True, sale), Call(lead, NOW - timedelta(days=1), 5, False)])
        row = house.conn.execute(select(leads).where(leads.c.id == lead)).one()
        assert (row.closure, row.attempts) == ("success", 2)

    def test_an_unknown_lead_is_refused(self, house: House) -> None:
        furnish(house)
        with pytest.raises(NotFound, match="lead 999"):
            calls.record_calls(house.conn, [Call(999, NOW, 5, False)])

    def test_a_run_is_set_back_with_all_that_it_left(self, house: House) -> None:
        furnish(house)
        run = house.run(started_at=NOW_MS, changed_at=NOW_MS + 2_000, finished_at=NOW_MS + 2_000)
        pool_id = house.conn.execute(select(pools.c.id)).scalars().first() or 0
        mine = house.lead(pool_id, run_id=run, arrived_at=NOW_MS + 500, changed_at=NOW_MS + 500)
        then = NOW_MS - 9 * DAY_MS
        backdating.set_back(house.conn, run, then)
        row = house.conn.execute(select(runs).where(runs.c.id == run)).one()
        assert (row.started_at, row.finished_at) == (then, then + 2_000)
        lead = house.conn.execute(select(leads).where(leads.c.id == mine)).one()
        assert (lead.arrived_at, lead.changed_at) == (then + 500, then + 500)
        made = dict(house.conn.execute(select(pools.c.id, pools.c.created_at)).all())
        assert made.pop(pool_id) == then
        assert set(made.values()) == {NOW_MS - DAY_MS}
