"""An injector on a source in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.injector import Injector, ProcedureName
from leadadmin.domain.mapping import Mapping
from leadadmin.domain.run import RunReport
from leadadmin.domain.watermark import IdType
from leadadmin.injector.retry import Retrier
from leadadmin.injector.rewind import Rewinder
from leadadmin.injector.runner import InjectorRunner, Order
from leadadmin.injector.trial import InjectorTrial
from leadadmin.store import connections, injectors
from leadadmin.store.injectors import StoredInjector
from leadadmin.store.leases import this_process
from tests.helpers.office import COLUMNS, MAPPING, Office, sqlite_office
from tests.helpers.sources import TableSource


@dataclass
class Bench:
    """An office with a stored injector that pulls from `source`."""

    office: Office
    source: TableSource
    injector_id: int

    def runner(self) -> InjectorRunner:
        return InjectorRunner(self.office.workspace, self.source.open_connection, this_process(), lease_seconds=5)

    def run(self) -> RunReport:
        return self.runner().run(self.injector_id, Order("test"))

    def stored(self) -> StoredInjector:
        with self.office.workspace.reading() as database:
            return injectors.get(database, self.injector_id)

    def change(self, **settings: object) -> None:
        injector = replace(self.stored().injector, **settings)  # type: ignore[arg-type]
        self.office.workspace.write(lambda database: injectors.change(database, injector, who="test"))

    def twin(self, name: str) -> "Bench":
        """A second injector with the same settings on the same source."""
        injector = replace(self.stored().injector, name=name, id=None, version=0)
        twin_id = self.office.workspace.write(lambda database: injectors.add(database, injector, who="test"))
        return Bench(self.office, self.source, twin_id)

    def mapping_without(self, column: str) -> Mapping:
        """The injector's mapping without a column."""
        return Mapping(tuple(entry for entry in self.stored().injector.mapping.entries if column not in entry.columns))

    def trial(self) -> InjectorTrial:
        return InjectorTrial(self.office.workspace, self.source.open_connection)

    def rewinder(self) -> Rewinder:
        return Rewinder(self.office.workspace, self.source.open_connection, this_process())

    def retrier(self, *, page: int = 1000) -> Retrier:
        return Retrier(self.office.workspace, this_process(), lease_seconds=5, page=page)


def bench_on(office: Office, **settings: object) -> Bench:
    """An injector “Web” on a source in memory, with `settings` other than usual."""
    with office.workspace.transaction() as database:
        connection = Connection(name="CRM", kind=ConnectionKind.MARIADB, host="127.0.0.1", database="crm", user="leads")
        connection_id = connections.add(database, connection, None, who="test")
        injector = Injector(
            name="Web", connection_id=connection_id, procedure=ProcedureName("", "get_leads"), unique_id_field="id",
            id_type=IdType.INTEGER, campaign_id=office.campaign.id, allocation="Web", mapping=MAPPING,
            late_window=timedelta(0), look_back_days=0,
        )  # fmt: skip
        injector_id = injectors.add(database, replace(injector, **settings), who="test")  # type: ignore[arg-type]
    return Bench(office, TableSource(COLUMNS), injector_id)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    office = sqlite_office(tmp_path)
    yield bench_on(office)
    office.workspace.close()
