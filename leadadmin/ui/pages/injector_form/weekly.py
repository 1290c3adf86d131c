"""Times of the week: as many as wanted, each a day and a time."""

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadadmin.domain.schedule import WeeklyTime
from leadadmin.domain.weekdays import Weekday
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.widgets.buttons import icon_button, link_button
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.spin import TimeEdit


class _Row(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, at: WeeklyTime) -> None:
        super().__init__()
        self._day = ComboBox(says=self.tr("Day"))
        for day in Weekday:
            self._day.add(QLocale().standaloneDayName(day + 1, QLocale.FormatType.LongFormat).capitalize(), int(day))
        self._day.setMinimumWidth(140)
        self._time = TimeEdit()
        self._time.setAccessibleName(self.tr("Time"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._day)
        row.addWidget(self._time)
        row.addWidget(icon_button("x", self.tr("Remove this time"), self.removed.emit))
        row.addStretch()
        self.setFocusProxy(self._day)
        self.show_time(at)
        self._day.currentIndexChanged.connect(self.changed)
        self._time.timeChanged.connect(self.changed)

    def show_time(self, at: WeeklyTime) -> None:
        blocked = (self._day.blockSignals(True), self._time.blockSignals(True))
        self._day.choose(int(at.day))
        self._time.setTime(QTime(at.at.hour, at.at.minute))
        self._day.blockSignals(blocked[0])
        self._time.blockSignals(blocked[1])

    def value(self) -> WeeklyTime:
        at = self._time.time()
        return WeeklyTime(Weekday(int(str(self._day.key()))), time(at.hour(), at.minute()))


class WeeklyTimes(QWidget):
    """Rows of day and time; “Add a time” adds one a day later than the last. `changed` tells of every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE_S)
        self._more = link_button(self.tr("Add a time"), "plus", self._add)
        self._more.setObjectName("schedule-add-time")
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addStretch()
        self._box.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def times(self) -> tuple[WeeklyTime, ...]:
        """The times as they stand, in the order of the rows."""
        return tuple(row.value() for row in self._rows)

    def show_times(self, times: Sequence[WeeklyTime]) -> None:
        """Show these times, unless they stand there already."""
        if self.times() == tuple(times):
            return
        while len(self._rows) > len(times):
            self._drop(self._rows[-1])
        for row, at in zip(self._rows, times, strict=False):
            row.show_time(at)
        for at in times[len(self._rows) :]:
            self._append(at)

    def _append(self, at: WeeklyTime) -> _Row:
        row = _Row(at)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self._box.insertWidget(len(self._rows), row)
        self._rows.append(row)
        return row

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _add(self) -> None:
        last = self._rows[-1].value() if self._rows else WeeklyTime(Weekday.SUNDAY, time(8))
        row = self._append(WeeklyTime(Weekday((last.day + 1) % 7), last.at))
        row.setFocus()
        self.changed.emit()

    def _remove(self, row: _Row) -> None:
        self._drop(row)
        self._more.setFocus()
        self.changed.emit()
