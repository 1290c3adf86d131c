"""What every source of rows offers: a step-by-step test, a catalogue, and rows in blocks of columns."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, Protocol


class ColumnKind(StrEnum):
    """What a column of a result holds, as far as the source says."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE_TIME = "date_time"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    BINARY = "binary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result. Names are unique within a result (a second “id” arrives as “id (2)”)."""

    name: str
    kind: ColumnKind


@dataclass(slots=True)
class Block:
    """Some rows of a result, by columns: `data[i]` holds the values of `columns[i]`; all are equally long.

    Values are None, int, float, Decimal, str, bytes, bool, date, datetime or time; whatever else a database knows
    (JSON, UUIDs, arrays, intervals) arrives as text.
    """

    columns: tuple[Column, ...]
    data: list[list[object]]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.data[0]) if self.data else 0


ParameterMode = Literal["in", "out", "inout"]
RoutineKind = Literal["procedure", "function"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the source declares it; `name` may be empty, `type` is in the source's own words."""

    name: str
    type: str
    mode: ParameterMode = "in"


class NamedProcedure(Protocol):
    """Schema and name, kept apart and never pasted into SQL (spec 2, Procedure Name).

    An injector's `domain.injector.ProcedureName` is one, and so is a `Procedure` of the catalogue.
    """

    @property
    def schema(self) -> str:
        """The schema (MariaDB, MySQL: the database); empty: the connection's own."""

    @property
    def name(self) -> str:
        """The name alone."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure or function of the catalogue that this login may execute.

    `returns_rows` is None where the source does not tell before it is called.
    """

    schema: str
    name: str
    parameters: tuple[Parameter, ...] = ()
    returns_rows: bool | None = None
    kind: RoutineKind = "procedure"

    @property
    def label(self) -> str:
        """Schema, name and parameters, as people read them."""
        inside = ", ".join(" ".join(filter(None, (each.name, each.type))) for each in self.parameters)
        return f"{self.schema}.{self.name}({inside})" if self.schema else f"{self.name}({inside})"


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of a source: a procedure, or (kinds without procedures) a query with `:last_id`.

    `last_id` is bound, never pasted; `parameter` names the parameter that takes it (empty: the first one; one
    that does not exist fails the call). A procedure may write (mark rows as fetched). With `keep` what it wrote
    stays: the source's transaction is committed when the `with` block of `Source.open` ends without an exception
    and every row was read, so that nothing is marked before it is saved. Test and dry run pass keep=False.
    """

    procedure: NamedProcedure | None = None
    query: str = ""
    last_id: object = None
    parameter: str = ""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call (spec 2, Row limit, time-out) and the rows of a block.

    `seconds` counts from the call to the last row, whoever takes the time: so long a source is held at most.
    """

    seconds: float = 300.0
    rows: int = 1_000_000
    block_rows: int = 20_000


class CancelToken:
    """Lets one thread stop the work of another. Setting it is final."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = False
        self._callbacks: list[Callable[[], None]] = []

    def set(self) -> None:
        """Ask for the end, and call what waits for it, in the calling thread."""
        with self._lock:
            self._set = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def is_set(self) -> bool:
        """Whether the end was asked for."""
        with self._lock:
            return self._set

    def on_set(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back once, at once if it is set already. Returns a function that takes the wish back."""
        with self._lock:
            already = self._set
            if not already:
                self._callbacks.append(callback)
        if already:
            callback()

        def forget() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return forget


class StepState(StrEnum):
    """How far a step of a test is."""

    WAITING = "waiting"
    STARTED = "started"
    OK = "ok"
    CAUTION = "caution"
    """Done, with something to see to (TLS is off, there is no procedure yet)."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a connection's test, as it stands (spec 2, Test).

    `key` is one of STEP_TITLES, for files of FILE_STEP_TITLES. `message` is ours, `server_words` the driver's
    (without the password), `server_code` its number or SQLSTATE. `field` is the form's field to mend,
    `suggestion` a field and a value that would work.
    """

    key: str
    title: str
    state: StepState = StepState.WAITING
    seconds: float = 0.0
    message: str = ""
    server_words: str = ""
    server_code: str = ""
    hint: str = ""
    field: str = ""
    suggestion: tuple[str, str] | None = None


STEP_TITLES: Final = {
    "resolve": "Name resolution",
    "tcp": "TCP",
    "tls": "TLS",
    "login": "Login",
    "database": "Database",
    "execute": "Right to execute",
    "procedures": "List of procedures",
}
FILE_STEP_TITLES: Final = {"file": "File", "database": "Database", "tables": "List of tables"}

TRANSIENT: Final = frozenset({"lost_connection", "deadlock", "busy"})
"""Codes of SourceFailed and Unreachable worth another try soon (spec 2, A run, step 8)."""

NO_LAST_ID_PASSED: Final = "The procedure takes no parameter; no last id was passed."
"""The note of a call that had no place for the last id."""


class Rows(Protocol):
    """The rows of one call, read once from front to back.

    `columns` is known as soon as the call answered. `notes` are sentences for the run's report.
    """

    columns: tuple[Column, ...]
    notes: list[str]

    def blocks(self) -> Iterator[Block]:
        """Yield the rows, then read everything else the source sends to the end.

        Raises SourceFailed with code several_result_sets, too_many_rows, timed_out, lost_connection, deadlock,
        busy, procedure_failed (files: query_failed, query_writes); Cancelled when the token was set.
        """


class Source(Protocol):
    """An open door to one external connection. Holds no connection between calls; usable from any thread."""

    def plan(self) -> tuple[Step, ...]:
        """The steps a test will take, all waiting."""

    def steps(self) -> Iterator[Step]:
        """Test the connection: each step once as started and once as ok, caution or failed; ends at a failure."""

    def databases(self) -> tuple[str, ...]:
        """The databases this login can open. Raises Unreachable."""

    def procedures(self) -> tuple[Procedure, ...]:
        """The procedures and functions this login may execute, its own database first. Raises Unreachable."""

    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> AbstractContextManager[Rows]:
        """Call it and have its rows; leaving the context ends it at the source, whatever was read.

        Raises Unreachable (as far as the database), SourceFailed (those of `Rows.blocks`, and procedure_missing,
        parameter_missing, no_right, no_result_set, last_id_unfit), Cancelled, and InvalidInput for a call that does
        not fit the kind. One `with` block is read by one thread at a time; the token may be set by any.
        """

    def sample_procedure(self, table: str = "") -> str:
        """SQL ready to paste that makes a procedure, its header procedure and the grants for this login.

        It reads `table`, or the table of this database that looks most like leads. For kinds without procedures
        it is a query. Raises Unreachable.
        """
