"""Write a judged batch: leads, refused rows, ledger and counters (spec 2, step 4).

Everything here runs inside one transaction that the caller opened with the campaign's lock row taken.
"""

from collections import Counter

from leadadmin.domain.names import name_key
from leadadmin.domain.run import RowOutcome
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts
from leadadmin.intake.lead_rows import save_keys, save_leads, save_phones
from leadadmin.intake.refused_rows import save_ledger, save_refused
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.standing import CLOSED, UNPROCESSED
from leadadmin.intake.writing import PoolUse, Writing
from leadadmin.store import counters, pools, runs
from leadadmin.store.database import Database


def save_batch(
    database: Database,
    batch: Batch,
    verdicts: Verdicts,
    request: IntakeRequest,
    *,
    run_id: int,
    first_lead_id: int,
    now_ms: int,
) -> None:
    """Write the batch; the accepted rows take lead ids from `first_lead_id` on. `now_ms` is the database's time."""
    writing = Writing(
        database, batch, verdicts, request, run_id, now_ms,
        lead_ids={index: first_lead_id + n for n, index in enumerate(verdicts.accepted)},
        homes=_pools(database, batch, verdicts, request, now_ms),
    )  # fmt: skip
    if batch.number == 1:
        runs.fills(database, run_id, writing.homes[""].id)
    save_leads(writing)
    save_phones(writing)
    save_keys(writing)
    save_refused(writing)
    save_ledger(writing)
    _count(writing)


def _pools(
    database: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, now_ms: int
) -> dict[str, PoolUse]:
    """The pools of this batch by name key, made when missing; the run's own stands under ""."""
    wanted = {"": request.pool_name}
    for index in verdicts.accepted:
        if batch.pools[index]:
            wanted.setdefault(name_key(batch.pools[index]), batch.pools[index])
    homes: dict[str, PoolUse] = {}
    for key, name in wanted.items():
        pool, _made = pools.get_or_make(
            database, request.campaign_id, name, door=request.door, source=request.source, now_ms=now_ms,
            owner=request.owner, priority=request.priority,
        )  # fmt: skip
        if pool.id is None:
            raise AssertionError("a stored pool has an id")
        homes[key] = PoolUse(pool.id, pool.priority, pool.owner or request.owner)
    return homes


def _count(writing: Writing) -> None:
    batch, homes = writing.batch, writing.homes
    changes: dict[str, Counter[int]] = {
        name: Counter() for name in ("total", "closed", "unprocessed", "rejected", "duplicates")
    }
    for index in writing.verdicts.accepted:
        pool_id = writing.home(index).id
        status = writing.standing(index)[0]
        changes["total"][pool_id] += 1
        changes["closed"][pool_id] += status == CLOSED
        changes["unprocessed"][pool_id] += status == UNPROCESSED
    for index, outcome in enumerate(writing.verdicts.outcomes):
        if outcome in (RowOutcome.REJECTED, RowOutcome.DUPLICATE):
            # A pool that only refused rows name is not made; they count in the run's own.
            home = homes.get(name_key(batch.pools[index]), homes[""]) if batch.pools[index] else homes[""]
            changes[outcome.value][home.id] += 1
    for pool_id in sorted({pool_id for counter in changes.values() for pool_id in counter}):
        counters.add(writing.database, pool_id, **{name: counter[pool_id] for name, counter in changes.items()})
