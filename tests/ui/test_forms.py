"""Fields and forms: problems beside their field, kept passwords, sections built when opened."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leadadmin.domain.errors import InvalidInput
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import quiet_button
from leadadmin.ui.widgets.fields import ComboBox, LineEdit, SearchField, TextArea
from leadadmin.ui.widgets.forms import Form, LabeledField, beside
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.password import PasswordField
from leadadmin.ui.widgets.sections import Section, SectionCard
from leadadmin.ui.widgets.spin import SpinBox, TimeEdit


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.add("name", "&Name", LineEdit())
    made.add("host", "&Host and port", beside(LineEdit(), SpinBox(1433), stretch=0), hint="As the server names it")
    made.add("note", "N&ote", TextArea())
    made.resize(500, 300)
    made.show()
    return made


def says(form: Form, text: str) -> bool:
    return any(label.text() == text and label.isVisible() for label in form.findChildren(Label))


def test_problems_stand_at_their_fields_and_go_again(form: Form) -> None:
    error = InvalidInput({"name": "The name is missing.", "host": "No such host.", "other": "Not on this form."})
    left = form.show_problems(error.problems)
    assert left == {"other": "Not on this form."}
    name = form.row("name").editor
    assert name.property("problem") is True
    assert name.accessibleDescription() == "The name is missing."
    assert says(form, "The name is missing.")
    assert says(form, "No such host.")
    assert not says(form, "As the server names it")
    form.show_problems({})
    assert name.property("problem") is False
    assert name.accessibleDescription() == ""
    assert says(form, "As the server names it")
    assert not says(form, "The name is missing.")


def test_the_first_problem_gets_the_keyboard(qtbot: QtBot, form: Form) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_problems({"note": "Too long.", "host": "No such host."})
    focus = form.focusWidget()
    assert focus is form.row("host").editor.focusProxy()


def test_labels_name_their_editors(form: Form) -> None:
    assert form.row("name").editor.accessibleName() == "Name"
    assert form.row("name").label.buddy() is form.row("name").editor


def test_editors_fill_the_width_and_keep_their_height(form: Form) -> None:
    name = form.row("name").editor
    assert name.width() > 350
    assert name.height() == 32
    form.row("name").show_problem("The name is missing.")
    assert name.height() == 32


def test_a_row_can_be_hidden_whole(form: Form) -> None:
    form.row("name").set_visible(False)
    assert not form.row("name").editor.isVisible()
    assert not form.row("name").label.isVisible()


def test_a_field_with_its_label_above(qtbot: QtBot) -> None:
    field = LabeledField("Runs", ComboBox(), hint="How often")
    qtbot.addWidget(field)
    field.show()
    field.show_problem("Choose one.")
    assert field.editor.property("problem") is True
    field.show_hint("Every so often")
    field.show_problem("")
    assert any(label.text() == "Every so often" for label in field.findChildren(Label))


@pytest.mark.parametrize("made", [SpinBox, TimeEdit, ComboBox, LineEdit])
def test_fields_are_32_high_and_focus_does_not_change_that(qtbot: QtBot, made: type[QWidget]) -> None:
    editor = made()
    qtbot.addWidget(editor)
    editor.show()
    assert editor.height() == 32
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.setFocus()
    assert editor.sizeHint().height() == 32


def test_a_number_shows_whole(qtbot: QtBot) -> None:
    box = SpinBox(1433, high=65535, grouped=False)
    qtbot.addWidget(box)
    box.show()
    assert box.text() == "1433"
    assert box.lineEdit().width() > 40
    assert SpinBox(48310).text() == "48,310"


def test_choices_by_key(qtbot: QtBot) -> None:
    combo = ComboBox(placeholder="Choose a field…")
    qtbot.addWidget(combo)
    combo.add("Mobile", "mobile", "phone")
    combo.add("Plain")
    assert combo.choose("mobile")
    assert combo.key() == "mobile"
    assert combo.choose("Plain")
    assert not combo.choose("nothing of the kind")
    assert combo.key() is None


def test_the_wheel_passes_a_choice_by(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    combo = ComboBox()
    qtbot.addWidget(combo)
    for text in "abc":
        combo.add(text)
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "a"
    assert not turn.isAccepted()


def test_a_kept_password_never_enters_the_field(qtbot: QtBot) -> None:
    field = PasswordField(kept=True)
    qtbot.addWidget(field)
    field.show()
    assert field.value() is None
    assert set(field.edit.text()) == {"•"}
    assert field.edit.isReadOnly()
    with qtbot.waitSignal(field.changed):
        field.replace()
    assert field.value() == ""
    qtbot.keyClicks(field.edit, "abc")
    assert field.value() == "abc"
    assert field.edit.displayText() != "abc"
    field.set_kept(True)
    assert field.value() is None


def test_search_says_its_key_and_name(qtbot: QtBot) -> None:
    field = SearchField("Search pools")
    qtbot.addWidget(field)
    assert field.accessibleName() == field.placeholderText() == "Search pools"
    field.grab()


def test_a_section_is_built_when_first_opened_and_only_once(qtbot: QtBot) -> None:
    built: list[QWidget] = []

    def build() -> QWidget:
        built.append(QWidget())
        return built[-1]

    section = Section("Schedule", build, summary="Every 5 minutes")
    card = SectionCard()
    qtbot.addWidget(card)
    card.add(section)
    card.show()
    assert built == []
    assert section.content() is None
    heard: list[bool] = []
    section.opened.connect(heard.append)
    for opened in (True, False, True):
        section.set_open(opened)
    assert len(built) == 1
    assert section.content() is built[0]
    assert built[0].isVisible()
    assert heard == [True, False, True]


def test_a_section_opens_by_keyboard_and_tells_its_summary(qtbot: QtBot) -> None:
    section = Section("Identity", QWidget, summary="lead_id, integer")
    qtbot.addWidget(section)
    section.show()
    header = next(child for child in section.findChildren(QWidget) if child.accessibleName() == "Identity")
    assert header.accessibleDescription() == "lead_id, integer"
    qtbot.keyClick(header, Qt.Key.Key_Space)
    assert section.is_open()


def test_tools_of_a_section_show_while_it_is_open(qtbot: QtBot) -> None:
    section = Section("Field mapping", QWidget)
    qtbot.addWidget(section)
    tool = quiet_button("Suggest again", "sparkles")
    section.add_tool(tool)
    section.set_state(Tone.WARNING, "1 to check")
    section.show()
    assert not tool.isVisible()
    section.set_open(True)
    assert tool.isVisible()


def test_a_narrow_combo_box_opens_a_list_with_whole_words(qtbot: QtBot) -> None:
    combo = ComboBox()
    qtbot.addWidget(combo)
    for words in ("Text", "Whole number", "Date and time of day"):
        combo.add(words)
    combo.setFixedWidth(80)
    combo.show()
    combo.showPopup()
    view = combo.view()
    qtbot.waitUntil(view.isVisible)
    assert view.viewport().width() >= view.sizeHintForColumn(0) > 80
    combo.hidePopup()
