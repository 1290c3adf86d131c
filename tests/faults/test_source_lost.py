"""The connection to the source breaks in the middle of a run: it is asked again, none is lost and none doubled."""

from contextlib import ExitStack
from pathlib import Path

from leadadmin.app.bootstrap import open_program
from leadadmin.domain.run import RowOutcome, RunOutcome, Tally
from leadadmin.injector.runner import Order
from tests.faults.crm import check_workspace, closed_gate, fill_crm, make_crm_workspace
from tests.servers.private_servers import MariaDB

ROWS = 50_000
GATE = 45_000
"""The row that is not sent before the connection breaks: the first batch is in by then, and others are not."""


def test_a_broken_connection_is_made_again(mariadb: MariaDB, tmp_path: Path) -> None:
    database = fill_crm(mariadb, ROWS)
    mariadb.execute(
        "DROP PROCEDURE get_leads",
        "CREATE PROCEDURE get_leads(IN last_id BIGINT)"
        f" SELECT *, IF(id = {GATE}, GET_LOCK('{database}', 60), 0) AS gate FROM web_leads"
        " WHERE id > last_id ORDER BY id",
        database=database,
    )
    crm = make_crm_workspace(tmp_path / "office.leadadmin", mariadb, database)
    gate = ExitStack()
    taken: list[int] = []

    def cut(tally: Tally) -> None:
        if taken:
            return
        taken.append(tally.read)
        with mariadb.admin() as admin, admin.cursor() as cursor:
            cursor.execute("SELECT ID FROM information_schema.PROCESSLIST WHERE DB = %s", (database,))
            for (number,) in cursor.fetchall():
                cursor.execute(f"KILL CONNECTION {number}")
        gate.close()

    program = open_program(str(crm.place), environment=crm.environment)
    try:
        with gate:
            gate.enter_context(closed_gate(mariadb, database))
            report = program.runner.run(crm.injector_id, Order("test"), progress=cut)
        assert report.outcome is RunOutcome.SUCCEEDED, report.error
        assert report.warnings[0].startswith("The source was asked again 1 time: The connection to ")
        assert report.tally.of(RowOutcome.ADDED) == ROWS
        assert report.tally.of(RowOutcome.SEEN_BEFORE) >= taken[0] > 0
        check_workspace(program.workspace, crm.injector_id, ROWS)
    finally:
        program.close()
