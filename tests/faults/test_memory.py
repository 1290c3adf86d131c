"""A run holds a few blocks of rows, however many there are (spec 2, A run, step 2)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.crm import fill_crm, make_crm_workspace
from tests.servers.private_servers import MariaDB

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Only Linux tells a process's peak of memory while it runs."
)

FEW, MANY = 100_000, 300_000
MOST_MEGABYTES = 300
GROWTH_MEGABYTES = 60
"""For 200,000 rows more: the pages that SQLite keeps, up to 64 MB. Held in Python, they would take 200 MB."""


def peak(process: "subprocess.Popen[str]") -> float:
    """The most memory that the process ever had, in megabytes; waits for its end."""
    status = Path(f"/proc/{process.pid}/status")
    found = 0
    while process.poll() is None:
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                found = int(line.split()[1])
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    return found / 1024


def test_memory_does_not_grow_with_the_rows(mariadb: MariaDB, tmp_path: Path) -> None:
    peaks = []
    for rows in (FEW, MANY):
        crm = make_crm_workspace(tmp_path / f"{rows}.leadadmin", mariadb, fill_crm(mariadb, rows))
        process = crm.start()
        peaks.append(peak(process))
        out, err = process.communicate()
        assert process.returncode == 0, err
        assert json.loads(out)["added"] == rows
    assert peaks[0] > 30, "it was measured"
    assert max(peaks) < MOST_MEGABYTES
    assert peaks[1] - peaks[0] < GROWTH_MEGABYTES, peaks
