"""A process that carries out one command line for each file that appears: racer.py FOLDER NAME COMMAND…

It prints "ready" once it is loaded. For the n-th race it waits for the file `n` in FOLDER, carries the command out,
and prints the exit status and the document as one JSON line.
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from leadadmin.cli.main import main

POLL_SECONDS = 0.001


def race(folder: Path, name: str, command: list[str]) -> None:
    """Take part until the file of a race says that it was the last."""
    print("ready", flush=True)
    number = 0
    while True:
        number += 1
        start = folder / str(number)
        while not start.exists():
            time.sleep(POLL_SECONDS)
        if start.read_text() == "end":
            return
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = main(command, desktop=lambda _place: 1, log_folder=folder / name)
        print(json.dumps([status, json.loads(out.getvalue())]), flush=True)


if __name__ == "__main__":
    race(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
