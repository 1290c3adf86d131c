"""How many leads a second an injector takes from a MariaDB procedure into a SQLite workspace.

    python bench/injector_speed.py [ROWS] [RUNS]

Starts a private MariaDB, fills a table of 12 columns, runs the injector into fresh workspaces and prints the median.
Times are of the machine at this moment; compare only figures of one run.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from leadadmin.app.garbage import collect_less_often
from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.injector import Injector, ProcedureName
from leadadmin.domain.mapping import Mapping, MappingEntry
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.watermark import IdType
from leadadmin.injector.runner import InjectorRunner, Order
from leadadmin.sources.registry import open_source
from leadadmin.store import connections, injectors
from leadadmin.store.leases import this_process
from tests.helpers.office import furnish, workspace_at
from tests.servers.private_servers import MariaDB, running_mariadb

COLUMNS = {"tel": "phone", "mob": "mobile", "first": "first_name", "last": "surname", "mail": "email", "kwh": "kwh"}


def fill(server: MariaDB, rows: int) -> str:
    """A database with `rows` web leads of 12 columns and the procedure `get_leads`."""
    database = server.fresh_database()
    server.execute(
        "CREATE TABLE web_leads (id INT PRIMARY KEY, tel VARCHAR(30), mob VARCHAR(30), first VARCHAR(40),"
        " last VARCHAR(40), mail VARCHAR(80), kwh INT, street VARCHAR(80), city VARCHAR(40), postcode VARCHAR(10),"
        " campaign_tag VARCHAR(20), created DATETIME)",
        "INSERT INTO web_leads SELECT seq, CONCAT('020 7', LPAD(seq, 7, '0')), NULL, 'Ann', CONCAT('Tester ', seq),"
        " CONCAT('ann', seq, '@example.org'), seq % 9000, CONCAT(seq, ' High Street'), 'London', 'N1 0AA', 'web',"
        f" NOW() FROM seq_1_to_{rows}",
        "CREATE PROCEDURE get_leads(IN last_id BIGINT) READS SQL DATA SELECT * FROM web_leads WHERE id > last_id"
        " ORDER BY id",
        database=database,
    )
    return database


def once(server: MariaDB, database: str, rows: int) -> float:
    """Seconds of one run into a fresh workspace."""
    with tempfile.TemporaryDirectory() as folder:
        office = furnish(workspace_at(str(Path(folder) / "speed.leadadmin")))
        crm = Connection(
            name="CRM", kind=ConnectionKind.MARIADB, host=server.host, port=server.port, database=database,
            user=server.user, tls=TlsMode.OFF,
        )  # fmt: skip
        injector = Injector(
            name="Web", procedure=ProcedureName("", "get_leads"), unique_id_field="id", id_type=IdType.INTEGER,
            campaign_id=office.campaign.id, allocation="Web",
            mapping=Mapping(tuple(MappingEntry((c,), f) for c, f in COLUMNS.items())),
        )  # fmt: skip
        with office.workspace.transaction() as opened:
            crm_id = connections.add(opened, crm, None, who="bench")
            injector_id = injectors.add(opened, replace(injector, connection_id=crm_id), who="bench")
        runner = InjectorRunner(
            office.workspace, lambda connection, _secret: open_source(connection, server.password), this_process()
        )
        began = time.perf_counter()
        report = runner.run(injector_id, Order("bench"))
        seconds = time.perf_counter() - began
        office.workspace.close()
    if report.tally.of(RowOutcome.ADDED) != rows:
        raise SystemExit(f"only {report.tally} of {rows} rows were added: {report.error}")
    return seconds


def main(rows: int = 100_000, runs: int = 3) -> None:
    """Print each run and the median."""
    collect_less_often()  # as the program does when it starts
    with running_mariadb() as server:
        database = fill(server, rows)
        rates = [rows / once(server, database, rows) for _ in range(runs)]
    print("leads a second:", ", ".join(f"{rate:,.0f}" for rate in rates), f"· median {statistics.median(rates):,.0f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
