"""The field mapping grid: columns read, suggestions, and every way to edit a line by mouse and keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from leadadmin.domain.fields import FieldType
from leadadmin.domain.mapping import MappingEntry
from leadadmin.domain.system_fields import SystemField
from leadadmin.store import templates
from leadadmin.ui.pages.injector_form.mapping_view import FieldPicker
from leadadmin.ui.pages.injector_form.transform_popup import TransformPopup
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from tests.helpers.crm import QUERY, Crm, furnish_crm
from tests.helpers.desk import DeskBench
from tests.ui.injector_form_help import Driver, drive

SUMMARY_OFFERING = "7 columns: 5 mapped, 1 to check, 1 ignored"


@pytest.fixture
def crm(desk_bench: DeskBench, tmp_path: Path) -> Crm:
    return furnish_crm(desk_bench, tmp_path)


@pytest.fixture
def driver(crm: Crm, desk_bench: DeskBench, qtbot: QtBot) -> Driver:
    """The form of “Web”, its columns read: tel, first and last are mapped; mail and city are not."""
    made = drive(desk_bench, qtbot)
    made.open(crm.injector_id)
    made.section("mapping")
    made.section("source")
    made.click("read-columns")
    qtbot.waitUntil(lambda: bool(made.form.draft.study.suggestions))
    made.section("source", opened=False)
    return made


def entries(driver: Driver) -> list[MappingEntry]:
    return list(driver.form.draft.mapping.entries)


def entry_of(driver: Driver, field: str) -> MappingEntry:
    return next(entry for entry in entries(driver) if entry.field == field)


def test_columns_show_where_they_go_and_why(driver: Driver) -> None:
    assert driver.grid_rows() == [
        ("id", "Unique id", "None", "Set in Identity"),
        ("tel", "Phone", "As phone, GB", "3 of 4 values are phone numbers"),
        ("first", "First name", "None", "The name is 71% similar"),
        ("last", "Surname", "None", "Chosen by hand"),
        ("mail", "E-mail", "None", "4 of 4 values are e-mail addresses"),
        ("city", "Choose a field…", "None", "No field fits: ignored"),
    ]
    assert driver.form.sections[5].summary() == "6 columns: 5 mapped, 1 ignored"


def test_nothing_is_written_until_it_is_saved(driver: Driver, crm: Crm, qtbot: QtBot) -> None:
    assert MappingEntry(("mail",), "email") in entries(driver), "a sure suggestion is taken over"
    assert len(crm.stored().injector.mapping.entries) == 3
    driver.click("save")
    qtbot.waitUntil(lambda: len(crm.stored().injector.mapping.entries) == 4)


def test_another_field_is_picked_by_click(driver: Driver, qtbot: QtBot) -> None:
    driver.click_cell("city", "field")
    picker = driver.find(FieldPicker, "field-picker")
    qtbot.waitUntil(picker.view().isVisible)
    picker.view().setCurrentIndex(picker.model().index(picker.findText("Mobile"), 0))
    qtbot.keyClick(picker.view(), Qt.Key.Key_Return)
    assert MappingEntry(("city",), "mobile") in entries(driver)
    assert driver.grid_rows()[-1] == ("city", "Mobile", "As phone, GB", "Chosen by hand")
    qtbot.waitUntil(lambda: driver.grid_rows()[-1][3] == "Only 0 of 4 values are phone numbers")
    assert driver.form.sections[5].summary() == "6 columns: 5 mapped, 1 to check"


def test_typing_in_a_row_looks_for_a_field(driver: Driver, qtbot: QtBot) -> None:
    driver.press_in_grid("city", "column", Qt.Key.Key_Y)
    picker = driver.find(FieldPicker, "field-picker")
    qtbot.keyClick(picker, Qt.Key.Key_Y)
    assert picker.currentText() == "Yearly use"
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entries(driver)[-1] == MappingEntry(("city",), "kwh"))


def test_alt_down_opens_the_list_and_escape_leaves_it(driver: Driver, qtbot: QtBot) -> None:
    before = entries(driver)
    driver.press_in_grid("city", "status", Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    picker = driver.find(FieldPicker, "field-picker")
    qtbot.waitUntil(picker.view().isVisible)
    qtbot.keyClick(picker.view(), Qt.Key.Key_Escape)
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert entries(driver) == before


def test_delete_clears_and_suggest_again_brings_it_back(driver: Driver, qtbot: QtBot) -> None:
    driver.press_in_grid("mail", "field", Qt.Key.Key_Delete)
    assert all(entry.field != "email" for entry in entries(driver))
    assert driver.grid_rows()[4] == ("mail", "Choose a field…", "None", "Ignored")
    driver.click("suggest-again")
    qtbot.waitUntil(lambda: driver.grid_rows()[4][1] == "E-mail")


def test_enter_accepts_a_suggestion_that_is_to_be_checked(driver: Driver, crm: Crm, qtbot: QtBot) -> None:
    driver.section("source")
    driver.type_into("injector-query", "SELECT id, tel, 4200 AS yearly_used FROM people")
    driver.click("read-columns")
    qtbot.waitUntil(lambda: any(row[0] == "yearly_used" and "similar" in row[3] for row in driver.grid_rows()))
    row = next(row for row in driver.grid_rows() if row[0] == "yearly_used")
    assert row[1] == "Yearly use"
    assert all(entry.field != "kwh" for entry in entries(driver)), "offered is not accepted"
    driver.press_in_grid("yearly_used", "field", Qt.Key.Key_Return)
    assert entries(driver)[-1] == MappingEntry(("yearly_used",), "kwh")


@pytest.fixture
def offering(driver: Driver, qtbot: QtBot) -> Driver:
    """The form with a column whose suggestion is offered and neither accepted nor put aside."""
    driver.section("source")
    driver.type_into("injector-query", QUERY.replace("city", "city, 4200 AS yearly_used"))
    driver.click("read-columns")
    qtbot.waitUntil(lambda: any(row[0] == "yearly_used" and "similar" in row[3] for row in driver.grid_rows()))
    assert driver.form.sections[5].summary() == SUMMARY_OFFERING
    return driver


def offered(driver: Driver) -> list[str]:
    return [line.column for line in driver.form.draft.lines() if line.offered is not None]


def test_a_save_is_no_answer_to_a_suggestion(offering: Driver, crm: Crm, qtbot: QtBot) -> None:
    offering.click("save")
    qtbot.waitUntil(lambda: not offering.form.draft.dirty)
    assert (offered(offering), offering.form.sections[5].summary()) == (["yearly_used"], SUMMARY_OFFERING)


def test_a_test_is_no_answer_to_a_suggestion(offering: Driver, crm: Crm, qtbot: QtBot) -> None:
    pass_a_test(offering, crm, qtbot)
    qtbot.waitUntil(lambda: offered(offering) == ["yearly_used"])
    assert offering.form.sections[5].summary() == SUMMARY_OFFERING
    assert next(row for row in offering.grid_rows() if row[0] == "yearly_used")[1] == "Yearly use"


def test_what_was_put_aside_is_not_offered_after_a_test(offering: Driver, crm: Crm, qtbot: QtBot) -> None:
    offering.press_in_grid("yearly_used", "field", Qt.Key.Key_Delete)
    pass_a_test(offering, crm, qtbot)
    qtbot.waitUntil(lambda: bool(offering.form.draft.study.suggestions))
    assert offered(offering) == []
    assert offering.form.sections[5].summary() == "7 columns: 5 mapped, 2 ignored"


def pass_a_test(driver: Driver, crm: Crm, qtbot: QtBot) -> None:
    """Test, wait for a passed one, and open the form anew."""
    driver.click("test")
    qtbot.waitUntil(lambda: crm.stored().state.tested_digest != "", timeout=10_000)
    loads: list[bool] = []
    driver.form.draft.loaded.connect(lambda: loads.append(True))
    driver.window.go("injector", injector_id=crm.injector_id)
    qtbot.waitUntil(lambda: bool(loads) and driver.form.draft.tested, timeout=10_000)


def test_columns_that_are_gone_are_said_and_taken_out(driver: Driver, qtbot: QtBot) -> None:
    driver.section("source")
    driver.type_into("injector-query", "SELECT id, tel FROM people WHERE id > :last_id")
    driver.click("read-columns")
    qtbot.waitUntil(lambda: len(driver.form.draft.columns) == 2)
    gone = [row for row in driver.grid_rows() if row[3] == "The source has no such column"]
    assert [row[0] for row in gone] == ["first", "last", "mail"]
    driver.click_link("first")
    assert all(entry.columns != ("first",) for entry in entries(driver))


def test_two_columns_on_one_field_can_be_joined(driver: Driver) -> None:
    driver.pick("last", "first_name")
    row = driver.grid_rows()[3]
    assert row[1] == "First name"
    assert row[3].startswith("“first” and “last” both go to")
    driver.click_link("last")
    joined = next(entry for entry in entries(driver) if entry.field == "first_name")
    assert joined.columns == ("first", "last")
    assert [transform.text for transform in joined.transforms] == ["join: "]
    assert driver.grid_rows()[2][2:] == ("Join with “ ”", "Joined: first + last")
    driver.press_in_grid("last", "field", Qt.Key.Key_Delete)
    assert next(entry for entry in entries(driver) if entry.field == "first_name") == MappingEntry(
        ("first",), "first_name"
    )


def test_what_stands_in_for_empty_values_is_typed(driver: Driver, qtbot: QtBot) -> None:
    driver.click_cell("first", "default")
    editor = driver.find(LineEdit, "default-editor")
    qtbot.keyClicks(editor, "Unknown")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry_of(driver, "first_name").default == "Unknown")
    driver.press_in_grid("first", "default", Qt.Key.Key_Delete)
    assert entry_of(driver, "first_name").default == ""


def test_transforms_are_put_together_in_a_popup(driver: Driver, qtbot: QtBot) -> None:
    driver.click_cell("first", "transform")
    popup = driver.find(TransformPopup, "transform-popup")
    kinds = driver.find(ComboBox, "transform-kind")
    kinds.choose("title")
    driver.click("transform-add")
    kinds.choose("replace")
    driver.click("transform-add")
    assert any(label.text() == "Replacing needs the text to replace." for label in popup.findChildren(QLabel))
    qtbot.keyClicks(driver.find(LineEdit, "transform-argument-old"), "Mille")
    qtbot.keyClicks(driver.find(LineEdit, "transform-argument-new"), "Milla")
    driver.click("transform-add")
    changed = next(entry for entry in entries(driver) if entry.field == "first_name")
    assert [transform.text for transform in changed.transforms] == ["title", "replace:Mille:Milla"]
    assert any(label.text() == "mille → Milla" for label in popup.findChildren(QLabel)), "the popup shows an example"
    popup.close()
    assert driver.grid_rows()[2][2] == "Title case, Replace “Mille” with “Milla”"
    driver.press_in_grid("first", "transform", Qt.Key.Key_Delete)
    assert driver.grid_rows()[2][2] == "None"


def test_a_new_field_is_added_to_the_template(driver: Driver, crm: Crm, qtbot: QtBot) -> None:
    driver.click_link("city")
    assert driver.find(LineEdit, "new-field-label").text() == "City"
    driver.type_into("new-field-label", "Home town")
    assert driver.find(LineEdit, "new-field-key").text() == "home_town"
    driver.click("add-field")
    qtbot.waitUntil(lambda: MappingEntry(("city",), "home_town") in entries(driver))
    with crm.workspace.reading() as database:
        field = templates.get(database, driver.bench.office.template.id or 0).field("home_town")
    assert field is not None
    assert (field.label, field.type) == ("Home town", FieldType.TEXT)
    assert driver.grid_rows()[5][1] == "Home town"


def test_a_new_field_needs_a_key_of_its_own(driver: Driver, qtbot: QtBot) -> None:
    driver.click_link("city")
    driver.type_into("new-field-key", "kwh")
    driver.click("add-field")
    said = "The template “Solar” has a field “kwh” already."
    qtbot.waitUntil(lambda: any(label.text() == said for label in driver.window.findChildren(QLabel)))


def test_system_columns_need_no_mapping(driver: Driver, qtbot: QtBot) -> None:
    driver.section("source")
    driver.type_into(
        "injector-query", "SELECT id, tel, '2025/11/21 10:00' AS njCallBackDate, 5 AS njPriority FROM people"
    )
    driver.click("read-columns")
    qtbot.waitUntil(lambda: len(driver.form.draft.columns) == 4)
    rows = {row[0]: row for row in driver.grid_rows()}
    assert rows["njCallBackDate"] == ("njCallBackDate", "Call-back date", "None", "System field, yyyy/MM/dd HH:mm")
    assert rows["njPriority"][1] == "Priority"
    assert all(entry.system is None for entry in entries(driver))
    driver.pick("njPriority", SystemField.AGENT)
    assert entries(driver)[-1] == MappingEntry(("njPriority",), system=SystemField.AGENT)


def test_a_needed_field_that_nobody_fills_is_said_below(driver: Driver, qtbot: QtBot) -> None:
    driver.press_in_grid("tel", "field", Qt.Key.Key_Delete)
    said = "No column goes to “Phone” or “Mobile”; a lead needs a phone number."
    qtbot.waitUntil(lambda: any(each.text() == said and each.isVisible() for each in driver.form.findChildren(QLabel)))


def test_the_menu_offers_the_same(driver: Driver) -> None:
    driver.press_in_grid("first", "status", Qt.Key.Key_Down)
    driver.press_in_grid("first", "status", Qt.Key.Key_Up)
    driver.grid.context_wanted.emit(driver.grid.mapToGlobal(driver.grid.rect().center()))
    menu = driver.find(QMenu, "mapping-menu")
    assert [action.text() for action in menu.actions()] == [
        "Choose a field…", "New field…", "Transforms…", "Ignore this column",
    ]  # fmt: skip
    menu.actions()[-1].trigger()
    QApplication.processEvents()


def test_a_column_keeps_its_row_while_it_is_edited(driver: Driver) -> None:
    driver.pick("city", "mobile")
    line = driver.grid.current_line()
    assert line is not None
    assert line.column == "city"
