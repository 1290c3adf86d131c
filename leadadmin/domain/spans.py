"""Spans of time as they are written in settings: 30s, 5m, 2h, 1d (spec 5, Configuration file)."""

import re
from datetime import timedelta

_SPAN = re.compile(r"(\d{1,9})\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SIZES = (("d", 86_400), ("h", 3_600), ("m", 60))


def parse_span(text: str) -> timedelta:
    """The time span of "30s", "5m", "2h", "1d" or "0"; raises ValueError."""
    if str(text).strip() == "0":
        return timedelta()
    match = _SPAN.fullmatch(str(text).strip())
    if not match:
        raise ValueError(f"“{text}” is not a time span; use a form such as 30s, 15m, 2h or 1d.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def span_parts(span: timedelta) -> tuple[int, str]:
    """The number and the largest unit (s, m, h or d) that give `span` in whole numbers."""
    seconds = int(span.total_seconds())
    for unit, size in _SIZES:
        if seconds and seconds % size == 0:
            return seconds // size, unit
    return seconds, "s"


def span_text(span: timedelta) -> str:
    """The shortest text that `parse_span` reads back."""
    number, unit = span_parts(span)
    return f"{number}{unit}" if number else "0"
