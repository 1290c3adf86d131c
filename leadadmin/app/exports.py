"""Rows of a run written into a file for people and their spreadsheets (spec 3, Downloads of a run or pool)."""

import csv
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leadadmin.domain.errors import Expected
from leadadmin.domain.run import RowOutcome, RowRecord
from leadadmin.domain.sentences import sentence
from leadadmin.intake.row_json import as_text, row_from_stored
from leadadmin.store import browse_runs
from leadadmin.store.database import Database
from leadadmin.store.workspace import Workspace

PAGE = 1_000
_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r]")
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)

Told = Callable[[int], object]
"""Called with the number of rows written so far; may raise to stop."""


@dataclass(frozen=True, slots=True)
class RowsFile:
    """Where rows are written and how. `language` is that of titles and sentences, `delimiter` by locale or chosen.

    `for_excel` keeps a spreadsheet from taking a cell for a formula; without it cells stay as they came.
    """

    path: Path
    delimiter: str = ","
    language: str = "en"
    for_excel: bool = True


_TITLES: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("Row", "Field", "Reason", "Because"),
    "da": ("Række", "Felt", "Årsag", "Fordi"),
}


def neutral(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; a phone number in E.164 stays as it is."""
    return f"'{text}" if _FORMULA.match(text) and not _E164.fullmatch(text) else text


def write_run_rows(
    workspace: Workspace, run_id: int, outcome: RowOutcome, file: RowsFile, told: Told = lambda _rows: None
) -> int:
    """Write the rows of a run that came to `outcome` as CSV in UTF-8 with BOM; gives their number.

    Columns are those of the rows as they came, then row number, field, code of the reason, and the reason as a
    sentence. The file appears whole or not at all. Raises Expected when it cannot be written, and what `told` raises.
    """
    part = file.path.with_name(f"{file.path.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", errors="replace", newline="") as out:
            rows = _write(workspace, run_id, outcome, file, told, csv.writer(out, delimiter=file.delimiter).writerow)
        os.replace(part, file.path)
    except OSError as error:
        raise Expected(
            f"“{file.path}” cannot be written: {error.strerror or error}.",
            "Choose another folder, or close the program that has the file open.",
            code="file_not_written",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return rows


def _write(
    workspace: Workspace,
    run_id: int,
    outcome: RowOutcome,
    file: RowsFile,
    told: Told,
    write: Callable[[list[str]], object],
) -> int:
    safe = neutral if file.for_excel else str
    rows = 0
    with workspace.reading() as database:
        # Rows of one run may have different columns where a door takes them one by one.
        columns = list(dict.fromkeys(name for record in _records(database, run_id, outcome) for name in record.values))
        write([safe(title) for title in (*columns, *_TITLES.get(file.language, _TITLES["en"]))])
        for record in _records(database, run_id, outcome):
            write([safe(cell) for cell in _cells(record, columns, file.language)])
            rows += 1
            if rows % PAGE == 0:
                told(rows)
    return rows


def _records(database: Database, run_id: int, outcome: RowOutcome) -> Iterator[RowRecord]:
    after = 0
    while page := browse_runs.run_rows(database, run_id, outcome, after_row=after, limit=PAGE):
        yield from page
        after = page[-1].row


def _cells(record: RowRecord, columns: list[str], language: str) -> list[str]:
    values = row_from_stored(record.values)
    problem = record.problem
    because = (problem.field, problem.reason.value, sentence(problem, language)) if problem else ("", "", "")
    return [*(as_text(values.get(name)) for name in columns), str(record.row), *because]
