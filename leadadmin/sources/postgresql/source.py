"""PostgreSQL as a source of rows: functions and procedures, streamed by cursors on the server."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources import network, sample
from leadadmin.sources.base import STEP_TITLES, Call, CancelToken, Limits, Procedure, Rows, Step
from leadadmin.sources.postgresql import catalogue, faults
from leadadmin.sources.postgresql.check import Check
from leadadmin.sources.postgresql.login import Link, Login
from leadadmin.sources.postgresql.running import RunningCall
from leadadmin.sources.quoting import double_quoted
from leadadmin.sources.stepping import plan, run_steps
from leadadmin.sources.watch import Watch


class PostgresqlSource:
    """See `base.Source`."""

    def __init__(self, connection: Connection, password: str) -> None:
        self._connection = connection
        self._password = password

    def plan(self) -> tuple[Step, ...]:
        """See `base.Source.plan`."""
        return plan(STEP_TITLES)

    def steps(self) -> Iterator[Step]:
        """See `base.Source.steps`."""
        check = Check(self._connection, self._password)
        try:
            yield from run_steps(check.works(), STEP_TITLES)
        finally:
            check.close()

    def databases(self) -> tuple[str, ...]:
        """See `base.Source.databases`."""
        with self._looking() as link:
            return catalogue.databases(link)

    def procedures(self) -> tuple[Procedure, ...]:
        """See `base.Source.procedures`."""
        with self._looking() as link:
            return catalogue.executable(catalogue.routines(link))

    def sample_procedure(self, table: str = "") -> str:
        """See `base.Source.sample_procedure`."""
        with self._looking() as link:
            example = sample.example_table("public", "bigint", "text")
            chosen = sample.choose_table(catalogue.tables(link), table, example)
            return sample.postgresql_sample(chosen, self._connection.user, double_quoted)

    @contextmanager
    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> Iterator[Rows]:
        """See `base.Source.open`."""
        if call.procedure is None:
            raise InvalidInput({"procedure": "PostgreSQL needs a function or procedure, not a query."})
        with self._link(cancel) as link:
            running = RunningCall(self._connection, self._password, link, call.procedure, limits)
            with Watch(running.name, limits, cancel, running.cancel, running.cut) as watch:
                rows = running.start(call, watch)
                yield rows
                if call.keep and rows.finished:
                    running.commit(watch)

    @contextmanager
    def _looking(self) -> Iterator[Link]:
        """A link for a look into the catalogue. Raises Unreachable."""
        with self._link(CancelToken()) as link:
            try:
                yield link
            except psycopg.Error as error:
                raise faults.lost(error, self._connection, self._password) from None

    def _link(self, cancel: CancelToken) -> closing[Link]:
        """A link to the connection's database, closed at the end, which rolls back what was not committed."""
        login = Login(self._connection, self._password)
        return closing(network.in_time(self._connection, login, login.whole, Link.close, cancel))
