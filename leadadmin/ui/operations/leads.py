"""Pages and counts of leads in the background; what a new filter no longer needs is stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from leadadmin.domain.errors import Cancelled, Expected
from leadadmin.domain.lead_filter import FilterNames, LeadFilter
from leadadmin.domain.lead_list import LeadCount, LeadRow, LeadSort, LeadsPage
from leadadmin.store.browse_leads import lead_count, leads_page
from leadadmin.store.database import Database
from leadadmin.store.filter_names import filter_names
from leadadmin.store.stopping import stoppable
from leadadmin.ui.desk import Desk
from leadadmin.ui.models.base_fetching import Arrived, Failed, FetchedPage
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Task

T = TypeVar("T")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Leads", text)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many leads a filter has, and what it names. A search inside everything is not counted (None)."""

    count: LeadCount | None
    names: FilterNames


class LeadFeed(QObject):
    """Reads what `chosen` and `sort` ask for. `counted` tells a `Counted` for the newest filter."""

    counted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chosen = LeadFilter()
        self.sort = LeadSort()
        self._out: list[Task] = []

    @property
    def deep(self) -> bool:
        """Whether this is a search inside everything: slow in a large workspace, shown and stoppable."""
        return self.chosen.anywhere and bool(self.chosen.text.strip())

    def ask_for(self, chosen: LeadFilter, sort: LeadSort) -> None:
        """Read for this filter and order from now on; what was out for another one is stopped."""
        self.stop()
        self.chosen, self.sort = chosen, sort

    def stop(self) -> None:
        """Stop what is out."""
        out, self._out = self._out, []
        for task in out:
            task.cancel()

    def fetch(self, cursor: Any | None, size: int, arrived: Arrived[LeadRow], failed: Failed) -> None:
        """A page, as a `FetchingModel` asks for it."""
        chosen, sort = self.chosen, self.sort

        def done(page: LeadsPage) -> None:
            arrived(FetchedPage(page.rows, page.next_cursor))

        label = _tr("Searching inside everything for “{0}”").format(chosen.text.strip())
        self._run(
            label if self.deep else _tr("Reading leads"),
            lambda database: leads_page(database, chosen, sort, cursor, size),
            done, failed, show=self.deep,
        )  # fmt: skip

    def count(self) -> None:
        """Count; the answer comes as `counted`, unless another filter is asked for meanwhile."""
        chosen, deep = self.chosen, self.deep

        def read(database: Database) -> Counted:
            return Counted(None if deep else lead_count(database, chosen), filter_names(database, chosen))

        def done(answer: Counted) -> None:
            if chosen == self.chosen:
                self.counted.emit(answer)

        self._run(_tr("Counting leads"), read, done, self._not_counted, show=False)

    def _not_counted(self, error: Expected) -> None:
        if not isinstance(error, Cancelled):
            self._desk.notices.failed(error)

    def _run(
        self,
        label: str,
        work: Callable[[Database], T],
        done: Callable[[T], None],
        failed: Callable[[Expected], None],
        *,
        show: bool,
    ) -> None:
        workspace = self._desk.program.workspace

        def do(progress: Progress) -> T:
            with workspace.reading() as database, stoppable(database, progress.on_cancel, lambda: progress.cancelled):
                return work(database)

        stays = _tr("Nothing is changed by a search.")
        task = self._desk.tasks.run(label, do, done, failed, show=show, stays=stays, owner=self)
        self._out = [*(each for each in self._out if each.running), task]
