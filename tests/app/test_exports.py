"""Refused rows in a file: whole, readable, and harmless in a spreadsheet."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadadmin.app.exports import RowsFile, neutral, write_run_rows
from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.domain.run import RowOutcome
from leadadmin.store.workspace import Workspace
from tests.helpers.office import workspace_at
from tests.store.browse_workspace import House


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = workspace_at(str(tmp_path / "office.leadadmin"))
    yield made
    made.close()


def _furnish(workspace: Workspace, rows: int = 0) -> int:
    with workspace.transaction() as database:
        house = House(database)
        run = house.run(rejected=2, rows_read=3)
        house.row(
            run, 2, "rejected", "phone_invalid", field="Phone", value="12", detail="no_digits",
            row_values=json.dumps({"tel": "=1+1", "born": {"date": "1980-02-01"}, "name": "Åse, \"Bo\""}),
        )  # fmt: skip
        house.row(run, 3, "duplicates", "duplicate")
        house.row(run, 7, "rejected", "no_phone", row_values=json.dumps({"tel": None, "note": " -2"}))
        for number in range(rows):
            house.row(run, 100 + number, "rejected", "no_phone")
    return run


def test_the_file_has_columns_number_field_code_and_sentence(workspace: Workspace, tmp_path: Path) -> None:
    run, path = _furnish(workspace), tmp_path / "rejected.csv"
    assert write_run_rows(workspace, run, RowOutcome.REJECTED, RowsFile(path)) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["tel", "born", "name", "note", "Row", "Field", "Reason", "Because"]
    assert lines[1][:7] == ["'=1+1", "1980-02-01", 'Åse, "Bo"', "", "2", "Phone", "phone_invalid"]
    assert "no digits" in lines[1][7]
    assert lines[2][:7] == ["", "", "", "' -2", "7", "", "no_phone"]
    assert len(lines) == 3


def test_cells_for_systems_stay_as_they_came(workspace: Workspace, tmp_path: Path) -> None:
    run, path = _furnish(workspace), tmp_path / "rejected.csv"
    file = RowsFile(path, delimiter=";", language="da", for_excel=False)
    write_run_rows(workspace, run, RowOutcome.REJECTED, file)
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "tel;born;name;note;Række;Felt;Årsag;Fordi"
    assert lines[1].startswith("=1+1;1980-02-01;")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "\n=1", "+45 12 34", "+0123456789"])
def test_formulas_are_neutral(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1", "a=1", "+442079460123", "Åse", " 12", "'=1"])
def test_other_cells_stay(cell: str) -> None:
    assert neutral(cell) == cell


def test_a_folder_that_cannot_be_written_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Expected, match="cannot be written"):
        write_run_rows(workspace, _furnish(workspace), RowOutcome.REJECTED, RowsFile(tmp_path / "no" / "x.csv"))


def test_a_cancelled_file_leaves_the_old_one(workspace: Workspace, tmp_path: Path) -> None:
    run, path = _furnish(workspace, rows=1_000), tmp_path / "rejected.csv"
    path.write_text("old")

    def stop(_rows: int) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        write_run_rows(workspace, run, RowOutcome.REJECTED, RowsFile(path), stop)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.glob("rejected*")] == ["rejected.csv"]
