"""What the form of an injector asks the source: its procedures, its columns, and a sample procedure.

All of it talks to the source and may take a while; call it in the background.
"""

from leadadmin.app.bootstrap import Program
from leadadmin.domain.connection import ConnectionKind
from leadadmin.domain.injector import ColumnSeen, Injector
from leadadmin.injector.columns import read_columns as columns_of
from leadadmin.sources import sample
from leadadmin.sources.base import CancelToken, Procedure, Source
from leadadmin.store import connections


def _source(program: Program, connection_id: int) -> Source:
    with program.workspace.reading() as database:
        kept = connections.get(database, connection_id)
    return program.keyring.open(kept.connection, kept.secret)


def catalogue(program: Program, connection_id: int) -> tuple[Procedure, ...]:
    """The procedures and functions that the login may execute. Raises Unreachable, and what the vault raises."""
    return _source(program, connection_id).procedures()


def sample_procedure(program: Program, connection_id: int, table: str = "") -> str:
    """SQL ready to paste that makes a procedure for this database (for files: a query). Raises Unreachable."""
    return _source(program, connection_id).sample_procedure(table)


def read_columns(program: Program, injector: Injector, *, cancel: CancelToken) -> tuple[ColumnSeen, ...]:
    """The columns that the procedure or query of the form returns, with their first values; writes nothing.

    Raises InvalidInput, Unreachable, SourceFailed, Cancelled, and what the vault raises.
    """
    return columns_of(program.workspace, program.keyring.open, injector, cancel=cancel)


def example(kind: ConnectionKind) -> str:
    """What an injector calls, as an example for people who have no connection yet: SQL for an invented table."""
    match kind:
        case ConnectionKind.POSTGRESQL:
            table = sample.example_table("crm", "bigint", "text")
            return sample.postgresql_sample(table, "leads", lambda name: name)
        case ConnectionKind.SQLITE:
            return sample.sqlite_sample(sample.example_table("", "INTEGER", "TEXT"), lambda name: name)
        case _:
            table = sample.example_table("crm", "BIGINT", "VARCHAR(100)")
            return sample.mysql_sample(table, "crm", "'leads'@'%'", lambda name: name)
