"""What leases promise on every backend."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from leadadmin.store import info, leases, schema
from leadadmin.store.database import Database
from leadadmin.store.leases import HeldBy, Holder, Lease, LeaseLost, this_process
from leadadmin.store.workspace import Workspace
from tests.helpers.office import Office
from tests.machine import ROOT

RESOURCE = "injector:1"
TTL = 60.0
OTHER_PC = Holder(id="f" * 32, label="PC-7", host="another host", pid=1, started=1.0)


def take(workspace: Workspace, holder: Holder | None = None) -> Lease:
    """The lease, which must be free."""
    lease = leases.acquire(workspace, RESOURCE, holder or this_process(), TTL)
    assert isinstance(lease, Lease)
    return lease


def let_expire(workspace: Workspace) -> None:
    """Set every lease's end into the past."""
    with workspace.transaction() as database:
        database.execute(update(schema.leases).values(expires_at=1))


def finished_process() -> Holder:
    """A process of this machine that has ended."""
    script = (
        "import dataclasses, json; from leadadmin.store.process import this_process;"
        "print(json.dumps(dataclasses.asdict(this_process())))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return Holder(**json.loads(done.stdout))


def take_again_and_again(workspace: Workspace, times: int) -> list[int]:
    """The fences of a process that takes the lease `times` times and counts up under it."""
    command = [sys.executable, "-m", "tests.helpers.lease_taker", RESOURCE, str(times)]
    url = workspace.url.render_as_string(hide_password=False)
    done = subprocess.run(command, cwd=ROOT, input=url, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    return [int(line) for line in done.stdout.split()]


class LeasesContract:
    def test_only_one_gets_it_and_the_other_learns_who_has_it(self, office: Office) -> None:
        take(office.workspace, OTHER_PC)
        found = leases.acquire(office.workspace, RESOURCE, this_process(), TTL)
        assert isinstance(found, HeldBy)
        assert found.label == "PC-7"
        assert 0 <= (found.asked - found.since).total_seconds() < 30

    def test_two_threads_of_one_program_exclude_each_other(self, office: Office) -> None:
        take(office.workspace)
        assert isinstance(leases.acquire(office.workspace, RESOURCE, this_process(), TTL), HeldBy)

    def test_of_many_at_once_one_gets_it(self, office: Office) -> None:
        ready = threading.Barrier(6)

        def go(_n: int) -> Lease | HeldBy:
            ready.wait()
            return leases.acquire(office.workspace, RESOURCE, this_process(), TTL)

        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(go, range(6)))
        assert sum(isinstance(each, Lease) for each in found) == 1

    def test_the_fence_rises_each_time_it_is_taken(self, office: Office) -> None:
        first = take(office.workspace)
        leases.release(office.workspace, first)
        second = take(office.workspace)
        let_expire(office.workspace)
        third = take(office.workspace, OTHER_PC)
        assert first.fence < second.fence < third.fence

    def test_resources_are_apart(self, office: Office) -> None:
        take(office.workspace)
        assert isinstance(leases.acquire(office.workspace, "injector:2", this_process(), TTL), Lease)

    def test_one_that_was_taken_over_cannot_be_renewed_nor_given_back(self, office: Office) -> None:
        lost = take(office.workspace)
        let_expire(office.workspace)
        taken = take(office.workspace, OTHER_PC)
        assert not leases.renew(office.workspace, lost, TTL)
        leases.release(office.workspace, lost)
        assert leases.renew(office.workspace, taken, TTL)

    def test_one_that_expired_but_was_not_taken_over_can_be_renewed(self, office: Office) -> None:
        lease = take(office.workspace)
        let_expire(office.workspace)
        assert leases.renew(office.workspace, lease, TTL)
        assert isinstance(leases.acquire(office.workspace, RESOURCE, OTHER_PC, TTL), HeldBy)

    def test_work_under_a_lost_lease_is_rolled_back(self, office: Office) -> None:
        lost = take(office.workspace)
        let_expire(office.workspace)
        take(office.workspace, OTHER_PC)

        def work(database: Database) -> None:
            info.put(database, "written", "under a lost lease")
            leases.confirm(database, lost, TTL)

        with pytest.raises(LeaseLost):
            office.workspace.write(work)
        with office.workspace.reading() as database:
            assert info.get(database, "written") is None

    def test_confirming_renews(self, office: Office) -> None:
        lease = take(office.workspace)
        let_expire(office.workspace)
        with office.workspace.transaction() as database:
            leases.confirm(database, lease, TTL)
        assert isinstance(leases.acquire(office.workspace, RESOURCE, OTHER_PC, TTL), HeldBy)

    def test_a_dead_process_of_this_machine_is_taken_over_at_once(self, office: Office) -> None:
        dead = take(office.workspace, finished_process())
        taken = leases.acquire(office.workspace, RESOURCE, this_process(), TTL)
        assert isinstance(taken, Lease)
        assert taken.fence == dead.fence + 1

    def test_another_process_with_the_same_number_is_not_the_holder(self, office: Office) -> None:
        me = this_process()
        take(office.workspace, replace(me, started=me.started - 3600))
        assert isinstance(leases.acquire(office.workspace, RESOURCE, me, TTL), Lease)

    def test_a_process_of_another_machine_is_waited_for(self, office: Office) -> None:
        take(office.workspace, replace(finished_process(), host="another host"))
        assert isinstance(leases.acquire(office.workspace, RESOURCE, this_process(), TTL), HeldBy)

    def test_a_lost_answer_does_not_shut_the_taker_out(self, office: Office) -> None:
        class AnswerLost(Workspace):
            """Commits, and then does the work again as after a lost answer."""

            def write(self, work, *, pause=None):  # type: ignore[no-untyped-def]
                super().write(work, pause=pause)
                return super().write(work, pause=pause)

        lease = take(AnswerLost(office.workspace.url, office.workspace.engine))
        with office.workspace.transaction() as database:
            leases.confirm(database, lease, TTL)

    def test_processes_never_hold_it_at_the_same_time(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            info.put(database, "count", "0")
        with ThreadPoolExecutor(3) as pool:
            runs = list(pool.map(lambda _n: take_again_and_again(office.workspace, 15), range(3)))
        with office.workspace.reading() as database:
            assert info.get(database, "count") == "45"
            last = database.execute(select(schema.leases.c.fence)).scalar_one()
        assert sorted(fence for run in runs for fence in run) == list(range(last - 44, last + 1))
