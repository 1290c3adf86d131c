"""What the ledger says of rows that come again, and which rows share a number (spec 2, steps 5 and 6)."""

from datetime import timedelta

import pytest

from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.run import RowOutcome
from leadadmin.injector.rewind import RewindTo
from leadadmin.sources.base import CancelToken
from leadadmin.store import pools
from tests.helpers.office import phone
from tests.injector.conftest import Bench
from tests.injector.test_runner import row

BAD = (1, "12", None, "Ann", "Tester", None, None)


@pytest.mark.parametrize("block_rows", [1, 1000])
def test_the_first_of_two_rows_with_one_id_counts_in_every_run(bench: Bench, block_rows: int) -> None:
    """Also when the first was refused before and came again unchanged: the run before said the same of the second."""
    bench.change(late_window=timedelta(minutes=15))
    bench.source.rows, bench.source.block_rows = [BAD, row(1)], block_rows
    assert bench.run().tally.reasons == {"phone_invalid": 1, "unique_id_twice": 1}
    again = bench.run().tally
    assert again.outcomes == {RowOutcome.SEEN_BEFORE: 1, RowOutcome.REJECTED: 1}
    assert again.reasons == {"unique_id_twice": 1}


def test_a_preview_of_a_rewind_meets_rows_that_come_twice_as_the_run_does(bench: Bench) -> None:
    bench.source.block_rows = 2
    bench.source.rows = [row(1), row(1), row(1, number=5), BAD, row(2), row(2)]
    preview = bench.rewinder().preview(bench.injector_id, RewindTo(), cancel=CancelToken())
    assert (preview.rows, preview.dropped, preview.new) == (6, 2, 4)
    tally = bench.run().tally
    assert (tally.read, tally.of(RowOutcome.SEEN_BEFORE)) == (6, 2)


@pytest.mark.parametrize("block_rows", [1, 1000])
def test_within_the_input_the_first_row_wins_in_an_inactive_pool_too(bench: Bench, block_rows: int) -> None:
    """How many rows a batch has says nothing about duplicates, and a dry run says what the run does."""
    bench.source.rows = [row(1)]
    bench.run()
    with bench.office.workspace.transaction() as database:
        pool = pools.by_name(database, bench.office.campaign.id or 0, "Web")
        assert pool is not None
        pools.set_active(database, pool.id or 0, False, who="test")
    bench.source.block_rows = block_rows
    bench.source.rows += [row(2, number=1), row(3, number=1)]
    stored = bench.stored()
    dry = bench.trial().dry_run(stored.injector, stored.state, cancel=CancelToken()).tally
    assert dry.outcomes == {RowOutcome.ADDED: 1, RowOutcome.DUPLICATE: 1}
    assert bench.run().tally == dry


@pytest.mark.parametrize("block_rows", [1, 1000])
def test_a_call_back_of_a_row_that_closes_its_lead_is_none(bench: Bench, block_rows: int) -> None:
    """“No date is one value”: what the lead has counts, in the same batch as in the next."""
    bench.change(allow_duplicates=AllowDuplicates.UNIQUE_CALLBACK)
    bench.source.block_rows = block_rows
    bench.source.columns = (*bench.source.columns, "njCallbackDate", "njDisposition")
    closed, due = ("2031/03/04 15:30", "SALE"), ("2031/03/04 15:30", None)
    bench.source.rows = [(*row(1), *closed), (*row(2, number=1), *due)]
    stored = bench.stored()
    dry = bench.trial().dry_run(stored.injector, stored.state, cancel=CancelToken()).tally
    assert dry.outcomes == {RowOutcome.ADDED: 2}
    assert bench.run().tally == dry


def test_two_injectors_on_one_source_share_no_ids(bench: Bench) -> None:
    bench.change(allow_duplicates=AllowDuplicates.ALLOW)
    bench.source.rows = [row(1), row(2)]
    bench.run()
    twin = bench.twin("Web again")
    assert twin.run().tally.outcomes == {RowOutcome.ADDED: 2}
    assert bench.run().tally.read == 0
    bench.source.columns = ("id", "tel", "mob", "first", "last", "mail", "njExternalLeadId")
    bench.source.rows = [(*row(3)[:6], "1"), (*row(4)[:6], "x"), (*row(5)[:6], "x")]
    bench.change(mapping=bench.mapping_without("kwh"))
    assert bench.run().tally.reasons == {"external_id_exists": 1}, "an id that a row gives is in a space of its own"


def test_a_number_in_another_spelling_is_the_same(bench: Bench) -> None:
    bench.source.rows = [row(1), (2, "+44" + phone(1).replace(" ", "")[1:], None, "Bo", "Tester", None, None)]
    assert bench.run().tally.outcomes == {RowOutcome.ADDED: 1, RowOutcome.DUPLICATE: 1}
