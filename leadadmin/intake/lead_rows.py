"""The rows of accepted leads: themselves, their phones, and their duplicate keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar

from leadadmin.domain.fields import FieldType
from leadadmin.domain.names import name_key
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.intake.batch import Batch
from leadadmin.intake.writing import PoolUse, Writing
from leadadmin.store import bulk, campaign_locks, schema

T = TypeVar("T")

LEAD_COLUMNS = (
    "id", "campaign_id", "pool_id", "external_space", "external_id", "name", "name_key", "status", "closure",
    "active", "priority", "dial_at", "position", "owner_team_id", "owner_person_id", "original_team_id",
    "original_person_id", "contact_hours_id", "attempts", "used", "run_id", "run_row", "arrived_at", "changed_at",
    "field_values",
)  # fmt: skip
PHONE_COLUMNS = ("lead_id", "slot", "campaign_id", "field_key", "number", "extension", "original")
KEY_COLUMNS = ("lead_id", "field_key", "campaign_id", "value_key")
NAME_LENGTH = 200
ORIGINAL_LENGTH = 255
KEY_LENGTH = 255

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_json_text = json.encoder.encode_basestring


def save_leads(writing: Writing) -> None:
    """Insert the accepted leads. The campaign's lock row must be taken: their positions rise through the campaign."""
    accepted, batch, request = writing.verdicts.accepted, writing.batch, writing.request
    count = len(accepted)
    if not count:
        return
    position = campaign_locks.take_positions(writing.database, request.campaign_id, count)
    pools_of = [writing.home(index) for index in accepted]
    names = [name[:NAME_LENGTH] for name in pick(request.template.display_names(batch.values, batch.rows), accepted)]
    owners = _Owners.of(batch, accepted, pools_of)
    standing = [writing.standing(index) for index in accepted]
    given = pick(batch.external_ids, accepted)
    own = pick(batch.unique_ids, accepted) if request.id_space else [None] * count
    columns = (
        [writing.lead_ids[index] for index in accepted],
        repeat(request.campaign_id, count),
        [home.id for home in pools_of],
        [0 if identity is not None else request.id_space for identity in given],
        [g if g is not None else o for g, o in zip(given, own, strict=True)],
        names,
        [name_key(name)[:NAME_LENGTH] for name in names],
        [status for status, _closure, _due in standing],
        [closure for _status, closure, _due in standing],
        repeat(1, count),
        [_priority(writing, i, home) for i, home in zip(accepted, pools_of, strict=True)],
        [due for _status, _closure, due in standing],
        range(position, position + count),
        owners.teams,
        owners.people,
        owners.original_teams,
        owners.original_people,
        pick(batch.contact_hours, accepted),
        repeat(0, count),
        repeat(0, count),
        repeat(writing.run_id, count),
        [batch.first_row + index for index in accepted],
        repeat(writing.now_ms, count),
        repeat(writing.now_ms, count),
        pick(_values_as_json(batch), accepted),
    )
    bulk.insert_rows(writing.database, schema.leads, LEAD_COLUMNS, list(zip(*columns, strict=True)))


def save_phones(writing: Writing) -> None:
    """Insert the numbers of the accepted leads, each with the text as it came."""
    accepted, campaign_id = writing.verdicts.accepted, writing.request.campaign_id
    rows: list[tuple[int, int, int, str, str, str, str]] = []
    for slot, phone in enumerate(writing.batch.phones):
        for index in accepted:
            number = phone.numbers[index]
            if number:
                original = str(phone.originals[index]).replace("\0", "")[:ORIGINAL_LENGTH]
                extension = phone.extensions[index] or ""
                rows.append((writing.lead_ids[index], slot, campaign_id, phone.field_key, number, extension, original))
    rows.sort()
    bulk.insert_rows(writing.database, schema.lead_phones, PHONE_COLUMNS, rows)


def save_keys(writing: Writing) -> None:
    """Insert the values of duplicate fields that are no phones, folded."""
    rows: list[tuple[int, str, int, str]] = []
    for field in writing.request.template.fields:
        column = writing.batch.values.get(field.key)
        if column is None or not field.duplicate or field.type is FieldType.PHONE:
            continue
        for index in writing.verdicts.accepted:
            if column[index] is not None:
                value = name_key(str(column[index]))[:KEY_LENGTH]
                rows.append((writing.lead_ids[index], field.key, writing.request.campaign_id, value))
    bulk.insert_rows(writing.database, schema.lead_keys, KEY_COLUMNS, rows)


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
        ""
        if value is None
        else head + (_json_text(value) if type(value) is str else str(value) if type(value) is int else _json(value))
        for value in column
    ]


def _priority(writing: Writing, index: int, home: PoolUse) -> int:
    """What the row says, else what its disposition sets, else the pool's."""
    given = writing.batch.priorities[index]
    if given is not None:
        return given
    if writing.batch.dispositions[index]:
        by_disposition = writing.request.directory.dispositions[writing.batch.dispositions[index]].priority
        if by_disposition is not None:
            return by_disposition
    return home.priority


def _owner_ids(owner: Owner) -> tuple[int | None, int | None]:
    return (owner.id, None) if owner.kind is OwnerKind.TEAM else (None, owner.id)
