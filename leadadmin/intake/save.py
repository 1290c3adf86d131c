"""Write a judged batch: leads, phones, keys, refused rows, ledger and counters (spec 2, step 4).

Everything here runs inside one transaction that the caller opened with the campaign's lock row taken.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadadmin.domain.fields import FieldType
from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.intake.batch import Batch
from leadadmin.intake.judge import Verdicts
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.row_json import row_to_json
from leadadmin.store import bulk, campaign_locks, counters, ledger, pools, schema
from leadadmin.store.database import Database

LEAD_COLUMNS = (
    "id", "campaign_id", "pool_id", "external_space", "external_id", "name", "name_key", "status", "closure",
    "active", "priority", "dial_at", "position", "owner_team_id", "owner_person_id", "original_team_id",
    "original_person_id", "contact_hours_id", "attempts", "used", "run_id", "run_row", "arrived_at", "changed_at",
    "field_values",
)  # fmt: skip
PHONE_COLUMNS = ("lead_id", "slot", "campaign_id", "field_key", "number", "extension", "original")
KEY_COLUMNS = ("lead_id", "field_key", "campaign_id", "value_key")
ROW_COLUMNS = (
    "run_id", "row", "outcome", "reason", "field", "value", "detail", "params", "row_values", "unique_id", "lead_id",
)  # fmt: skip
NAME_LENGTH = 200
ORIGINAL_LENGTH = 255
KEY_LENGTH = 255

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_json_text = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Saving:
    """Where and when a batch is written: the run, the first reserved lead id, the database's time in milliseconds."""

    run_id: int
    first_lead_id: int
    now_ms: int


@dataclass(frozen=True, slots=True)
class PoolUse:
    """A pool that rows of this batch go to."""

    id: int
    priority: int
    owner: Owner


def save_batch(
    connection: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, saving: Saving
) -> dict[int, int]:
    """Write the batch; returns the lead ids of the accepted rows by index."""
    lead_ids = {index: saving.first_lead_id + n for n, index in enumerate(verdicts.accepted)}
    homes = _pools(connection, batch, verdicts, request, saving)
    _save_leads(connection, batch, verdicts, request, saving, homes, lead_ids)
    _save_phones(connection, batch, verdicts, request, lead_ids)
    _save_keys(connection, batch, verdicts, request, lead_ids)
    _save_rows(connection, batch, verdicts, saving)
    _save_ledger(connection, batch, verdicts, request, saving, lead_ids)
    _count(connection, batch, verdicts, request, homes)
    return lead_ids


def _pools(
    connection: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, saving: Saving
) -> dict[str, PoolUse]:
    """The pools of this batch by name key, made when missing; the run's own stands under ""."""
    wanted = {"": request.pool_name}
    for index in verdicts.accepted:
        if batch.pools[index]:
            wanted.setdefault(name_key(batch.pools[index]), batch.pools[index])
    homes: dict[str, PoolUse] = {}
    for key, name in wanted.items():
        pool, _made = pools.get_or_make(
            connection, request.campaign_id, name, door=request.door, source=request.source, now_ms=saving.now_ms,
            owner=request.owner, priority=request.priority,
        )  # fmt: skip
        if pool.id is None:
            raise AssertionError("a stored pool has an id")
        homes[key] = PoolUse(pool.id, pool.priority, pool.owner or request.owner)
    return homes


def _home(batch: Batch, index: int, homes: dict[str, PoolUse]) -> PoolUse:
    name = batch.pools[index]
    return homes[name_key(name)] if name else homes[""]


def _save_leads(
    connection: Database,
    batch: Batch,
    verdicts: Verdicts,
    request: IntakeRequest,
    saving: Saving,
    homes: dict[str, PoolUse],
    lead_ids: dict[int, int],
) -> None:
    if not verdicts.accepted:
        return
    position = campaign_locks.take_positions(connection, request.campaign_id, len(verdicts.accepted))
    names = request.template.display_names(batch.values, batch.rows)
    texts = _values_as_json(batch)
    rows: list[tuple[object, ...]] = []
    for offset, index in enumerate(verdicts.accepted):
        home = _home(batch, index, homes)
        status, closure, dial_at = _standing(batch, index, request)
        owner_team, owner_person = _owner_ids(home.owner)
        agent = batch.agents[index]
        space, external_id = _identity(batch, index, request)
        name = names[index][:NAME_LENGTH]
        rows.append(
            (
                lead_ids[index], request.campaign_id, home.id, space, external_id, name,
                name_key(name)[:NAME_LENGTH], status, closure, 1, _priority(batch, index, request, home), dial_at,
                position + offset, None if agent else owner_team, agent or owner_person, owner_team, owner_person,
                batch.contact_hours[index], 0, 0, saving.run_id, batch.first_row + index, saving.now_ms,
                saving.now_ms, texts[index],
            )
        )  # fmt: skip
    bulk.insert_rows(connection, schema.leads, LEAD_COLUMNS, rows)


def _values_as_json(batch: Batch) -> list[str]:
    """The JSON object of each row's values, joined by columns: a third of the time of one encoder call a row."""
    parts = [_json_parts(key, column) for key, column in batch.values.items()]
    return ["{" + ",".join(filter(None, row)) + "}" for row in zip(*parts, strict=True)]


def _json_parts(key: str, column: list[object | None]) -> list[str]:
    head = _json(key) + ":"
    return [
        "" if value is None else head + (_json_text(value) if type(value) is str else _json(value)) for value in column
    ]


def _identity(batch: Batch, index: int, request: IntakeRequest) -> tuple[int, str | None]:
    given = batch.external_ids[index]
    if given is not None:
        return 0, given
    return request.id_space, batch.unique_ids[index] if request.id_space else None


