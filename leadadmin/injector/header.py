"""The header procedure: optional, returns just the columns (spec 2, Header Procedure Name)."""

from leadadmin.domain.injector import ProcedureName
from leadadmin.intake.row_json import as_text
from leadadmin.sources.base import Block, Call, CancelToken, Limits, Source

MAX_COLUMNS = 5_000


def header_columns(source: Source, procedure: ProcedureName, limits: Limits, cancel: CancelToken) -> tuple[str, ...]:
    """The column names that the header procedure tells, in any of its three forms.

    An empty result set: its columns are the names. One column: a name in each row. Several columns and one row: the
    row holds the names. Raises what opening and reading raise.
    """
    call = Call(procedure=procedure, keep=False)
    bounds = Limits(seconds=limits.seconds, rows=MAX_COLUMNS, block_rows=MAX_COLUMNS)
    with source.open(call, bounds, cancel) as rows:
        blocks: list[Block] = list(rows.blocks())
        names = tuple(column.name for column in rows.columns)
    data = [block for block in blocks if block.rows]
    if not data:
        return names
    if len(names) == 1:
        return tuple(as_text(value) for block in data for value in block.data[0])
    return tuple(as_text(column[0]) for column in data[0].data)
