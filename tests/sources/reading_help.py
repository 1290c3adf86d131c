"""Opens sources in tests and reads them whole."""

import time
from collections.abc import Callable
from threading import Event
from typing import Any

from leadadmin.domain.connection import Connection
from leadadmin.sources.base import Block, Call, CancelToken, Column, Limits, Source
from leadadmin.sources.registry import open_source


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


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Ask until it is true; returns how long that took. Fails after `seconds`."""
    began = time.monotonic()
    pause = Event()
    while not condition():
        assert time.monotonic() - began < seconds, f"not so within {seconds} s"
        pause.wait(0.02)
    return time.monotonic() - began
