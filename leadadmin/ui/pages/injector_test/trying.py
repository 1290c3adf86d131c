"""Trying an injector in the background: what is told while it goes on, and what it comes to."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from leadadmin.app import injectors as work
from leadadmin.app.injector_views import FormMaterial, form_material
from leadadmin.app.trial_table import TrialTable, write_table
from leadadmin.domain.errors import Expected
from leadadmin.domain.fields import Field
from leadadmin.injector.trial_report import TrialReport, TrialRow, TrialStep
from leadadmin.ui.desk import INJECTORS, Desk
from leadadmin.ui.operations.injectors import token_of
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Task

SHOWN_ROWS = 5_000
"""Rows of a dry run that the page shows; its table for download has all of them."""
_TELL_EVERY = 256


class DryTable:
    """The file with every row of a dry run, in a folder that only this person may read; gone with this object."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="leadadmin-dry-run-")
        self.path = Path(folder) / "rows.csv"
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test or dry run came to; a dry run has a `table` of all of its rows."""

    report: TrialReport
    material: FormMaterial
    rows: tuple[TrialRow, ...]
    dry: bool
    table: DryTable | None = None


class Trying(QObject):
    """One at a time: a new one lets the one before go. Signals carry the number that `test` or `dry_run` gave."""

    stepped = Signal(int, object)
    ended = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._number = 0
        self._task: Task | None = None

    def stop(self) -> None:
        """Ask the one under way to end."""
        if self._task is not None and self._task.running:
            self._task.cancel()

    def test(self, material: FormMaterial) -> int:
        """Test a stored injector: its first rows, and the watermark a run would leave. What passed is remembered."""
        stored = material.stored
        if stored is None:
            raise ValueError("only a stored injector is tested")
        number, program = self._next(), self._desk.program

        def do(progress: Progress) -> Tried:
            def told(step: TrialStep) -> None:
                self.stepped.emit(number, step)

            report = work.try_out(program, stored, cancel=token_of(progress), on_step=told)
            with program.workspace.reading() as database:
                after = form_material(database, stored.injector.id)
            return Tried(report, after, report.rows, dry=False)

        self._start(self.tr("Testing “{0}”").format(stored.injector.name), number, do)
        return number

    def dry_run(self, material: FormMaterial, total: int | None) -> int:
        """Judge every row and write them into a table; `total` is the number expected, None while unknown."""
        stored = material.stored
        if stored is None:
            raise ValueError("only a stored injector is tried")
        number, program = self._next(), self._desk.program
        fields, zone = _fields_of(material), zone_of(material)

        def do(progress: Progress) -> Tried:
            kept = DryTable()
            shown: list[TrialRow] = []

            def told(step: TrialStep) -> None:
                self.stepped.emit(number, step)

            with TrialTable(kept.path, fields, zone) as table:

                def seen(row: TrialRow) -> None:
                    table.add(row)
                    if len(shown) < SHOWN_ROWS:
                        shown.append(row)
                    if row.number % _TELL_EVERY == 0:
                        progress.report(row.number, max(total, row.number + 1) if total else None)

                report = program.trial.dry_run(
                    stored.injector, stored.state, cancel=token_of(progress), on_step=told, on_row=seen
                )
            with program.workspace.reading() as database:
                after = form_material(database, stored.injector.id)
            return Tried(report, after, tuple(shown), dry=True, table=kept)

        self._start(self.tr("Dry run of “{0}”").format(stored.injector.name), number, do)
        return number

    def _next(self) -> int:
        self.stop()
        self._number += 1
        return self._number

    def _start(self, label: str, number: int, do: Callable[[Progress], Tried]) -> None:
        def done(tried: Tried) -> None:
            self.ended.emit(number, tried)
            if not tried.dry:
                self._desk.bus.tell(INJECTORS)

        def failed(error: Expected) -> None:
            self.failed.emit(number, error)

        self._task = self._desk.tasks.run(label, do, done, failed, stays=self.tr("Nothing was written."), owner=self)


def zone_of(material: FormMaterial) -> ZoneInfo:
    """The time zone of the injector's call-backs: its own, else its campaign's."""
    if material.stored is None:
        return ZoneInfo("UTC")
    injector = material.stored.injector
    campaign = material.campaign(injector.campaign_id)
    return ZoneInfo(injector.time_zone or (campaign.time_zone if campaign is not None else "UTC"))


def _fields_of(material: FormMaterial) -> tuple[Field, ...]:
    template = material.template_of(material.stored.injector) if material.stored is not None else None
    return template.fields if template is not None else ()


def save_rows(tried: Tried, target: Path) -> None:
    """Write the rows of a test, or copy the table of a dry run; call it in the background.

    Raises Expected when the file cannot be written.
    """
    if tried.table is None:
        write_table(target, tried.rows, _fields_of(tried.material), zone_of(tried.material))
        return
    try:
        shutil.copyfile(tried.table.path, target)
    except OSError as error:
        hint = "Choose another folder, or make room there."
        raise Expected(f"“{target}” cannot be written: {error.strerror}.", hint, code="not_written") from error
