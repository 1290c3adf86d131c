"""Two processes told to run one injector at once: one runs, the other says who has it (quality/faults 20, O4)."""

import json
import os
import platform
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy import select

from leadadmin.store import schema
from leadadmin.store.opening import open_workspace
from tests.faults.crm import Crm, check_workspace, closed_gate, fill_crm, make_crm_workspace
from tests.machine import ROOT
from tests.servers.private_servers import MariaDB

RACES = 8
PATIENCE_SECONDS = 60


@pytest.fixture
def database(mariadb: MariaDB) -> str:
    """A CRM without leads whose procedure waits at a gate."""
    name = fill_crm(mariadb, 1)
    mariadb.execute(
        "DELETE FROM web_leads",
        "DROP PROCEDURE get_leads",
        "CREATE PROCEDURE get_leads(IN last_id BIGINT) BEGIN"
        f" DO GET_LOCK('{name}', {PATIENCE_SECONDS}); DO RELEASE_LOCK('{name}');"
        " SELECT * FROM web_leads WHERE id > last_id ORDER BY id; END",
        database=name,
    )
    return name


class Racers:
    """Two processes that start a run at the same moment, and their answers in the order in which they come."""

    def __init__(self, folder: Path, crm: Crm) -> None:
        self._folder = folder
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._races = 0
        command = ["--workspace", str(crm.place), "injector", "run", "Web", "--json"]
        self._processes = [
            subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("racer.py")), str(folder), name, *command],
                env={**os.environ, **crm.environment, "HOME": str(folder)}, cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
            for name in ("one", "other")
        ]  # fmt: skip
        self._listeners = [threading.Thread(target=self._listen, args=(process,)) for process in self._processes]
        for listener in self._listeners:
            listener.start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self._answers.put(line)

    def ready(self) -> None:
        """Wait until both are loaded."""
        assert [self._answers.get(timeout=PATIENCE_SECONDS) for _ in self._processes] == ["ready\n"] * 2

    def start(self, word: str = "run") -> None:
        """Let both start."""
        self._races += 1
        waiting = self._folder / "waiting"
        waiting.write_text(word)
        waiting.rename(self._folder / str(self._races))

    def answer(self) -> tuple[int, dict[str, Any]]:
        """Exit status and receipt of whoever is done next."""
        status, document = json.loads(self._answers.get(timeout=PATIENCE_SECONDS))
        return status, document

    def end(self) -> None:
        """Let both leave; kill who does not."""
        self.start("end")
        try:
            for process in self._processes:
                process.wait(PATIENCE_SECONDS)
        finally:
            for process in self._processes:
                process.kill()
            for listener in self._listeners:
                listener.join()


def test_one_runs_and_the_other_says_who_has_it(mariadb: MariaDB, database: str, tmp_path: Path) -> None:
    crm = make_crm_workspace(tmp_path / "office.leadadmin", mariadb, database)
    racers = Racers(tmp_path, crm)
    with ExitStack() as at_end:
        at_end.callback(racers.end)
        racers.ready()
        for race in range(1, RACES + 1):
            mariadb.execute(
                f"INSERT INTO web_leads (id, tel, last) VALUES ({race}, '020 7946 0{race:03}', 'Tester')",
                database=database,
            )
            with closed_gate(mariadb, database):
                racers.start()
                status, skipped = racers.answer()
            assert (status, skipped["outcome"], skipped["run_id"]) == (1, "skipped", None)
            assert skipped["error"].startswith(f"“Web” is running on {platform.node()} since ")
            assert (skipped["read"], skipped["added"]) == (0, 0)
            status, ran = racers.answer()
            assert (status, ran["outcome"], ran["added"], ran["seen_before"]) == (0, "succeeded", 1, race - 1)
    workspace = open_workspace(str(crm.place), None)
    try:
        check_workspace(workspace, crm.injector_id, RACES)
        with workspace.reading() as opened:
            fences = list(opened.execute(select(schema.runs.c.fence).order_by(schema.runs.c.id)).scalars())
    finally:
        workspace.close()
    assert fences == sorted(set(fences))
    assert len(fences) == RACES
