"""A small CRM in a SQLite file, and an injector that pulls from it: real enough for the injectors' pages."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from leadadmin.domain.connection import Connection, ConnectionKind
from leadadmin.domain.injector import Injector
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.watermark import IdType
from leadadmin.store import connections, injectors
from leadadmin.store.injectors import StoredInjector
from leadadmin.store.workspace import Workspace
from tests.helpers.desk import DeskBench

QUERY = "SELECT id, tel, first, last, mail, city FROM people WHERE id > :last_id ORDER BY id"
MAPPING = Mapping(
    (MappingEntry(("tel",), "phone"), MappingEntry(("first",), "first_name"), MappingEntry(("last",), "surname"))
)
PEOPLE = (
    (1, "020 7946 0001", "mille", "Demosen", "mille@example.com", "Aarhus"),
    (2, "020 7946 0002", "ANTON", "Eksempel", "anton@example.com", "Odense"),
    (3, "12", "karl", "Proevesen", "karl@example.com", "Odense"),
    (4, "020 7946 0001", "ida", "Opfundsen", "ida@example.com", "Aarhus"),
)
"""Four rows: two that pass, one whose phone is too short, one with the phone of the first."""


@dataclass(frozen=True)
class Crm:
    """The file, its connection and an injector on it (never tested, switched off)."""

    file: Path
    workspace: Workspace
    connection_id: int
    injector_id: int

    def add(self, *people: Sequence[object]) -> None:
        """Put people into the CRM."""
        with closing(sqlite3.connect(self.file)) as database, database:
            database.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", people)

    def stored(self) -> StoredInjector:
        """The injector as it is stored now."""
        with self.workspace.reading() as database:
            return injectors.get(database, self.injector_id)


def furnish_crm(bench: DeskBench, folder: Path) -> Crm:
    """Make the CRM in `folder`, and an injector “Web” in the bench's workspace."""
    file = folder / "crm.db"
    with closing(sqlite3.connect(file)) as source, source:
        source.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, tel, first, last, mail, city)")
    workspace, office = bench.office.workspace, bench.office
    with workspace.transaction() as database:
        connection = Connection("CRM", ConnectionKind.SQLITE, file=str(file))
        connection_id = connections.add(database, connection, None, who="test")
        injector = Injector(
            "Web", connection_id=connection_id, query=QUERY, unique_id_field="id", id_type=IdType.INTEGER,
            campaign_id=office.campaign.id, template_id=office.template.id, allocation="Web", mapping=MAPPING,
            late_window=timedelta(0), look_back_days=0,
        )  # fmt: skip
        injector_id = injectors.add(database, injector, who="test")
    crm = Crm(file, workspace, connection_id, injector_id)
    crm.add(*PEOPLE)
    return crm
