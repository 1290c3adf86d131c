"""Which watermark a run passes: late-arrival window and look-back (spec 2, Fields of an injector)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from leadadmin.domain.injector import Injector, InjectorState
from leadadmin.domain.watermark import IdType, canonical
from leadadmin.store import runs, watermarks
from leadadmin.store.database import Database
from leadadmin.store.workspace import to_ms

LOOK_BACK_EVERY = timedelta(days=1)
DAY_MS = 86_400_000


class Because(StrEnum):
    """Why the passed watermark is what it is."""

    FIRST = "first"
    NEWEST = "newest"
    WINDOW = "window"
    LOOK_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class PassedWatermark:
    """The canonical text that is passed (None: NULL), and why."""

    value: str | None
    because: Because


def initial(injector: Injector, id_type: IdType) -> str | None:
    """What the first run passes, in canonical text where it is one ("" stays an empty text)."""
    if not injector.initial_value:
        return injector.initial_value
    return canonical(injector.initial_value, id_type)


def watermark_to_pass(
    database: Database, injector: Injector, state: InjectorState, id_type: IdType, now_ms: int
) -> PassedWatermark:
    """The watermark as it stood one late-arrival window before the last successful run began.

    Once a day it is the one of `look_back_days` ago instead, unless the last run was before that: then the window
    reaches further back. All moments are of the database's clock.
    """
    injector_id = injector.id or 0
    last_start = runs.last_success_started(database, injector_id)
    if state.watermark is None and last_start is None:
        return PassedWatermark(initial(injector, id_type), Because.FIRST)
    windowed = None
    if injector.late_window and last_start is not None:
        windowed = last_start - round(injector.late_window.total_seconds() * 1000)
    if _look_back_due(injector, state, now_ms):
        then = now_ms - injector.look_back_days * DAY_MS
        then = then if windowed is None else min(then, windowed)
        return PassedWatermark(_stood_at(database, injector, id_type, then), Because.LOOK_BACK)
    if windowed is None:
        newest = state.watermark if state.watermark is not None else initial(injector, id_type)
        return PassedWatermark(newest, Because.NEWEST)
    return PassedWatermark(_stood_at(database, injector, id_type, windowed), Because.WINDOW)


def _look_back_due(injector: Injector, state: InjectorState, now_ms: int) -> bool:
    if not injector.look_back_days or state.last_look_back is None:
        return False
    return now_ms - to_ms(state.last_look_back) >= LOOK_BACK_EVERY.total_seconds() * 1000


def _stood_at(database: Database, injector: Injector, id_type: IdType, moment_ms: int) -> str | None:
    """The watermark at `moment_ms`; what stood before the last rewind is void, or the rewind would be undone."""
    entry = watermarks.stood_at(database, injector.id or 0, moment_ms)
    rewound = watermarks.last_rewind(database, injector.id or 0)
    if rewound is not None and (entry is None or entry.set_at_ms < rewound.set_at_ms):
        entry = rewound
    return entry.value if entry is not None else initial(injector, id_type)
