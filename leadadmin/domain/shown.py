"""A value as people see it beside its problem."""

LONGEST = 200
"""Characters of a value that a `Problem` keeps."""


def shown(value: object) -> str:
    """`value` as text, at most `LONGEST` characters; what was cut off is marked by “…”."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
