"""Keeps a lease while work goes on, from a thread of its own: the work may be long and the window may be busy."""

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError

from leadadmin.domain.errors import Unreachable
from leadadmin.store import leases
from leadadmin.store.leases import Lease
from leadadmin.store.workspace import Workspace

log = logging.getLogger(__name__)

RENEWALS = 4
"""Renewals within one life of the lease: every 15 of 60 seconds (spec 2, step 1)."""
MARGIN = 0.05
"""The part of the lease's life before its end in which the holder does nothing any more."""


class LeaseKeeper:
    """A context in which a lease is renewed; it is given back at the end.

    `lost` is set, and `on_lost` called, when the lease was taken over or may have ended by this machine's own
    monotonic clock, also while the workspace does not answer. Whoever works under the lease then stops.
    """

    def __init__(
        self, workspace: Workspace, lease: Lease, ttl_seconds: float, *, on_lost: Callable[[], object] = lambda: None
    ) -> None:
        self.lost = threading.Event()
        self._workspace = workspace
        self._lease = lease
        self._ttl = ttl_seconds
        self._on_lost = on_lost
        self._stop = threading.Event()
        self._ends = lease.asked + self._life
        self._losing = threading.Lock()
        self._renewer = threading.Thread(target=self._renew, name=f"renew {lease.resource}", daemon=True)
        self._watch = threading.Thread(target=self._look_at_clock, name=f"watch {lease.resource}", daemon=True)

    @property
    def _life(self) -> float:
        return self._ttl * (1 - MARGIN)

    def __enter__(self) -> Self:
        self._renewer.start()
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._watch.join()
        self._renewer.join(max(0.0, self._ends - time.monotonic()))
        if self.lost.is_set() or self._renewer.is_alive():
            return  # it is not ours any more, or the workspace does not answer: then it runs out by itself
        try:
            leases.release(self._workspace, self._lease)
        except (Unreachable, DBAPIError) as problem:
            log.warning(
                "The lease of %s could not be given back and runs out by itself: %s", self._lease.resource, problem
            )

    def _renew(self) -> None:
        while not self._stop.wait(self._ttl / RENEWALS) and not self.lost.is_set():
            asked = time.monotonic()
            try:
                kept = leases.renew(self._workspace, self._lease, self._ttl)
            except (Unreachable, DBAPIError) as problem:
                log.warning("The lease of %s could not be renewed: %s", self._lease.resource, problem)
                continue
            if not kept:
                self._lose()
                return
            self._ends = asked + self._life

    def _look_at_clock(self) -> None:
        while (left := self._ends - time.monotonic()) > 0:
            if self._stop.wait(left):
                return
        self._lose()

    def _lose(self) -> None:
        with self._losing:
            if self.lost.is_set():
                return
            self.lost.set()
        self._on_lost()
