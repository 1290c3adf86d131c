"""Facts: label and value in two columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from leadadmin.ui.style.metrics import SPACE_M
from leadadmin.ui.widgets.labels import Label


class KeyValueList(QWidget):
    """Labels in text 2, values beside them. With `right`, values stand at the right edge, as sums do."""

    def __init__(
        self, *, label_width: int = 100, right: bool = False, gap: int = SPACE_M, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._right = right
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(gap)
        self._grid.setColumnStretch(0 if right else 1, 1)
        if not right:
            self._grid.setColumnMinimumWidth(0, label_width)
        self._values: dict[str, QWidget] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, key: str, label: str, value: str | QWidget = "", *, tone: str = "text") -> None:
        """Add a fact; `value` is text, or a widget such as a pill or a link."""
        words = Label(label, tone="text2")
        shown = value if isinstance(value, QWidget) else Label(value, tone=tone, wrap=not self._right)
        if isinstance(shown, Label):
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{label}: {value}")
        at = self._grid.rowCount()
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(shown, Label) and not self._right:
            self._grid.addWidget(shown, at, 1)
        else:
            self._grid.addWidget(shown, at, 1, side)
        self._values[key] = shown

    def set_value(self, key: str, value: str, *, tone: str = "text") -> None:
        """Change a fact's text. Raises `KeyError` for an unknown key, `TypeError` for a widget's."""
        shown = self._values[key]
        if not isinstance(shown, Label):
            raise TypeError(f"{key} is shown by a widget of its own")
        shown.setText(value)
        shown.set_tone(tone)
