"""Rewind: the preview is what the next run does."""

from datetime import timedelta

import pytest

from leadadmin.domain.errors import Expected, InvalidInput, NotFound
from leadadmin.domain.run import RowOutcome
from leadadmin.injector.rewind import RewindTo
from leadadmin.injector.runner import lease_resource
from leadadmin.sources.base import CancelToken
from leadadmin.store import audit, leases
from leadadmin.store.leases import this_process
from tests.injector.conftest import Bench
from tests.injector.test_runner import row


def test_the_preview_counts_what_comes_back_and_the_run_does_it(bench: Bench) -> None:
    bench.change(late_window=timedelta(minutes=15))
    bench.source.rows = [row(n) for n in range(1, 11)]
    bench.run()
    bench.run()
    bench.source.rows.append((4, *row(11)[1:]))  # a second row 4 with another number
    preview = bench.rewinder().preview(bench.injector_id, RewindTo(value="4"), cancel=CancelToken())
    assert (preview.target, preview.now, preview.rows, preview.dropped, preview.new) == ("4", "10", 6, 6, 0)
    assert bench.rewinder().rewind(bench.injector_id, RewindTo(value="4"), by="ann") == "4"
    assert bench.stored().state.watermark == "4"
    bench.source.passed.clear()
    report = bench.run()
    assert (bench.source.passed, report.tally.outcomes) == ([4], {RowOutcome.SEEN_BEFORE: 6})
    assert report.watermark_after == "10"
    with bench.office.workspace.reading() as database:
        entry = audit.newest(database)[0]
    assert (entry.who, entry.action, entry.detail) == ("ann", "injector.rewind", "Last id imported from 10 to 4.")


def test_skipping_ahead_is_not_undone_by_the_late_window(bench: Bench) -> None:
    bench.change(late_window=timedelta(minutes=15))
    bench.source.rows = [row(n) for n in range(1, 4)]
    bench.run()
    bench.source.rows = [row(n) for n in range(1, 101)]
    bench.rewinder().rewind(bench.injector_id, RewindTo(value="90"), by="ann")
    assert bench.run().tally.outcomes == {RowOutcome.ADDED: 10}


def test_to_where_it_stood_before_a_run(bench: Bench) -> None:
    bench.source.rows = [row(1)]
    first = bench.run()
    bench.source.rows.append(row(2))
    second = bench.run()
    rewinder = bench.rewinder()
    assert rewinder.rewind(bench.injector_id, RewindTo(before_run=second.run_id), by="ann") == "1"
    assert rewinder.rewind(bench.injector_id, RewindTo(before_run=first.run_id), by="ann") == "0"
    with pytest.raises(NotFound):
        rewinder.rewind(bench.injector_id, RewindTo(before_run=999), by="ann")


def test_a_value_that_is_not_of_the_id_type_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="“abc” is not of the id type integer"):
        bench.rewinder().rewind(bench.injector_id, RewindTo(value="abc"), by="ann")


def test_not_while_it_runs(bench: Bench) -> None:
    leases.acquire(bench.office.workspace, lease_resource(bench.injector_id), this_process(), 60)
    with pytest.raises(Expected, match="nothing was changed"):
        bench.rewinder().rewind(bench.injector_id, RewindTo(value="1"), by="ann")


def test_refused_rows_that_did_not_change_are_dropped_in_the_preview_as_in_the_run(bench: Bench) -> None:
    bench.source.rows = [row(1), (2, *row(1)[1:]), (3, *row(1)[1:])]
    assert bench.run().tally.outcomes == {RowOutcome.ADDED: 1, RowOutcome.DUPLICATE: 2}
    bench.source.rows[2] = (3, *row(3)[1:])
    preview = bench.rewinder().preview(bench.injector_id, RewindTo(), cancel=CancelToken())
    assert (preview.rows, preview.dropped, preview.new) == (3, 2, 1)
    bench.rewinder().rewind(bench.injector_id, RewindTo(), by="ann")
    assert bench.run().tally.outcomes == {RowOutcome.SEEN_BEFORE: 2, RowOutcome.ADDED: 1}
