"""Which process holds a lease, and whether it lives."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from leadadmin.store import process
from leadadmin.store.process import Holder, is_dead, this_process


@pytest.fixture
def child() -> Iterator[tuple[subprocess.Popen[bytes], Holder]]:
    """A process that waits, and how it would name itself."""
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    me = this_process()
    yield running, Holder("c" * 32, me.label, me.host, running.pid, process._started(psutil.Process(running.pid)))
    if running.stdin is not None:
        running.stdin.close()
    running.wait()


def test_this_process_is_one_and_lives() -> None:
    me = this_process()
    assert this_process() is me
    assert not is_dead(me.host, me.pid, me.started)


def test_a_running_process_lives(child: tuple[subprocess.Popen[bytes], Holder]) -> None:
    _running, holder = child
    assert not is_dead(holder.host, holder.pid, holder.started)


def test_a_killed_process_is_dead_even_before_its_parent_takes_note(
    child: tuple[subprocess.Popen[bytes], Holder],
) -> None:
    running, holder = child
    running.kill()
    while psutil.Process(running.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0)
    assert is_dead(holder.host, holder.pid, holder.started)


def test_a_process_that_got_the_number_later_is_another(child: tuple[subprocess.Popen[bytes], Holder]) -> None:
    _running, holder = child
    assert is_dead(holder.host, holder.pid, holder.started - 60)


def test_of_another_machine_nothing_is_known() -> None:
    assert not is_dead("another host", 2**22 + 1, 1.0)


@pytest.mark.skipif(not psutil.LINUX, reason="Elsewhere the start of a process does not move with the clock.")
def test_setting_the_clock_does_not_make_a_process_another(monkeypatch: pytest.MonkeyPatch) -> None:
    me = psutil.Process()
    before = process._started(me)
    at_boot, created = psutil.boot_time(), me.create_time()
    monkeypatch.setattr(psutil, "boot_time", lambda: at_boot + 7200)
    monkeypatch.setattr(psutil.Process, "create_time", lambda _self: created + 7200)
    assert process._started(me) == pytest.approx(before, abs=0.1)
