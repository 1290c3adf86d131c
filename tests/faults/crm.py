"""A CRM in a private MariaDB with a procedure that returns leads after an id, and an injector on it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode, endpoint
from leadadmin.domain.injector import Injector, ProcedureName
from leadadmin.domain.watermark import IdType
from leadadmin.store import connections, injectors, schema
from leadadmin.store.workspace import Workspace
from leadadmin.vault import bind_reference
from tests.helpers.office import MAPPING, furnish, workspace_at
from tests.machine import ROOT
from tests.servers.private_servers import MariaDB

PASSWORD_VARIABLE = "TEST_CRM_PASSWORD"
LEASE_SECONDS = 15.0


def fill_crm(server: MariaDB, rows: int) -> str:
    """A database with `rows` leads (ids 1 … rows, a number each) and the procedure `get_leads(last_id)`."""
    database = server.fresh_database()
    server.execute(
        "CREATE TABLE web_leads (id INT PRIMARY KEY, tel VARCHAR(30), mob VARCHAR(30), first VARCHAR(40),"
        " last VARCHAR(40), mail VARCHAR(80), kwh INT)",
        f"INSERT INTO web_leads SELECT seq, CONCAT('020 7', LPAD(seq, 7, '0')), NULL, 'Ann', CONCAT('Tester ', seq),"
        f" NULL, seq % 9000 FROM seq_1_to_{rows}",
        "CREATE PROCEDURE get_leads(IN last_id BIGINT) READS SQL DATA"
        " SELECT * FROM web_leads WHERE id > last_id ORDER BY id",
        database=database,
    )
    return database


@contextmanager
def closed_gate(server: MariaDB, database: str) -> Iterator[None]:
    """Hold the lock that procedures of `database` ask for by its name: none of them goes on until this ends."""
    with server.admin() as admin, admin.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK(%s, 0)", (database,))
        assert cursor.fetchone() == (1,)
        yield


@dataclass(frozen=True)
class Crm:
    """A workspace, a file or a URL, with an injector on a MariaDB procedure."""

    place: Path | str
    injector_id: int
    password: str
    workspace_password: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process on this workspace needs in its environment."""
        return {
            PASSWORD_VARIABLE: self.password,
            "LEADADMIN_WORKSPACE_PASSWORD": self.workspace_password,
            "LEADADMIN_LEASE_SECONDS": str(LEASE_SECONDS),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, **environment: str) -> "subprocess.Popen[str]":
        """A worker process that runs the injector once."""
        settings = {**os.environ, **self.environment, **environment}
        return subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("worker.py")), str(self.place), str(self.injector_id)],
            env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, **environment: str) -> dict[str, Any]:
        """Run the injector in a process of its own; its receipt."""
        process = self.start(**environment)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        receipt: dict[str, Any] = json.loads(out)
        return receipt

    def killed_at(self, failpoint: str) -> None:
        """Run the injector in a process that is killed (signal 9) at a failpoint."""
        process = self.start(LEADADMIN_FAILPOINT=failpoint)
        _out, err = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, err


def make_crm_workspace(place: Path | str, server: MariaDB, database: str, password: str = "") -> Crm:
    """A new workspace with the office of the tests and an injector on `get_leads`; `password` is the workspace's."""
    workspace = workspace_at(str(place), password or None)
    office = furnish(workspace)
    connection = Connection(
        name="CRM", kind=ConnectionKind.MARIADB, host=server.host, port=server.port, database=database,
        user=server.user, tls=TlsMode.OFF,
    )  # fmt: skip
    with workspace.transaction() as opened:
        secret = bind_reference(f"env:{PASSWORD_VARIABLE}", endpoint(connection))
        connection_id = connections.add(opened, connection, secret, who="test")
        injector = Injector(
            name="Web", connection_id=connection_id, procedure=ProcedureName("", "get_leads"), unique_id_field="id",
            id_type=IdType.INTEGER, campaign_id=office.campaign.id, allocation="Web", mapping=MAPPING,
            look_back_days=0,
        )  # fmt: skip
        injector_id = injectors.add(opened, injector, who="test")
    workspace.close()
    return Crm(place, injector_id, server.password, password)


def check_workspace(workspace: Workspace, injector_id: int, rows: int) -> None:
    """O1, O2, O3, O5 of quality/faults: every committed id is one lead, the watermark is the greatest, sums add up."""
    with workspace.reading() as database:
        leads = database.execute(
            select(func.count(), func.count(schema.leads.c.external_id.distinct())).select_from(schema.leads)
        ).one()
        assert tuple(leads) == (rows, rows)
        assert database.execute(select(func.count()).select_from(schema.lead_phones)).scalar_one() == rows
        kept = database.execute(select(func.count()).select_from(schema.ledger)).scalar_one()
        assert kept == rows
        assert injectors.get(database, injector_id).state.watermark == str(rows)
        counts = database.execute(select(func.sum(schema.pool_counts.c.total))).scalar_one()
        assert counts == rows
        c = schema.runs.c
        outcomes = (c.added + c.updated + c.unchanged + c.duplicates + c.suppressed + c.rejected + c.deferred
                    + c.superseded + c.seen_before)  # fmt: skip
        wrong = database.execute(select(c.id).where(c.rows_read != outcomes)).all()
        assert not wrong
        watermarks = [int(v) for v in database.execute(select(schema.watermarks.c.value)).scalars()]
        assert watermarks == sorted(watermarks)


__all__ = ["LEASE_SECONDS", "Crm", "check_workspace", "closed_gate", "fill_crm", "make_crm_workspace"]
