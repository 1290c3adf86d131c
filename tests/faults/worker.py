"""A process that runs one injector of a workspace once, to be killed: worker.py WORKSPACE INJECTOR_ID.

TEST_IDLE_SECONDS shortens the time after which a server ends a transaction that stands still.
"""

import json
import os
import sys

from leadadmin.app.bootstrap import open_program
from leadadmin.domain.run_json import run_to_json
from leadadmin.injector.runner import Order
from leadadmin.store import engine


def main(place: str, injector_id: int) -> None:
    """Run the injector and print its receipt as JSON."""
    engine.IDLE_SECONDS = int(os.environ.get("TEST_IDLE_SECONDS", engine.IDLE_SECONDS))
    program = open_program(place)
    report = program.runner.run(injector_id, Order("worker"))
    program.close()
    print(json.dumps(run_to_json(report)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
