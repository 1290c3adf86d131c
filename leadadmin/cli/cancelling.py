"""Ctrl+C ends a piece of work cleanly: its batch is finished or rolled back first (spec 5, Unattended)."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from leadadmin.cli.console import Console
from leadadmin.sources.base import CancelToken

T = TypeVar("T")
_POLL_SECONDS = 0.1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Asked:
    """How often the end was asked for. A signal's handler may do no more than count: locks may be held."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.times += 1
        if self.times > 1:
            raise KeyboardInterrupt


def cancellable(console: Console, work: Callable[[CancelToken], T]) -> T:
    """Do `work` in a thread and give what it gives or raises.

    Ctrl+C or SIGTERM sets its token and waits for it; the second one gives up waiting.
    """
    token = CancelToken()
    outcome: list[T] = []
    failure: list[BaseException] = []

    def carry_out() -> None:
        try:
            outcome.append(work(token))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            failure.append(error)

    thread = threading.Thread(target=carry_out, name="command", daemon=True)
    with _counted() as asked:
        thread.start()
        while thread.is_alive():
            thread.join(_POLL_SECONDS)
            if asked.times and not token.is_set():
                console.note("Stopping: what is being written is finished or rolled back first.")
                token.set()
    if failure:
        raise failure[0]
    return outcome[0]


@contextmanager
def _counted() -> Iterator[_Asked]:
    asked = _Asked()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {number: signal.signal(number, asked) or signal.SIG_DFL for number in _SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
