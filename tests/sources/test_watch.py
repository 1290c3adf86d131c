"""The watch over a call, and the token that cancels one."""

import threading

import pytest

from leadadmin.domain.errors import Cancelled, SourceFailed
from leadadmin.sources.base import CancelToken, Limits
from leadadmin.sources.watch import Watch


class Calls:
    def __init__(self) -> None:
        self.ended = threading.Event()
        self.cut = threading.Event()


def watch(calls: Calls, seconds: float, cancel: CancelToken | None = None) -> Watch:
    return Watch("crm.leads", Limits(seconds=seconds), cancel or CancelToken(), calls.ended.set, calls.cut.set)


def test_in_time_nothing_is_ended() -> None:
    calls = Calls()
    with watch(calls, 60) as running:
        running.check()
        assert running.verdict() is None
    assert not calls.ended.is_set()


def test_time_over_asks_first_and_cuts_then() -> None:
    calls = Calls()
    with watch(calls, 0.02) as running:
        assert calls.ended.wait(5)
        with pytest.raises(SourceFailed, match=r"“crm\.leads” was not done within") as caught:
            running.check()
        assert caught.value.code == "timed_out"
        assert not calls.cut.is_set()
        assert calls.cut.wait(5)


def test_who_leaves_in_time_is_not_cut() -> None:
    calls = Calls()
    with watch(calls, 0.02):
        assert calls.ended.wait(5)
    assert not calls.cut.is_set()


def test_cancelling_ends_the_call_at_once() -> None:
    calls, cancel = Calls(), CancelToken()
    with watch(calls, 60, cancel) as running:
        cancel.set()
        assert calls.ended.wait(5)
        assert isinstance(running.verdict(), Cancelled)


def test_a_token_set_before_counts_too() -> None:
    calls, cancel = Calls(), CancelToken()
    cancel.set()
    with watch(calls, 60, cancel) as running:
        assert calls.ended.wait(5)
        with pytest.raises(Cancelled):
            running.check()


def test_once_left_it_has_no_opinion() -> None:
    calls = Calls()
    with watch(calls, 0.01) as running:
        assert calls.ended.wait(5)
        running.leave()
        assert running.verdict() is None


def test_a_token_calls_back_once_and_forgets() -> None:
    cancel, heard = CancelToken(), []
    cancel.on_set(lambda: heard.append("first"))
    forget = cancel.on_set(lambda: heard.append("forgotten"))
    forget()
    assert not cancel.is_set()
    cancel.set()
    cancel.set()
    cancel.on_set(lambda: heard.append("late"))
    assert cancel.is_set()
    assert heard == ["first", "late"]
