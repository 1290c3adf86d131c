"""Numbers of things in words, for the sentences of receipts and problems."""

from collections.abc import Mapping


def counted(count: int, one: str, many: str = "") -> str:
    """“1 run”, “12 runs”; `many` for what takes no s: “1 lead holds”, “2 leads hold”."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def row_notes(rows: Mapping[str, int]) -> tuple[str, ...]:
    """Sentences with the number of rows that each was noted of: “… (12 rows).”"""
    return tuple(f"{sentence} ({counted(count, 'row')})." for sentence, count in rows.items())
