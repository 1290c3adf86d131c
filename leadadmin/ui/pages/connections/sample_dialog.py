"""“Sample procedure for my database”: SQL to read, copy and paste."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leadadmin.app.connections import Password
from leadadmin.domain.connection import Connection
from leadadmin.domain.errors import Expected
from leadadmin.ui.desk import Desk
from leadadmin.ui.operations import connections as operations
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S, SPACE_XL
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.banner import Banner
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.labels import Label


class SampleDialog(QDialog):
    """Looks at the database in the background, then shows what to paste there."""

    def __init__(self, desk: Desk, connection: Connection, password: Password, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        procedures = connection.facts.has_procedures
        title = self.tr("Sample procedure for my database") if procedures else self.tr("Sample query for my database")
        how = (
            self.tr("Run it in your database as someone who may create procedures. Then pick it in an injector.")
            if procedures
            else self.tr("Paste it as the query of an injector: :last_id stands for the last id imported.")
        )
        self.setWindowTitle(title)
        self.resize(760, 620)
        self._desk = desk
        self._says = Label(self.tr("Looking at the tables of “{0}”…").format(connection.name), tone="text2", wrap=True)
        self._how = how
        self._banner = Banner(Tone.DANGER)
        self._banner.hide()
        self.text = QPlainTextEdit()
        self.text.setObjectName("sample-sql")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(title)
        self._copy_button = primary_button(self.tr("Copy"), "copy", self._copy)
        self._copy_button.setObjectName("sample-copy")
        self._copy_button.why_not(self.tr("The sample is still being made."))
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        box.setSpacing(SPACE_L)
        for widget in (Label(title, Type.PANEL_TITLE), self._says, self._banner):
            box.addWidget(widget)
        box.addWidget(self.text, 1)
        box.addStretch()
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch()
        row.addWidget(button(self.tr("Close"), on_click=self.reject))
        row.addWidget(self._copy_button)
        box.addLayout(row)
        self._task = operations.sample_procedure(desk, connection, password, self._show, self._failed, self)

    def _show(self, sql: str) -> None:
        self.text.setPlainText(sql)
        self._says.setText(self._how)
        self._copy_button.why_not("")
        self._copy_button.setFocus()

    def _failed(self, error: Expected) -> None:
        self._says.hide()
        self.text.hide()
        self._banner.show_verdict(Tone.DANGER, error.sentence, error.hint)
        self._banner.show()
        self._copy_button.why_not(self.tr("The database could not be looked at."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._desk.notices.say(self.tr("The sample was copied"))
