"""Key figures of several pools together: the totals row (spec 4, Overview)."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadadmin.domain.pool import PoolFigures, percent


@dataclass(frozen=True, slots=True)
class PoolTotals:
    """Sums over some pools. Percentages are parts of the sums, not averages of the pools'."""

    pools: int
    total: int
    open: int
    closed: int
    ready: int
    used: int
    unprocessed: int
    rejected: int
    duplicates: int
    updated: int

    @property
    def closed_pct(self) -> float | None:
        """Closed / total, 0-100; None of nothing."""
        return percent(self.closed, self.total)

    @property
    def used_pct(self) -> float | None:
        """Used / total, 0-100; None of nothing."""
        return percent(self.used, self.total)


def pool_totals(figures: Iterable[PoolFigures]) -> PoolTotals:
    """The sums over `figures`."""
    chosen = list(figures)
    return PoolTotals(
        pools=len(chosen),
        total=sum(f.total for f in chosen),
        open=sum(f.open for f in chosen),
        closed=sum(f.closed for f in chosen),
        ready=sum(f.ready for f in chosen),
        used=sum(f.used for f in chosen),
        unprocessed=sum(f.unprocessed for f in chosen),
        rejected=sum(f.rejected for f in chosen),
        duplicates=sum(f.duplicates for f in chosen),
        updated=sum(f.updated for f in chosen),
    )
