"""When an injector pauses itself, at the borders (spec 2, Pause when)."""

import pytest

from leadadmin.domain.injector import Injector
from leadadmin.domain.pausing import failed_too_often, rejected_too_many
from leadadmin.domain.run import RowOutcome, Tally


@pytest.mark.parametrize(
    ("judged", "rejected", "seen", "share"),
    [
        (20, 10, 0, ""),
        (20, 11, 0, "55%"),
        (19, 19, 0, ""),
        (19, 19, 100, ""),
        (20, 11, 100, "55%"),
        (200, 101, 0, "51%"),
        (1000, 1000, 0, "100%"),
    ],
)
def test_more_than_half_of_at_least_twenty(judged: int, rejected: int, seen: int, share: str) -> None:
    tally = Tally(read=judged + seen)
    tally.count(RowOutcome.REJECTED, rejected)
    tally.count(RowOutcome.SEEN_BEFORE, seen)
    tally.count(RowOutcome.ADDED, judged - rejected)
    said = rejected_too_many(Injector("Web"), tally)
    assert said.partition(" ")[0] == share
    assert bool(said) is bool(share)


def test_as_many_failures_in_a_row_as_were_set() -> None:
    injector = Injector("Web", pause_failures=3)
    assert failed_too_often(injector, 2, "It hung.") == ""
    assert failed_too_often(injector, 3, "It hung.") == "It failed 3 times in a row; the last time: It hung."
