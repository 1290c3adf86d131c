"""Opens sources in tests and reads them whole."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from leadadmin.domain.connection import Connection, to_config
from leadadmin.domain.errors import Cancelled
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Block, Call, CancelToken, Column, Limits, Source, Step
from leadadmin.sources.registry import open_source
from tests.machine import ROOT


class Read:
    """What came out of one call, rows as tuples."""

    def __init__(self, columns: tuple[Column, ...], blocks: list[Block], notes: list[str]) -> None:
        self.names = [column.name for column in columns]
        self.kinds = [column.kind.value for column in columns]
        self.blocks = blocks
        self.rows = [row for block in blocks for row in zip(*block.data, strict=True)]
        self.notes = notes

    def first(self) -> dict[str, Any]:
        """The first row by names."""
        return dict(zip(self.names, self.rows[0], strict=True))


def read(source: Source, call: Call, limits: Limits | None = None, cancel: CancelToken | None = None) -> Read:
    """Everything a call returns."""
    with source.open(call, limits or Limits(), cancel or CancelToken()) as rows:
        return Read(rows.columns, list(rows.blocks()), rows.notes)


def opened(connection: Connection, password: str = "") -> Source:
    """The source of a connection."""
    return open_source(connection, password)


def take(source: Source, name: str, each: Callable[[Block], object], rows: int = 20_000) -> None:
    """Call a procedure and hand over its blocks as they come."""
    call = Call(ProcedureName("", name), last_id=0)
    with source.open(call, Limits(block_rows=rows), CancelToken()) as streamed:
        for block in streamed.blocks():
            each(block)


def last_step(source: Source) -> Step:
    """How the test of a connection ends."""
    return list(source.steps())[-1]


def cancelled_while(source: Source, name: str, when: Callable[[], bool]) -> float:
    """Cancel a call once `when` is true; returns the seconds from then until it ended here."""
    cancel, moment = CancelToken(), [0.0]

    def cancel_later() -> None:
        until(when, 10)
        moment[0] = time.monotonic()
        cancel.set()

    thread = threading.Thread(target=cancel_later)
    thread.start()
    with pytest.raises(Cancelled):
        read(source, Call(ProcedureName("", name), last_id=0), Limits(block_rows=1000), cancel)
    thread.join()
    return time.monotonic() - moment[0]


_READER = """
import json, sys
from leadadmin.domain.connection import from_config
from leadadmin.domain.injector import ProcedureName
from leadadmin.sources.base import Call, CancelToken, Limits
from leadadmin.sources.registry import open_source
table, password, name = json.load(sys.stdin)
call = Call(ProcedureName("", name), last_id=0)
with open_source(from_config(table), password).open(call, Limits(), CancelToken()) as rows:
    count = sum(block.rows for block in rows.blocks())
# Not ru_maxrss: that one keeps the size of the test process this one was forked from.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(count, int(peak.split()[1]) // 1024)
"""


def read_in_a_process(connection: Connection, password: str, procedure: str) -> tuple[int, int]:
    """Read a procedure's rows in a process of its own; returns their number and the most memory used, in MB."""
    told = json.dumps([to_config(connection), password, procedure])
    command = [sys.executable, "-c", _READER]
    ended = subprocess.run(command, input=told, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    count, megabytes = map(int, ended.stdout.split())
    return count, megabytes


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Ask until it is true; returns how long that took. Fails after `seconds`."""
    began = time.monotonic()
    pause = Event()
    while not condition():
        assert time.monotonic() - began < seconds, f"not so within {seconds} s"
        pause.wait(0.02)
    return time.monotonic() - began
