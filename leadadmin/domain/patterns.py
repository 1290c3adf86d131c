"""Regular expressions that people write: checked before use, because some would run for ever on one value.

Python's `re` backtracks and cannot be stopped. A repeat within a repeat, such as (a+)+, takes time exponential in the
length of the value; several .* in a row take a power of it. Those are refused, and pattern and value are kept short.
"""

import re

MAX_PATTERN = 200
MAX_VALUE = 1_000
MAX_WILDCARDS = 3

_ATOM = re.compile(
    r"""
      (?P<skip> \\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \(\?\#[^)]*\) )
    | (?P<open> \( (?: \?P<\w+> | \?<?[:=!] | \?P=\w+ | \?[a-zA-Z-]*:? )? )
    | (?P<close> \) )
    | (?P<repeat> [*+?] [?+]? | \{\d*,?\d*\} [?+]? )
    | (?P<or> \| )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


def check_pattern(pattern: str) -> str:
    """What keeps `pattern` from being used, as a sentence; empty when nothing does."""
    if not pattern:
        return "The pattern is empty."
    if len(pattern) > MAX_PATTERN:
        return f"The pattern has {len(pattern):,} characters; at most {MAX_PATTERN} are allowed."
    try:
        re.compile(pattern)
    except re.error as wrong:
        return f"The pattern “{pattern}” cannot be read: {wrong}."
    if _repeats_within_repeat(pattern):
        return f"The pattern “{pattern}” repeats a part that holds a repeat or alternatives, which can run for ever."
    if len(re.findall(r"(?<!\\)\.[*+]|(?<!\\)\.\{\d*,\}", pattern)) > MAX_WILDCARDS:
        return f"The pattern “{pattern}” has more than {MAX_WILDCARDS} of .* or .+, which can run very long."
    return ""


def _repeats_within_repeat(pattern: str) -> bool:
    """Whether a group that holds a repeat or alternatives is itself repeated more than once."""
    varying = [False]  # by open group, outermost first: does it hold a repeat or alternatives
    closed: bool | None = None  # the same of the group that ended just before this place
    for atom in _ATOM.finditer(pattern):
        kind = atom.lastgroup
        if kind == "repeat":
            if closed and atom[0][0] != "?":
                return True
            varying[-1] = True
        elif kind == "or":
            varying[-1] = True
        elif kind == "open":
            varying.append(False)
        elif kind == "close":
            closed = varying.pop()
            varying[-1] = varying[-1] or closed
            continue
        closed = None
    return False
