"""The menu of the workspace block: recent workspaces, and opening another."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from leadadmin.app.settings_file import SettingsFile

Switch = Callable[[str | None], None]


def workspace_menu(parent: QWidget, settings: SettingsFile, current: str, switch: Switch) -> QMenu:
    """Recent workspaces but the current one; `switch` gets the chosen one, or None to ask for another."""
    menu = QMenu(parent)
    menu.setObjectName("workspace-menu")

    def fill() -> None:
        menu.clear()
        recent = [place for place in settings.load().last_workspaces if place != current]
        for place in recent:
            menu.addAction(place, partial(switch, place))
        if recent:
            menu.addSeparator()
        menu.addAction(menu.tr("Open or create another workspace…"), partial(switch, None))

    menu.aboutToShow.connect(fill)
    return menu
