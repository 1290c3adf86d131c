"""Buttons: primary (one per page), outlined, quiet, danger, link; with icon, small, or icon only."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from leadadmin.ui.icons import CELL, icon
from leadadmin.ui.widgets.labels import repolish

Kind = Literal["primary", "outlined", "quiet", "danger", "link", "crumb"]

_GAP = 4  # with the 4 px of the style this makes the 8 px between icon and text
_ICON_COLORS = {
    "primary": "on_accent",
    "outlined": "text",
    "quiet": "text2",
    "danger": "danger",
    "link": "accent_text",
    "crumb": "muted",
}


class Button(QPushButton):
    """A button whose look is its `kind`.

    `why_not(reason)` disables it and says why, as tooltip and accessible description; `why_not("")` enables.
    """

    def __init__(
        self,
        text: str,
        icon_name: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        kind: Kind = "outlined",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = ""
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        if icon_name:
            self.set_icon(icon_name)
        self._on_click = on_click
        self.clicked.connect(self._call)

    def _call(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def set_icon(self, name: str, color: str = "") -> None:
        """Show the icon `name` at the left, in the kind's colour or another token's."""
        self._icon_name = name
        gap = _GAP if self.text() else 0
        self.setIcon(icon(name, color or _ICON_COLORS[str(self.property("kind"))], gap=gap))
        self.setIconSize(QSize(CELL + gap, CELL))

    def set_kind(self, kind: Kind) -> None:
        """Change the look, such as when another button becomes the page's main one."""
        self.setProperty("kind", kind)
        if self._icon_name:
            self.set_icon(self._icon_name)
        repolish(self)

    def why_not(self, reason: str) -> None:
        """Disable with a reason in words, or enable with an empty one.

        The keyboard goes back to what stands before it: Qt goes forward, from the last one to the top of the window.
        """
        if reason and self.hasFocus():
            self.focusNextPrevChild(False)
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def set_menu(self, menu: QMenu) -> None:
        """Open `menu` on click; the text gets no arrow of its own."""
        self.setMenu(menu)

    def event(self, event: QEvent) -> bool:
        # A disabled button drops tooltip events in QAbstractButton; QWidget's own handler shows them.
        if event.type() == QEvent.Type.ToolTip and not self.isEnabled():
            return QWidget.event(self, event)
        return super().event(event)


def primary_button(
    text: str, icon_name: str = "", on_click: Callable[[], object] | None = None, *, small: bool = False
) -> Button:
    """Return the page's one main button."""
    return Button(text, icon_name, on_click, kind="primary", small=small)


def button(
    text: str, icon_name: str = "", on_click: Callable[[], object] | None = None, *, small: bool = False
) -> Button:
    """Return an outlined button."""
    return Button(text, icon_name, on_click, small=small)


def quiet_button(
    text: str, icon_name: str = "", on_click: Callable[[], object] | None = None, *, small: bool = False
) -> Button:
    """Return a button without a border until the pointer is over it."""
    return Button(text, icon_name, on_click, kind="quiet", small=small)


def danger_button(
    text: str, icon_name: str = "", on_click: Callable[[], object] | None = None, *, small: bool = False
) -> Button:
    """Return an outlined button for what removes something."""
    return Button(text, icon_name, on_click, kind="danger", small=small)


def link_button(
    text: str, icon_name: str = "", on_click: Callable[[], object] | None = None, *, small: bool = True
) -> Button:
    """Return a button that reads like a link."""
    return Button(text, icon_name, on_click, kind="link", small=small)


def text_link(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """Return a link that stands in a line of text: no room of its own around it."""
    made = Button(text, on_click=on_click, kind="link")
    made.setProperty("bare", True)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def icon_button(
    name: str,
    says: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: Kind = "quiet",
    small: bool = True,
) -> Button:
    """Return a square button with an icon alone; `says` is its tooltip and accessible name."""
    made = Button("", name, on_click, kind=kind, small=small)
    made.setProperty("iconOnly", True)
    made.setToolTip(says)
    made.setAccessibleName(says)
    return made
