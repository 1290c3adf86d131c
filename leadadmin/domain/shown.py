"""A value as people see it beside its problem."""

LONGEST = 200
"""Characters of a value that a `Problem` keeps."""


def shown(value: object) -> str:
    """`value` as text of at most `LONGEST` characters that every store can hold.

    What was cut off is marked by “…”, NUL is shown as “␀”, and half a character (a lone surrogate) as “?”.
    """
    text = value if isinstance(value, str) else str(value)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return text.replace("\0", "␀").encode("utf-8", "replace").decode("utf-8")
