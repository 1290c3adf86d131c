"""Rows with values that no lead should have, and that must not end a run (quality/faults, 26)."""

from datetime import date, datetime, time
from decimal import Decimal

from tests.helpers.office import phone

COLUMNS = (
    "id", "tel", "mob", "first", "last", "mail", "kwh", "njExternalLeadId", "njCallbackDate", "njCallbackTime",
    "njPriority", "njAgent", "njContactHours", "njAllocationName", "njDisposition", "njAction", "njCampaignName",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    "a\0b", "\0", "x\ud800y", "a" * 5_000_000, b"\xff\x00\x80", b"", float("nan"), float("inf"), Decimal("NaN"),
    Decimal("1E+400"), 10**400, -1, True, date(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59), time(3, 4),
    "'; DROP TABLE leads; --", "\u202e\ufeff", "🙂" * 300, "{}", "<No Change>", "\r\n\t", "NULL",
)  # fmt: skip


def poisoned() -> list[tuple[object, ...]]:
    """For every column and value a row that is well but for it."""
    rows: list[tuple[object, ...]] = []
    for place, _column in enumerate(COLUMNS):
        for value in VALUES:
            n = len(rows) + 1
            cells: list[object] = [n, phone(n), None, "Ann", "Tester", None, None, *[None] * (len(COLUMNS) - 7)]
            cells[place] = value
            rows.append(tuple(cells))
    return rows
