"""A query is stopped at the server, not only forgotten."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from leadadmin.store.stopping import stoppable
from tests.servers.workspaces import office_on

LONG_SECONDS = 60
QUERIES = {"mariadb": f"SELECT SLEEP({LONG_SECONDS})", "postgresql": f"SELECT pg_sleep({LONG_SECONDS})"}


@pytest.mark.parametrize("kind", list(QUERIES))
def test_a_long_query_is_stopped(kind: str, request: pytest.FixtureRequest) -> None:
    workspace = office_on(request.getfixturevalue(kind)).workspace
    done = threading.Event()
    stops: list[Callable[[], None]] = []

    def cancel() -> None:
        while not done.wait(0.05):  # the query may not have begun yet
            stops[0]()

    canceller = threading.Thread(target=cancel)
    began = time.monotonic()
    with workspace.reading() as database, stoppable(database, stops.append, lambda: False), ExitStack() as at_end:
        at_end.callback(done.set)
        canceller.start()
        with pytest.raises(DBAPIError):
            database.execute(text(QUERIES[kind]))
    canceller.join()
    assert time.monotonic() - began < LONG_SECONDS / 2
    workspace.close()
