"""A page of the window: header on top, body below; what the window asks of every page."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.ui.widgets.header import PageHeader


class Page(QWidget):
    """Base of all pages. `self.header` is the header, `self.body` the vertical layout below it.

    The window calls `opened(**args)` each time it goes there, `refresh()` on F5, `leave()` before it goes
    elsewhere (return a sentence to stay, such as about unsaved changes), and `escape()` on Esc. A page that held
    the window back emits `free_to_leave` when that is settled; the window then goes where it was going.
    """

    free_to_leave = Signal()

    def __init__(self, title: str, *, parent_title: str = "", search: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = PageHeader(title, parent_title=parent_title, search=search)
        outer.addWidget(self.header)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def opened(self, **args: Any) -> None:
        """Show what was asked for; called each time the page comes into sight."""

    def refresh(self) -> None:
        """Read everything anew."""

    def leave(self) -> str:
        """Return why the page cannot be left now, or an empty text."""
        return ""

    def escape(self) -> bool:
        """Close what is topmost on the page; return whether there was something."""
        return False

    def focus_search(self) -> bool:
        """Put the keyboard into the page's search; return whether there is one."""
        if self.header.search is None:
            return False
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()
        return True
