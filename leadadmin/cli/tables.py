"""Plain, aligned text of at most 100 columns."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

WIDTH = 100
_GAP = "  "
_NARROWEST = 8


def number(value: float | None, unit: str = "") -> str:
    """A number with separators and at most one decimal; “–” for none."""
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return f"{text}{unit}"


def moment(value: datetime | None) -> str:
    """A moment by this computer's clock; “–” for none."""
    return "–" if value is None else f"{value.astimezone():%Y-%m-%d %H:%M}"


def table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), whole: Sequence[int] = ()
) -> Iterator[str]:
    """Headers and rows in columns; those of `right` (by position) are aligned right, as numbers are.

    When a line would be longer than 100 columns the widest columns give way, those of `right` and `whole` last.
    """
    cells = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in [list(headers), *cells]) for i in range(len(headers))]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > WIDTH:
        soft = [i for i in range(len(widths)) if i not in (*right, *whole) and widths[i] > _NARROWEST]
        widest = max(soft or range(len(widths)), key=lambda i: widths[i])
        widths[widest] -= 1
    for row in [list(headers), *cells]:
        yield _GAP.join(_fitted(cell, widths[i], i in right) for i, cell in enumerate(row)).rstrip()


def pairs(entries: Iterable[tuple[str, str]], indent: str = "") -> Iterator[str]:
    """Names and values below each other, the values aligned and wrapped; empty values are left out."""
    shown = [(name, value) for name, value in entries if value]
    width = max((_width(name) for name, _ in shown), default=0)
    for name, value in shown:
        start = f"{indent}{name}{' ' * (width - _width(name))}{_GAP}"
        yield from wrapped(value, start)


def wrapped(text: str, start: str = "") -> Iterator[str]:
    """A text over as many lines as it takes, the later ones below the first; line breaks are kept."""
    blank = " " * _width(start)
    lines = [
        part
        for line in text.splitlines() or [""]
        for part in textwrap.wrap(line, max(20, WIDTH - len(blank)), break_on_hyphens=False) or [""]
    ]
    for index, line in enumerate(lines):
        yield f"{start if index == 0 else blank}{line}".rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fitted(text: str, width: int, right: bool) -> str:
    if _width(text) > width:
        while _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: East Asian wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
