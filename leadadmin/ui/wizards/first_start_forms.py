"""The two forms of the first start: a new workspace, and one that is there."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadadmin.app.paths import user_data_dir
from leadadmin.app.workspaces import FILE_END
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S
from leadadmin.ui.widgets.buttons import Button, button, primary_button, quiet_button
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.forms import Form, beside
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.segments import Segment, SegmentedControl

FILE, SERVER = "file", "server"


class _StepForm(QWidget):
    """A title, a form, and Back and the main button below it."""

    def __init__(self, title: str, verb: str, go: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__()
        self.form = Form(label_width=96)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE_L)
        self._box.addWidget(Label(title, Type.PANEL_TITLE))
        self._box.addWidget(self.form)
        self._box.addStretch()
        self.main: Button = primary_button(verb, on_click=go)
        self.main.setObjectName("go")
        self.main.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(quiet_button(self.tr("Back"), "arrow-left", back))
        row.addStretch()
        row.addWidget(self.main)
        self._box.addLayout(row)


class CreateForm(_StepForm):
    """Name and file of a new workspace; the file follows the name until it is chosen."""

    def __init__(self, create: Callable[[str, str], object], back: Callable[[], object]) -> None:
        super().__init__(self.tr("Create a workspace"), self.tr("Create workspace"), self._go, back)
        self._create = create
        self._own_file = False
        self.name = LineEdit(placeholder=self.tr("Such as North floor"))
        self.name.setObjectName("name")
        self.file = LineEdit()
        self.file.setObjectName("file")
        self.file.setAccessibleName(self.tr("File"))
        self.form.add("name", self.tr("&Name"), self.name)
        choose = button(self.tr("Choose…"), on_click=self._choose)
        self.form.add(
            "file", self.tr("&File"), beside(self.file, choose, stretch=0),
            hint=self.tr("On a disk of this computer. To share a workspace, make one on a server:"
                         " “leadadmin workspace init”."),
        )  # fmt: skip
        self.name.textChanged.connect(self._follow)
        self.file.textEdited.connect(self._mark_own)
        self._follow("")

    def _follow(self, name: str) -> None:
        if not self._own_file:
            stem = re.sub(r"[^\w-]+", "-", name.strip()).strip("-").lower() or "workspace"
            self.file.setText(str(user_data_dir() / f"{stem}{FILE_END}"))

    def _mark_own(self) -> None:
        self._own_file = True

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.tr("File of the new workspace"), self.file.text(), self.tr("Workspaces (*{0})").format(FILE_END)
        )
        if chosen:
            self._own_file = True
            self.file.setText(chosen if Path(chosen).suffix else chosen + FILE_END)

    def _go(self) -> None:
        name, file = self.name.text().strip(), self.file.text().strip()
        problems = {}
        if not name:
            problems["name"] = self.tr("Give the workspace a name.")
        if not file:
            problems["file"] = self.tr("Choose where the workspace is kept.")
        self.form.show_problems(problems)
        if not problems:
            self._create(name, file)


class OpenForm(_StepForm):
    """A file, or the address of a server with its password."""

    def __init__(self, open_place: Callable[[str, str], object], back: Callable[[], object]) -> None:
        super().__init__(self.tr("Open a workspace"), self.tr("Open workspace"), self._go, back)
        self._open = open_place
        self.kind = SegmentedControl(
            [Segment(FILE, self.tr("A file")), Segment(SERVER, self.tr("On a server"))],
            says=self.tr("Where the workspace is"),
        )
        self.file = LineEdit()
        self.file.setObjectName("open-file")
        self.file.setAccessibleName(self.tr("File"))
        self.address = LineEdit(placeholder="postgresql://user@host/database")
        self.address.setObjectName("address")
        self.password = LineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("kind", self.tr("It is"), self.kind)
        choose = button(self.tr("Choose…"), on_click=self._choose)
        self._file_row = self.form.add("file", self.tr("&File"), beside(self.file, choose, stretch=0))
        self._server_rows = (
            self.form.add(
                "address", self.tr("&Address"), self.address,
                hint=self.tr("Starts with postgresql:// or mariadb://; without the password."),
            ),
            self.form.add(
                "password", self.tr("&Password"), self.password,
                hint=self.tr("Used now and kept nowhere. A service takes it from LEADADMIN_WORKSPACE_PASSWORD."),
            ),
        )  # fmt: skip
        self.kind.chosen.connect(self._show_kind)
        self._show_kind(FILE)

    def show_server(self, address: str) -> None:
        """Show the address of a workspace on a server, to have its password typed."""
        self.kind.choose(SERVER)
        self.address.setText(address)

    def focus_first(self) -> None:
        """Put the keyboard where something is missing."""
        on_server = self.kind.current() == SERVER
        field = self.file if not on_server else self.password if self.address.text() else self.address
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_kind(self, kind: str) -> None:
        self._file_row.set_visible(kind == FILE)
        for row in self._server_rows:
            row.set_visible(kind == SERVER)

    def _choose(self) -> None:
        filters = self.tr("Workspaces (*{0});;All files (*)").format(FILE_END)
        chosen, _filter = QFileDialog.getOpenFileName(self, self.tr("Open a workspace"), self.file.text(), filters)
        if chosen:
            self.file.setText(chosen)

    def _go(self) -> None:
        if self.kind.current() == FILE:
            place = self.file.text().strip()
            problems = {} if place else {"file": self.tr("Choose the file of the workspace.")}
        else:
            place = self.address.text().strip()
            fits = "://" in place
            problems = {} if fits else {"address": self.tr("Write it as postgresql://user@host/database.")}
        self.form.show_problems(problems)
        if not problems:
            self._open(place, self.password.text() if self.kind.current() == SERVER else "")
