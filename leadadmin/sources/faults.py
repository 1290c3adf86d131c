"""What goes wrong with a source, as one shape: our sentence, the driver's words, and what to do.

The two errors below are what `Source` raises; every consumer knows them as Unreachable and SourceFailed.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from leadadmin.domain.errors import SourceFailed, Unreachable

_LONG_NUMBER: Final = re.compile(r"\+?\d(?:[ .\-]?\d){7,}")
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
    """The driver's words as they may be shown and stored: no password, no long number (spec 5, Secrets).

    A number of 8 digits or more may be a phone, so all but its last two digits are masked.
    """
    for secret in {password, quote(password, safe="")} - {""}:
        words = words.replace(secret, "•••")
    words = " ".join(words.replace("\0", " ").split())
    words = _LONG_NUMBER.sub(lambda match: "•••" + match[0][-2:], words)
    return words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"
