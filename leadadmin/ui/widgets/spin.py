"""Fields of steps: whole numbers and times, without little arrows (the arrow keys step).

Their frame is drawn by the proxy style, not by the style sheet, whose box squeezes the editor of a spin box
without arrows to nothing (seen in Qt 6.11 and 6.12). The wheel passes them by: pages scroll under the pointer.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QSpinBox, QTimeEdit, QWidget


def _plain(box: QAbstractSpinBox, width: int) -> None:
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setMinimumWidth(width)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class SpinBox(QSpinBox):
    """A whole number with separators (`grouped=False` for ports and years)."""

    def __init__(
        self,
        value: int = 0,
        *,
        low: int = 0,
        high: int = 999_999_999,
        width: int = 80,
        grouped: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setValue(value)
        self.setGroupSeparatorShown(grouped)
        _plain(self, width)
        self.setMaximumWidth(max(width, 120))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeEdit(QTimeEdit):
    """A time of day, 24 hours."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("HH:mm")
        _plain(self, 80)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
