"""The page of campaigns and their parts, by clicks and keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.app.campaigns import Listing, list_all
from leadadmin.domain.campaign import Campaign
from leadadmin.domain.fields import FieldType
from leadadmin.domain.lead import Closure
from leadadmin.domain.people import Person, Team
from leadadmin.store import people
from leadadmin.store.database import Database
from leadadmin.ui.forms.template_form import TemplateForm
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.pages.campaigns import page as campaigns
from leadadmin.ui.pages.campaigns.page import CampaignsPage
from leadadmin.ui.pages.campaigns.tabs import CampaignsTab, HoursTab
from leadadmin.ui.pages.campaigns.templates_tab import TemplatesTab
from leadadmin.ui.widgets.fields import ComboBox
from tests.helpers.accessible import assert_all_named
from tests.helpers.clicks import click
from tests.helpers.desk import DeskBench, desk_on
from tests.helpers.leads import bring_leads
from tests.helpers.office import TEMPLATE, Office, phone, workspace_at

WAIT = 10_000


class Robot:
    """Hands and eyes on the page."""

    def __init__(self, qtbot: QtBot, bench: DeskBench) -> None:
        self.qtbot, self.bench = qtbot, bench
        self.window: MainWindow = bench.window(campaigns.spec(bench.desk))
        qtbot.addWidget(self.window)
        self.window.resize(1440, 900)
        self.window.go("campaigns")
        self.window.show()
        shown = self.window.page("campaigns")
        assert isinstance(shown, CampaignsPage)
        self.page = shown
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        calm = 0

        def is_calm() -> bool:
            # What ends may begin something else a turn later, such as reading after a change was told.
            nonlocal calm
            calm = calm + 1 if self.bench.desk.tasks.idle() else 0
            return calm > 2

        self.qtbot.waitUntil(is_calm, timeout=WAIT)

    def tab(self, key: str) -> Any:
        tabs = self.page.tabs
        number = next(n for n in range(tabs.count()) if tabs.tabData(n) == key)
        click(tabs, tabs.tabRect(number).center())
        return self.page.tab()

    def part(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        found = [each for each in self.page.findChildren(kind, name) if each.isVisible()]
        assert found, f"{name} is not in sight"
        return found[0]

    def click(self, name: str) -> None:
        made = self.part(name, QAbstractButton)
        assert made.isEnabled(), made.toolTip()
        click(made)

    def write(self, name: str, text: str) -> None:
        field = self.part(name)
        line: QWidget | None = field.lineEdit() if isinstance(field, QComboBox) else field
        assert line is not None
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(line, text)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list by keys, as people do: open it, go there, Enter."""
        combo = self.part(name, ComboBox)
        combo.setFocus()
        combo.showPopup()
        self.pick_in(combo, words)
        assert combo.currentText() == words

    def pick_in(self, combo: ComboBox, words: str) -> None:
        place = combo.findText(words)
        assert place >= 0, f"“{words}” is not offered"
        combo.view().setCurrentIndex(combo.model().index(place, 0))
        QTest.keyClick(combo.view(), Qt.Key.Key_Return)

    def pick(self, title: str) -> None:
        """Click an item of the list."""
        view = self.page.tab().list
        for row in range(view.model().rowCount()):
            index = view.model().index(row, 0)
            if index.data() == title:
                view.scrollTo(index)
                place = view.visualRect(index).center()
                click(view.viewport(), place)
                return
        raise AssertionError(f"“{title}” is not in the list")

    def titles(self) -> list[str]:
        model = self.page.tab().list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def save(self) -> None:
        QTest.keyClick(self.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def edit_cell(self, grid: str, row: int, column: str, text: str) -> None:
        """Type over a cell of a grid, or choose in it by its words."""
        table = self.part(grid)
        model = table.model()
        index = model.index(row, model.column_of(column))
        table.setCurrentIndex(index)
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_F2)
        editor = table.indexWidget(index)
        assert editor is not None, "the cell cannot be edited"
        if isinstance(editor, ComboBox):
            self.qtbot.waitUntil(editor.view().isVisible)
            self.pick_in(editor, text)
        else:
            self.type_into(editor, text)

    def type_into(self, editor: QWidget, text: str) -> None:
        """Type over what stands in a cell's editor, and Enter; the table takes it a turn later."""
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()

    def tick(self, grid: str, row: int, column: str) -> None:
        table = self.part(grid)
        index = table.model().index(row, table.model().column_of(column))
        rect = table.visualRect(index)
        click(table.viewport(), rect.topLeft() + QPoint(18, rect.height() // 2))

    def listing(self) -> Listing:
        with self.bench.office.workspace.reading() as database:
            return list_all(database)

    def problem_of(self, key: str) -> str:
        editor = self.page.tab().form.form.row(key).editor
        inside = editor.focusProxy()
        return editor.accessibleDescription() or (inside.accessibleDescription() if inside is not None else "")

    def problems_of_field(self, place: int) -> Mapping[str, str]:
        form = self.page.tab().form
        assert isinstance(form, TemplateForm)
        return form.fields.model.row_at(place).problems


@pytest.fixture
def robot(qtbot: QtBot, desk_bench: DeskBench) -> Robot:
    return Robot(qtbot, desk_bench)


@pytest.fixture
def empty_robot(qtbot: QtBot, tmp_path: Path) -> Iterator[Robot]:
    workspace = workspace_at(str(tmp_path / "bare.leadadmin"))
    nobody = Office(workspace, TEMPLATE, Campaign("", "", 0, 0), Team(""), Person("", "", 0))
    with desk_on(workspace, nobody, tmp_path) as bench:
        yield Robot(qtbot, bench)


def test_from_nothing_to_a_campaign(empty_robot: Robot) -> None:
    robot = empty_robot
    assert robot.page.tab().is_empty()
    robot.tab("template")
    robot.click("first-template")
    robot.write("template-name", "Solar")
    robot.write("template-region", "United Kingdom")
    robot.click("fields-add")
    grid = robot.part("fields-grid")
    editor = grid.indexWidget(grid.currentIndex())
    robot.type_into(editor, "Roof kind")
    robot.edit_cell("fields-grid", 1, "type", "Choice")
    robot.save()
    assert "needs at least one choice" in robot.problems_of_field(1)["choices"]
    choices = robot.part("field-choices")
    choices.setFocus()
    QTest.keyClicks(choices, "Tile")
    QTest.keyClick(choices, Qt.Key.Key_Return)
    QTest.keyClicks(choices, "Metal")
    assert not robot.problems_of_field(1)
    robot.tick("fields-grid", 1, "required")
    robot.save()
    stored = robot.listing().templates
    assert [(f.key, f.type, f.choices, f.required) for f in stored[0].fields] == [
        ("phone", FieldType.PHONE, (), False),
        ("roof_kind", FieldType.CHOICE, ("Tile", "Metal"), True),
    ]
    assert stored[0].default_region == "GB"

    robot.tab("campaign")
    robot.click("first-campaign")
    robot.write("campaign-name", "Solar 2026")
    assert robot.part("campaign-code").text() == "SOLAR-2026"
    assert robot.part("campaign-template").currentText() == "Solar"
    robot.choose("campaign-project", "New project…")
    robot.save()
    assert robot.problem_of("new_project") == "The new project needs a name."
    robot.write("campaign-new-project", "Residential")
    robot.write("campaign-zone", "Europe/London")
    robot.save()
    listing = robot.listing()
    made = listing.campaigns[0]
    assert (made.name, made.code, made.time_zone) == ("Solar 2026", "SOLAR-2026", "Europe/London")
    assert listing.campaigns_of(listing.projects[0]) == ("Solar 2026",)
    assert robot.titles() == ["Solar 2026"]
    assert not robot.part("campaign-template").isEnabled()
    assert "Nothing was changed" in robot.part("save-campaign").toolTip()
    assert robot.part("campaign-project").currentText() == "Residential"
    robot.write("campaign-name", "Solar 2027")
    robot.save()
    assert robot.titles() == ["Solar 2027"]


def test_a_taken_name_is_said_at_its_field(robot: Robot) -> None:
    robot.click("new-record")
    robot.write("campaign-name", "solar 2026")
    robot.write("campaign-zone", "Europe/London")
    robot.save()
    assert "exists already" in robot.problem_of("name")
    assert len(robot.listing().campaigns) == 1
    robot.tab("project")
    robot.click("new-record")
    robot.write("project-name", "RESIDENTIAL")
    robot.save()
    assert robot.problem_of("name") == "A project called “RESIDENTIAL” exists already."


def test_an_unknown_zone_and_country_are_said_at_their_fields(robot: Robot) -> None:
    robot.write("campaign-zone", "Atlantis/Centre")
    robot.write("campaign-region", "Atlantis")
    robot.save()
    assert "is not a time zone" in robot.problem_of("time_zone")
    assert "Atlantis" in robot.problem_of("region")


def test_nothing_is_written_while_typing_and_leaving_is_held(robot: Robot) -> None:
    robot.write("campaign-name", "Other")
    robot.settle()
    assert robot.listing().campaigns[0].name == "Solar 2026"
    assert "“Other” has changes that are not saved" in robot.page.leave()
    robot.tab("project")
    assert "“Other”" in robot.page.leave()
    assert isinstance(robot.page.tab(), CampaignsTab), "the tab with the changes comes into sight"
    with robot.qtbot.waitSignal(robot.page.free_to_leave):
        robot.click("discard-campaign")
    assert not robot.page.leave()
    assert robot.part("campaign-name").text() == "Solar 2026"


def test_another_record_waits_for_unsaved_changes(robot: Robot) -> None:
    robot.click("copy-campaign")
    robot.save()
    assert robot.titles() == ["Solar 2026", "Solar 2026 (2)"]
    robot.write("campaign-name", "Third")
    robot.pick("Solar 2026")
    assert robot.part("campaign-name").text() == "Third"
    assert "not saved" in robot.bench.said[-1].text
    robot.save()
    robot.pick("Solar 2026")
    assert robot.part("campaign-name").text() == "Solar 2026"
    assert {each.code for each in robot.listing().campaigns} == {"SOLAR26", "SOLAR26-2"}


def test_an_archived_campaign_is_hidden_and_comes_back(robot: Robot) -> None:
    robot.click("archive-campaign")
    robot.settle()
    assert robot.titles() == []
    robot.click("archived-campaign")
    robot.pick("Solar 2026")
    robot.click("archive-campaign")
    robot.settle()
    assert not robot.listing().campaigns[0].archived


def test_a_deleted_campaign_can_be_put_back(robot: Robot) -> None:
    robot.page.tab().list.setFocus()
    QTest.keyClick(robot.page.tab().list, Qt.Key.Key_Delete)
    robot.settle()
    assert robot.listing().campaigns == ()
    undo = robot.bench.said[-1]
    assert undo.action == "Undo"
    assert undo.on_action is not None
    undo.on_action()
    robot.settle()
    assert [each.code for each in robot.listing().campaigns] == ["SOLAR26"]


def _with_leads(robot: Robot) -> TemplatesTab:
    rows: list[tuple[object, ...]] = [(1, phone(1), None, "Ada", "One", None, 3000)]
    bring_leads(robot.bench.office, rows)
    robot.tab("template")
    robot.page.refresh()
    robot.settle()
    tab = robot.page.tab()
    assert isinstance(tab, TemplatesTab)
    return tab


def test_the_live_example_shows_what_is_stored_or_why_not(robot: Robot) -> None:
    robot.tab("template")
    robot.write("field-example", "020 7946 0123")
    says = robot.part("field-example-says")
    assert says.text() == "Stored as +442079460123"
    robot.write("field-example", "020 7946 0123 ext 46")
    assert says.text() == "Stored as +442079460123 with extension 46"
    robot.write("field-example", "12")
    assert "Phone “12”" in says.text()
    robot.write("template-region", "Denmark")
    robot.write("field-example", "12 34 56 78")
    assert says.text() == "Stored as +4512345678"
    table = robot.part("fields-grid")
    table.go_to(5)
    robot.write("field-maximum", "9000")
    robot.write("field-example", "9001")
    assert "9,000" in says.text() or "9000" in says.text()
    robot.write("field-example", "8500")
    assert says.text() == "Stored as 8500"
    robot.write("field-maximum", "many")
    assert "Mend the rules" in says.text()


def test_a_template_in_use_gains_fields_and_asks_before_losing_values(robot: Robot) -> None:
    _with_leads(robot)
    table = robot.part("fields-grid")
    model = table.model()
    index = model.index(5, model.column_of("type"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert "1 lead has values under this key" in index.data(Qt.ItemDataRole.ToolTipRole)
    table.go_to(5)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    robot.click("fields-add")
    robot.edit_cell("fields-grid", 5, "label", "Roof area")
    robot.save()
    assert "1 lead holds a value in “Yearly use”" in robot.page.tab().editor.banner_text()
    stored = robot.listing().templates[0]
    assert stored.field("kwh") is not None
    robot.click("save-without")
    robot.settle()
    keys = [field.key for field in robot.listing().templates[0].fields]
    assert keys == ["phone", "mobile", "first_name", "surname", "email", "roof_area"]
    assert robot.page.tab().editor.banner_text() == ""


def test_a_required_field_of_a_template_in_use_stays(robot: Robot) -> None:
    robot.tab("template")
    robot.tick("fields-grid", 3, "required")
    robot.save()
    robot.part("fields-grid").go_to(3)
    remove = robot.part("fields-remove")
    assert not remove.isEnabled()
    assert "Make it optional and save first" in remove.toolTip()


def test_fields_are_moved_by_keys(robot: Robot) -> None:
    robot.tab("template")
    table = robot.part("fields-grid")
    table.go_to(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    robot.save()
    assert [f.key for f in robot.listing().templates[0].fields][:2] == ["mobile", "phone"]


def test_dispositions_are_edited_in_their_grid(robot: Robot) -> None:
    robot.tab("template")
    segments = robot.part("template-parts")
    segments.choose("dispositions")
    robot.click("dispositions-add")
    robot.edit_cell("dispositions-grid", 2, "name", "Wrong number")
    robot.edit_cell("dispositions-grid", 2, "end", "Closed: Invalid phone")
    robot.edit_cell("dispositions-grid", 2, "priority", "5")
    robot.tick("dispositions-grid", 2, "system")
    robot.save()
    made = robot.listing().templates[0].dispositions[2]
    assert (made.name, made.code, made.closure, made.status, made.priority, made.system) == (
        "Wrong number", "WRONG_NUMBER", Closure.INVALID_PHONE, None, 5, True,
    )  # fmt: skip


def test_a_name_used_twice_is_said_below_the_grid(robot: Robot) -> None:
    robot.tab("template")
    robot.part("template-parts").choose("dispositions")
    robot.edit_cell("dispositions-grid", 1, "code", "SALE")
    robot.part("template-parts").choose("fields")
    robot.save()
    assert "used twice" in robot.part("dispositions-problem").text()


def test_hours_of_a_week(robot: Robot) -> None:
    tab = robot.tab("hours")
    assert isinstance(tab, HoursTab)
    robot.click("new-record")
    robot.write("hours-name", "Sundays too")
    robot.write("hours-zone", "Europe/London")
    robot.click("hours-add-sun")
    robot.save()
    made = next(each for each in robot.listing().hours if each.name == "Sundays too")
    assert dict(made.week) == dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sun"), "09:00-17:00")
    assert made.time_zone == "Europe/London"
    robot.pick("Evenings")
    robot.click("hours-add-mon")
    robot.click("hours-copy")
    robot.save()
    changed = next(each for each in robot.listing().hours if each.name == "Evenings")
    assert changed.week["fri"] == changed.week["mon"] == "17:00-20:00, 21:00-22:00"


def test_teams_and_people(robot: Robot) -> None:
    robot.tab("people")
    top = robot.titles()[0]
    robot.pick(top)
    robot.click("new-team")
    robot.write("team-name", "Evenings")
    robot.save()
    robot.pick("Evenings")
    robot.click("new-record")
    robot.write("person-name", "Bo Tester")
    robot.write("person-login", "ida")
    robot.save()
    assert "login “ida” exists" in robot.problem_of("login")
    robot.write("person-login", "bo")
    robot.choose("person-role", "Supervisor")
    robot.save()
    listing = robot.listing()
    bo = next(each for each in listing.people if each.login == "bo")
    assert next(team.name for team in listing.teams if team.id == bo.team_id) == "Evenings"
    assert robot.titles() == [top, "Ida Tester", "Evenings", "Bo Tester"]
    robot.pick("Evenings")
    assert robot.part("team-parent").findText("Evenings") < 0


def test_changes_made_elsewhere_come_in_and_typing_stays(robot: Robot) -> None:
    robot.write("campaign-name", "Typing")

    def add(database: Database) -> None:
        people.add_team(database, Team("Elsewhere", people.top_team(database).id), who="other")

    robot.bench.office.workspace.write(add)
    robot.bench.desk.bus.tell("campaigns")
    robot.settle()
    assert robot.part("campaign-name").text() == "Typing"
    robot.tab("people")
    assert "Elsewhere" in robot.titles()


def test_search_narrows_the_list_of_the_tab(robot: Robot) -> None:
    robot.tab("people")
    search = robot.page.header.search
    assert search is not None
    QTest.keyClicks(search, "ida")
    assert robot.titles() == ["Ida Tester"]


@pytest.mark.parametrize("tab", ["campaign", "template", "project", "hours", "people"])
def test_every_control_has_a_name(robot: Robot, tab: str) -> None:
    robot.tab(tab)
    assert_all_named(robot.page)
