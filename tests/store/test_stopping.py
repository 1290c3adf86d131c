"""A query that is stopped ends at once; one that is done is left alone."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from leadadmin.domain.errors import Cancelled
from leadadmin.store.database import Database
from leadadmin.store.stopping import stoppable
from tests.helpers.office import workspace_at

ENDLESS = text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


def test_a_query_without_end_is_stopped(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    cancelled, done = threading.Event(), threading.Event()
    stops: list[Callable[[], None]] = []

    def cancel() -> None:
        cancelled.set()
        while not done.wait(0.01):  # the query may not have begun yet
            stops[0]()

    canceller = threading.Thread(target=cancel)
    with workspace.reading() as database, stoppable(database, stops.append, cancelled.is_set), ExitStack() as at_end:
        at_end.callback(done.set)
        canceller.start()
        with pytest.raises(OperationalError, match="interrupted"):
            database.execute(ENDLESS)
    canceller.join()
    workspace.close()


def _raise_in(database: Database, *, cancelled: bool) -> None:
    with stoppable(database, lambda _stop: None, lambda: cancelled):
        database.execute(text("SELECT * FROM nowhere"))


def test_a_stopped_query_is_cancelled_and_other_troubles_stay_what_they_are(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with workspace.reading() as database, pytest.raises(Cancelled):
        _raise_in(database, cancelled=True)
    with workspace.reading() as database, pytest.raises(OperationalError):
        _raise_in(database, cancelled=False)
    workspace.close()


def test_a_late_stop_disturbs_nobody(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    stops: list[Callable[[], None]] = []
    with workspace.reading() as database:
        with stoppable(database, stops.append, lambda: False):
            pass
        stops[0]()
        assert database.execute(text("SELECT 1")).scalar_one() == 1
    workspace.close()
