"""MariaDB and MySQL as a source of rows: procedures called, streamed and really ended."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pymysql

from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources import network, sample
from leadadmin.sources.base import STEP_TITLES, Call, CancelToken, Limits, Procedure, Rows, Step
from leadadmin.sources.mariadb import catalogue, faults
from leadadmin.sources.mariadb.check import Check
from leadadmin.sources.mariadb.running import RunningCall
from leadadmin.sources.mariadb.session import Login, Session
from leadadmin.sources.quoting import backquoted
from leadadmin.sources.stepping import plan, run_steps
from leadadmin.sources.watch import Watch


class MariaDbSource:
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
        with self._looking() as session:
            return session.databases()

    def procedures(self) -> tuple[Procedure, ...]:
        """See `base.Source.procedures`."""
        with self._looking() as session:
            return catalogue.procedures(session, self._connection.database)

    def sample_procedure(self, table: str = "") -> str:
        """See `base.Source.sample_procedure`."""
        database = self._connection.database
        with self._looking() as session:
            example = sample.example_table(database, "BIGINT", "VARCHAR(100)")
            chosen = sample.choose_table(catalogue.tables(session, database), table, example)
            return sample.mysql_sample(chosen, database, session.account(), backquoted)

    @contextmanager
    def open(self, call: Call, limits: Limits, cancel: CancelToken) -> Iterator[Rows]:
        """See `base.Source.open`."""
        if call.procedure is None:
            raise InvalidInput({"procedure": f"{self._connection.facts.label} needs a procedure, not a query."})
        with self._session(cancel) as session:
            running = RunningCall(self._connection, self._password, session, call.procedure, limits)
            with Watch(running.name, limits, cancel, running.kill, running.cut) as watch:
                try:
                    rows = running.start(call, watch)
                    yield rows
                    if call.keep and rows.finished:
                        running.commit(watch)
                finally:
                    running.leave()

    @contextmanager
    def _looking(self) -> Iterator[Session]:
        """A session for a look into the catalogue. Raises Unreachable."""
        with self._session(CancelToken()) as session:
            try:
                yield session
            except pymysql.Error as error:
                raise faults.lost(error, self._connection, self._password) from None

    def _session(self, cancel: CancelToken) -> closing[Session]:
        """A session in the connection's database, closed at the end. Raises Unreachable, Cancelled."""
        login = Login(self._connection, self._password)
        return closing(network.in_time(self._connection, login, login.whole, Session.close, cancel))
