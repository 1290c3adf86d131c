"""What only shows: lists, steps, banners, facts, bars, empty states."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadadmin.ui.charts.bar_list import BarItem, BarList
from leadadmin.ui.charts.legend import Legend
from leadadmin.ui.charts.stacked_bar import Part, StackedBar
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.card import Card, ScrollPage
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.header import PageHeader
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import ElidedLabel, Label
from leadadmin.ui.widgets.list_pane import ListItem, ListPane
from leadadmin.ui.widgets.pill import Pill, PillSpec
from leadadmin.ui.widgets.progress import Bar
from leadadmin.ui.widgets.steps import Step, StepList, StepState, Trouble

ITEMS = [
    ListItem("head", "Today", heading=True),
    ListItem("a", "North CRM", "SQL Server", "database", pill=PillSpec("Works", Tone.SUCCESS)),
    ListItem("b", "Renewals", "MySQL", "database", time="14:00", dot=True),
]


@pytest.fixture
def pane(qtbot: QtBot) -> ListPane:
    made = ListPane(says="Connections")
    qtbot.addWidget(made)
    made.set_items(ITEMS)
    made.resize(288, 400)
    made.show()
    return made


def test_a_list_tells_what_is_chosen(qtbot: QtBot, pane: ListPane) -> None:
    with qtbot.waitSignal(pane.chosen) as heard:
        place = pane.visualRect(pane.model().index(2, 0)).center()
        qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["b"]
    assert pane.current() == "b"
    assert not pane.choose("head")
    pane.grab()


def test_new_items_keep_the_chosen_one_silently(qtbot: QtBot, pane: ListPane) -> None:
    pane.choose("b")
    with qtbot.assertNotEmitted(pane.chosen):
        pane.set_items(list(reversed(ITEMS)))
    assert pane.current() == "b"
    with qtbot.waitSignal(pane.chosen) as heard:
        pane.set_items(ITEMS[:2])
    assert heard.args == [""]


def test_arrow_keys_pass_headings_by(qtbot: QtBot, pane: ListPane) -> None:
    pane.choose("a")
    QTest.keyClick(pane, Qt.Key.Key_Down)
    assert pane.current() == "b"
    QTest.keyClick(pane, Qt.Key.Key_Home)
    assert pane.current() in ("a", "b")


def test_an_item_is_read_aloud_with_its_state(pane: ListPane) -> None:
    index = pane.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "North CRM, SQL Server, Works"


STEPS = [Step("dns", "Name resolution"), Step("tcp", "TCP"), Step("login", "Login")]


def test_steps_change_as_they_happen_and_the_failed_one_opens(qtbot: QtBot) -> None:
    steps = StepList(STEPS)
    qtbot.addWidget(steps)
    steps.resize(400, 500)
    steps.show()
    steps.set_step(Step("dns", "Name resolution", "crm-db.example is 192.0.2.14", "4 ms", StepState.DONE))
    steps.set_step(Step("tcp", "TCP", "Port 1433 does not answer", "5 s", StepState.FAILED))
    heard: list[str] = []
    mend = button("Use port 1434", on_click=lambda: heard.append("mended"))
    steps.set_trouble("tcp", Trouble("The server says", "Connection refused", "What you can do", "Try 1434."), mend)
    assert [step.state for step in steps.steps()] == [StepState.DONE, StepState.FAILED, StepState.PENDING]
    texts = {label.text() for label in steps.findChildren(Label) if label.isVisible()}
    assert {"Connection refused", "Try 1434.", "4 ms"} <= texts
    qtbot.mouseClick(mend, Qt.MouseButton.LeftButton)
    assert heard == ["mended"]
    with pytest.raises(KeyError):
        steps.set_step(Step("nowhere", "Nowhere"))
    steps.set_steps(STEPS)
    assert "Connection refused" not in {label.text() for label in steps.findChildren(Label) if label.isVisible()}


def test_a_banner_grows_with_its_text_and_takes_it_literally(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    box = QVBoxLayout(holder)
    banner = Banner(Tone.DANGER, "Not mapped.", "Short.", button("Change"))
    box.addWidget(banner)
    box.addStretch()
    holder.resize(500, 400)
    holder.show()
    before = banner.height()
    assert before >= 44
    banner.show_verdict(Tone.WARNING, "<b>Not</b>", "A long sentence about what is not in order. " * 6)
    qtbot.waitUntil(lambda: banner.height() > before)
    assert banner.accessibleName().startswith("<b>Not</b>")
    assert any("&lt;b&gt;" in label.text() for label in banner.findChildren(Label))


def test_facts_change(qtbot: QtBot) -> None:
    facts = KeyValueList()
    qtbot.addWidget(facts)
    facts.add("last", "Last id", "184,220")
    facts.add("state", "Status", Pill("Active"))
    facts.set_value("last", "184,560", tone="muted")
    assert any(label.text() == "184,560" for label in facts.findChildren(Label))
    with pytest.raises(TypeError):
        facts.set_value("state", "Paused")


def test_a_cut_label_tells_the_whole(qtbot: QtBot) -> None:
    label = ElidedLabel("A name that is far too long for its place")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole()
    label.resize(600, 20)
    assert label.text() == label.whole()
    assert label.toolTip() == ""


def test_a_header_shows_title_state_and_note(qtbot: QtBot) -> None:
    header = PageHeader("CRM web leads", parent_title="Injectors")
    qtbot.addWidget(header)
    header.set_pill(PillSpec("Paused", Tone.WARNING, "circle-pause"))
    header.set_note("13:40")
    header.resize(900, 60)
    header.show()
    assert header.title() == "CRM web leads"
    assert header.findChild(Pill).isVisible()
    header.set_pill(None)
    assert not header.findChild(Pill).isVisible()
    up = next(b for b in header.findChildren(QPushButton) if b.text() == "Injectors")
    with qtbot.waitSignal(header.parent_clicked):
        qtbot.mouseClick(up, Qt.MouseButton.LeftButton)


def test_an_empty_state_shows_its_whole_sentence(qtbot: QtBot) -> None:
    empty = EmptyState("syringe", "No injectors yet", "An injector pulls leads from your database. " * 4, button("New"))
    qtbot.addWidget(empty)
    empty.resize(800, 600)
    empty.show()
    sentence = empty.sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_a_scroll_page_never_cuts_at_the_right(qtbot: QtBot) -> None:
    box = QVBoxLayout()
    box.addWidget(Label("A sentence that wraps rather than being cut. " * 5, wrap=True))
    box.addWidget(Card("Title", "note"))
    page = ScrollPage(box)
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.show()
    assert page.inner.width() == page.viewport().width()


def test_parts_of_a_bar_are_in_proportion_and_small_ones_can_be_seen(qtbot: QtBot) -> None:
    bar = StackedBar([Part("Added", 9990, 3), Part("Updated", 0, 1), Part("Rejected", 10, 6)])
    qtbot.addWidget(bar)
    bar.resize(300, 10)
    bar.show()
    spans = bar.spans()
    assert [part.name for part, _, _ in spans] == ["Added", "Rejected"]
    assert spans[1][2] - spans[1][1] == pytest.approx(2)
    assert spans[1][2] == pytest.approx(300)
    assert bar.accessibleName() == "Added 9,990, Updated 0, Rejected 10"
    bar.grab()
    bar.set_parts([])
    assert bar.spans() == []
    bar.grab()
    legend = Legend([Part("Added", 9990, 3)])
    qtbot.addWidget(legend)
    legend.grab()


def test_a_click_on_a_bar_says_which_and_a_second_click_takes_it_back(qtbot: QtBot) -> None:
    bars = BarList()
    qtbot.addWidget(bars)
    bars.set_items([BarItem("phone_invalid", "Phone invalid", 41), BarItem("area", "Roof area not a number", 22)])
    bars.show()
    rows = [child for child in bars.findChildren(QWidget) if child.accessibleName() == "Phone invalid: 41"]
    with qtbot.waitSignal(bars.chosen) as heard:
        qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert heard.args == ["phone_invalid"]
    bars.set_items([BarItem("phone_invalid", "Phone invalid", 40)])
    assert bars.current() == "phone_invalid"
    row = next(child for child in bars.findChildren(QWidget) if child.accessibleName() == "Phone invalid: 40")
    with qtbot.waitSignal(bars.chosen) as heard:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert heard.args == [""]


def test_a_bar_tells_its_share(qtbot: QtBot) -> None:
    bar = Bar(0.62)
    qtbot.addWidget(bar)
    assert bar.accessibleDescription() == "62%"
    bar.set_share(None)
    assert bar.accessibleDescription() == ""
    bar.grab()
