"""Asking a source again after a fault that may pass (spec 2, A run, step 8)."""

import random
import threading
from collections.abc import Callable

from leadadmin.domain.errors import Cancelled, SourceFailed, Unreachable
from leadadmin.sources.base import TRANSIENT, CancelToken

TRIES = 6
FIRST_PAUSE_SECONDS = 0.5

Fault = SourceFailed | Unreachable


def until_answered(ask: Callable[[], None], cancel: CancelToken, *, note: Callable[[Fault], bool]) -> None:
    """Ask, and after a lost connection, a deadlock or a busy source again: at most 5 times, with growing pauses.

    `note` is told each fault that would be tried again, and says whether it may be. Raises what the last try raised,
    and Cancelled when the token is set during a pause.
    """
    for attempt in range(TRIES):
        try:
            ask()
        except (SourceFailed, Unreachable) as fault:
            if fault.code not in TRANSIENT or attempt == TRIES - 1 or not note(fault):
                raise
        else:
            return
        _pause(FIRST_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()), cancel)  # noqa: S311 - jitter


def _pause(seconds: float, cancel: CancelToken) -> None:
    ended = threading.Event()
    forget = cancel.on_set(ended.set)
    try:
        if ended.wait(seconds):
            raise Cancelled("The run was cancelled.", "What was committed stays and is in the receipt.")
    finally:
        forget()
