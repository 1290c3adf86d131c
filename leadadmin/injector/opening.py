"""Opening the source of an injector, and checking that its columns still fit."""

from collections.abc import Sequence
from typing import Protocol

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import SourceFailed
from leadadmin.domain.injector import Injector
from leadadmin.domain.watermark import IdType, to_parameter
from leadadmin.injector.plan import Plan
from leadadmin.sources.base import Call, Limits, Source


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


def check_columns(plan: Plan, columns: Sequence[str]) -> None:
    """Raise SourceFailed("columns_changed") unless every mapped column and the unique id are there (step 3)."""
    missing = list(plan.injector.mapping.missing_columns(columns))
    if plan.id_column(columns) not in columns:
        missing.insert(0, plan.injector.unique_id_field)
    if missing:
        names = ", ".join(f"“{name}”" for name in dict.fromkeys(missing))
        raise SourceFailed(
            f"The source no longer returns {names}, which the injector uses. It returns {', '.join(columns)}.",
            "Nothing was written. Put the column back at the source, or change the field mapping and test again.",
            code="columns_changed",
        )
