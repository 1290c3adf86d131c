"""What people do with runs: retry refused rows, take them away in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from leadadmin.app.exports import RowsFile, write_run_rows
from leadadmin.domain.problem_groups import ProblemGroup, problem_groups
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.injector.retry import RetryOrder, not_judged
from leadadmin.store import browse_runs, injectors, runs
from leadadmin.store.database import Database
from leadadmin.ui.desk import EVERYTHING, Desk
from leadadmin.ui.formats import count, number
from leadadmin.ui.operations.injectors import sum_words, token_of
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Task
from leadadmin.ui.theme import Tone


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A run with why its rows were rejected, and how many of those nobody retried yet.

    `id_field` names the column of its rows' ids as its injector does now; empty for another door.
    """

    report: RunReport
    groups: tuple[ProblemGroup, ...]
    waiting: int
    id_field: str = ""


def read_receipt(database: Database, run_id: int) -> Receipt:
    """The receipt of a run as it stands now. Raises NotFound."""
    rejected = RowOutcome.REJECTED
    report = runs.report(database, run_id)
    injector_id = report.injector_id
    return Receipt(
        report,
        tuple(problem_groups(browse_runs.problem_counts(database, run_id, rejected))),
        browse_runs.not_retried(database, run_id, rejected),
        "" if injector_id is None else injectors.get(database, injector_id).injector.unique_id_field,
    )


def retry_rejected(desk: Desk, receipt: Receipt) -> Task:
    """Try every rejected row of a run again that was not retried yet."""
    run_id = receipt.report.run_id or 0
    order = RetryOrder(run_id, desk.program.person, outcomes=(RowOutcome.REJECTED,))
    label = _tr("Retrying rejected rows of “{0}”").format(receipt.report.injector or receipt.report.source)
    return _retry(desk, order, receipt.waiting, label)


def retry_row(
    desk: Desk, run_id: int, row: int, cells: Mapping[str, object], on_done: Callable[[RunReport], None] | None = None
) -> Task:
    """Try one row again with corrected cells."""
    order = RetryOrder(run_id, desk.program.person, rows=frozenset({row}), corrections={row: cells})
    return _retry(desk, order, 1, _tr("Retrying row {0}").format(number(row)), on_done)


def _retry(
    desk: Desk, order: RetryOrder, rows: int, label: str, on_done: Callable[[RunReport], None] | None = None
) -> Task:
    retrier = desk.program.retrier

    def do(progress: Progress) -> RunReport:
        token = token_of(progress)

        def told(tally: Tally) -> None:
            # A cancel sets the token; the retry then ends at its next batch with a receipt.
            if not progress.cancelled:
                progress.report(tally.read, rows)

        return retrier.retry(order, cancel=token, progress=told)

    def done(report: RunReport) -> None:
        _say(desk, report)
        desk.bus.tell(*EVERYTHING)
        if on_done is not None:
            on_done(report)

    return desk.tasks.run(label, do, done, stays=_tr("Rows that were taken before stay; the others can be retried."))


def _say(desk: Desk, report: RunReport) -> None:
    run_id = report.run_id
    if run_id is None:
        desk.notices.say(report.error, report.hint, tone=Tone.WARNING)
        return
    unjudged = report.tally.of(RowOutcome.SEEN_BEFORE)
    judged = report.tally.read - unjudged
    if report.outcome is RunOutcome.SUCCEEDED:
        tone = Tone.WARNING if report.tally.of(RowOutcome.REJECTED) or unjudged else Tone.SUCCESS
        rows = count(judged, _tr("row"), _tr("rows"))
        text = _tr("{0} retried").format(rows) if judged else _tr("Nothing was retried")
        said = [sum_words(report.tally)] if judged else []
        detail = ". ".join([*said, not_judged(unjudged)] if unjudged else said)
    else:
        tone, text, detail = Tone.DANGER, report.error, report.hint
    desk.notices.say(
        text, detail, tone=tone, action=_tr("Show receipt"), on_action=lambda: desk.go("runs", run_id=run_id)
    )


def rows_file_name(report: RunReport) -> str:
    """A name to suggest for the file of rejected rows."""
    source = Path(report.injector or report.source).stem
    safe = "".join(c if c.isalnum() or c in " -_," else " " for c in source).strip()
    return _tr("{0} run {1} rejected rows").format(safe, report.run_id).strip() + ".csv"


def save_rejected(desk: Desk, receipt: Receipt, path: Path) -> Task:
    """Write the rejected rows of a run into a file that opens in a spreadsheet of this computer's language."""
    report, workspace = receipt.report, desk.program.workspace
    locale = QLocale()
    file = RowsFile(
        path,
        delimiter=";" if locale.decimalPoint() == "," else ",",
        language="da" if locale.language() is QLocale.Language.Danish else "en",
    )
    total = report.tally.of(RowOutcome.REJECTED)

    def do(progress: Progress) -> int:
        return write_run_rows(
            workspace, report.run_id or 0, RowOutcome.REJECTED, file, lambda rows: progress.report(rows, total)
        )

    def done(rows: int) -> None:
        written = count(rows, _tr("row"), _tr("rows"))
        desk.notices.say(_tr("{0} saved in “{1}”").format(written, path.name), str(path.parent))

    return desk.tasks.run(_tr("Saving rejected rows"), do, done, stays=_tr("The file is written whole or not at all."))
