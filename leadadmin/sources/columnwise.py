"""Converts values a column at a time, and keeps what does not fit readable instead of ending the run."""

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

Cell = TypeVar("Cell")


def converted(
    cells: Sequence[Cell | None], convert: Callable[[Cell], object], otherwise: Callable[[Cell], object]
) -> list[object]:
    """A column's final values. A cell that `convert` refuses by ValueError or ArithmeticError goes to `otherwise`.

    (Broken text raises UnicodeDecodeError, a ValueError; a broken Decimal an ArithmeticError.)
    """
    try:
        return [None if cell is None else convert(cell) for cell in cells]
    except (ValueError, ArithmeticError):
        return [None if cell is None else _leniently(cell, convert, otherwise) for cell in cells]


def as_text(value: object) -> object:
    """A value of a kind leads do not know, as text: lists and records as JSON, the rest in its own words."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _leniently(cell: Cell, convert: Callable[[Cell], object], otherwise: Callable[[Cell], object]) -> object:
    try:
        return convert(cell)
    except (ValueError, ArithmeticError):
        return otherwise(cell)
