"""The gallery's states: every control enabled, chosen and off; lists with times; an empty page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import PAGE_MARGIN, SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import Button, Kind, button, icon_button, primary_button
from leadadmin.ui.widgets.card import Card, ScrollPage
from leadadmin.ui.widgets.chips import Chip
from leadadmin.ui.widgets.empty import EmptyState
from leadadmin.ui.widgets.fields import ComboBox, LineEdit, SearchField, TextArea
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.key_values import KeyValueList
from leadadmin.ui.widgets.labels import Label, hline, vline
from leadadmin.ui.widgets.list_pane import ListItem, ListPane
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.pill import Pill
from leadadmin.ui.widgets.progress import Bar
from leadadmin.ui.widgets.segments import Segment, SegmentedControl
from leadadmin.ui.widgets.spin import SpinBox
from leadadmin.ui.widgets.switch import Switch
from leadadmin.ui.widgets.weekdays import WeekdayPicker

_INBOX = [
    ListItem("today", "Today", heading=True),
    ListItem(
        "1",
        "Injector “Member renewals” failed 5 times",
        "Login timed out at renewals-db",
        "circle-x",
        "danger",
        time="14:00",
        dot=True,
    ),
    ListItem(
        "2",
        "Injector “CRM web leads” is paused",
        "62% of 340 rows rejected",
        "circle-pause",
        "danger",
        time="13:40",
        dot=True,
    ),
    ListItem(
        "3",
        "Injector “Partner export” is silent",
        "Acknowledged by Ida O., 12:41",
        "bell-off",
        "warning",
        time="12:30",
    ),
]
_VERDICTS = [
    Segment("all", "All", count="200"),
    Segment("add", "Add", "plus", "131"),
    Segment("update", "Update", "pencil", "31"),
]


class StatesPage(Page):
    """Controls in all their states."""

    def __init__(self) -> None:
        super().__init__("Inbox")
        self.header.insert_left(SegmentedControl([Segment("o", "Open", count="3"), Segment("a", "All")], small=True))
        self.header.add(button("Acknowledge all 3", "check-check"))
        self.body.addWidget(hline(strong=True))
        row = QHBoxLayout()
        row.setSpacing(0)
        pane = ListPane(says="Alerts", width=416)
        pane.set_items(_INBOX)
        pane.choose("1")
        row.addWidget(pane)
        row.addWidget(vline(strong=True))
        inner = QVBoxLayout()
        inner.setContentsMargins(PAGE_MARGIN, SPACE_L, PAGE_MARGIN, SPACE_L)
        inner.setSpacing(SPACE_M)
        for part in (self._buttons(), self._chosen(), self._fields(), self._said(), self._facts()):
            inner.addWidget(part)
        inner.addStretch()
        row.addWidget(ScrollPage(inner), 1)
        self.body.addLayout(row, 1)

    def _buttons(self) -> QWidget:
        whole = QWidget()
        flow = FlowLayout(whole)
        kinds: tuple[Kind, ...] = ("primary", "outlined", "quiet", "danger", "link")
        for kind in kinds:
            flow.addWidget(Button(kind.capitalize(), "save", kind=kind))
        for kind in kinds:
            flow.addWidget(Button(kind.capitalize(), kind=kind, small=True))
        for kind in kinds:
            off = Button("Off", "save", kind=kind)
            off.why_not("Nothing has changed.")
            flow.addWidget(off)
        flow.addWidget(icon_button("ellipsis", "More"))
        flow.addWidget(icon_button("ellipsis", "More", kind="outlined", small=False))
        return whole

    def _chosen(self) -> QWidget:
        whole = QWidget()
        flow = FlowLayout(whole, spacing=SPACE_M)
        for on in (False, True):
            flow.addWidget(Switch("Enabled", checked=on))
            off = Switch("Off", checked=on)
            off.why_not("Test first.")
            flow.addWidget(off)
        for state in (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked):
            box = QCheckBox("Tick")
            box.setTristate(True)
            box.setCheckState(state)
            flow.addWidget(box)
        off_box = QCheckBox("Off")
        off_box.setChecked(True)
        off_box.setEnabled(False)
        flow.addWidget(off_box)
        for on in (True, False):
            radio = QRadioButton("Choice")
            radio.setAutoExclusive(False)
            radio.setChecked(on)
            flow.addWidget(radio)
        flow.addWidget(SegmentedControl(_VERDICTS))
        flow.addWidget(WeekdayPicker({1, 3}))
        flow.addWidget(Chip("When", "today and yesterday", removable=True))
        flow.addWidget(Chip("Door", trailing="chevron-down"))
        for tone, name in zip(Tone, ("", "hourglass", "circle-x", "loader", "circle-pause"), strict=True):
            flow.addWidget(Pill(tone.value.capitalize(), tone, name))
        return whole

    def _fields(self) -> QWidget:
        whole = QWidget()
        flow = FlowLayout(whole, spacing=SPACE_M)
        empty = LineEdit(placeholder="Leave out the number")
        wrong = LabeledField("Database", LineEdit("crm_nort"), hint="As the server names it")
        wrong.show_problem("No database of this name is open to this login.")
        off = LineEdit("off")
        off.setEnabled(False)
        combo = ComboBox(placeholder="Choose a field…")
        combo.add("Mobile", "mobile", "phone")
        combo.choose(None)
        off_combo = ComboBox()
        off_combo.add("Off")
        off_combo.setEnabled(False)
        for label, editor in (
            ("Empty", empty),
            ("Off", off),
            ("Choice", combo),
            ("Off", off_combo),
            ("Number", SpinBox(48310)),
            ("Search", SearchField("Search runs")),
        ):
            flow.addWidget(LabeledField(label, editor))
        flow.addWidget(wrong)
        flow.addWidget(LabeledField("Note", TextArea("Asked to wait.", lines=2)))
        return whole

    def _said(self) -> QWidget:
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_S)
        box.addWidget(Banner(Tone.SUCCESS, "Works.", "All 7 steps passed."))
        box.addWidget(
            Banner(
                Tone.DANGER,
                "The duplicate field “Mobile 2” is not mapped.",
                "Map it, or choose another duplicate field, before you go on. A phone field is mapped, and this"
                " text is long enough to need a second line in a narrow window.",
                Button("Change duplicate field", kind="quiet"),
            )
        )
        box.addWidget(Banner(Tone.INFO, "", "The counts are of 14:02."))
        return whole

    def _facts(self) -> QWidget:
        card = Card("Where it stands", "1,120 open")
        card.header.addWidget(icon_button("ellipsis", "More"))
        facts = KeyValueList()
        facts.add("campaign", "Campaign", "Solar Roofs Spring")
        facts.add("status", "Status", Pill("Automatic redial", Tone.INFO, "refresh-cw"))
        facts.add("copies", "Copies", "None", tone="muted")
        card.body.addWidget(facts)
        for share in (0.62, 0.03, None):
            card.body.addWidget(Bar(share, height=6))
        card.body.addWidget(Label("Bars: a share, a small one, an unknown one", Type.CAPTION, tone="muted"))
        return card


class EmptyPage(Page):
    """A page without anything yet."""

    def __init__(self) -> None:
        super().__init__("Runs")
        self.body.addWidget(
            EmptyState(
                "syringe",
                "No injectors yet",
                "An injector pulls leads from your database, on its schedule, and never takes one twice.",
                primary_button("New injector", "plus"),
                button("See an example"),
            )
        )
