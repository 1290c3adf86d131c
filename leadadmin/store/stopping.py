"""Queries that a person may stop: a search through every lead ends when asked, not when it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Any

from sqlalchemy.exc import DBAPIError

from leadadmin.domain.errors import Cancelled
from leadadmin.store.database import Database


@contextmanager
def stoppable(
    database: Database, on_cancel: Callable[[Callable[[], None]], object], is_cancelled: Callable[[], bool]
) -> Iterator[None]:
    """End the query that runs inside when someone cancels; raises Cancelled then.

    `on_cancel` is given what to call, from any thread; it does not wait for the server, and does nothing once the block
    is left, so that the next user of the connection is not disturbed.
    """
    lock, inside = Lock(), [True]

    def interrupt() -> None:
        with lock:
            if inside[0]:
                _interrupt(database)

    def stop() -> None:
        if database.dialect.name == "sqlite":
            interrupt()
        else:
            Thread(target=interrupt, name="stop query", daemon=True).start()

    on_cancel(stop)
    try:
        yield
    except DBAPIError as error:
        if is_cancelled():
            raise Cancelled("Stopped as asked.") from error
        raise
    finally:
        with lock:
            inside[0] = False


def _interrupt(database: Database) -> None:
    driver: Any = database.connection.driver_connection
    match database.dialect.name:
        case "sqlite":
            driver.interrupt()
        case "postgresql":
            driver.cancel()
        case _:
            with database.engine.connect() as second:
                second.exec_driver_sql(f"KILL QUERY {int(driver.thread_id())}")
