"""A query is stopped at the server, not only forgotten, whenever it begins."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import text

from leadadmin.domain.errors import Cancelled
from leadadmin.store.database import Database
from leadadmin.store.stopping import stoppable
from tests.servers.workspaces import office_on

LONG_SECONDS = 60
QUERIES = {"mariadb": f"SELECT SLEEP({LONG_SECONDS})", "postgresql": f"SELECT pg_sleep({LONG_SECONDS})"}


def _stopped_from_the_start(database: Database, query: str) -> None:
    def cancel_at_once(stop: Callable[[], None]) -> None:
        stop()

    with stoppable(database, cancel_at_once, lambda: True):
        database.execute(text(query))


@pytest.mark.parametrize("kind", list(QUERIES))
def test_a_long_query_is_stopped(kind: str, request: pytest.FixtureRequest) -> None:
    workspace = office_on(request.getfixturevalue(kind)).workspace
    began = time.monotonic()
    with workspace.reading() as database, pytest.raises(Cancelled):
        _stopped_from_the_start(database, QUERIES[kind])
    assert time.monotonic() - began < LONG_SECONDS / 2
    with workspace.reading() as database:
        assert database.execute(text("SELECT 1")).scalar_one() == 1
    workspace.close()
