"""Leads by clicks: pages, filters, search in any spelling, sorting, reading one."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_list import LeadsPage as LeadsPage_
from leadadmin.store import schema
from leadadmin.store.browse_leads import leads_page as leads_page_reader
from leadadmin.store.database import Database
from leadadmin.ui.desk import LEADS
from leadadmin.ui.operations import leads as operations
from leadadmin.ui.pages import lead as lead_page
from leadadmin.ui.pages import leads as leads_page
from leadadmin.ui.pages.lead import LeadPage
from leadadmin.ui.pages.leads import LeadsPage
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from tests.helpers.accessible import assert_all_named
from tests.helpers.clicks import click, click_cell, click_header, column_texts, pick, press, write
from tests.helpers.desk import DeskBench
from tests.store.browse_workspace import House
from tests.ui.laid import lay_pools, now_ms

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def pools(desk_bench: DeskBench) -> dict[str, int]:
    return lay_pools(desk_bench)


def opened(bench: DeskBench, qtbot: QtBot, **args: Any) -> LeadsPage:
    window = bench.window(leads_page.spec(bench.desk), lead_page.spec(bench.desk))
    qtbot.addWidget(window)
    window.show()
    window.go("leads", **args)
    page = window.page("leads")
    assert isinstance(page, LeadsPage)
    qtbot.waitUntil(lambda: page.header._note.text() != "")
    return page


@pytest.fixture
def page(desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot) -> LeadsPage:
    return opened(desk_bench, qtbot)


def names(page: LeadsPage) -> list[str]:
    return column_texts(page.table, 0)


def note(page: LeadsPage) -> str:
    return page.header._note.text()


def chip(page: LeadsPage, name: str) -> ChoiceChip:
    found = page.findChild(ChoiceChip, f"leads-{name}")
    assert found is not None
    return found


def named(page: LeadsPage, name: str) -> QPushButton:
    found = [b for b in page.findChildren(QPushButton, f"leads-{name}") if b.isVisible()]
    assert len(found) == 1
    return found[0]


def search(page: LeadsPage, text: str) -> None:
    assert page.header.search is not None
    page.header.search.clear()
    write(page.header.search, text)


def test_the_newest_come_first_with_phone_and_state(page: LeadsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: (note(page), len(names(page))) == ("17 leads", 17))
    assert not page.sentence.isVisible()
    row = names(page).index("Ann 00")
    texts = [str(page.table.model().index(row, n).data()) for n in range(10)]
    assert texts[:4] == ["Ann 00", "+44 20 7946 0100", "Solar 2026", "Web"]
    assert (texts[4], texts[9]) == ("Success", "X0")


def test_a_pool_is_shown_and_said(desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot, pool_id=pools["Fair"])
    qtbot.waitUntil(lambda: sorted(names(page)) == ["Bo 0", "Bo 1", "Bo 2", "Bo 3"])
    qtbot.waitUntil(lambda: chip(page, "pool").text() == "Pool: Fair")
    assert page.sentence.text() == "Leads in the pool “Fair”."
    click(named(page, "clear"))
    qtbot.waitUntil(lambda: len(names(page)) == 17)
    assert not page.sentence.isVisible()


def test_filters_narrow_together(page: LeadsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(chip(page, "campaign").popup.choices()) == 2)
    pick(chip(page, "campaign"), "Solar 2026")
    qtbot.waitUntil(lambda: note(page) == "16 leads")
    chip(page, "campaign").popup.hide()
    pick(chip(page, "closure"), "Success")
    qtbot.waitUntil(lambda: note(page) == "3 leads")
    assert page.sentence.text() == "Leads of the campaign “Solar 2026”, Success."
    chip(page, "closure").popup.hide()
    pick(chip(page, "status"), "Unprocessed")
    qtbot.waitUntil(lambda: note(page) == "16 leads")
    chip(page, "status").popup.hide()
    pick(chip(page, "arrived"), "in the last 7 days")
    qtbot.waitUntil(lambda: "arrived from" in page.sentence.text())


@pytest.mark.parametrize("text", ["+44 20 7946 0103", "02079460103", "020-7946 0103", "X3", "ann 03"])
def test_search_in_any_spelling(page: LeadsPage, qtbot: QtBot, text: str) -> None:
    search(page, text)
    qtbot.waitUntil(lambda: names(page) == ["Ann 03"])
    qtbot.waitUntil(lambda: note(page) == "1 lead")
    assert page.escape()
    qtbot.waitUntil(lambda: len(names(page)) == 17)


def test_inside_everything_is_offered_when_nothing_is_found(page: LeadsPage, qtbot: QtBot) -> None:
    search(page, "giver")
    qtbot.waitUntil(lambda: note(page) == "0 leads")
    qtbot.waitUntil(lambda: named(page, "empty-action").text() == "Search inside everything")
    click(named(page, "empty-action"))
    qtbot.waitUntil(lambda: names(page) == ["Cy Giver"])
    assert page.filters.anywhere.isVisible()
    assert note(page) == "1 lead"
    search(page, "nowhere at all")
    qtbot.waitUntil(lambda: note(page) == "0 leads")
    assert not page.filters.anywhere.isVisible()
    qtbot.waitUntil(lambda: named(page, "empty-action").text() == "Search inside everything")


def test_a_search_inside_everything_can_be_stopped(
    page: LeadsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(database: Database, chosen: LeadFilter, *rest: Any) -> LeadsPage_:
        if chosen.anywhere:
            database.execute(text(ENDLESS))
        return leads_page_reader(database, chosen, *rest)

    monkeypatch.setattr(operations, "leads_page", slow)
    search(page, "giver")
    qtbot.waitUntil(lambda: note(page) == "0 leads")
    qtbot.waitUntil(lambda: named(page, "empty-action").text() == "Search inside everything")
    click(named(page, "empty-action"))
    qtbot.waitUntil(page._stop.isVisible)
    assert [task.label for task in page._desk.tasks.running()] == ["Searching inside everything for “giver”"]
    click(named(page, "stop"))
    qtbot.waitUntil(lambda: not page.filters.anywhere.isVisible())
    qtbot.waitUntil(lambda: page._desk.tasks.running() == [])
    qtbot.waitUntil(lambda: named(page, "empty-action").text() == "Search inside everything")


def test_sorted_by_a_header_that_can(page: LeadsPage, desk_bench: DeskBench, qtbot: QtBot) -> None:
    click_header(page.table, 0)
    qtbot.waitUntil(lambda: names(page)[:2] == ["Ann 00", "Ann 01"])
    click_header(page.table, 0)
    qtbot.waitUntil(lambda: names(page)[:1] == ["Cy Giver"])
    click_header(page.table, 1)  # nothing is sorted by phone
    assert page.table.layout_of_columns.sort() == ("name", False)
    page.table.layout_of_columns.keep()
    again = LeadsPage(desk_bench.desk)
    qtbot.addWidget(again)
    again.opened()
    qtbot.waitUntil(lambda: names(again)[:1] == ["Cy Giver"])


def test_more_is_fetched_by_scrolling(desk_bench: DeskBench, qtbot: QtBot) -> None:
    with desk_bench.office.workspace.transaction() as database:
        house = House(database, now_ms=now_ms())
        pool = house.pool(desk_bench.office.campaign.id or 0, "Large")
        for number in range(450):
            house.lead(pool, name=f"Lead {number:03}", arrived_at=house.now_ms - number)
        house.count()
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: (note(page), len(names(page))) == ("450 leads", 200))
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(names(page)) == 400)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(names(page)) == 450)
    assert names(page)[-1] == "Lead 449"


def test_a_change_elsewhere_shows_in_place(
    page: LeadsPage, desk_bench: DeskBench, pools: dict[str, int], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(names(page)) == 17)
    row = names(page).index("Ann 05")
    click_cell(page.table, row)
    chosen = page.table.current_key()
    with desk_bench.office.workspace.transaction() as database:
        house = House(database, now_ms=now_ms())
        house.leads = [{}] * 50
        house.lead(pools["Web"], name="Newest", arrived_at=house.now_ms + 60_000)
    desk_bench.desk.bus.tell(LEADS)
    qtbot.waitUntil(lambda: names(page)[0] == "Newest")
    assert page.table.current_key() == chosen
    assert len(names(page)) == 18


def test_no_leads_yet(desk_bench: DeskBench, qtbot: QtBot) -> None:
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: note(page) == "0 leads" and page.table._empty is not None)
    state = page.table._empty
    assert state is not None
    assert state.accessibleName() == "No leads yet"


# -- one lead


def lay_history(bench: DeskBench) -> int:
    with bench.office.workspace.transaction() as database:
        house = House(database, now_ms=now_ms())
        pool = house.pool(bench.office.campaign.id or 0, "Web")
        first = house.run(source="CRM")
        lead = house.lead(
            pool, name="Ann Tester", phones=("+442079460123",), run_id=first, run_row=6, external_id="184226",
            values={"first_name": "Ann", "surname": "Tester", "kwh": 4200}, attempts=1, status="automatic_redial",
            dial_at=house.now_ms + 3_600_000,
        )  # fmt: skip
        house.count()
        house.call(lead, pool, answered=0, seconds=32, person_id=bench.office.agent.id, started_at=house.now_ms + 1000)
        later = house.run(source="fair.csv", door="upload", started_at=house.now_ms + 5000)
        house.row(later, 208, "duplicates", "duplicate", lead_id=lead)
    return lead


def test_a_lead_is_read(desk_bench: DeskBench, qtbot: QtBot) -> None:
    lead = lay_history(desk_bench)
    page = opened(desk_bench, qtbot)
    qtbot.waitUntil(lambda: len(names(page)) == 1)
    click_cell(page.table, 0, double=True)
    window = desk_bench.going.window
    assert window is not None
    qtbot.waitUntil(lambda: window.current_key() == "lead")
    shown = window.page("lead")
    assert isinstance(shown, LeadPage)
    qtbot.waitUntil(lambda: shown.header.title() == "Ann Tester")
    assert shown.header._pill.spec().text == "Automatic redial"
    fields = {key: editor.text() for key, editor in shown.fields.editors.items()}
    assert (fields["first_name"], fields["kwh"], fields["mobile"]) == ("Ann", "4,200", "")
    assert all(editor.isReadOnly() for editor in shown.fields.editors.values())
    entries = shown.history.entries()
    assert [(e.title, e.second) for e in entries] == [
        ("Duplicate met this lead", "Upload “fair.csv”, run 2, row 208"),
        ("Call, no answer", "Ida Tester · 0:32"),
        ("Arrived", "Injector “CRM”, run 1, row 6"),
    ]
    buttons = [b for b in shown.kinds._buttons.values() if b.segment.text == "Calls"]
    click(buttons[0])
    assert [e.title for e in shown.history.entries()] == ["Call, no answer"]
    assert desk_bench.going.went[-1] == ("lead", {"lead_id": lead})
    found = shown.findChild(QPushButton, "lead-run")
    assert found is not None
    assert found.text() == "Run 1, row 6"
    desk_bench.going.window = None
    click(found)
    assert desk_bench.going.went[-1] == ("runs", {"run_id": 1})


def test_the_history_opens_runs_and_the_parent_leads_back(desk_bench: DeskBench, qtbot: QtBot) -> None:
    lead = lay_history(desk_bench)
    opened(desk_bench, qtbot)
    window = desk_bench.going.window
    assert window is not None
    window.go("lead", lead_id=lead)
    shown = window.page("lead")
    assert isinstance(shown, LeadPage)
    qtbot.waitUntil(lambda: len(shown.history.entries()) == 3)
    shown.header.parent_clicked.emit()
    assert window.current_key() == "leads"
    desk_bench.going.window = None
    shown.history.setCurrentIndex(shown.history.model().index(0, 0))
    shown.history.setFocus()
    press(shown.history, Qt.Key.Key_Return)
    assert desk_bench.going.went[-1] == ("runs", {"run_id": 2})


def test_a_lead_that_is_gone_is_said(desk_bench: DeskBench, qtbot: QtBot) -> None:
    lead = lay_history(desk_bench)
    opened(desk_bench, qtbot)
    window = desk_bench.going.window
    assert window is not None
    window.go("lead", lead_id=lead)
    shown = window.page("lead")
    assert isinstance(shown, LeadPage)
    qtbot.waitUntil(lambda: len(shown.history.entries()) == 3)
    with desk_bench.office.workspace.transaction() as database:
        for table in ("lead_phones", "lead_keys", "calls", "leads"):
            database.execute(schema.metadata.tables[table].delete())
    shown.refresh()
    qtbot.waitUntil(shown._gone.isVisible)
    assert "no lead with the id" in shown._gone.sentence.text()


def test_every_control_has_a_name(desk_bench: DeskBench, qtbot: QtBot) -> None:
    lead = lay_history(desk_bench)
    page = opened(desk_bench, qtbot)
    assert_all_named(page)
    window = desk_bench.going.window
    assert window is not None
    window.go("lead", lead_id=lead)
    shown = window.page("lead")
    assert isinstance(shown, LeadPage)
    qtbot.waitUntil(lambda: len(shown.history.entries()) == 3)
    assert_all_named(shown)
