"""Counts everything again and compares it with the counters (spec 1, Key figures: `workspace check`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import Select, case, func, select

from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.run import RowOutcome
from leadadmin.store.database import Database
from leadadmin.store.lead_filter import CLOSED
from leadadmin.store.schema import campaigns, leads, pool_counts, pools, runs

_FROM_RUNS: Final = ("rejected", "duplicates", "updated")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is kept as `kept` and counts as `counted`; `what` says of which pool, campaign or run."""

    kind: str
    id: int
    what: str
    figure: str
    kept: int
    counted: int


def differences(database: Database) -> Iterator[Difference]:
    """Every counter that differs from what is counted now.

    Pools: total, closed, used and unprocessed leads. Campaigns: the rows that their pools count as rejected, duplicates
    and updated against those of their runs. Runs: the rows read against the sum of what became of them. Each kind is
    counted by one statement, so that work under way on a server does not show as a difference.
    """
    for row in database.execute(_pools()):
        yield from _unequal("pool", row.id, f"{row.code}/{row.name}", row, ("total", "closed", "used", "unprocessed"))
    for row in database.execute(_campaigns()):
        yield from _unequal("campaign", row.id, row.name, row, _FROM_RUNS)
    for row in database.execute(_runs()):
        yield Difference("run", row.id, row.source, "read", row.rows_read, row.accounted)


def _unequal(kind: str, row_id: int, what: str, row: Any, figures: tuple[str, ...]) -> Iterator[Difference]:
    for figure in figures:
        kept, counted = int(getattr(row, figure)), int(getattr(row, f"counted_{figure}"))
        if kept != counted:
            yield Difference(kind, row_id, what, figure, kept, counted)


def _pools() -> Select[Any]:
    c = leads.c
    found = (
        select(
            c.pool_id,
            func.count().label("total"),
            func.sum(case((c.status == CLOSED, 1), else_=0)).label("closed"),
            func.sum(case((c.used == 1, 1), else_=0)).label("used"),
            func.sum(case((c.status == OpenStatus.UNPROCESSED.value, 1), else_=0)).label("unprocessed"),
        )
        .group_by(c.pool_id)
        .subquery("found")
    )
    figures = ("total", "closed", "used", "unprocessed")
    return (
        select(
            pools.c.id,
            pools.c.name,
            campaigns.c.code,
            *(pool_counts.c[figure] for figure in figures),
            *(func.coalesce(found.c[figure], 0).label(f"counted_{figure}") for figure in figures),
        )
        .select_from(
            pools.join(pool_counts, pool_counts.c.pool_id == pools.c.id)
            .join(campaigns, campaigns.c.id == pools.c.campaign_id)
            .outerjoin(found, found.c.pool_id == pools.c.id)
        )
        .order_by(pools.c.id)
    )


def _campaigns() -> Select[Any]:
    kept = (
        select(pools.c.campaign_id, *(func.sum(pool_counts.c[figure]).label(figure) for figure in _FROM_RUNS))
        .join_from(pools, pool_counts, pool_counts.c.pool_id == pools.c.id)
        .group_by(pools.c.campaign_id)
        .subquery("kept")
    )
    counted = (
        select(runs.c.campaign_id, *(func.sum(runs.c[figure]).label(figure) for figure in _FROM_RUNS))
        .group_by(runs.c.campaign_id)
        .subquery("counted")
    )
    return (
        select(
            campaigns.c.id,
            campaigns.c.name,
            *(func.coalesce(kept.c[figure], 0).label(figure) for figure in _FROM_RUNS),
            *(func.coalesce(counted.c[figure], 0).label(f"counted_{figure}") for figure in _FROM_RUNS),
        )
        .select_from(
            campaigns.outerjoin(kept, kept.c.campaign_id == campaigns.c.id).outerjoin(
                counted, counted.c.campaign_id == campaigns.c.id
            )
        )
        .order_by(campaigns.c.id)
    )


def _runs() -> Select[Any]:
    accounted = reduce(add, (runs.c[outcome.value] for outcome in RowOutcome))
    query = select(runs.c.id, runs.c.source, runs.c.rows_read, accounted.label("accounted"))
    return query.where(runs.c.rows_read != accounted).order_by(runs.c.id)
