"""Values that no lead should have refuse their rows, one by one, and end no run (quality/faults, 26)."""

from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.injector.retry import RetryOrder
from leadadmin.sources.base import CancelToken
from tests.injector.conftest import Bench
from tests.injector.poison import COLUMNS, poisoned


def test_poisoned_rows_end_no_run(bench: Bench) -> None:
    bench.source.columns = COLUMNS
    bench.source.rows = poisoned()
    stored = bench.stored()
    dry = bench.trial().dry_run(stored.injector, stored.state, cancel=CancelToken())
    assert dry.ok, dry.steps[-1]
    report = bench.run()
    assert report.outcome is RunOutcome.SUCCEEDED, report.error
    assert report.tally == dry.tally
    assert report.tally.of(RowOutcome.ADDED) > 100
    retried = bench.retrier().retry(RetryOrder(report.run_id or 0, "ann"))
    assert retried.outcome is RunOutcome.SUCCEEDED, retried.error
    assert retried.tally.of(RowOutcome.ADDED) == 0
