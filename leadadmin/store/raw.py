"""The driver's own connection inside a SQLAlchemy transaction, for bulk work that SQLAlchemy would slow down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def driver(conn: Connection, work: str) -> Iterator[Any]:
    """The driver's connection under `conn`, in the same transaction.

    Its errors rise as SQLAlchemy's, so that `Workspace.write` tries conflicts again. `work` names the statement in
    them; neither the statement's text nor its values appear, since they hold personal data.
    """
    raw = conn.connection.driver_connection
    dbapi = conn.dialect.loaded_dbapi
    try:
        yield raw
    except dbapi.Error as error:
        lost = conn.dialect.is_disconnect(error, raw, None)
        if lost:
            conn.invalidate(error)
        raise DBAPIError.instance(
            work,
            None,
            error,
            dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=conn.dialect,
        ) from error
