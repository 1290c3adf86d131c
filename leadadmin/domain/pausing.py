"""When an injector pauses itself (spec 2, Pause when)."""

from leadadmin.domain.injector import Injector
from leadadmin.domain.run import RowOutcome, Tally


def rejected_too_many(injector: Injector, tally: Tally) -> str:
    """Why the injector pauses after a run with these counts; empty if it does not.

    The share is of the rows that were judged: rows seen before say nothing about the source of today.
    """
    judged = tally.read - tally.of(RowOutcome.SEEN_BEFORE)
    rejected = tally.of(RowOutcome.REJECTED)
    if judged < injector.pause_rejected_rows or rejected * 100 <= injector.pause_rejected_pct * judged:
        return ""
    share = -(-rejected * 100 // judged)  # rounded up: “50% … it pauses above 50%” would be a riddle
    return f"{share}% of the last {judged:,} rows were rejected; it pauses above {injector.pause_rejected_pct}%."


def failed_too_often(injector: Injector, failures_in_row: int, sentence: str) -> str:
    """Why the injector pauses after this many failures in a row; empty if it does not."""
    if failures_in_row < injector.pause_failures:
        return ""
    return f"It failed {failures_in_row} times in a row; the last time: {sentence}"
