"""What "last id imported" was, and since when (spec 2, Late-arrival window, Look-back, Rewind)."""

from dataclasses import dataclass

from sqlalchemy import Select, insert, select

from leadadmin.store import injectors
from leadadmin.store.database import Database
from leadadmin.store.schema import watermarks


@dataclass(frozen=True, slots=True)
class WatermarkEntry:
    """A value and when it was set (database's clock, milliseconds since 1970); `run_id` None: set by a rewind."""

    value: str | None
    set_at_ms: int
    run_id: int | None


def append(database: Database, injector_id: int, value: str | None, *, now_ms: int, run_id: int | None) -> None:
    """Set the injector's watermark, and remember since when."""
    injectors.set_watermark(database, injector_id, value)
    database.execute(insert(watermarks).values(injector_id=injector_id, set_at=now_ms, value=value, run_id=run_id))


def _newest(injector_id: int) -> Select[tuple[str | None, int, int | None]]:
    c = watermarks.c
    query = select(c.value, c.set_at, c.run_id).where(c.injector_id == injector_id)
    return query.order_by(c.set_at.desc(), c.id.desc()).limit(1)


def _entry(database: Database, query: Select[tuple[str | None, int, int | None]]) -> WatermarkEntry | None:
    row = database.execute(query).first()
    return WatermarkEntry(row.value, row.set_at, row.run_id) if row else None


def stood_at(database: Database, injector_id: int, moment_ms: int) -> WatermarkEntry | None:
    """The entry that was the newest at that moment; None before the first."""
    return _entry(database, _newest(injector_id).where(watermarks.c.set_at <= moment_ms))


def last_rewind(database: Database, injector_id: int) -> WatermarkEntry | None:
    """The newest entry that a rewind made; None when there was none."""
    return _entry(database, _newest(injector_id).where(watermarks.c.run_id.is_(None)))
