"""The service as a process: keeps the schedule without Qt, and ends in good order whatever it is doing (spec 5)."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import func, select, update

from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.domain.schedule import Schedule
from leadadmin.store import browse_runs, injectors, schema
from leadadmin.store.opening import open_workspace
from leadadmin.store.workspace import Workspace
from tests.faults.crm import Crm, check_workspace, fill_crm, make_crm_workspace
from tests.machine import ROOT
from tests.servers.private_servers import MariaDB
from tests.sources.reading_help import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process.")

ROWS = 25_000
SECONDS_TO_END = 15
PATIENCE_SECONDS = 60


@contextmanager
def opened(crm: Crm) -> Iterator[Workspace]:
    workspace = open_workspace(str(crm.place), None)
    try:
        yield workspace
    finally:
        workspace.close()


def reports(crm: Crm) -> list[RunReport]:
    """The receipts of all runs, oldest first."""
    with opened(crm) as workspace, workspace.reading() as database:
        return browse_runs.runs_page(database, RunFilter())[::-1]


def leads(crm: Crm) -> int:
    with opened(crm) as workspace, workspace.reading() as database:
        return database.execute(select(func.count()).select_from(schema.leads)).scalar_one()


def office(place: Path, server: MariaDB, database: str, schedule: Schedule, overdue: timedelta) -> Crm:
    """A workspace whose injector is switched on, and was last asked for its schedule `overdue` ago."""
    crm = make_crm_workspace(place, server, database)
    with opened(crm) as workspace, workspace.transaction() as written:
        stored = injectors.get(written, crm.injector_id).injector
        injectors.change(written, replace(stored, schedule=schedule), who="test")
        injectors.set_enabled(written, crm.injector_id, True, who="test")
        c = schema.injectors.c
        written.execute(update(schema.injectors).values(last_slot=c.last_slot - overdue // timedelta(milliseconds=1)))
    return crm


class Service:
    """`leadadmin service` in a process of its own; what it says is kept line by line."""

    def __init__(self, crm: Crm, home: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "leadadmin", "--workspace", str(crm.place), "service"], cwd=ROOT,
            env={**os.environ, **crm.environment, "HOME": str(home), **environment},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                self._lines.put(line)

    def wait_for(self, words: str) -> None:
        """Wait until it says a line with `words`."""
        while words not in (line := self._lines.get(timeout=PATIENCE_SECONDS)):
            self.said.append(line)
        self.said.append(line)

    def wait_until_stopped(self) -> None:
        """Wait until it stands still at its failpoint."""
        _pid, status = os.waitpid(self.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def ended(self) -> int:
        """Its exit status; fails when it does not end within seconds."""
        return self.process.wait(SECONDS_TO_END)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()


@contextmanager
def serving(crm: Crm, home: Path, **environment: str) -> Iterator[Service]:
    service = Service(crm, home, **environment)
    try:
        yield service
    finally:
        service.close()


def test_slots_missed_and_slots_to_come(mariadb: MariaDB, tmp_path: Path) -> None:
    """One catch-up says how many slots passed while nobody ran; then the injector runs at its next slot."""
    database = fill_crm(mariadb, 3)
    schedule = Schedule(every=timedelta(seconds=10))
    crm = office(tmp_path / "o.leadadmin", mariadb, database, schedule, timedelta(seconds=45))
    with serving(crm, tmp_path) as service:
        service.wait_for("Web: done, 3 rows read, 3 added")
        mariadb.execute("INSERT INTO web_leads (id, tel) VALUES (4, '020 7946 0004')", database=database)
        service.wait_for("Web: done, 4 rows read, 1 added")
        maps = Path(f"/proc/{service.process.pid}/maps")
        if maps.exists():
            loaded = maps.read_text()
            assert "sqlite" in loaded, "what is loaded can be seen"
            assert not [name for name in ("PySide6", "libQt6", "shiboken") if name in loaded]
        service.process.send_signal(signal.SIGTERM)
        assert service.ended() == 0
    caught_up, on_time = reports(crm)
    assert caught_up.warnings[0] in {f"Makes up for {n} missed times: the program was not running." for n in (4, 5)}
    assert on_time.warnings == ()
    assert [run.outcome for run in (caught_up, on_time)] == [RunOutcome.SUCCEEDED] * 2


@pytest.mark.parametrize("place", ["batch-before-commit:pause:1", "batch-committed:pause:1"])
def test_told_to_end_in_the_middle_of_a_run(mariadb: MariaDB, tmp_path: Path, place: str) -> None:
    database = fill_crm(mariadb, ROWS)
    crm = office(tmp_path / "o.leadadmin", mariadb, database, Schedule(every=timedelta(hours=1)), timedelta(hours=1))
    with serving(crm, tmp_path, LEADADMIN_FAILPOINT=place) as service:
        service.wait_until_stopped()
        service.process.send_signal(signal.SIGTERM)
        service.process.send_signal(signal.SIGCONT)
        assert service.ended() == 0
    (cancelled,) = reports(crm)
    assert cancelled.outcome in (RunOutcome.CANCELLED, RunOutcome.SUCCEEDED)
    assert cancelled.warnings[0].startswith("Makes up for 1 missed time")
    assert cancelled.tally.adds_up
    assert leads(crm) == cancelled.tally.of(RowOutcome.ADDED) > 0
    if cancelled.outcome is RunOutcome.CANCELLED:
        assert cancelled.watermark_after is None
    receipt = crm.run()
    assert receipt["outcome"] == "succeeded"
    assert receipt["added"] + cancelled.tally.of(RowOutcome.ADDED) == ROWS
    with opened(crm) as workspace:
        check_workspace(workspace, crm.injector_id, ROWS)


def test_told_to_end_while_the_source_hangs(mariadb: MariaDB, tmp_path: Path) -> None:
    database = fill_crm(mariadb, 1)
    mariadb.execute(
        "DROP PROCEDURE get_leads",
        "CREATE PROCEDURE get_leads(IN last_id BIGINT) SELECT *, SLEEP(600) FROM web_leads",
        database=database,
    )

    def asked() -> bool:
        with mariadb.admin() as admin, admin.cursor() as cursor:
            query = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = %s AND INFO LIKE '%%SLEEP%%'"
            cursor.execute(query, (database,))
            (count,) = cursor.fetchone() or (0,)
        return bool(count)

    crm = office(tmp_path / "o.leadadmin", mariadb, database, Schedule(every=timedelta(hours=1)), timedelta(hours=1))
    with serving(crm, tmp_path) as service:
        until(asked, PATIENCE_SECONDS)
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        assert service.ended() == 0
        assert time.monotonic() - began < SECONDS_TO_END
    until(lambda: not asked(), PATIENCE_SECONDS)
    (cancelled,) = reports(crm)
    assert (cancelled.outcome, cancelled.tally.read) == (RunOutcome.CANCELLED, 0)
