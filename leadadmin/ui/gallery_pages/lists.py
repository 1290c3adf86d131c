"""The gallery's list page: list pane, form, test steps."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_M, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.action_bar import ActionBar
from leadadmin.ui.widgets.buttons import button, link_button, primary_button
from leadadmin.ui.widgets.card import ScrollPage
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import Form, beside
from leadadmin.ui.widgets.labels import Label, hline, vline
from leadadmin.ui.widgets.list_pane import ListItem, ListPane
from leadadmin.ui.widgets.page import Page
from leadadmin.ui.widgets.password import PasswordField
from leadadmin.ui.widgets.pill import Pill, PillSpec
from leadadmin.ui.widgets.segments import Segment, SegmentedControl
from leadadmin.ui.widgets.spin import SpinBox
from leadadmin.ui.widgets.steps import Step, StepList, StepState, Trouble

_WORKS = PillSpec("Works", Tone.SUCCESS)
_ITEMS = [
    ListItem("a", "North CRM", "SQL Server · crm-db", "database", pill=PillSpec("Test failed", Tone.DANGER)),
    ListItem("b", "Renewals", "MySQL · renewals-db", "database", pill=_WORKS),
    ListItem("c", "Survey store", "PostgreSQL · survey-db", "database", pill=_WORKS),
    ListItem("d", "Partner export", "SQLite file", "file", pill=_WORKS),
    ListItem("e", "Old telephony", "ODBC · OLDTEL", "database", pill=PillSpec("Not tested")),
]
_STEPS = [
    Step("dns", "Name resolution", "crm-db.example is 192.0.2.14", "4 ms", StepState.DONE),
    Step("tcp", "TCP", "Port 1433 answers", "11 ms", StepState.DONE),
    Step("tls", "TLS", "Version 1.3, certificate valid until 4 Mar 2026", "36 ms", StepState.DONE),
    Step("login", "Login", "leadadmin_ro is accepted", "52 ms", StepState.DONE),
    Step("db", "Database", "“crm_nort” could not be opened", "0.2 s", StepState.FAILED),
    Step("right", "Right to execute", "Not reached"),
    Step("list", "List of procedures", "Not reached"),
]


class ConnectionsPage(Page):
    """Like Connections."""

    def __init__(self) -> None:
        super().__init__("Connections", search="Search connections")
        self.header.set_note("5")
        self.header.add(primary_button("New connection", "plus"))
        self.body.addWidget(hline(strong=True))
        row = QHBoxLayout()
        row.setSpacing(0)
        pane = ListPane(says="Connections")
        pane.set_items(_ITEMS)
        pane.choose("a")
        row.addWidget(pane)
        row.addWidget(vline(strong=True))
        row.addWidget(self._form(), 53)
        row.addWidget(vline(strong=True))
        row.addWidget(self._test(), 46)
        self.body.addLayout(row, 1)

    def _form(self) -> QWidget:
        form = Form(label_width=104)
        form.add("name", "&Name", LineEdit("North CRM"))
        form.add("about", "D&escription", LineEdit("CRM of the northern floor, read only"))
        kind = ComboBox()
        kind.add("SQL Server", "mssql")
        form.add("kind", "&Kind", kind)
        driver = ComboBox()
        driver.add("ODBC Driver 18 for SQL Server")
        form.add("driver", "Driver", driver)
        port = SpinBox(1433, high=65535, width=88, grouped=False)
        form.add("host", "&Host and port", beside(LineEdit("crm-db.example"), port, stretch=0))
        form.add("database", "&Database", LineEdit("crm_nort")).show_problem(
            "No database of this name is open to this login."
        )
        log_in = SegmentedControl(
            [Segment("password", "Password"), Segment("windows", "Windows account")], says="Log in with"
        )
        form.add("login", "Log in with", log_in)
        form.add("user", "&User", LineEdit("leadadmin_ro"))
        form.add("password", "&Password", PasswordField(kept=True))
        tls = ComboBox()
        tls.add("Encrypt and verify the certificate", "verify", "lock")
        form.add("tls", "TLS", tls)
        form.add("timeout", "Time-out", beside(SpinBox(10, high=600, width=88), "seconds"))
        form.add_wide(beside(link_button("CA file and driver options", "chevron-right")))
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_XL, SPACE_XL - 5, SPACE_XL, SPACE_XL)
        inner.setSpacing(SPACE_M)
        inner.addWidget(Label("North CRM", Type.CARD_TITLE))
        inner.addWidget(form)
        inner.addStretch()
        bar = ActionBar()
        bar.add(Label("Used by 1 injector, “CRM web leads”", Type.CAPTION, tone="muted"))
        bar.add_apart(button("Test again", "plug-zap"))
        bar.add_apart(primary_button("Save", "save"))
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(ScrollPage(inner), 1)
        box.addWidget(bar)
        return whole

    def _test(self) -> QWidget:
        steps = StepList(_STEPS)
        steps.set_trouble(
            "db",
            Trouble(
                "The server says (4060)",
                "Cannot open database “crm_nort” requested by the login. The login failed.",
                "What you can do",
                "The name may be misspelt: this login can open a database called crm_north.",
            ),
            button("Use crm_north", "wand-sparkles", small=True),
            link_button("Copy details", "copy"),
        )
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_XL, SPACE_XL - 5, SPACE_XL, SPACE_XL)
        inner.setSpacing(SPACE_M + 4)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(Label("Test", Type.CARD_TITLE))
        top.addWidget(Pill("Step 5 of 7 failed", Tone.DANGER, "circle-x"))
        top.addStretch()
        top.addWidget(Label("14:02", Type.CAPTION, tone="muted"))
        inner.addLayout(top)
        inner.addWidget(steps)
        inner.addStretch()
        return ScrollPage(inner)
