"""What the form of an injector asks the source: its procedures, its columns, and a sample procedure.

All of it talks to the source and may take a while; call it in the background.
"""

from leadadmin.app.bootstrap import Program
from leadadmin.domain.injector import ColumnSeen, Injector
from leadadmin.injector.columns import read_columns as columns_of
from leadadmin.sources.base import CancelToken, Procedure, Source
from leadadmin.store import connections


def _source(program: Program, connection_id: int) -> Source:
    with program.workspace.reading() as database:
        kept = connections.get(database, connection_id)
    return program.keyring.open(kept.connection, kept.secret)


def catalogue(program: Program, connection_id: int) -> tuple[Procedure, ...]:
    """The procedures and functions that the connection's login may execute. Raises Unreachable and what the vault does."""
    return _source(program, connection_id).procedures()


def sample_procedure(program: Program, connection_id: int, table: str = "") -> str:
    """SQL ready to paste that makes a procedure for this database (for files: a query). Raises Unreachable."""
    return _source(program, connection_id).sample_procedure(table)


def read_columns(program: Program, injector: Injector, *, cancel: CancelToken) -> tuple[ColumnSeen, ...]:
    """The columns that the procedure or query of the form returns, with their first values; writes nothing.

    Raises InvalidInput, Unreachable, SourceFailed, Cancelled, and what the vault raises.
    """
    return columns_of(program.workspace, program.keyring.open, injector, cancel=cancel)
