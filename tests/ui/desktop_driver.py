"""Runs the desktop in a process of its own: `python -m tests.ui.desktop_driver PLACE [OTHER]`.

Opens PLACE; with OTHER it switches there by the menu of the workspace; then closes the window. With “wait” for OTHER
it leaves the window open. Prints the title of each window, and ends with the desktop's exit status.
"""

import sys
from typing import ClassVar
from unittest import mock

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu

from leadadmin.app.paths import user_config_dir
from leadadmin.app.settings_file import SettingsFile
from leadadmin.ui import desktop
from leadadmin.ui.main_window import MainWindow

WAIT = "wait"
_LOOK_MS = 50


class DrivenWindow(MainWindow):
    """Does what a person would, once its work is done."""

    others: ClassVar[list[str]] = []

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_LOOK_MS)

    def _go_on(self) -> None:
        if not self.status.scheduler.accessibleName():
            return
        self._timer.stop()
        print(self.windowTitle(), self.current_key(), sep="|", flush=True)
        if not self.others:
            self.close()
            return
        if self.others == [WAIT]:
            return
        other = self.others.pop()
        menu = self.findChild(QMenu, "workspace-menu")
        assert menu is not None
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == other).trigger()


def main(place: str, *others: str) -> int:
    """Run the desktop."""
    DrivenWindow.others = list(others)
    for other in others:
        if other == WAIT:
            continue
        SettingsFile(user_config_dir()).change(lambda settings, other=other: settings.with_workspace(other))  # type: ignore[misc]
    with mock.patch.object(desktop, "MainWindow", DrivenWindow):
        return desktop.run_desktop(place)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
