"""Injectors: what an administrator says of them, and how they stand (spec 2)."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from leadadmin.domain.errors import NotFound
from leadadmin.domain.injector import ColumnSeen, Injector, InjectorState, settings_from_config, settings_to_config
from leadadmin.domain.names import name_key
from leadadmin.store import audit
from leadadmin.store.database import Database
from leadadmin.store.named import check_version, insert_row, update_row
from leadadmin.store.schema import injectors
from leadadmin.store.workspace import from_ms, now_column

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredInjector:
    """An injector with its state."""

    injector: Injector
    state: InjectorState


def list_all(database: Database, *, archived: bool = False) -> Sequence[StoredInjector]:
    """Every injector by name; archived ones only when asked for."""
    query = select(injectors).order_by(injectors.c.name_key)
    if not archived:
        query = query.where(injectors.c.archived == 0)
    return [_stored(row) for row in database.execute(query)]


def get(database: Database, injector_id: int) -> StoredInjector:
    """An injector; raises NotFound."""
    row = database.execute(select(injectors).where(injectors.c.id == injector_id)).first()
    if row is None:
        raise NotFound("This injector is no longer in the workspace.")
    return _stored(row)


def by_name(database: Database, name: str) -> StoredInjector | None:
    """The injector called `name`, without regard to case."""
    row = database.execute(select(injectors).where(injectors.c.name_key == name_key(name))).first()
    return _stored(row) if row else None


def _stored(row: Row[Any]) -> StoredInjector:
    injector = Injector(
        name=row.name,
        connection_id=row.connection_id,
        template_id=row.template_id,
        campaign_id=row.campaign_id,
        archived=bool(row.archived),
        id=row.id,
        version=row.version,
        **settings_from_config(json.loads(row.settings)),
    )
    seen = tuple(ColumnSeen(c["name"], c["kind"], tuple(c["samples"])) for c in json.loads(row.columns_seen))
    state = InjectorState(
        enabled=bool(row.enabled),
        watermark=row.watermark,
        started_once=bool(row.started_once),
        tested_digest=row.tested_digest,
        tested_at=_moment(row.tested_at),
        columns_seen=seen,
        paused_because=row.paused_because,
        failures_in_row=row.failures_in_row,
        last_slot=_moment(row.last_slot),
        last_look_back=_moment(row.last_look_back),
    )
    return StoredInjector(injector, state)


def _moment(ms: int | None) -> datetime | None:
    return from_ms(ms) if ms is not None else None


def _values(injector: Injector) -> dict[str, Any]:
    return {
        "name": injector.name,
        "name_key": name_key(injector.name),
        "connection_id": injector.connection_id,
        "template_id": injector.template_id,
        "campaign_id": injector.campaign_id,
        "settings": json.dumps(settings_to_config(injector), ensure_ascii=False),
        "archived": int(injector.archived),
    }


_FRESH: Mapping[str, Any] = {
    "enabled": 0,
    "version": 1,
    "tested_digest": "",
    "columns_seen": "[]",
    "started_once": 0,
    "paused_because": "",
    "failures_in_row": 0,
}


def add(database: Database, injector: Injector, *, who: str) -> int:
    """Add an injector, switched off and not tested; raises Taken."""
    taken = f"An injector called “{injector.name}” exists already."
    injector_id = insert_row(database, injectors, {**_FRESH, **_values(injector)}, taken)
    audit.append(database, who=who, action="injector.add", subject=injector.name)
    return injector_id


def change(database: Database, injector: Injector, *, who: str) -> None:
    """Change an injector's settings; raises Taken, or Changed when someone else saved it since it was read.

    Slots of a new schedule that lie before the change were not missed.
    """
    injector_id = injector.id or 0
    version = check_version(database, injectors, injector_id, injector.version, f"The injector “{injector.name}”")
    taken = f"An injector called “{injector.name}” exists already."
    if get(database, injector_id).injector.schedule != injector.schedule:
        _set(database, injector_id, last_slot=now_column(database))
    update_row(database, injectors, injector_id, {**_values(injector), "version": version}, taken)
    audit.append(database, who=who, action="injector.change", subject=injector.name)


def remove(database: Database, injector_id: int, *, who: str) -> None:
    """Delete an injector that never ran; one that ran is archived, since its runs and leads refer to it."""
    stored = get(database, injector_id)
    if stored.state.started_once:
        _set(database, injector_id, archived=1, enabled=0)
        audit.append(database, who=who, action="injector.archive", subject=stored.injector.name)
    else:
        database.execute(delete(injectors).where(injectors.c.id == injector_id))
        audit.append(database, who=who, action="injector.delete", subject=stored.injector.name)


def _set(database: Database, injector_id: int, **values: Any) -> None:
    database.execute(update(injectors).where(injectors.c.id == injector_id).values(**values))


def set_enabled(database: Database, injector_id: int, enabled: bool, *, who: str) -> None:
    """Switch on (from now: slots before are not missed, a pause ends) or off."""
    stored = get(database, injector_id)
    if enabled:
        _set(database, injector_id, enabled=1, paused_because="", failures_in_row=0, last_slot=now_column(database))
    else:
        _set(database, injector_id, enabled=0)
    action = "injector.enable" if enabled else "injector.disable"
    audit.append(database, who=who, action=action, subject=stored.injector.name)


def record_test(
    database: Database, injector_id: int, *, digest: str, columns_seen: Sequence[ColumnSeen], now_ms: int
) -> None:
    """Remember what a Test looked at (`digest` empty: it failed) and the columns it saw."""
    seen = json.dumps([asdict(column) for column in columns_seen], ensure_ascii=False)
    _set(database, injector_id, tested_digest=digest, tested_at=now_ms, columns_seen=seen)


def claim_slot(database: Database, injector_id: int, slot_ms: int) -> bool:
    """Take care of every slot up to `slot_ms`; False when another program has done so already."""
    c = injectors.c
    unclaimed = or_(c.last_slot.is_(None), c.last_slot < slot_ms)
    result = database.execute(update(injectors).where(c.id == injector_id, unclaimed).values(last_slot=slot_ms))
    return bool(result.rowcount)


def pause(database: Database, injector_id: int, because: str) -> None:
    """Pause an injector and say why; it is not run by its schedule until someone switches it on again."""
    stored = get(database, injector_id)
    _set(database, injector_id, paused_because=because)
    log.warning("Injector “%s” pauses itself: %s", stored.injector.name, because)
    audit.append(database, who="leadadmin", action="injector.pause", subject=stored.injector.name, detail=because)


def run_started(database: Database, injector_id: int) -> None:
    """Note that the injector ran: from here on runs, and soon leads, refer to it."""
    _set(database, injector_id, started_once=1)


def run_succeeded(database: Database, injector_id: int, *, look_back_ms: int | None, pause_because: str) -> None:
    """Note a run that ended well: failures in a row begin anew. `look_back_ms`: when it looked back, if it did."""
    values: dict[str, Any] = {"failures_in_row": 0}
    if look_back_ms is not None:
        values["last_look_back"] = look_back_ms
    _set(database, injector_id, **values)
    if pause_because:
        pause(database, injector_id, pause_because)


def run_failed(database: Database, injector_id: int) -> int:
    """Note a run that failed; returns the failures in a row."""
    _set(database, injector_id, failures_in_row=injectors.c.failures_in_row + 1)
    return get(database, injector_id).state.failures_in_row


def set_watermark(database: Database, injector_id: int, value: str | None) -> None:
    """Set "last id imported"; its history is kept by `store.watermarks`."""
    _set(database, injector_id, watermark=value)
