"""The form of calling hours (spec 1)."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.campaign import WEEKDAYS, CallingHours
from leadadmin.ui.forms.record_form import RecordForm, named
from leadadmin.ui.forms.week_grid import WeekGrid, day_name
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.place_fields import CountryField, ZoneField

_WORKDAY = "09:00-17:00"
BLANK = CallingHours("", dict.fromkeys(WEEKDAYS[:5], _WORKDAY))
"""New calling hours begin with office hours."""


class HoursForm(RecordForm[CallingHours]):
    """Name, zone, week and holidays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BLANK, parent)
        self.name = LineEdit()
        self.zone = ZoneField(says=self.tr("Time zone"), placeholder=self.tr("The lead’s own"))
        self.week = WeekGrid()
        self.holidays = CountryField(says=self.tr("Holidays"), placeholder=self.tr("None"))
        named(self.name, "hours-name")
        named(self.zone, "hours-zone")
        named(self.holidays, "hours-holidays")
        self.name.textChanged.connect(self.changed)
        self.zone.edited.connect(self.changed)
        self.week.changed.connect(self.changed)
        self.holidays.edited.connect(self.changed)
        self.form.add("name", self.tr("&Name"), self.name)
        self.form.add("time_zone", self.tr("Time &zone"), self.zone)
        self.form.add("week", self.tr("Calls are allowed"), self.week, hint=self.tr("Until 00:00 means midnight."))
        self.form.add("holidays", self.tr("No calls on &holidays of"), self.holidays)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)

    def show_choices(self) -> None:
        self.zone.offer(self.listing.time_zones)

    def fill(self, record: CallingHours) -> None:
        self.name.setText(record.name)
        self.name.setCursorPosition(0)
        self.zone.show_text(record.time_zone)
        self.week.show_week(record.week)
        self.holidays.show_code(record.holidays)

    def read(self) -> CallingHours:
        return replace(
            self.stored,
            name=self.name.text().strip(),
            time_zone=self.zone.zone(),
            week=self.week.week(),
            holidays=self.holidays.code(),
        )

    def show_problems(self, found: Mapping[str, str]) -> dict[str, str]:
        days = {f"week.{key}": day_name(number) for number, key in enumerate(WEEKDAYS)}
        of_days = [f"{days[key]}: {says}" for key, says in found.items() if key in days]
        rest = {key: says for key, says in found.items() if key not in days}
        return super().show_problems(rest | ({"week": " ".join(of_days)} if of_days else {}))
