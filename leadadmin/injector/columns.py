"""The columns a source offers, before anything is mapped (form: choose the unique id, map the fields)."""

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.injector import ColumnSeen, Injector
from leadadmin.domain.watermark import IdType
from leadadmin.injector.opening import Opener, call_for, limits_for
from leadadmin.injector.samples import columns_seen
from leadadmin.injector.window import initial
from leadadmin.sources.base import CancelToken
from leadadmin.store import connections
from leadadmin.store.workspace import Workspace


def read_columns(
    workspace: Workspace, opener: Opener, injector: Injector, *, cancel: CancelToken
) -> tuple[ColumnSeen, ...]:
    """Call the procedure or query with the initial value and tell its columns, kinds and first values.

    Needs only the connection and the procedure or query. Raises what opening and reading raise.
    """
    if injector.connection_id is None or not (injector.procedure or injector.query):
        raise InvalidInput({"procedure": "Choose the connection and the procedure or query first."})
    with workspace.reading() as database:
        kept = connections.get(database, injector.connection_id)
    source = opener(kept.connection, kept.secret)
    id_type = injector.id_type or IdType.OPAQUE
    call = call_for(injector, id_type, initial(injector, id_type), keep=False)
    with source.open(call, limits_for(injector), cancel) as rows:
        return columns_seen(rows.columns, next(rows.blocks(), None))
