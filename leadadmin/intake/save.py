"""Write a judged batch: leads, phones, keys, refused rows, ledger and counters (spec 2, step 4).

Everything here runs inside one transaction that the caller opened with the campaign's lock row taken.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar

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

T = TypeVar("T")

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
_UNPROCESSED = (OpenStatus.UNPROCESSED.value, "", 0)

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
    accepted = verdicts.accepted
    if not accepted:
        return
    count = len(accepted)
    position = campaign_locks.take_positions(connection, request.campaign_id, count)
    pools_of = [_home(batch, index, homes) for index in accepted]
    names = [name[:NAME_LENGTH] for name in pick(request.template.display_names(batch.values, batch.rows), accepted)]
    owners = _Owners.of(batch, accepted, pools_of)
    standing = [_standing(batch, index, request) for index in accepted]
    given = pick(batch.external_ids, accepted)
    own = pick(batch.unique_ids, accepted) if request.id_space else [None] * count
    columns = (
        [lead_ids[index] for index in accepted],
        repeat(request.campaign_id, count),
        [home.id for home in pools_of],
        [0 if identity is not None else request.id_space for identity in given],
        [g if g is not None else o for g, o in zip(given, own, strict=True)],
        names,
        [name_key(name)[:NAME_LENGTH] for name in names],
        [status for status, _closure, _due in standing],
        [closure for _status, closure, _due in standing],
        repeat(1, count),
        [_priority(batch, i, request, home) for i, home in zip(accepted, pools_of, strict=True)],
        [due for _status, _closure, due in standing],
        range(position, position + count),
        owners.teams,
        owners.people,
        owners.original_teams,
        owners.original_people,
        pick(batch.contact_hours, accepted),
        repeat(0, count),
        repeat(0, count),
        repeat(saving.run_id, count),
        [batch.first_row + index for index in accepted],
        repeat(saving.now_ms, count),
        repeat(saving.now_ms, count),
        pick(_values_as_json(batch), accepted),
    )
    bulk.insert_rows(connection, schema.leads, LEAD_COLUMNS, list(zip(*columns, strict=True)))


@dataclass(frozen=True, slots=True)
class _Owners:
    """The owners of accepted rows, by columns: an agent named by the row, else the pool's owner."""

    teams: list[int | None]
    people: list[int | None]
    original_teams: list[int | None]
    original_people: list[int | None]

    @classmethod
    def of(cls, batch: Batch, accepted: Sequence[int], pools_of: Sequence[PoolUse]) -> "_Owners":
        pairs = [_owner_ids(home.owner) for home in pools_of]
        teams, people = [team for team, _ in pairs], [person for _, person in pairs]
        agents = pick(batch.agents, accepted)
        if not any(agents):
            return cls(teams, people, teams, people)
        return cls(
            [None if agent else team for agent, team in zip(agents, teams, strict=True)],
            [agent or person for agent, person in zip(agents, people, strict=True)],
            teams,
            people,
        )


def pick(column: Sequence[T], indexes: Sequence[int]) -> list[T]:
    """The values at these indexes; the column itself when it is wanted whole."""
    return list(column) if len(indexes) == len(column) else [column[index] for index in indexes]


def _values_as_json(batch: Batch) -> list[str]:
    """The JSON object of each row's values, joined by columns: a third of the time of one encoder call a row."""
    parts = [_json_parts(key, column) for key, column in batch.values.items()]
    return ["{" + ",".join(filter(None, row)) + "}" for row in zip(*parts, strict=True)]


def _json_parts(key: str, column: list[object | None]) -> list[str]:
    head = _json(key) + ":"
    return [
        "" if value is None else head + (_json_text(value) if type(value) is str else _json(value)) for value in column
    ]


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
        return _UNPROCESSED
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
        unprocessed[pool_id] += status == _UNPROCESSED[0]
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
