"""A query that is stopped ends at once; what comes after is left alone."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from leadadmin.domain.errors import Cancelled
from leadadmin.store.database import Database
from leadadmin.store.stopping import stoppable
from tests.helpers.office import workspace_at

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def _run(database: Database, query: str, cancelled: threading.Event) -> None:
    with stoppable(database, lambda _stop: None, cancelled.is_set):
        database.execute(text(query))


def test_a_query_without_end_is_stopped(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    cancelled = threading.Event()
    timer = threading.Timer(0.05, cancelled.set)
    timer.start()
    with workspace.reading() as database, pytest.raises(Cancelled):
        _run(database, ENDLESS, cancelled)
    timer.join()
    with workspace.reading() as database:
        assert database.execute(text("SELECT 1")).scalar_one() == 1
    workspace.close()


def test_one_that_is_stopped_before_it_begins(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    cancelled = threading.Event()
    cancelled.set()
    with workspace.reading() as database:
        with pytest.raises(Cancelled):
            _run(database, ENDLESS, cancelled)
        long = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 99999) SELECT count(*) FROM n"
        assert database.execute(text(long)).scalar_one() == 99_999  # outside, nothing is stopped
    workspace.close()


def test_other_troubles_stay_what_they_are(tmp_path: Path) -> None:
    workspace = workspace_at(str(tmp_path / "office.leadadmin"))
    with workspace.reading() as database, pytest.raises(OperationalError, match="nowhere"):
        _run(database, "SELECT * FROM nowhere", threading.Event())
    workspace.close()
