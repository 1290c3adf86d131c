"""Opening the source of an injector, and checking that its columns still fit."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import SourceFailed
from leadadmin.domain.injector import Injector
from leadadmin.domain.names import quoted
from leadadmin.domain.watermark import IdType, to_parameter
from leadadmin.injector.plan import Plan
from leadadmin.sources.base import Block, Call, Limits, Source


class Opener(Protocol):
    """Makes the source of a connection; `secret` is the password as the workspace keeps it."""

    def __call__(self, connection: Connection, secret: str | None) -> Source:
        """Raises what the vault raises when the password cannot be had."""


def call_for(injector: Injector, id_type: IdType, watermark: str | None, *, keep: bool) -> Call:
    """The call of the main procedure (or query) with a watermark in canonical text ("" stays an empty text)."""
    last_id = watermark if watermark in (None, "") else to_parameter(watermark, id_type)
    procedure = injector.procedure if injector.procedure else None
    return Call(procedure=procedure, query=injector.query, last_id=last_id, parameter=injector.parameter, keep=keep)


def limits_for(injector: Injector) -> Limits:
    """The injector's row limit and time-out."""
    return Limits(seconds=injector.timeout_seconds, rows=injector.row_limit)


def missing_columns(plan: Plan, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that the injector uses, the unique id first, and `columns` does not have."""
    missing = plan.injector.mapping.missing_columns(columns)
    if plan.id_column(columns) not in columns:
        missing = (plan.injector.unique_id_field, *missing)
    return tuple(dict.fromkeys(missing))


def check_columns(plan: Plan, columns: Sequence[str]) -> None:
    """Raise SourceFailed("columns_changed") unless every mapped column and the unique id are there (step 3)."""
    missing = missing_columns(plan, columns)
    if missing:
        raise SourceFailed(
            f"The source no longer returns {quoted(missing)}, which the injector uses. "
            f"It returns {', '.join(columns)}.",
            "Nothing was written. Put the column back at the source, or change the field mapping and test again.",
            code="columns_changed",
        )


def from_first(first: Block | None, rest: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a result whose first one was looked at."""
    if first is not None:
        yield first
    yield from rest
