"""The service: the scheduler without a window (spec 5, Unattended). Stops on SIGTERM, SIGINT or Ctrl+C."""

import logging
import signal
import threading
from types import FrameType

from leadadmin.app.bootstrap import Program
from leadadmin.domain.run import RowOutcome, RunReport

log = logging.getLogger(__name__)


def serve(program: Program, stop: threading.Event | None = None) -> None:
    """Run the workspace's injectors by their schedules until told to stop; the batch under way is finished first."""
    ending = stop or threading.Event()
    signals: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        # Setting the event here could wait for ever: the signal may come while this thread holds the event's lock.
        signals.append(number)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
    scheduler = program.scheduler(on_finished=_say)
    scheduler.start()
    log.info("The service runs the injectors of %s.", program.workspace.url.render_as_string(hide_password=True))
    try:
        # A wait without end cannot be interrupted by signals on Windows.
        while not signals and not ending.wait(0.5):
            pass
    finally:
        scheduler.stop()
        log.info("The service has stopped.")


def _say(report: RunReport) -> None:
    level = logging.INFO if not report.error else logging.WARNING
    tally = report.tally
    said = (
        f"{tally.read:,} rows read, {tally.of(RowOutcome.ADDED):,} added{f': {report.error}' if report.error else ''}"
    )
    log.log(level, "%s: %s, %s", report.source, report.outcome.label.lower(), said)
