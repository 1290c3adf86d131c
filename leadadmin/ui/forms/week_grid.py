"""Hours of a week: a row per day, each with as many spans as wanted."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from leadadmin.domain.campaign import WEEKDAYS
from leadadmin.ui.style.metrics import FIELD_HEIGHT, SPACE_M, SPACE_S
from leadadmin.ui.widgets.buttons import icon_button, link_button
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.spin import TimeEdit

_END_OF_DAY = "24:00"
_USUAL = "09:00-17:00"
_DAY_WIDTH = 96
_HOUR = 3600


def day_name(number: int) -> str:
    """A weekday by number, Monday is 0, as the locale calls it."""
    return QLocale().standaloneDayName(number + 1, QLocale.FormatType.LongFormat).capitalize()


class _Span(QWidget):
    """From and until; midnight as the end is the end of the day."""

    changed = Signal()
    removed = Signal()

    def __init__(self, text: str, day: str) -> None:
        super().__init__()
        start, _, end = text.partition("-")
        self.start, self.end = TimeEdit(), TimeEdit()
        self.start.setAccessibleName(self.tr("{0} from").format(day))
        self.end.setAccessibleName(self.tr("{0} until").format(day))
        self.start.setTime(QTime.fromString(start, "HH:mm"))
        self.end.setTime(QTime(0, 0) if end == _END_OF_DAY else QTime.fromString(end, "HH:mm"))
        remove = icon_button("x", self.tr("Remove these hours of {0}").format(day), self.removed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, SPACE_S, 0)
        row.setSpacing(SPACE_S)
        for part in (self.start, Label("–", tone="muted"), self.end, remove):
            row.addWidget(part)
        self.setFocusProxy(self.start)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.start.timeChanged.connect(self.changed)
        self.end.timeChanged.connect(self.changed)

    def text(self) -> str:
        end = self.end.time()
        until = _END_OF_DAY if end == QTime(0, 0) else end.toString("HH:mm")
        return f"{self.start.time().toString('HH:mm')}-{until}"


class _Day(QWidget):
    """The spans of a day, or “Closed”."""

    changed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self._name = day_name(number)
        self._spans: list[_Span] = []
        self._closed = Label(self.tr("No calls"), tone="muted")
        self._closed.setMinimumHeight(FIELD_HEIGHT)
        self._more = link_button(self.tr("Add hours"), "plus", self._add)
        self._more.setAccessibleName(self.tr("Add hours on {0}").format(self._name))
        self._more.setObjectName(f"hours-add-{WEEKDAYS[number]}")
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.addWidget(self._closed)
        self._flow.addWidget(self._more)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return ", ".join(span.text() for span in self._spans)

    def show_text(self, text: str) -> None:
        while self._spans:
            self._drop(self._spans[-1])
        for part in filter(None, (each.strip() for each in text.split(","))):
            self._append(part)

    def _append(self, text: str) -> _Span:
        span = _Span(text, self._name)
        span.changed.connect(self.changed)
        span.removed.connect(lambda: self._remove(span))
        self._spans.append(span)
        self._flow.insert_widget(len(self._spans), span)
        self._closed.hide()
        self.updateGeometry()
        return span

    def _drop(self, span: _Span) -> None:
        self._spans.remove(span)
        self._flow.removeWidget(span)
        span.hide()
        span.deleteLater()
        self._closed.setVisible(not self._spans)
        self.updateGeometry()

    def _add(self) -> None:
        last = self._spans[-1].end.time() if self._spans else None
        start = last.addSecs(_HOUR) if last is not None and QTime(1, 0) <= last < QTime(22, 0) else None
        text = f"{start.toString('HH:mm')}-{start.addSecs(_HOUR).toString('HH:mm')}" if start else _USUAL
        span = self._append(text)
        span.setFocus()
        self.changed.emit()

    def _remove(self, span: _Span) -> None:
        self._drop(span)
        self._more.setFocus()
        self.changed.emit()


class WeekGrid(QWidget):
    """Seven rows, Monday first. `changed` tells of every change by a person."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: dict[str, _Day] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnMinimumWidth(0, _DAY_WIDTH)
        grid.setColumnStretch(1, 1)
        for number, key in enumerate(WEEKDAYS):
            name = Label(day_name(number))
            name.setMinimumHeight(FIELD_HEIGHT)
            day = _Day(number)
            day.changed.connect(self.changed)
            grid.addWidget(name, number, 0)
            grid.addWidget(day, number, 1)
            self._days[key] = day
        self._copy = link_button(self.tr("Give every working day Monday’s hours"), "copy", self._copy_monday)
        self._copy.setObjectName("hours-copy")
        foot = QHBoxLayout()
        foot.setContentsMargins(0, SPACE_M - SPACE_S, 0, 0)
        foot.addWidget(self._copy)
        foot.addStretch()
        grid.addLayout(foot, len(WEEKDAYS), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def week(self) -> dict[str, str]:
        """Return the days that have hours, as calling hours keep them."""
        return {key: day.text() for key, day in self._days.items() if day.text()}

    def show_week(self, week: Mapping[str, str]) -> None:
        """Show a week, silently."""
        for key, day in self._days.items():
            day.show_text(week.get(key, ""))

    def _copy_monday(self) -> None:
        monday = self._days[WEEKDAYS[0]].text()
        for key in WEEKDAYS[1:5]:
            self._days[key].show_text(monday)
        self.changed.emit()
