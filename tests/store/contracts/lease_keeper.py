"""What the keeper of a lease promises on every backend."""

import threading
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, select, update

from leadadmin.store import leases, schema
from leadadmin.store.lease_keeper import LeaseKeeper
from leadadmin.store.leases import Lease, this_process
from leadadmin.store.workspace import Workspace
from tests.helpers.office import Office

T = TypeVar("T")
PATIENCE = 20.0


class Watched(Workspace):
    """Says when something was written; answers no more while `away` is set."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.url, workspace.engine)
        self.written = threading.Semaphore(0)
        self.back = threading.Event()
        self.back.set()

    def write(self, work: Callable[[Connection], T], *, pause: Callable[[float], object] | None = None) -> T:
        self.back.wait(PATIENCE)
        done = super().write(work, pause=pause)
        self.written.release()
        return done


def take(workspace: Workspace, ttl: float) -> Lease:
    lease = leases.acquire(workspace, "injector:1", this_process(), ttl)
    assert isinstance(lease, Lease)
    return lease


def ends_at(workspace: Workspace) -> int:
    with workspace.reading() as database:
        return int(database.execute(select(schema.leases.c.expires_at)).scalar_one())


class LeaseKeeperContract:
    def test_the_lease_is_renewed_and_given_back(self, office: Office) -> None:
        watched = Watched(office.workspace)
        lease = take(office.workspace, 2.0)
        before = ends_at(office.workspace)
        with LeaseKeeper(watched, lease, 2.0) as keeper:
            assert watched.written.acquire(timeout=PATIENCE)
            assert ends_at(office.workspace) > before
            assert not keeper.lost.is_set()
        assert ends_at(office.workspace) == 0
        assert not keeper.lost.is_set()

    def test_it_is_kept_for_longer_than_one_life(self, office: Office) -> None:
        watched = Watched(office.workspace)
        with LeaseKeeper(watched, take(office.workspace, 1.2), 1.2) as keeper:
            for _renewal in range(6):
                assert watched.written.acquire(timeout=PATIENCE)
            assert not keeper.lost.is_set()

    def test_a_take_over_is_noticed(self, office: Office) -> None:
        told = threading.Event()
        lease = take(office.workspace, 1.0)
        with office.workspace.transaction() as database:
            database.execute(update(schema.leases).values(fence=lease.fence + 1, holder="another"))
        with LeaseKeeper(office.workspace, lease, 1.0, on_lost=told.set) as keeper:
            assert keeper.lost.wait(PATIENCE)
            assert told.wait(PATIENCE)
        assert ends_at(office.workspace) > 0

    def test_the_own_clock_ends_it_while_the_workspace_does_not_answer(self, office: Office) -> None:
        watched = Watched(office.workspace)
        lease = take(office.workspace, 0.4)
        watched.back.clear()
        with LeaseKeeper(watched, lease, 0.4) as keeper:
            assert keeper.lost.wait(PATIENCE)
        watched.back.set()
