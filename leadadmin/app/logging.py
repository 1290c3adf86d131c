"""Logging for one process: a rotating file for its owner, sentences on stderr, no password and no full phone number.

The library's names are used as they are: modules write to `logging.getLogger(__name__)`.
"""

import copy
import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from leadadmin.app.log_file import SharedRotatingFile
from leadadmin.domain.redaction import redact, spellings_of
from leadadmin.domain.secret import Secret

ROOT_LOGGER = "leadadmin"
LARGEST_FILE = 2_000_000  # bytes
KEPT_FILES = 5
_FILE_LINE = "%(asctime)s %(levelname)s %(name)s [%(process)d %(threadName)s]: %(message)s"
_UNCAUGHT = "leadadmin has a fault (%s: %s); the log file has the details."
_log = logging.getLogger(__name__)


class Redactor:
    """Hides passwords and phone numbers in texts, and the secrets it was told of. Shared by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spellings: frozenset[str] = frozenset()

    def learn(self, secret: Secret | None) -> None:
        """From now on hide this secret wherever it stands; call it when a password is resolved."""
        if secret is not None:
            with self._lock:
                self._spellings |= spellings_of(secret.reveal())

    def redact(self, text: str) -> str:
        """The text as it may be logged, stored or shown in a crash report (spec 5, Secrets)."""
        return redact(text, self._spellings)


class RedactingFormatter(logging.Formatter):
    """Redacts the whole line, with what the message's values and the traceback brought in. Times are UTC."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, line: str, redactor: Redactor, *, tracebacks: bool = True) -> None:
        super().__init__(line)
        self._redactor = redactor
        self._tracebacks = tracebacks

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the traceback where there is one and it is wanted."""
        own = copy.copy(record)  # the library keeps the traceback's text in the record, for all handlers
        own.exc_text = None
        if not self._tracebacks:
            own.exc_info = own.stack_info = None
        return self._redactor.redact(super().format(own))


class RunningLog:
    """The log of this process until `close`. `path` is None where no file could be written."""

    def __init__(self, path: Path | None, handlers: Sequence[logging.Handler]) -> None:
        self.path = path
        self._handlers = tuple(handlers)
        self._levels_before: dict[str, int] = {}
        for name, wanted in (("", logging.WARNING), (ROOT_LOGGER, logging.INFO)):
            logger = logging.getLogger(name)
            self._levels_before[name] = logger.level
            logger.setLevel(wanted)
        for handler in self._handlers:
            logging.getLogger().addHandler(handler)
        logging.captureWarnings(True)

    def close(self) -> None:
        """Take the handlers off again and leave the levels as they were."""
        root = logging.getLogger()
        for handler in self._handlers:
            root.removeHandler(handler)
            handler.close()
        for name, level in self._levels_before.items():
            logging.getLogger(name).setLevel(level)
        logging.captureWarnings(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def start_logging(
    role: str,
    folder: Path,
    redactor: Redactor,
    *,
    stderr_level: int | None = logging.WARNING,
) -> RunningLog:
    """Begin to log: into `folder`/`role`.log (desktop, service, command …) and, unless None, sentences to stderr.

    leadadmin's own loggers write from INFO on, libraries from WARNING on. Where the folder cannot be written the
    program runs all the same, without a file, and says so once.
    """
    handlers: list[logging.Handler] = []
    if stderr_level is not None and sys.stderr is not None:  # None in a Windows program without a console
        words = logging.StreamHandler(sys.stderr)
        words.setLevel(stderr_level)
        words.setFormatter(RedactingFormatter("%(message)s", redactor, tracebacks=False))
        handlers.append(words)
    path = folder / f"{role}.log"
    problem: OSError | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = SharedRotatingFile(path, LARGEST_FILE, KEPT_FILES)
        file.setFormatter(RedactingFormatter(_FILE_LINE, redactor))
        handlers.append(file)
    except OSError as reason:
        problem = reason
    running = RunningLog(None if problem else path, handlers)
    if problem is not None:
        _log.warning("There is no log file: “%s” cannot be written (%s).", path, problem.strerror)
    return running


@contextmanager
def log_uncaught() -> Iterator[None]:
    """Send what nothing catches, in any thread, to the log instead of bare to stderr, as long as the block lasts.

    Pressing Ctrl+C is left to Python. A window sets its own `sys.excepthook` within, for the crash dialog.
    """
    before, before_in_threads = sys.excepthook, threading.excepthook

    def of_main(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, traceback)
        else:
            _log.critical(_UNCAUGHT, kind.__name__, error, exc_info=(kind, error, traceback))

    def of_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None and not issubclass(what.exc_type, SystemExit):
            of_main(what.exc_type, what.exc_value, what.exc_traceback)

    sys.excepthook, threading.excepthook = of_main, of_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_in_threads
