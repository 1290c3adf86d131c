"""Pools, leads and runs laid into the workspace of a desk, for tests of the pages that show them."""

import json
from datetime import UTC, datetime

from leadadmin.ui import local_time
from tests.helpers.desk import DeskBench
from tests.injector.conftest import Bench, bench_on
from tests.store.browse_workspace import DAY_MS, MINUTE_MS, House


def now_ms() -> int:
    """This moment in milliseconds."""
    return int(local_time.now().astimezone(UTC).timestamp() * 1000)


def today_ms() -> int:
    """Noon of today, here: “today” whenever the test runs."""
    now = local_time.now()
    return int(datetime(now.year, now.month, now.day, 12).astimezone().timestamp() * 1000)


def lay_pools(bench: DeskBench) -> dict[str, int]:
    """Three pools in two campaigns, with leads; gives the ids of the pools by name."""
    with bench.office.workspace.transaction() as database:
        house = House(database, now_ms=now_ms())
        template = bench.office.template.id or 0
        charity = house.campaign("CHARITY", house.project("Appeals"), template)
        solar = bench.office.campaign.id or 0
        pools = {
            "Web": house.pool(solar, "Web"),
            "Fair": house.pool(solar, "Fair", door="upload", source="fair.csv"),
            "Givers": house.pool(charity, "Givers", door="upload", source="givers.xlsx", active=0),
        }
        for number in range(12):
            used = number < 6
            house.lead(
                pools["Web"], name=f"Ann {number:02}", phones=(f"+4420794601{number:02}",), used=int(used),
                status="closed" if number < 3 else "unprocessed", closure="success" if number < 3 else "",
                arrived_at=house.now_ms - number * MINUTE_MS, external_id=f"X{number}",
            )  # fmt: skip
        for number in range(4):
            house.lead(pools["Fair"], name=f"Bo {number}", phones=(f"+4420794602{number:02}",))
        house.lead(pools["Givers"], name="Cy Giver", values={"first_name": "Cy", "surname": "Giver", "kwh": 4200})
        house.count()
    return pools


def lay_runs(bench: DeskBench) -> dict[str, int]:
    """Four runs: one done with rejected rows, one failed, one under way, one of yesterday; ids by what they are."""
    with bench.office.workspace.transaction() as database:
        house = House(database, now_ms=today_ms())
        pool = house.pool(bench.office.campaign.id or 0, "Fair", door="upload", source="fair.csv")
        lead = house.lead(pool, name="Ann Tester")
        house.count()
        old = house.run(
            door="upload", source="old.csv", started_at=house.now_ms - DAY_MS, changed_at=house.now_ms - DAY_MS,
            finished_at=house.now_ms - DAY_MS, started_by="Bo",
        )  # fmt: skip
        done = house.run(
            door="upload", source="fair.csv", pool_id=pool, campaign_id=bench.office.campaign.id, rows_read=10,
            added=4, updated=1, duplicates=1, rejected=4, started_by="Ida", ignored_columns='["fax"]',
            warnings='["Priority was taken for call-backs (2 rows)."]',
        )  # fmt: skip
        for row, value in ((3, "12"), (4, "x"), (7, "13")):
            detail = "no_digits" if value == "x" else "too_short"
            house.row(
                done, row, "rejected", "phone_invalid", field="Phone", value=value, detail=detail,
                params=json.dumps({"country": "GB", "code": "GB", "digits": "10"}) if detail == "too_short" else "{}",
                row_values=json.dumps({"tel": value, "last": "Tester", "born": {"date": "1980-02-01"}}),
            )  # fmt: skip
        house.row(done, 9, "rejected", "no_phone", row_values=json.dumps({"tel": None, "last": "Nobody"}))
        house.row(done, 5, "duplicates", "duplicate", lead_id=lead)
        failed = house.run(
            source="Members", outcome="failed", error="The server “crm-db” cannot be reached.",
            hint="Look whether it runs.", watermark_before="7", watermark_passed="5", watermark_after="7",
            started_at=house.now_ms + MINUTE_MS, changed_at=house.now_ms + MINUTE_MS + 10_000,
            finished_at=house.now_ms + MINUTE_MS + 10_000,
        )  # fmt: skip
        running = house.run(
            source="Members", outcome="running", finished_at=None, rows_read=2000, added=1990, rejected=10,
            started_at=house.now_ms + 2 * MINUTE_MS, changed_at=house.now_ms + 2 * MINUTE_MS + 7000,
        )  # fmt: skip
    return {"old": old, "done": done, "failed": failed, "running": running, "lead": lead, "pool": pool}


def lay_injector(bench: DeskBench) -> Bench:
    """An injector “Web” on a source in memory; `Bench.run()` runs it as its schedule would."""
    return bench_on(bench.office)
