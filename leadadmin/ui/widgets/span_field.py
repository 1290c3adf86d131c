"""A span of time: a whole number and its unit."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.spin import SpinBox

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


class SpanField(QWidget):
    """Offers seconds, minutes, hours, days, or fewer of them. `changed` tells of every change by a person."""

    changed = Signal()

    def __init__(
        self, units: Sequence[str] = ("s", "m", "h", "d"), *, says: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._number = SpinBox(0, low=0, high=99_999, width=88)
        self._number.setAccessibleName(says)
        self._unit = ComboBox(says=self.tr("Unit of {0}").format(says))
        words = {
            "s": self.tr("seconds"), "m": self.tr("minutes"), "h": self.tr("hours"), "d": self.tr("days"),
        }  # fmt: skip
        for unit in units:
            self._unit.add(words[unit], unit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._number)
        row.addWidget(self._unit)
        self.setFocusProxy(self._number)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._number.valueChanged.connect(self.changed)
        self._unit.currentIndexChanged.connect(self.changed)

    def span(self) -> timedelta:
        """The span as it stands."""
        return self._number.value() * _UNITS[str(self._unit.key())]

    def show_span(self, span: timedelta) -> None:
        """Show a span, unless it stands there already; in a unit that is offered and gives a whole number."""
        if self.span() == span:
            return
        offered = [unit for unit in reversed(_UNITS) if self._unit.findData(unit) >= 0]
        fitting = [unit for unit in offered if span and not span % _UNITS[unit]]
        unit = fitting[0] if fitting else str(self._unit.key())
        for part in (self._number, self._unit):
            part.blockSignals(True)
        self._unit.choose(unit)
        self._number.setValue(span // _UNITS[unit])
        for part in (self._number, self._unit):
            part.blockSignals(False)
