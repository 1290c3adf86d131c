"""The form of a connection: by kind only what that kind needs (spec 2, External connection)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from leadadmin.app.connections import KEPT, Password
from leadadmin.domain.connection import KINDS, Connection, ConnectionKind, TlsMode, cautions, endpoint, problems
from leadadmin.store.connections import StoredConnection
from leadadmin.ui.forms.connection_more import MoreFields
from leadadmin.ui.style.metrics import SPACE_M
from leadadmin.ui.widgets.buttons import button
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import Form, beside
from leadadmin.ui.widgets.password import PasswordField
from leadadmin.ui.widgets.spin import SpinBox
from leadadmin.vault import is_reference, shown_reference

W = TypeVar("W", bound=QWidget)

EMPTY: Final = Connection("", ConnectionKind.MARIADB)
_SERVER_ROWS: Final = ("host", "database", "user", "password", "tls")
_HIGHEST_PORT: Final = 65535
_TLS_ICONS: Final = {TlsMode.VERIFY: "lock", TlsMode.CA_ONLY: "shield-check", TlsMode.OFF: "triangle-alert"}


class ConnectionForm(QWidget):
    """`edited` tells that a value changed. A kept password never comes in here: only that there is one."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = EMPTY
        self._shown = EMPTY
        self._has_secret = False
        self._filling = False
        self._make_fields()
        self.form = Form(label_width=104)
        self._add_rows()
        self.more = MoreFields()
        self.more.edited.connect(self._changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_M)
        box.addWidget(self.form)
        box.addWidget(self.more)
        self.show_stored(None)

    def _make_fields(self) -> None:
        self.name = _named(LineEdit(), "connection-name")
        self.about = _named(LineEdit(), "connection-description")
        self.kind = _named(ComboBox(), "connection-kind")
        for facts in KINDS.values():
            self.kind.add(facts.label, facts.kind, "database" if facts.needs_host else "file")
        self.host = _named(LineEdit(), "connection-host")
        self.port = _named(SpinBox(0, high=_HIGHEST_PORT, width=88, grouped=False), "connection-port")
        self.port.setAccessibleName(self.tr("Port"))
        self.database = _named(LineEdit(), "connection-database")
        self.user = _named(LineEdit(), "connection-user")
        self.password_field = PasswordField()
        self.password_field.edit.setObjectName("connection-password")
        self.tls = _named(ComboBox(), "connection-tls")
        for mode in TlsMode:
            self.tls.add(mode.label, mode, _TLS_ICONS[mode])
        self.file = _named(LineEdit(), "connection-file")
        self.file.setAccessibleName(self.tr("File"))
        self.choose = button(self.tr("Choose…"), on_click=self._choose_file)
        self.timeout = _named(SpinBox(10, low=1, high=120, width=88), "connection-timeout")
        self.timeout.setAccessibleName(self.tr("Time-out in seconds"))
        for edit in (self.name, self.about, self.host, self.database, self.user, self.file):
            edit.textChanged.connect(self._changed)
        for combo in (self.kind, self.tls):
            # As wide as there is room, not as the longest choice.
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.currentIndexChanged.connect(self._changed)
        for spin in (self.port, self.timeout):
            spin.valueChanged.connect(self._changed)
        self.password_field.changed.connect(self._changed)

    def _add_rows(self) -> None:
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("name", self.tr("&Name"), self.name),
            ("description", self.tr("D&escription"), self.about),
            ("kind", self.tr("&Kind"), self.kind),
            ("host", self.tr("&Host and port"), beside(self.host, self.port, stretch=0)),
            ("database", self.tr("&Database"), self.database),
            ("user", self.tr("&User"), self.user),
            ("password", self.tr("&Password"), self.password_field),
            ("tls", self.tr("T&LS"), self.tls),
            ("file", self.tr("&File"), beside(self.file, self.choose, stretch=0)),
            ("connect_timeout", self.tr("T&ime-out"), beside(self.timeout, self.tr("seconds"))),
        )
        for key, label, editor in rows:
            self.form.add(key, label, editor)

    # -- values

    def show_stored(self, stored: StoredConnection | None) -> None:
        """Show a connection as it is kept; None: an empty form for a new one."""
        self._stored = stored.connection if stored is not None else EMPTY
        secret = stored.secret if stored is not None else None
        self._has_secret = secret is not None
        self._reference = shown_reference(secret) if secret is not None else None
        self._fill(self._stored)
        self.password_field.set_kept(self._has_secret)
        self._shown = self._typed()
        self.show_problems({})
        self._changed()

    def _fill(self, connection: Connection) -> None:
        self._filling = True
        self.kind.choose(connection.kind)
        self.name.setText(connection.name)
        self.about.setText(connection.description)
        self.host.setText(connection.host)
        self.port.setValue(connection.effective_port)
        self.database.setText(connection.database)
        self.user.setText(connection.user)
        self.tls.choose(connection.tls)
        self.file.setText(connection.file)
        self.timeout.setValue(round(connection.connect_timeout))
        self.more.show_values(connection)
        for edit in (self.name, self.about, self.host, self.database, self.user, self.file):
            edit.setCursorPosition(0)
        self._filling = False

    def mark_saved(self, connection: Connection) -> None:
        """What is typed was saved just now as `connection`; a typed password is kept and leaves the form."""
        typed = self.password().typed
        if typed is not None:
            self._has_secret = bool(typed)
            self._reference = typed if is_reference(typed) else None
        self._stored = connection
        self._shown = self._typed()
        self.password_field.set_kept(self._has_secret)
        self._changed()

    def shows(self, stored: StoredConnection) -> bool:
        """Whether it shows just this, so that showing it again would only take away what was said."""
        reference = shown_reference(stored.secret) if stored.secret is not None else None
        kept = (self._stored, self._has_secret, self._reference)
        return kept == (stored.connection, stored.secret is not None, reference)

    def connection(self) -> Connection:
        """The connection as typed, only with what its kind has; it may hold problems."""
        typed = self._typed()
        return self._stored if typed == self._shown else typed

    def _typed(self) -> Connection:
        kind = ConnectionKind(self.kind.currentData())
        typed = replace(
            EMPTY, id=self._stored.id, kind=kind, name=self.name.text().strip(), description=self.about.text().strip(),
            connect_timeout=self._seconds(),
        )  # fmt: skip
        if not KINDS[kind].needs_host:
            return replace(typed, file=self.file.text().strip())
        port = self.port.value()
        return replace(
            typed,
            host=self.host.text().strip(),
            port=0 if port == KINDS[kind].default_port else port,
            database=self.database.text().strip(),
            user=self.user.text().strip(),
            tls=TlsMode(self.tls.currentData()),
            ca_file=self.more.ca_file(),
            options=self.more.options(),
        )

    def _seconds(self) -> float:
        """Keeps a fraction that a configuration file gave, as long as the field is not touched."""
        kept = self._stored.connect_timeout
        return kept if self.timeout.value() == round(kept) else float(self.timeout.value())

    def password(self) -> Password:
        """What the form says of the password."""
        value = self.password_field.value()
        if value is None:
            return KEPT
        return Password(value) if value or self._has_secret else KEPT

    def is_new(self) -> bool:
        """Whether it is not in the workspace yet."""
        return self._stored.id is None

    def is_changed(self) -> bool:
        """Whether anything is not saved."""
        return self._typed() != self._shown or self.password().typed is not None

    def problems(self) -> dict[str, str]:
        """What keeps the values from being tested or saved, a sentence by field."""
        connection = self.connection()
        found = problems(connection)
        if "port" in found:
            found.setdefault("host", found.pop("port"))
        if self._password_lost(connection) and not found:
            found["password"] = self.tr("The connection points elsewhere now: replace the password by typing it again.")
        return found

    def _password_lost(self, connection: Connection) -> bool:
        kept = self._has_secret and self.password().typed is None
        return kept and connection.facts.needs_host and endpoint(connection) != endpoint(self._stored)

    # -- problems and cautions

    def show_problems(self, found: Mapping[str, str]) -> dict[str, str]:
        """Show a sentence at each field; returns those that no field knows."""
        inside = self.more.show_problems(found)
        left = self.form.show_problems({key: says for key, says in found.items() if key not in inside})
        if "tls" not in found:
            self._show_caution(self.connection())
        return left

    def _show_caution(self, connection: Connection) -> None:
        self.form.row("tls").show_problem(cautions(connection).get("tls", ""))

    def mend(self, field: str, value: str) -> None:
        """Put a value that would work into a field, and go there."""
        editors: dict[str, QWidget] = {
            "host": self.host, "port": self.port, "database": self.database, "user": self.user, "file": self.file,
            "tls": self.tls,
        }  # fmt: skip
        editor = editors[field]
        if isinstance(editor, QSpinBox):
            editor.setValue(int(value))
        elif isinstance(editor, QComboBox):
            self.tls.choose(TlsMode(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
        row = "host" if field == "port" else field
        self.form.row(row).show_problem("")
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        if self._filling:
            return
        kind = ConnectionKind(self.kind.currentData())
        facts = KINDS[kind]
        for key in _SERVER_ROWS:
            self.form.row(key).set_visible(facts.needs_host)
        self.form.row("file").set_visible(not facts.needs_host)
        self.more.set_kind(kind)
        if self.port.value() in {each.default_port for each in KINDS.values()} and facts.needs_host:
            self._filling = True
            self.port.setValue(facts.default_port)
            self._filling = False
        connection = self.connection()
        self._show_caution(connection)
        self.form.row("password").show_hint(self._password_hint(connection))
        self.edited.emit()

    def _password_hint(self, connection: Connection) -> str:
        if self._password_lost(connection):
            return self.tr("It was typed for another endpoint. Replace it to use it here.")
        if self._reference is not None and self.password().typed is None:
            return self.tr("Taken from the environment variable {0}.").format(self._reference.partition(":")[2])
        if self.password_field.value() is not None:
            return self.tr("Or env:NAME, to take it from an environment variable where leadadmin runs.")
        return ""

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.tr("SQLite file"), self.file.text(),
            self.tr("SQLite files (*.sqlite *.sqlite3 *.db *.db3);;All files (*)"),
        )  # fmt: skip
        if chosen:
            self.file.setText(chosen)


def _named(widget: W, name: str) -> W:
    widget.setObjectName(name)
    return widget
