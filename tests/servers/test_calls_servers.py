"""Calls on PostgreSQL and MariaDB: the same as on SQLite, and two that end at once lose nothing."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine, select

from leadadmin.domain.calls import Call
from leadadmin.store import calls, schema
from leadadmin.store.engine import make_engine
from tests.store.browse_workspace import House
from tests.store.contracts.calls import NOW, CallsContract, counted, furnish, said

DRIVERS = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}


@pytest.fixture(params=DRIVERS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    server = request.getfixturevalue(request.param)
    driver = DRIVERS[request.param]
    made = make_engine(
        URL.create(driver, server.user, server.password, server.host, server.port, server.fresh_database())
    )
    schema.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def house(engine: Engine) -> Iterator[House]:
    with engine.connect() as connection:
        yield House(connection)


class TestCalls(CallsContract):
    pass


def test_calls_of_one_lead_that_end_at_once_are_both_counted(engine: Engine) -> None:
    with engine.begin() as connection:
        lead, other, *_ = furnish(House(connection))
    together = threading.Barrier(2)

    def record(*lead_ids: int) -> None:
        with engine.begin() as connection:
            together.wait(20)
            calls.record_calls(connection, [Call(lead_id, NOW, 9, False) for lead_id in lead_ids])

    threads = [threading.Thread(target=record, args=ids) for ids in ((lead, other), (other, lead))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with engine.connect() as connection:
        attempts = connection.execute(select(schema.leads.c.attempts).where(schema.leads.c.id.in_([lead, other])))
        assert attempts.scalars().all() == [2, 2]
        house = House(connection)
        assert said(house) == counted(house)
