"""Columns of a source with their first values, as texts for people."""

from collections.abc import Sequence

from leadadmin.domain.injector import ColumnSeen
from leadadmin.intake.row_json import as_text
from leadadmin.sources.base import Block, Column

SAMPLES = 40
SAMPLE_LENGTH = 200


def columns_seen(columns: Sequence[Column], first: Block | None) -> tuple[ColumnSeen, ...]:
    """Each column with its kind and at most 40 values of the first block."""
    data: Sequence[Sequence[object]] = first.data if first is not None else [()] * len(columns)
    return tuple(
        ColumnSeen(column.name, column.kind.value, tuple(as_text(v)[:SAMPLE_LENGTH] for v in values[:SAMPLES]))
        for column, values in zip(columns, data, strict=True)
    )
