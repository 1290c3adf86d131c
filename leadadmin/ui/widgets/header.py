"""Page header: title, or parent › title; count or state; search; actions at the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadadmin.ui.icons import CELL
from leadadmin.ui.style.fonts import REGULAR, Type, type_font
from leadadmin.ui.style.metrics import HEADER_HEIGHT, PAGE_MARGIN, SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import Button
from leadadmin.ui.widgets.empty import IconLabel
from leadadmin.ui.widgets.fields import SearchField
from leadadmin.ui.widgets.labels import ElidedLabel, Label
from leadadmin.ui.widgets.pill import Pill, PillSpec


class _Parent(Button):
    """The parent's name in the header: a link in the size of a title, muted."""

    def __init__(self, text: str) -> None:
        super().__init__(text, kind="crumb")
        self.setFont(type_font(Type.PAGE_TITLE, REGULAR))


class PageHeader(QWidget):
    """60 px on top of a page. `parent_clicked` is the way up.

    Order at the right: search, then actions as added; the page's primary button is added last.
    """

    parent_clicked = Signal()

    def __init__(
        self,
        title: str,
        *,
        parent_title: str = "",
        search: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        self._row.setSpacing(SPACE_S)
        if parent_title:
            up = _Parent(parent_title)
            up.clicked.connect(self.parent_clicked)
            self._row.addWidget(up)
            self._row.addWidget(IconLabel("chevron-right", CELL))
        self._title = ElidedLabel(title, Type.PAGE_TITLE)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._title)
        self._row.addSpacing(SPACE_M - SPACE_S)
        self._pill = Pill()
        self._pill.hide()
        self._row.addWidget(self._pill)
        self._note = Label("", Type.BODY, tone="muted")
        self._row.addWidget(self._note)
        self._row.addStretch(1)
        self.search: SearchField | None = None
        if search:
            self.search = SearchField(search)
            self._row.addWidget(self.search)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.set_whole(title)

    def title(self) -> str:
        """Return the title."""
        return self._title.whole()

    def set_note(self, note: str) -> None:
        """Show a count or date beside the title, muted: “15 of 128 shown”."""
        self._note.setText(note)

    def set_pill(self, spec: PillSpec | None) -> None:
        """Show the state as a pill beside the title, or none."""
        self._pill.setVisible(spec is not None)
        if spec is not None:
            self._pill.show_spec(spec)

    def add(self, widget: QWidget) -> None:
        """Add an action at the right end."""
        self._row.addWidget(widget)

    def insert_left(self, widget: QWidget) -> None:
        """Add a control right after title and note, such as segments."""
        at = self._row.indexOf(self._note) + 1
        self._row.insertSpacing(at, SPACE_L - SPACE_S)
        self._row.insertWidget(at + 1, widget)
