"""The rows of a Test or dry run as a table for spreadsheets (spec 2, Dry run: a downloadable table)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from leadadmin.app.trial_json import VERDICTS
from leadadmin.domain.errors import Expected
from leadadmin.domain.fields import Field
from leadadmin.domain.sentences import sentence
from leadadmin.domain.spreadsheet import plain_cell
from leadadmin.injector.trial_report import TrialRow

HEADERS = ("Row", "Verdict", "Reason", "What is wrong", "Lead", "Unique id", "Name", "Phone", "Lead pool", "Call-back")


class TrialTable:
    """Writes a CSV file (UTF-8 with BOM, as spreadsheets want it) row by row; a context manager.

    Raises Expected when the file cannot be written.
    """

    def __init__(self, path: Path, fields: Sequence[Field], zone: ZoneInfo) -> None:
        self._fields, self._zone = tuple(fields), zone
        try:
            self._file = path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise _not_written(path, error) from error
        self._path = path
        self._writer = csv.writer(self._file)
        self._writer.writerow((*HEADERS, *(plain_cell(field.label) for field in self._fields)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: TrialRow) -> None:
        """Write one row."""
        problem = row.problem
        cells = (
            str(row.number),
            VERDICTS[row.verdict],
            problem.reason.value if problem else "",
            sentence(problem) if problem else "",
            "" if row.lead_id is None else str(row.lead_id),
            row.unique_id,
            row.name,
            row.phone,
            row.pool,
            self._moment(row.callback_ms),
            *(row.values.get(field.key, "") for field in self._fields),
        )
        try:
            self._writer.writerow([plain_cell(cell) for cell in cells])
        except OSError as error:
            raise _not_written(self._path, error) from error

    def _moment(self, ms: int) -> str:
        if not ms:
            return ""
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(self._zone).isoformat(sep=" ", timespec="minutes")


def write_table(path: Path, rows: Iterable[TrialRow], fields: Sequence[Field], zone: ZoneInfo) -> None:
    """Write all rows at once. Raises Expected when the file cannot be written."""
    with TrialTable(path, fields, zone) as table:
        for row in rows:
            table.add(row)


def _not_written(path: Path, error: OSError) -> Expected:
    return Expected(
        f"“{path}” cannot be written: {error.strerror}.",
        "Choose another folder, or make room there.",
        code="not_written",
    )
