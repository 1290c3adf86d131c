"""What goes wrong with a source, as one shape: our sentence, the driver's words, and what to do.

The two errors below are what `Source` raises; every consumer knows them as Unreachable and SourceFailed.
"""

from dataclasses import dataclass
from typing import Final

from leadadmin.domain.errors import SourceFailed, Unreachable
from leadadmin.domain.redaction import redact, spellings_of

_LONGEST_WORDS: Final = 1000  # characters of the driver's words that are kept


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure in plain words.

    `step` is the key of the test's step it belongs to; `code` goes to logs and JSON; `server_words` must be
    cleaned (`clean`) by the maker; `field` and `suggestion` are for the form (see `base.Step`).
    """

    step: str
    code: str
    sentence: str
    hint: str = ""
    server_words: str = ""
    server_code: str = ""
    field: str = ""
    suggestion: tuple[str, str] | None = None


class SourceUnreachable(Unreachable):
    """The way to the source ends early: name, port, TLS, login or database."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence, fault.hint, code=fault.code)
        self.fault = fault
        self.server_words = fault.server_words


class CallFailed(SourceFailed):
    """The source was reached but did not do what was asked."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence, fault.hint, code=fault.code, server_words=fault.server_words)
        self.fault = fault


def clean(words: str, password: str) -> str:
    """The driver's words on one line as they may be shown and stored: no password, no full phone number."""
    line = " ".join(redact(words, spellings_of(password)).replace("\0", " ").split())
    return line if len(line) <= _LONGEST_WORDS else line[: _LONGEST_WORDS - 1] + "…"
