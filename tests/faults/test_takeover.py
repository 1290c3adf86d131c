"""Another program takes over when the holder of an injector dies or stands still (quality/faults 2, 17, 18; O1-O6)."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import select, update

from leadadmin.app.bootstrap import Program, open_program
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport
from leadadmin.injector.runner import LEASE_SECONDS, Order, lease_resource
from leadadmin.injector.scheduler import SYNC_SECONDS, InjectorScheduler
from leadadmin.store import injectors, schema
from leadadmin.store.engine import IDLE_SECONDS
from leadadmin.store.workspace import to_ms
from tests.faults.crm import Crm, check_workspace, fill_crm, make_crm_workspace
from tests.servers.private_servers import MariaDB, PostgreSQL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to stop a process with.")

ROWS = 25_000
"""More than one batch, so that one is committed when the second one is interrupted."""
PROMISE_SECONDS = 75
PATIENCE_SECONDS = 90


@pytest.fixture(scope="module")
def source(mariadb: MariaDB) -> str:
    return fill_crm(mariadb, ROWS)


@pytest.fixture
def crm(request: pytest.FixtureRequest, mariadb: MariaDB, source: str, tmp_path: Path) -> Crm:
    """A workspace of the kind that the test names, with an injector that is switched on."""
    if request.param == "sqlite":
        made = make_crm_workspace(tmp_path / "office.leadadmin", mariadb, source)
    else:
        server: MariaDB | PostgreSQL = request.getfixturevalue(request.param)
        driver = {"mariadb": "mysql+pymysql", "postgresql": "postgresql+psycopg"}[request.param]
        place = f"{driver}://{server.user}@{server.host}:{server.port}/{server.fresh_database()}"
        made = make_crm_workspace(place, mariadb, source, server.password)
    with opened(made) as program, program.workspace.transaction() as database:
        injectors.set_enabled(database, made.injector_id, True, who="test")
    return made


@contextmanager
def opened(crm: Crm) -> Iterator[Program]:
    program = open_program(str(crm.place), environment=crm.environment)
    try:
        yield program
    finally:
        program.close()


def taken_over(program: Program) -> RunReport:
    """The receipt of the run that a scheduler starts by itself."""
    finished: SimpleQueue[RunReport] = SimpleQueue()
    scheduler = InjectorScheduler(program.workspace, program.runner, on_finished=finished.put, sync_seconds=0.1)
    scheduler.start()
    try:
        return finished.get(timeout=PATIENCE_SECONDS)
    finally:
        scheduler.stop()


def stopped(holder: "subprocess.Popen[str]") -> None:
    """Wait until the holder stands still at its failpoint."""
    _pid, status = os.waitpid(holder.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)


def let_lease_end(program: Program, crm: Crm, *, host: str | None = None, in_ms: int = 0) -> int:
    """Let the lease of the injector end `in_ms` from now, by the database's clock; says when."""
    with program.workspace.transaction() as database:
        ends = program.workspace.now_ms(database) + in_ms
        table = schema.leases
        values = {"expires_at": ends} | ({"host": host} if host else {})
        changed = database.execute(
            update(table).where(table.c.resource == lease_resource(crm.injector_id)).values(values)
        )
        assert changed.rowcount == 1
    return ends


def history(program: Program) -> list[tuple[str, int, int, int]]:
    """Outcome, fence, rows added and start of every run."""
    c = schema.runs.c
    with program.workspace.reading() as database:
        rows = database.execute(select(c.outcome, c.fence, c.added, c.started_at).order_by(c.id)).all()
    return [(row.outcome, row.fence, row.added, row.started_at) for row in rows]


