"""What assistive tools need: every control that takes the keyboard has a name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QScrollArea, QWidget


def unnamed_controls(root: QWidget) -> list[str]:
    """Return class and object name of every visible control below `root` that has no accessible name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        inside = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox)) and isinstance(widget, QLineEdit)
        if inside or isinstance(widget, QScrollArea) or widget.focusProxy() is not None:
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if face is None or not face.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}".strip())
    return found


def assert_all_named(root: QWidget) -> None:
    """Fail with the list of controls that assistive tools could not name. Show `root` first."""
    unnamed = unnamed_controls(root)
    assert not unnamed, f"controls without an accessible name: {unnamed}"
