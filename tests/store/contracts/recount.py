"""What holds for the recount on every backend."""

import pytest
from sqlalchemy import select, update

from leadadmin.intake.pipeline import Passed, load
from leadadmin.sources.base import CancelToken
from leadadmin.store import recount, runs, schema
from leadadmin.store.recount import Difference
from tests.helpers.office import Office, blocks, phone


class RecountContract:
    @pytest.fixture(autouse=True)
    def loaded(self, office: Office) -> None:
        """Twelve rows: ten leads in two pools, a duplicate and a rejected row."""
        columns = ("id", "tel", "mob", "first", "last", "mail", "kwh", "njAllocationName")
        rows: list[tuple[object, ...]] = [
            (n, phone(n), None, "Ann", "Tester", None, None, "Web" if n % 2 else "Fair") for n in range(10)
        ]
        rows += [
            (10, phone(1), None, "Ann", "Again", None, None, None),
            (11, "x", None, "Bo", None, None, None, None),
        ]
        request = office.request(mapping=office.request().mapping.with_system_columns(columns))
        with office.workspace.transaction() as database:
            now_ms = office.workspace.now_ms(database)
            run_id = runs.start(
                database, door=request.door, source="Web", started_by="ida", holder="here", fence=1, now_ms=now_ms,
                campaign_id=office.campaign.id,
            )  # fmt: skip
        load(
            office.workspace, run_id, blocks(rows, columns=columns), request,
            confirm=lambda _database: None, cancel=CancelToken(), passed=Passed(),
        )  # fmt: skip

    def differences(self, office: Office) -> list[Difference]:
        with office.workspace.reading() as database:
            return list(recount.differences(database))

    def test_counters_kept_by_the_intake_add_up(self, office: Office) -> None:
        with office.workspace.reading() as database:
            totals = [row.total for row in database.execute(schema.pool_counts.select())]
        assert (sorted(totals), self.differences(office)) == ([5, 5], [])

    def test_a_wrong_counter_of_a_pool_is_found(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            first, second = database.execute(select(schema.pools.c.id)).scalars()
            database.execute(update(schema.pool_counts).where(schema.pool_counts.c.pool_id == first).values(total=6))
            database.execute(update(schema.leads).where(schema.leads.c.pool_id == second).values(used=1))
        found = {(each.kind, each.figure, each.kept, each.counted) for each in self.differences(office)}
        assert found == {("pool", "total", 6, 5), ("pool", "used", 0, 5)}

    def test_rows_that_no_pool_or_run_accounts_for_are_found(self, office: Office) -> None:
        with office.workspace.transaction() as database:
            database.execute(update(schema.pool_counts).values(rejected=0))
            database.execute(update(schema.runs).values(rows_read=13))
        found = [(each.kind, each.what, each.figure, each.kept, each.counted) for each in self.differences(office)]
        assert found == [("campaign", "Solar 2026", "rejected", 0, 1), ("run", "Web", "read", 13, 12)]
