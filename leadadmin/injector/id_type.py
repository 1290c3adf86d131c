"""The type of an injector's ids, where nobody chose it (spec 2, Fields of an injector: Id type)."""

from collections.abc import Sequence
from dataclasses import replace

from leadadmin.domain.injector import settings_digest
from leadadmin.domain.watermark import IdType, guess
from leadadmin.injector.plan import Plan
from leadadmin.sources.base import Block
from leadadmin.store import connections, injectors
from leadadmin.store.database import Database
from leadadmin.store.workspace import to_ms


def find_id_type(plan: Plan, names: Sequence[str], first: Block | None) -> tuple[IdType | None, str]:
    """The type that was chosen, else what the first rows suggest, with the reason of a guess that agrees.

    None while there are no ids to look at: a guess would refuse every row when it is wrong, for good.
    """
    chosen, column = plan.injector.id_type, plan.id_column(names)
    if column not in names or first is None:
        return chosen, ""
    ids = [value for value in first.data[names.index(column)] if value is not None and value != ""]
    if not ids:
        return chosen, ""
    guessed, reason = guess(ids)
    return chosen or guessed, reason if chosen in (None, guessed) else ""


def learn_id_type(database: Database, injector_id: int, found: IdType, *, who: str) -> None:
    """Keep the type that the first rows of a run showed; a Test of the settings without it stays good."""
    stored = injectors.get(database, injector_id)
    fingerprint = connections.fingerprint(database, stored.injector.connection_id or 0)
    learned = replace(stored.injector, id_type=found)
    injectors.change(database, learned, who=who)
    state = stored.state
    if state.tested_at is not None and state.tested_digest == settings_digest(stored.injector, fingerprint):
        injectors.record_test(
            database,
            injector_id,
            digest=settings_digest(learned, fingerprint),
            columns_seen=state.columns_seen,
            now_ms=to_ms(state.tested_at),
        )
