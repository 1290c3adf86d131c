"""The scenes of which pictures are made: how each comes about on the sample workspace, and when it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton

from leadadmin.ui.desk import Desk
from leadadmin.ui.main_window import MainWindow
from leadadmin.ui.pages.connections.page import ConnectionsPage

Bring = Callable[[MainWindow, Desk], object]
Stands = Callable[[MainWindow, Desk], bool]


def _at_once(window: MainWindow, desk: Desk) -> bool:
    del window, desk
    return True


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name, what brings it about, and whether it stands; work in the background is waited for anyway."""

    name: str
    bring_about: Bring
    stands: Stands = _at_once


def page(key: str, **args: object) -> Bring:
    """Going to a page."""
    return lambda window, desk: window.go(key, **args)


def click(window: MainWindow, name: str) -> None:
    """Click the button with this object name, as a person does. Raises LookupError."""
    found = window.findChild(QAbstractButton, name)
    if found is None:
        raise LookupError(f"there is no button {name}")
    found.click()


def _connection_tested(window: MainWindow, desk: Desk) -> bool:
    del desk
    shown = window.page("connections")
    if not isinstance(shown, ConnectionsPage) or not shown.list.current():
        return False
    if not shown.panel.list.steps():
        click(window, "test-connection")
        return False
    return not shown.is_testing()


def _wrong_file_tested(window: MainWindow, desk: Desk) -> bool:
    shown = window.page("connections")
    if isinstance(shown, ConnectionsPage) and shown.list.current() and not shown.leave():
        file = shown.editor.form.file
        file.setText(file.text().removesuffix("e"))
    return _connection_tested(window, desk)


SCENES: tuple[Scene, ...] = (
    Scene("pools", page("pools")),
    Scene("connections", page("connections"), _connection_tested),
    Scene("connection-failed", page("connections"), _wrong_file_tested),
    Scene("settings", page("settings")),
    Scene("settings-security", page("settings", part="security")),
)
"""The first one is the picture of the window that `leadadmin demo --picture` saves."""
