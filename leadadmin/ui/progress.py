"""What passes between work on a thread and the window: progress one way, cancel the other."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from leadadmin.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class ProgressState:
    """How far work is: `done` of `total` (None while unknown), and words about it (may be empty)."""

    done: int = 0
    total: int | None = None
    text: str = ""
    rate: float = 0.0
    """Units a second since the work began to report."""
    left: float | None = None
    """Seconds left at this rate; None while unknown."""

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None while the total is unknown."""
        if self.total is None:
            return None
        return min(1.0, self.done / self.total) if self.total else 1.0


class Progress:
    """Given to work. All methods may be called from any thread; reports may come as often as one likes."""

    def __init__(self, tell_every: float = 0.0, clock: Callable[[], float] = monotonic) -> None:
        self._lock = Lock()
        self._tell_every, self._clock = tell_every, clock
        self._listener: Callable[[ProgressState], None] | None = None
        self._first: tuple[float, int] | None = None
        self._told = -1e9
        self._cancelled = False
        self._on_cancel: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[ProgressState], None]) -> None:
        """Let one listener hear of reports, at most one every `tell_every` seconds and the last one."""
        self._listener = listener

    def report(self, done: int, total: int | None = None, text: str = "") -> None:
        """Say how far the work is. Raises `Cancelled` when it should stop, so a loop needs no other check."""
        self.check()
        now = self._clock()
        with self._lock:
            if self._first is None:
                self._first = (now, done)
            last = total is not None and done >= total
            if not last and now - self._told < self._tell_every:
                return
            self._told = now
            began, before = self._first
        passed = now - began
        rate = (done - before) / passed if passed > 0 else 0.0
        left = (total - done) / rate if total is not None and rate > 0 else None
        if self._listener is not None:
            self._listener(ProgressState(done, total, text, rate, left))

    @property
    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._cancelled

    def check(self) -> None:
        """Raise `Cancelled` when someone asked to stop."""
        if self._cancelled:
            raise Cancelled("Stopped as asked.", "What was saved before stays.")

    def on_cancel(self, call: Callable[[], None]) -> None:
        """Call `call` when someone asks to stop (such as KILL QUERY), or now when someone did already."""
        with self._lock:
            late = self._cancelled
            if not late:
                self._on_cancel.append(call)
        if late:
            call()

    def cancel(self) -> None:
        """Ask to stop; a second time does nothing."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            calls, self._on_cancel = self._on_cancel, []
        for call in calls:
            call()
