"""Filter row: chips that wrap at the left, quiet tools at the right; it grows rather than cutting off."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadadmin.ui.style.metrics import FILTER_ROW_HEIGHT, PAGE_MARGIN, SPACE_M, SPACE_XS
from leadadmin.ui.widgets.flow import FlowLayout


class FilterRow(QWidget):
    """At least 52 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(FILTER_ROW_HEIGHT)
        holder = QWidget()
        self.chips = FlowLayout(holder)
        self.chips.setContentsMargins(0, 2, 0, 2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE_MARGIN, SPACE_M - 2, PAGE_MARGIN - SPACE_M, SPACE_M - 2)
        self._row.setSpacing(SPACE_XS)
        self._row.addWidget(holder, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_chip(self, widget: QWidget) -> None:
        """Add a chip, or a link such as Clear, after the others."""
        self.chips.addWidget(widget)

    def add_tool(self, widget: QWidget) -> None:
        """Add a quiet button at the right."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
