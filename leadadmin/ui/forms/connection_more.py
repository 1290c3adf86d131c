"""CA file and driver options of a connection, out of sight until they are wanted."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from leadadmin.domain.connection import KINDS, Connection, ConnectionKind
from leadadmin.ui.style.fonts import text_scale
from leadadmin.ui.style.metrics import SPACE_M
from leadadmin.ui.widgets.buttons import button, link_button
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.forms import Form, beside

_LABEL_WIDTH = 104


def below_fields(link: QWidget) -> QHBoxLayout:
    """A row with a link under the fields; further left where the text is large and room is short."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addSpacerItem(QSpacerItem(round(_LABEL_WIDTH * text_scale()), 0, QSizePolicy.Policy.Maximum))
    row.addWidget(link)
    row.addStretch()
    return row


class MoreFields(QWidget):
    """A link that opens and closes the rows; what they hold counts either way."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link_button(self.tr("CA file and driver options"), "chevron-right", self.toggle)
        self._link.setObjectName("connection-more")
        self._rows = QWidget()
        self._box = QVBoxLayout(self._rows)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._form: Form | None = None
        self._kind: ConnectionKind | None = None
        self._options: dict[str, LineEdit] = {}
        self._ca_file = LineEdit()
        self._ca_file.setObjectName("connection-ca-file")
        self._ca_file.setAccessibleName(self.tr("CA file"))
        self._ca_file.textChanged.connect(self.edited)
        self._ca_row = beside(self._ca_file, button(self.tr("Choose…"), on_click=self._choose), stretch=0)
        self._rows.hide()
        self._link.setAccessibleDescription(self.tr("Closed"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_M)
        box.addLayout(below_fields(self._link))
        box.addWidget(self._rows)

    def set_kind(self, kind: ConnectionKind) -> None:
        """Offer what this kind has; a file has none of it."""
        self.setVisible(KINDS[kind].needs_host)
        if kind == self._kind or not KINDS[kind].needs_host:
            return
        kept = self.options()
        self._kind = kind
        old = self._form
        self._form = Form(label_width=_LABEL_WIDTH)
        self._form.add("ca_file", self.tr("&CA file"), self._ca_row)
        self._options = {}
        for key, says in KINDS[kind].options.items():
            edit = LineEdit(kept.get(key, ""))
            edit.setObjectName(f"option-{key}")
            edit.textChanged.connect(self.edited)
            self._options[key] = edit
            self._form.add(f"option {key}", key, edit, hint=says)
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._box.addWidget(self._form)

    def show_values(self, connection: Connection) -> None:
        """Show a connection's values; rows that hold any are opened."""
        self.set_kind(connection.kind)
        self._ca_file.setText(connection.ca_file)
        for key, edit in self._options.items():
            edit.setText(connection.options.get(key, ""))
        self.open(bool(connection.ca_file or connection.options))

    def ca_file(self) -> str:
        """The path of the CA file as typed."""
        return self._ca_file.text().strip()

    def options(self) -> dict[str, str]:
        """The driver options that hold something."""
        found = {key: edit.text().strip() for key, edit in self._options.items()}
        return {key: value for key, value in found.items() if value}

    def show_problems(self, found: Mapping[str, str]) -> frozenset[str]:
        """Show the problems that belong here; returns their keys."""
        inside = frozenset(found) & {"ca_file"}
        if self._form is not None:
            self._form.show_problems({key: found[key] for key in inside})
        if inside:
            self.open(True)
        return inside

    def toggle(self) -> None:
        """Open or close the rows."""
        self.open(self._rows.isHidden())

    def open(self, opened: bool) -> None:
        """Show the rows, or hide them."""
        self._rows.setVisible(opened)
        self._link.set_icon("chevron-down" if opened else "chevron-right")
        self._link.setAccessibleDescription(self.tr("Open") if opened else self.tr("Closed"))

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.tr("CA file"), self._ca_file.text(), self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        )
        if chosen:
            self._ca_file.setText(chosen)
