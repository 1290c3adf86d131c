"""The filter row of the runs: when, door, result, pool, person."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from leadadmin.domain.pool import Pool
from leadadmin.domain.run_filter import RunFilter
from leadadmin.injector.scheduler import BY
from leadadmin.ui import local_time
from leadadmin.ui.doors import door_choices
from leadadmin.ui.models.run_columns import result_choices
from leadadmin.ui.widgets.choice_chip import ChoiceChip
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.filter_row import FilterRow

USUAL_DAYS = 1
"""Today and yesterday: what the page begins with."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


class RunFilters(FilterRow):
    """`changed` tells that a person chose otherwise."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.when = ChoiceChip(_tr("When"), _spans(), several=False)
        self.door = ChoiceChip(_tr("Door"), door_choices())
        self.result = ChoiceChip(_tr("Result"), result_choices())
        self.pool = ChoiceChip(_tr("Pool"), several=False)
        self.person = ChoiceChip(_tr("Person"), several=False)
        self.when.choose(USUAL_DAYS)
        for name, chip in (
            ("when", self.when), ("door", self.door), ("result", self.result), ("pool", self.pool),
            ("person", self.person),
        ):  # fmt: skip
            chip.setObjectName(f"runs-{name}")
            chip.chosen_changed.connect(self.changed)
            self.add_chip(chip)

    def set_names(self, pools: Sequence[Pool], people: Sequence[str]) -> None:
        """Offer these pools and people."""
        self.pool.set_choices([Choice(pool.id, pool.name) for pool in pools])
        self.person.set_choices([Choice(name, _tr("schedule") if name == BY else name) for name in people])

    def show_every_run(self) -> None:
        """Take every filter away, silently."""
        for chip in (self.when, self.door, self.result, self.pool, self.person):
            chip.choose()

    @property
    def only_when(self) -> bool:
        """Whether nothing but the time narrows the list."""
        return not any(chip.chosen() for chip in (self.door, self.result, self.pool, self.person))

    def chosen(self, text: str) -> RunFilter:
        """The filter as data, with the text of the search."""
        days: tuple[Any, ...] = self.when.chosen()
        pool: tuple[Any, ...] = self.pool.chosen()
        person: tuple[Any, ...] = self.person.chosen()
        doors: tuple[Any, ...] = self.door.chosen()
        outcomes: tuple[Any, ...] = self.result.chosen()
        return RunFilter(
            doors=doors,
            pool_id=pool[0] if pool else None,
            outcomes=outcomes,
            since=local_time.days_ago(days[0]) if days else None,
            text=text,
            person=person[0] if person else "",
        )


def _spans() -> list[Choice]:
    return [
        Choice(0, _tr("today")),
        Choice(USUAL_DAYS, _tr("today and yesterday")),
        Choice(6, _tr("the last 7 days")),
        Choice(29, _tr("the last 30 days")),
    ]
