"""The id of a row that is retried from Runs: read-only unless it was the problem."""

import pytest
from pytestqt.qtbot import QtBot

from leadadmin.ui.theme import Tone
from tests.helpers.clicks import click, click_cell, write
from tests.helpers.desk import DeskBench
from tests.injector.conftest import Bench
from tests.injector.test_runner import row as good_row
from tests.ui.laid import lay_injector
from tests.ui.test_runs import named, numbers, opened


@pytest.fixture
def bench(desk_bench: DeskBench) -> Bench:
    made = lay_injector(desk_bench)
    made.source.columns = (*made.source.columns, "njAgent")
    return made


def test_the_id_of_a_row_is_read_only_unless_it_was_the_problem(
    bench: Bench, desk_bench: DeskBench, qtbot: QtBot
) -> None:
    bench.change(unique_id_field="ID")
    bench.source.rows = [(*good_row(1), None), (2, "2", None, "Ann", "Tester", None, None, None), (*good_row(1), "x")]
    bench.run()
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: numbers(page) == ["2", "3"])
    click_cell(page.rows.table, 0, double=True)
    cell = page.row.editors["id"]
    why = "The id of a row cannot be changed; it tells which row of the source this is."
    assert (cell.isReadOnly(), cell.toolTip(), cell.accessibleDescription()) == (True, why, why)
    assert (page.row.editors["tel"].hasFocus(), page.row.editors["tel"].isReadOnly()) == (True, False)
    click_cell(page.rows.table, 1, double=True)
    cell = page.row.editors["id"]
    assert (cell.isReadOnly(), cell.toolTip()) == (False, "")
    click(named(page, "row-retry"))
    qtbot.waitUntil(lambda: len(desk_bench.said) == 1)
    said = desk_bench.said[0]
    assert (said.text, said.tone) == ("Nothing was retried", Tone.WARNING)
    assert said.detail == "1 row was not judged, because its id came before. It is not marked as retried."
    qtbot.waitUntil(named(page, "row-retry").isEnabled)
    write(cell, "9")
    assert page.row.changed_cells() == {"id": "91"}
