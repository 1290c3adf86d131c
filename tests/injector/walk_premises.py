"""The premises of the random walk: rows that appear at a source, and settings that change."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)
from sqlalchemy import select, update

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.injector import Injector, ProcedureName
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.watermark import IdType
from leadadmin.sources.base import Call, CancelToken, Limits
from leadadmin.store import connections, injectors, pools, schema
from leadadmin.store.engine import workspace_url
from leadadmin.store.workspace import Workspace
from tests.helpers.office import phone
from tests.helpers.sources import TableRows, TableSource
from tests.injector.walk_model import BAD_PHONE, LATE_MINUTES, Kind, Model, SourceRow

COLUMNS = ("id", "tel", "mob", "last", "njCallbackDate", "njAllocationName")
MAPPING = Mapping(
    (MappingEntry(("tel",), "phone"), MappingEntry(("mob",), "mobile"), MappingEntry(("last",), "surname"))
)
BLOCK = 3
CALLBACKS = (None, None, "2031/03/04 15:30", "2031/03/04 15:31")
POOLS = (None, None, None, "Other")
LATE = (0, LATE_MINUTES)
DAYS = (0, 2)
MINUTE_MS = 60_000
# Never fifteen minutes, and sums of them neither: what happens in the same minute takes some real time.
PASSING = (10, 20, 100, 25 * 60, 70 * 60)


class Arrival(NamedTuple):
    """A row that appears at the source: its phones in a word, its call-back, its pool, which known number it has."""

    phones: str
    callback: str | None
    pool: str | None
    pick: int


ARRIVAL = st.builds(
    Arrival,
    st.sampled_from(["fresh", "known", "bad", "half"]),
    st.sampled_from(CALLBACKS),
    st.sampled_from(POOLS),
    st.integers(0, 50),
)
ARRIVALS = st.lists(ARRIVAL, max_size=8)


class WalkSource(TableSource):
    """Returns what the model's source would: after an id by its order, of opaque ids by place."""

    model: Model

    @contextmanager
    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> Iterator[TableRows]:
        """The rows after the passed id."""
        self.passed.append(call.last_id)
        rows = [SourceRow(*row) for row in self.rows]  # type: ignore[arg-type]
        yield TableRows(self, list(self.model.returned(rows, str(call.last_id))))


