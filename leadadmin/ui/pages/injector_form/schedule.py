"""Schedule: how often, between which hours, on which days; in words, and the next five times."""

from datetime import UTC, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.schedule import Schedule
from leadadmin.domain.schedule_words import in_words
from leadadmin.domain.weekdays import Weekday
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.forms.schedule_parts import MIDNIGHT, Runs
from leadadmin.ui.pages.injector_form.base import FormSection, line, two_panes
from leadadmin.ui.pages.injector_form.weekly import WeeklyTimes
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.combo_edit import Choice, ComboEdit
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.flow import FlowLayout
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label
from leadadmin.ui.widgets.pill import Pill, PillSpec
from leadadmin.ui.widgets.spin import SpinBox, TimeEdit
from leadadmin.ui.widgets.weekdays import WeekdayPicker

_NEXT = 5
_DEFAULT_ZONE = "UTC"


@cache
def time_zones() -> tuple[Choice, ...]:
    """Every time zone by name, for a field to choose from."""
    return tuple(Choice(name) for name in sorted(available_timezones()) if "/" in name or name == _DEFAULT_ZONE)


class ScheduleSection(FormSection):
    """The fields that belong to the chosen kind are there, the others are not."""

    keys = frozenset({"every", "weekly", "cron", "between", "days", "schedule_time_zone"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__("schedule", self.tr("Schedule"), desk, draft, parent)

    def summary(self) -> str:
        schedule = self._schedule()
        if schedule is None:
            return next(iter(self.draft.schedule_problems().values()), "")
        zone = schedule.time_zone or _DEFAULT_ZONE
        return f"{in_words(schedule)} · {zone}"

    def _schedule(self) -> Schedule | None:
        try:
            return self.draft.schedule.to_schedule()
        except InvalidInput:
            return None

    # -- content

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._make_upper(left)
        self._weekly = WeeklyTimes()
        self._weekly.changed.connect(lambda: self.edit_schedule(weekly=self._weekly.times()))
        self._weekly_field = LabeledField(self.tr("Times of the week"), self._weekly)
        left.addWidget(self._weekly_field)
        self._make_lower(left)
        self._make_words(right)
        return two_panes(left, right)

    def _make_upper(self, left: QVBoxLayout) -> None:
        self._runs = ComboBox(says=self.tr("Runs"))
        self._runs.setObjectName("schedule-runs")
        for runs, words in self._kinds().items():
            self._runs.add(words, runs.value)
        self._runs.setMinimumWidth(168)
        self._runs.activated.connect(self._choose_runs)
        self._number = SpinBox(5, low=1, high=86_400, width=80)
        self._number.setObjectName("schedule-number")
        self._number.setMaximumWidth(80)
        self._number.valueChanged.connect(lambda value: self.edit_schedule(number=value))
        self._number_field = LabeledField(self.tr("Minutes"), self._number)
        self._cron = LineEdit(placeholder="0 8 * * mon-fri")
        self._cron.setObjectName("schedule-cron")
        self._cron.setMinimumWidth(200)
        self._cron.textEdited.connect(lambda text: self.edit_schedule(cron=text))
        self._cron_field = LabeledField(self.tr("Cron expression"), self._cron)
        self._start, self._end = TimeEdit(), TimeEdit()
        self._start.setObjectName("schedule-from")
        self._end.setObjectName("schedule-until")
        self._start.timeChanged.connect(lambda at: self.edit_schedule(start=_time(at)))
        self._end.timeChanged.connect(lambda at: self.edit_schedule(end=_time(at)))
        start, end = LabeledField(self.tr("From"), self._start), LabeledField(self.tr("Until"), self._end)
        self._hours = (start, end)
        kind = LabeledField(self.tr("Runs"), self._runs)
        left.addLayout(line(kind, self._number_field, self._cron_field, start, end))
        self._problem = Label("", Type.CAPTION, tone="danger", wrap=True)
        left.addWidget(self._problem)

    def _kinds(self) -> dict[Runs, str]:
        return {
            Runs.SECONDS: self.tr("Every N seconds"),
            Runs.MINUTES: self.tr("Every N minutes"),
            Runs.HOURS: self.tr("Every N hours"),
            Runs.DAYS: self.tr("Every N days"),
            Runs.WEEKLY: self.tr("At times of the week"),
            Runs.CRON: self.tr("By a cron expression"),
        }

    def _make_lower(self, left: QVBoxLayout) -> None:
        self._days = WeekdayPicker()
        self._days.changed.connect(
            lambda: self.edit_schedule(days=frozenset(Weekday(day - 1) for day in self._days.days()))
        )
        self._days_field = LabeledField(self.tr("Weekdays"), self._days)
        self._zone = ComboEdit(says=self.tr("Time zone"), placeholder=_DEFAULT_ZONE)
        self._zone.setObjectName("schedule-zone")
        self._zone.setFixedWidth(204)
        self._zone.set_choices(time_zones())
        self._zone.edited.connect(lambda text: self.edit_schedule(time_zone=text.strip()))
        zone = LabeledField(self.tr("Time zone"), self._zone)
        left.addLayout(line(self._days_field, zone))
        self.fields["schedule_time_zone"] = zone

    def _make_words(self, right: QVBoxLayout) -> None:
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("In words"), Type.CAPTION, tone="text2"))
        self._words = Label("", weight=SEMIBOLD, wrap=True)
        self._words.setObjectName("schedule-words")
        right.addWidget(self._words)
        right.addSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("Next five times"), Type.CAPTION, tone="text2"))
        times = QWidget()
        self._times = FlowLayout(times)
        self._pills = [Pill() for _ in range(_NEXT)]
        for pill in self._pills:
            self._times.addWidget(pill)
        right.addWidget(times)
        self._zone_note = Label("", Type.CAPTION, tone="muted", wrap=True)
        right.addWidget(self._zone_note)

    # -- showing

    def show_values(self) -> None:
        parts = self.draft.schedule
        self._runs.choose(parts.runs.value)
        units = {
            Runs.SECONDS: self.tr("Seconds"), Runs.MINUTES: self.tr("Minutes"), Runs.HOURS: self.tr("Hours"),
            Runs.DAYS: self.tr("Days"),
        }  # fmt: skip
        interval = parts.runs in units
        self._number_field.label.setText(units.get(parts.runs, ""))
        self._number_field.setVisible(interval)
        self._cron_field.setVisible(parts.runs is Runs.CRON)
        self._weekly_field.setVisible(parts.runs is Runs.WEEKLY)
        self._days_field.setVisible(parts.runs is not Runs.WEEKLY)
        if self._number.value() != parts.number:
            self._number.setValue(parts.number)
        if self._cron.text() != parts.cron:
            self._cron.setText(parts.cron)
        for edit, at in ((self._start, parts.start), (self._end, parts.end)):
            if _time(edit.time()) != at:
                edit.setTime(QTime(at.hour, at.minute))
        all_day = parts.start == parts.end == MIDNIGHT
        for field in self._hours:
            field.setVisible(parts.runs is not Runs.WEEKLY or not all_day)
        self._start.setToolTip(self.tr("00:00 until 00:00 is the whole day") if all_day else "")
        days = {day + 1 for day in parts.days}
        if self._days.days() != days:
            self._days.set_days(days)
        self._weekly.show_times(parts.weekly)
        self._zone.show_text(parts.time_zone)
        self._show_words()

    def _choose_runs(self, _index: int) -> None:
        runs = Runs(str(self._runs.key()))
        if runs is Runs.WEEKLY:
            # Times of the week say the hour themselves.
            self.edit_schedule(runs=runs, start=MIDNIGHT, end=MIDNIGHT)
        else:
            self.edit_schedule(runs=runs)

    def _show_words(self) -> None:
        schedule = self._schedule()
        problems = {k: says for k, says in self.draft.schedule_problems().items() if k != "schedule_time_zone"}
        self._problem.setText(" ".join(problems.values()))
        self._problem.setVisible(bool(problems))
        self._words.setText(in_words(schedule) if schedule else formats.NOTHING)
        now = datetime.now(UTC)
        times = schedule.next_times(now, _NEXT) if schedule else ()
        zone = ZoneInfo(schedule.time_zone or _DEFAULT_ZONE) if schedule else ZoneInfo(_DEFAULT_ZONE)
        words = next_times_words([moment.astimezone(zone) for moment in times], now.astimezone(zone))
        for pill, text in zip(self._pills, [*words, *[""] * (_NEXT - len(words))], strict=True):
            pill.show_spec(PillSpec(text))
            pill.setVisible(bool(text))
        local = datetime.now().astimezone()
        other = bool(times) and times[0].astimezone(zone).utcoffset() != times[0].astimezone(local.tzinfo).utcoffset()
        self._zone_note.setText(self.tr("By the clock in {0}").format(zone.key) if other else "")
        self._zone_note.setVisible(other)

    def state(self) -> tuple[Tone, str]:
        problems = self.draft.schedule_problems()
        if problems:
            return Tone.DANGER, next(iter(problems.values()))
        return Tone.SUCCESS, self.tr("In order")


def next_times_words(times: list[datetime], now: datetime) -> list[str]:
    """Times with their day where it is another one than the one before: “Today 14:05”, “14:10”, “Tomorrow 08:00”."""
    said, before = [], None
    for moment in times:
        clock = formats.clock(moment) + (f":{moment.second:02}" if moment.second else "")
        day = formats.day(moment, now)
        said.append(clock if moment.date() == before else f"{day[:1].upper()}{day[1:]} {clock}")
        before = moment.date()
    return said


def _time(at: QTime) -> time:
    return time(at.hour(), at.minute())
