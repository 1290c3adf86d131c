"""Queries that a person may stop: a search through every lead ends when asked, not when it is done."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy.exc import DBAPIError

from leadadmin.domain.errors import Cancelled
from leadadmin.store.database import Database

LOOK_EVERY = 10_000
"""Steps of SQLite's machine between two looks at whether it is to stop."""
ASK_AGAIN_SECONDS = 0.2
"""A server stops only a query that is running: between two queries it is asked again."""


@contextmanager
def stoppable(
    database: Database, on_cancel: Callable[[Callable[[], None]], object], is_cancelled: Callable[[], bool]
) -> Iterator[None]:
    """End the queries that run inside when someone cancels; raises Cancelled then.

    `on_cancel` is given what to call, from any thread; it does not wait for the server, and does nothing once the block
    is left, so that the next user of the connection is not disturbed.
    """
    driver: Any = database.connection.driver_connection
    in_process = isinstance(driver, sqlite3.Connection)
    left, lock = Event(), Lock()

    def ask() -> None:
        while not left.is_set():
            with lock:
                if not left.is_set():
                    _interrupt(database, driver)
            left.wait(ASK_AGAIN_SECONDS)

    def stop() -> None:
        if not in_process:
            Thread(target=ask, name="stop query", daemon=True).start()

    if in_process:
        driver.set_progress_handler(is_cancelled, LOOK_EVERY)
    on_cancel(stop)
    try:
        yield
    except DBAPIError as error:
        if is_cancelled():
            raise Cancelled("Stopped as asked.") from error
        raise
    finally:
        left.set()
        with lock:  # the server is not asked any more once this is held
            if in_process:
                driver.set_progress_handler(None, 0)


def _interrupt(database: Database, driver: Any) -> None:
    if database.dialect.name == "postgresql":
        driver.cancel()
        return
    with database.engine.connect() as second:
        second.exec_driver_sql(f"KILL QUERY {int(driver.thread_id())}")
