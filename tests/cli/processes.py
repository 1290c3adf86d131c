"""Commands in processes of their own, and a workspace with a source for them."""

import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.helpers.solar_config import SOLAR

WITHOUT_QT = """
import sys
from leadadmin.__main__ import carry_out, open_desktop
status = carry_out(sys.argv[1:], desktop=open_desktop)
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in ("PySide6", "shiboken6"))
print("Qt:", loaded, file=sys.stderr)
sys.exit(status)
"""
"""A command line that tells afterwards which modules of Qt it loaded."""

CONFIG = (
    SOLAR
    + """[[injector]]
name = "Web leads"
connection = "CRM"
query = "select id, mobile, last_name, city from enquiries where id > :last_id order by id"
unique_id_field = "id"
every = "5m"
campaign = "SOLAR26"
allocation = "Web"
mapping = [ {column="mobile", field="phone"}, {column="last_name", field="surname", transform=["trim"]} ]
"""
)


def started(place: str, *arguments: str, folder: Path) -> subprocess.Popen[str]:
    """Start a command whose stdout and stderr are read as it goes."""
    return subprocess.Popen(
        [sys.executable, "-c", WITHOUT_QT, "--workspace", place, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=folder,
    )  # fmt: skip


def wait_for_line(stream: IO[str] | None, words: str) -> list[str]:
    """Read lines until one has `words`; fails when the stream ends first."""
    assert stream is not None
    read: list[str] = []
    for text in stream:
        read.append(text.rstrip("\n"))
        if words in text:
            return read
    raise AssertionError(f"{words!r} was never said: {read}")