class Premises(RuleBasedStateMachine):
    """An injector and its source: what happens there, and what an administrator sets."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name) / "office.leadadmin"
        shutil.copy(self.template, place)
        self.workspace = Workspace.at(workspace_url(str(place)))
        self.next_id, self.next_phone = 10, 1

    def teardown(self) -> None:
        """Give the file back."""
        self.workspace.close()
        self.folder.cleanup()

    @initialize(kind=st.sampled_from(Kind), late=st.sampled_from(LATE), days=st.sampled_from(DAYS))
    def begin(self, kind: Kind, late: int, days: int) -> None:
        """An injector whose ids are of some type."""
        self.model = Model(kind, late_minutes=late, look_back_days=days)
        self.source = WalkSource(COLUMNS, block_rows=BLOCK)
        self.source.model = self.model
        with self.workspace.transaction() as database:
            connection = Connection(name="CRM", kind=ConnectionKind.MARIADB, host="crm", database="crm", user="leads")
            campaign_id = database.execute(select(schema.campaigns.c.id)).scalar_one()
            injector = Injector(
                name="Web", connection_id=connections.add(database, connection, None, who="test"),
                procedure=ProcedureName("", "get_leads"), unique_id_field="id", id_type=IdType(kind.value),
                campaign_id=campaign_id, allocation="Web", mapping=MAPPING,
                late_window=timedelta(minutes=late), look_back_days=days,
            )  # fmt: skip
            self.injector_id = injectors.add(database, injector, who="test")

    # What happens at the source

    def _id(self, number: int) -> object:
        match self.model.kind:
            case Kind.INTEGER:
                return number
            case Kind.TEXT:
                return f"K{number:06}"
            case Kind.OPAQUE:
                return f"{number * 7919 % 99991:05}-{number}"

    def _fresh_phone(self) -> str:
        self.next_phone += 1
        return phone(self.next_phone)

    def _old_phone(self, pick: int) -> str:
        return phone(max(1, self.next_phone - pick % 6))

    @rule(arrivals=st.lists(ARRIVAL, min_size=1, max_size=10))
    def rows_appear(self, arrivals: list[Arrival]) -> None:
        """Rows with rising ids; some with a number that was there before, some with none that can be called."""
        for arrival in arrivals:
            self.next_id += 3
            row = self._row(self._id(self.next_id), arrival.phones, arrival.callback, arrival.pool, arrival.pick)
            self.source.rows.append(row)

    def _row(self, row_id: object, phones: str, callback: str | None, pool: str | None, pick: int) -> SourceRow:
        match phones:
            case "fresh":
                tel, mob = self._fresh_phone(), None
            case "known":
                tel, mob = self._fresh_phone(), self._old_phone(pick)
            case "half":
                tel, mob = BAD_PHONE, self._fresh_phone()
            case _:
                tel, mob = BAD_PHONE, None
        return SourceRow(row_id, tel, mob, "Tester", callback, pool)

    @precondition(lambda self: self.source.rows)
    @rule(back=st.integers(1, 6), phones=st.sampled_from(["fresh", "known", "bad"]), pick=st.integers(0, 50))
    def a_late_row(self, back: int, phones: str, pick: int) -> None:
        """A row committed late: its id is lower than some that were there before."""
        number = self.next_id - 3 * back + 1 + pick % 2
        if number > 10 and all(row[0] != self._id(number) for row in self.source.rows):
            place = max(0, len(self.source.rows) - back)
            self.source.rows.insert(place, self._row(self._id(number), phones, None, None, pick))

    @precondition(lambda self: self.source.rows)
    @rule(pick=st.integers(0, 50), empty=st.sampled_from([None, "same", "other"]))
    def a_row_without_or_with_a_known_id(self, pick: int, empty: str | None) -> None:
        """An empty id, or an id that is there already with the same or another content."""
        known = SourceRow(*self.source.rows[-1 - pick % min(10, len(self.source.rows))])  # type: ignore[arg-type]
        if empty is None:
            self.source.rows.append(self._row(None, "fresh", None, None, pick))
        elif known.unique_id is not None:
            fresh = known if empty == "same" else self._row(known.id, "fresh", None, None, pick)
            place = self.source.rows.index(known) + (pick % 5)
            self.source.rows.insert(place, fresh)

    @rule(pick=st.integers(0, 50), phones=st.sampled_from(["fresh", "known", "bad"]), refused=st.booleans())
    def a_row_changes(self, pick: int, phones: str, refused: bool) -> None:
        """The content of a row that was refused, or accepted, is mended at the source, or made worse."""
        chosen = [u for u, entry in self.model.ledger.items() if (entry.outcome is not RowOutcome.ADDED) is refused]
        if not chosen:
            return
        wanted = chosen[pick % len(chosen)]
        for place, row in enumerate(self.source.rows):
            if str(row[0]) == wanted:
                self.source.rows[place] = self._row(row[0], phones, None, None, pick)

    # What is done to the injector

    @rule(minutes=st.sampled_from(PASSING))
    def time_passes(self, minutes: int) -> None:
        """Everything that happened happened earlier."""
        self.model.minute += minutes
        by = minutes * MINUTE_MS
        marks, past, state = schema.watermarks, schema.runs, schema.injectors
        with self.workspace.transaction() as database:
            database.execute(update(marks).values(set_at=marks.c.set_at - by))
            database.execute(update(past).values(started_at=past.c.started_at - by))
            database.execute(update(state).values(last_look_back=state.c.last_look_back - by))

    @rule(
        allow=st.sampled_from(AllowDuplicates), late=st.sampled_from(LATE), days=st.sampled_from(DAYS)
    )  # fmt: skip
    def settings_change(self, allow: AllowDuplicates, late: int, days: int) -> None:
        """Another duplicate rule, window or look-back."""
        self.model.rule, self.model.late_minutes, self.model.look_back_days = allow, late, days

        with self.workspace.transaction() as database:
            stored = injectors.get(database, self.injector_id).injector
            changed = replace(stored, allow_duplicates=allow, late_window=timedelta(minutes=late), look_back_days=days)
            injectors.change(database, changed, who="test")

    @rule(name=st.sampled_from(["Web", "Other"]))
    def a_pool_is_switched(self, name: str) -> None:
        """A pool is switched off, or on again."""
        with self.workspace.transaction() as database:
            campaign_id = database.execute(select(schema.campaigns.c.id)).scalar_one()
            pool = pools.by_name(database, campaign_id, name)
            if pool is not None:
                pools.set_active(database, pool.id or 0, not pool.active, who="test")
                self.model.inactive_pools ^= {name}

    @rule(pick=st.integers(0, 50))
    def a_lead_is_switched_off(self, pick: int) -> None:
        """A lead becomes inactive."""
        ids = list(self.model.leads)
        if ids:
            wanted = ids[pick % len(ids)]
            self.model.leads[wanted].active = False
            off = update(schema.leads).where(schema.leads.c.external_id == wanted).values(active=0)
            with self.workspace.transaction() as database:
                database.execute(off)