def _standing(batch: Batch, index: int, request: IntakeRequest) -> tuple[str, str, int]:
    """Status, closure and dial time of a fresh lead (spec 2, column ADD)."""
    due = batch.callback_ms[index]
    if batch.dispositions[index]:
        disposition = request.directory.dispositions[batch.dispositions[index]]
        if disposition.closure is not None:
            return "closed", disposition.closure.value, 0
        if disposition.status is not None:
            return disposition.status.value, "", due
    if not due:
        return OpenStatus.UNPROCESSED.value, "", 0
    redial = OpenStatus.PRIVATE_REDIAL if batch.agents[index] else OpenStatus.COMMON_REDIAL
    return redial.value, "", due


def _priority(batch: Batch, index: int, request: IntakeRequest, home: PoolUse) -> int:
    given = batch.priorities[index]
    if given is not None:
        return given
    if batch.dispositions[index]:
        by_disposition = request.directory.dispositions[batch.dispositions[index]].priority
        if by_disposition is not None:
            return by_disposition
    return home.priority


def _owner_ids(owner: Owner) -> tuple[int | None, int | None]:
    return (owner.id, None) if owner.kind is OwnerKind.TEAM else (None, owner.id)


def _save_phones(
    connection: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, lead_ids: dict[int, int]
) -> None:
    rows: list[tuple[object, ...]] = []
    for slot, phone in enumerate(batch.phones):
        for index in verdicts.accepted:
            number = phone.numbers[index]
            if number:
                original = str(phone.originals[index]).replace("\0", "")[:ORIGINAL_LENGTH]
                rows.append(
                    (
                        lead_ids[index], slot, request.campaign_id, phone.field_key, number,
                        phone.extensions[index] or "", original,
                    )
                )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1]))
    bulk.insert_rows(connection, schema.lead_phones, PHONE_COLUMNS, rows)


def _save_keys(
    connection: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, lead_ids: dict[int, int]
) -> None:
    rows: list[tuple[object, ...]] = []
    for field in request.template.fields:
        column = batch.values.get(field.key)
        if column is None or not field.duplicate or field.type is FieldType.PHONE:
            continue
        for index in verdicts.accepted:
            if column[index] is not None:
                value = name_key(str(column[index]))[:KEY_LENGTH]
                rows.append((lead_ids[index], field.key, request.campaign_id, value))
    bulk.insert_rows(connection, schema.lead_keys, KEY_COLUMNS, rows)


def _save_rows(connection: Database, batch: Batch, verdicts: Verdicts, saving: Saving) -> None:
    rows: list[tuple[object, ...]] = []
    for index, outcome in enumerate(verdicts.outcomes):
        if outcome in (RowOutcome.ADDED, RowOutcome.SEEN_BEFORE):
            continue
        problem = verdicts.problems[index]
        holder = verdicts.holders.get(index)
        rows.append(
            (
                saving.run_id, batch.first_row + index, outcome.value, problem.reason.value,
                problem.field[:NAME_LENGTH], problem.value, problem.detail, _params(problem),
                row_to_json(batch.source_row(index)),
                batch.unique_ids[index], holder.lead_id if holder else None,
            )
        )  # fmt: skip
    bulk.insert_rows(connection, schema.run_rows, ROW_COLUMNS, rows)


def _params(problem: Problem) -> str:
    return json.dumps(dict(problem.params))


def _save_ledger(
    connection: Database,
    batch: Batch,
    verdicts: Verdicts,
    request: IntakeRequest,
    saving: Saving,
    lead_ids: dict[int, int],
) -> None:
    """One row per unique id; a second row with an id of this run (`unique_id_twice`) leaves the first's entry."""
    if request.injector_id is None:
        return
    entries: dict[str, tuple[str, bytes, int, int | None]] = {}
    for index, outcome in enumerate(verdicts.outcomes):
        unique_id = batch.unique_ids[index]
        if unique_id is None or outcome is RowOutcome.SEEN_BEFORE or unique_id in entries:
            continue
        problem = verdicts.problems.get(index)
        if problem is not None and problem.reason is Reason.UNIQUE_ID_TWICE:
            continue
        entries[unique_id] = (outcome.value, batch.hashes[index], saving.run_id, lead_ids.get(index))
    rows: Sequence[tuple[str, str, bytes, int, int | None]] = [(key, *entry) for key, entry in entries.items()]
    ledger.write(connection, request.injector_id, rows)


def _count(
    connection: Database, batch: Batch, verdicts: Verdicts, request: IntakeRequest, homes: dict[str, PoolUse]
) -> None:
    totals: Counter[int] = Counter()
    closed: Counter[int] = Counter()
    unprocessed: Counter[int] = Counter()
    for index in verdicts.accepted:
        pool_id = _home(batch, index, homes).id
        totals[pool_id] += 1
        status = _standing(batch, index, request)[0]
        closed[pool_id] += status == "closed"
        unprocessed[pool_id] += status == OpenStatus.UNPROCESSED.value
    refused: Counter[int] = Counter()
    duplicates: Counter[int] = Counter()
    for index, outcome in enumerate(verdicts.outcomes):
        if outcome in (RowOutcome.REJECTED, RowOutcome.DUPLICATE):
            home = homes.get(name_key(batch.pools[index]), homes[""]) if batch.pools[index] else homes[""]
            (refused if outcome is RowOutcome.REJECTED else duplicates)[home.id] += 1
    for pool_id in sorted(set(totals) | set(refused) | set(duplicates)):
        counters.add(
            connection, pool_id, total=totals[pool_id], closed=closed[pool_id], unprocessed=unprocessed[pool_id],
            rejected=refused[pool_id], duplicates=duplicates[pool_id],
        )  # fmt: skip
