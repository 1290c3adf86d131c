"""Expected errors: each says in a sentence what happened, what is safe, and what to do.

Everything that is not an `Expected` is a bug: it rises, is logged, and shows the crash dialog.
"""

from collections.abc import Mapping


class Expected(Exception):
    """An error people can act on.

    `sentence` says what happened; `hint` says what to do (may be empty); `code` is for logs and exports.
    `exit_status` is the command line's (spec 5, Command line): 1 failed, 3 unreachable, 4 not allowed.
    """

    exit_status = 1
    code = "failed"

    def __init__(self, sentence: str, hint: str = "", *, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        if code:
            self.code = code

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class InvalidInput(Expected):
    """Values that do not fit, each named: `problems` maps a field's key to its sentence."""

    code = "invalid_input"

    def __init__(self, problems: Mapping[str, str], hint: str = "") -> None:
        super().__init__(" ".join(problems.values()), hint)
        self.problems = dict(problems)


class NotFound(Expected):
    """Something was named that is not in the workspace."""

    code = "not_found"


class Taken(Expected):
    """A name or code that must be unique is used already."""

    code = "taken"


class Changed(Expected):
    """Someone else changed the same thing since it was read; nothing was saved."""

    code = "changed"


class Unreachable(Expected):
    """The workspace or a source cannot be reached."""

    exit_status = 3
    code = "unreachable"


class NotAllowed(Expected):
    """A right is missing."""

    exit_status = 4
    code = "not_allowed"


class SourceFailed(Expected):
    """A source was reached but did not do what was asked; `server_words` are the driver's own."""

    code = "source_failed"

    def __init__(self, sentence: str, hint: str = "", *, code: str = "", server_words: str = "") -> None:
        super().__init__(sentence, hint, code=code)
        self.server_words = server_words


class Cancelled(Expected):
    """Someone cancelled the work; what was committed before stays and is in the receipt."""

    code = "cancelled"
