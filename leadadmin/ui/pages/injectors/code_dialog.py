"""SQL to read and copy: the sample procedure for a person's own database, and an example for those without one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leadadmin.app.injector_source import example
from leadadmin.domain.connection import KINDS, ConnectionKind
from leadadmin.ui.style.fonts import Type, type_font
from leadadmin.ui.style.metrics import SPACE_L, SPACE_S, SPACE_XL
from leadadmin.ui.widgets.buttons import button, primary_button
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.segments import Segment, SegmentedControl


class CodeDialog(QDialog):
    """A title, words about it, SQL, and Copy. It deletes itself when it is closed."""

    def __init__(self, title: str, about: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(860, 560)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        box.setSpacing(SPACE_S)
        box.addWidget(Label(title, Type.PANEL_TITLE))
        box.addWidget(Label(about, tone="text2", wrap=True))
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(0, SPACE_S, 0, 0)
        box.addLayout(self._tools)
        self._code = QPlainTextEdit()
        self._code.setObjectName("code")
        self._code.setReadOnly(True)
        self._code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._code.setFont(_fixed_font())
        self._code.setTabChangesFocus(True)
        self._code.setAccessibleName(title)
        box.addWidget(self._code, 1)
        box.addSpacing(SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        self._copied = Label("", tone="muted")
        row.addWidget(self._copied, 1)
        row.addWidget(button(self.tr("Close"), on_click=self.accept))
        self._copy = primary_button(self.tr("Copy"), "copy", self._copy_code)
        self._copy.setObjectName("copy-code")
        row.addWidget(self._copy)
        box.addLayout(row)
        self.show_code(code)
        self._copy.setFocus()

    def show_code(self, code: str) -> None:
        """Show other SQL."""
        self._code.setPlainText(code)
        self._copied.setText("")

    def add_tool(self, widget: QWidget) -> None:
        """Put a control between the words and the SQL."""
        self._tools.addWidget(widget)
        self._tools.addStretch()

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._code.toPlainText())
        self._copied.setText(self.tr("Copied."))


class ExampleDialog(CodeDialog):
    """What an injector calls, for each kind of database, before there is a connection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What an injector calls"), self._about(), example(ConnectionKind.MARIADB), parent)
        kinds = (ConnectionKind.MARIADB, ConnectionKind.POSTGRESQL, ConnectionKind.SQLITE)
        segments = SegmentedControl(
            [Segment(kind.value, KINDS[kind].label) for kind in kinds], says=self.tr("Kind of database"), small=True
        )
        segments.chosen.connect(lambda key: self.show_code(example(ConnectionKind(key))))
        self.add_tool(segments)

    def _about(self) -> str:
        return self.tr(
            "A procedure in your database returns the rows that came after the last id imported. leadadmin passes it "
            "that id, takes the rows in as leads, and remembers the greatest id. In the form, “Sample procedure for my "
            "database” writes one for a table of yours."
        )


def _fixed_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(type_font(Type.CAPTION).pointSizeF())
    return font
