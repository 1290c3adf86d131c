"""Ends a call at its source when its time is over or someone cancels."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.sources import wording
from leadadmin.sources.base import CancelToken, Limits
from leadadmin.sources.faults import CallFailed

GRACE: Final = 1.0
"""Seconds a source has to stop by itself once asked; then its connection is cut."""


class Watch:
    """Watches one call from a thread of its own, from entering its context to `leave`, or leaving it.

    When the time is over or the token is set it calls `end`, which asks the source to stop (KILL QUERY, cancel
    request, interrupt). If it is not left within GRACE it calls `cut`, which breaks the connection, so
    that a reader never hangs. Both are called in the watch's thread and must not raise.
    """

    def __init__(
        self, name: str, limits: Limits, cancel: CancelToken, end: Callable[[], None], cut: Callable[[], None]
    ) -> None:
        self._name = name
        self._limits = limits
        self._cancel = cancel
        self._end = end
        self._cut = cut
        self._deadline = time.monotonic() + limits.seconds
        self._over = False
        self._wake = threading.Event()
        self._left = threading.Event()
        self._forget: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._run, name="source-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._forget = self._cancel.on_set(self._wake.set)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Stop watching; from here on nothing is ended any more."""
        self._forget()
        self._left.set()
        self._wake.set()
        self._thread.join()

    def check(self) -> None:
        """Raise Cancelled or CallFailed (timed_out) when the call should have ended; before and after each wait."""
        verdict = self.verdict()
        if verdict is not None:
            raise verdict

    def verdict(self) -> Expected | None:
        """Why the call was ended from here, or None: then an error of the driver is the source's own."""
        if self._left.is_set():
            return None
        if self._cancel.is_set():
            return Cancelled("The call was cancelled; nothing more is read from the source.")
        if self._over or time.monotonic() >= self._deadline:
            return CallFailed(wording.timed_out(self._name, self._limits.seconds))
        return None

    def _run(self) -> None:
        self._wake.wait(max(0.0, self._deadline - time.monotonic()))
        if self._left.is_set():
            return
        self._over = not self._cancel.is_set()
        self._end()
        if not self._left.wait(GRACE):
            self._cut()
