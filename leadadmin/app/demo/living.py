"""Keeps the sample's CRM alive: while the program runs, somebody fills in the form on the web site now and then."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from leadadmin.app.demo import crm
from leadadmin.app.demo.persons import Crowd
from leadadmin.app.demo.words import load_words
from leadadmin.store import info
from leadadmin.store.workspace import Workspace

log = logging.getLogger(__name__)

EVERY_SECONDS = 4.0
SAMPLE = "sample_crm"
"""The workspace's own fact that makes it a sample: the path of its CRM file."""


class LivingCrm:
    """A context in which a web enquiry comes in every few seconds, from a thread of its own."""

    def __init__(self, crm_file: Path, *, every_seconds: float = EVERY_SECONDS, seed: int | None = None) -> None:
        random = Random(seed)  # noqa: S311 - invented people, no secret
        words = load_words()
        self._file = crm_file
        self._every = every_seconds
        self._random = random
        self._form = crm.EnquiryForm(Crowd("AU", words, random), words, random)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name="sample CRM", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def add(self) -> None:
        """One enquiry, now. Raises sqlite3.Error when the file is away or locked for long."""
        crm.add_rows(self._file, "web_enquiries", [self._form.entry(datetime.now(UTC))])

    def _live(self) -> None:
        while not self._stop.wait(self._every * self._random.uniform(0.5, 1.5)):
            try:
                self.add()
            except sqlite3.Error as problem:
                log.warning("No more enquiries come into the sample CRM: %s", problem)
                return


def sample_crm(workspace: Workspace) -> Path | None:
    """The CRM file of a sample workspace; None for any other workspace."""
    with workspace.reading() as database:
        text = info.get(database, SAMPLE)
    return Path(text) if text else None


@contextmanager
def alive(workspace: Workspace) -> Iterator[None]:
    """While the block runs, the CRM of a sample workspace lives; of any other workspace nothing happens."""
    crm_file = sample_crm(workspace)
    if crm_file is None:
        yield
        return
    with LivingCrm(crm_file):
        yield