def assert_taken_once(program: Program, crm: Crm, receipt: RunReport) -> None:
    """None lost, none doubled; the fence rose; the history tells of the one who did not end."""
    assert receipt.outcome is RunOutcome.SUCCEEDED, receipt.error
    assert receipt.warnings[0] == "Started because the program that ran it stopped."
    check_workspace(program.workspace, crm.injector_id, ROWS)
    (first, first_fence, committed, _), (second, second_fence, added, _) = history(program)
    assert second == RunOutcome.SUCCEEDED
    assert first in (RunOutcome.INTERRUPTED, RunOutcome.FAILED)
    assert 0 < committed < ROWS
    assert committed + added == ROWS
    assert receipt.tally.of(RowOutcome.SEEN_BEFORE) == committed
    assert second_fence > first_fence


def test_the_promised_time_is_kept_by_the_settings() -> None:
    """A lease that was renewed just before its holder died, and a look at the table that just missed its end."""
    assert LEASE_SECONDS + SYNC_SECONDS < PROMISE_SECONDS
    assert IDLE_SECONDS < LEASE_SECONDS, "locks of a dead holder are free before its lease ends"


@pytest.mark.parametrize("crm", ["postgresql"], indirect=True)
def test_a_killed_holder_is_taken_over_by_a_scheduler(crm: Crm) -> None:
    """kill -9 while its batch is open; the last second of its lease is waited for."""
    crm.killed_at("batch-before-commit:kill:2")
    with opened(crm) as program:
        let_lease_end(program, crm, in_ms=1_000)
        assert_taken_once(program, crm, taken_over(program))


@pytest.mark.parametrize("crm", ["mariadb"], indirect=True)
def test_a_holder_that_died_on_another_machine_keeps_its_lease_to_the_end(crm: Crm) -> None:
    """Nobody can see whether a process of another machine lives: only the end of its lease tells."""
    crm.killed_at("batch-before-commit:kill:2")
    with opened(crm) as program:
        let_lease_end(program, crm, host="another machine", in_ms=60_000)
        assert program.runner.run(crm.injector_id, Order("test")).outcome is RunOutcome.SKIPPED
        ends = let_lease_end(program, crm, in_ms=1_500)
        receipt = taken_over(program)
        assert_taken_once(program, crm, receipt)
        assert 0 <= to_ms(receipt.started) - ends <= 1000 * (PROMISE_SECONDS - LEASE_SECONDS)


@pytest.mark.parametrize("crm", ["sqlite", "postgresql"], indirect=True)
def test_a_holder_that_stood_still_between_batches_is_fenced_off(crm: Crm) -> None:
    """Its lease ended and was taken over while it was stopped; continued, it writes nothing any more."""
    holder = crm.start(LEADADMIN_FAILPOINT="batch-prepared:pause:2", LEADADMIN_LEASE_SECONDS="600")
    continued_after_take_over(crm, holder)


@pytest.mark.parametrize("crm", ["mariadb", "postgresql"], indirect=True)
def test_a_holder_that_stands_still_in_its_batch_does_not_keep_others_out(crm: Crm) -> None:
    """As when its machine loses power or network: the server gives its locks free, without hearing from it."""
    holder = crm.start(
        LEADADMIN_FAILPOINT="batch-before-commit:pause:2", LEADADMIN_LEASE_SECONDS="600", TEST_IDLE_SECONDS="1"
    )
    continued_after_take_over(crm, holder)


def continued_after_take_over(crm: Crm, holder: "subprocess.Popen[str]") -> None:
    """The holder is stopped; another one takes over; then it goes on, and ends with nothing more written."""
    try:
        stopped(holder)
        with opened(crm) as program:
            let_lease_end(program, crm)
            receipt = taken_over(program)
            assert_taken_once(program, crm, receipt)
            holder.send_signal(signal.SIGCONT)
            out, err = holder.communicate(timeout=PATIENCE_SECONDS)
            assert holder.returncode == 0, err
            late = json.loads(out)
            assert late["outcome"] == "failed"
            assert "could not keep its claim" in late["error"]
            assert_taken_once(program, crm, receipt)
    finally:
        holder.kill()
        holder.communicate()
