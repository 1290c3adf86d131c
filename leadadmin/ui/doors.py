"""Words and icons of the doors that leads come through."""

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.pool import Door
from leadadmin.ui.widgets.choice_popup import Choice

_ICONS = {
    Door.INJECTOR: "syringe",
    Door.UPLOAD: "upload",
    Door.API: "key-round",
    Door.MANUAL: "user-round-pen",
}


def door_icon(door: Door) -> str:
    """The name of a door's icon."""
    return _ICONS[door]


def door_word(door: Door) -> str:
    """A door in a word, to begin with."""
    tr = QCoreApplication.translate
    return {
        Door.INJECTOR: tr("Doors", "Injector"),
        Door.UPLOAD: tr("Doors", "Upload"),
        Door.API: tr("Doors", "API"),
        Door.MANUAL: tr("Doors", "Manual"),
    }[door]


def door_choices() -> list[Choice]:
    """Every door, as a filter offers them."""
    return [Choice(door, door_word(door), door_icon(door)) for door in Door]
