"""The columns of the history of runs and of a run's rejected rows (design, Runs)."""

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport
from leadadmin.domain.sentences import remark, sentence
from leadadmin.ui import local_time
from leadadmin.ui.doors import door_icon, door_word
from leadadmin.ui.formats import NOTHING, duration, number
from leadadmin.ui.models.base_columns import Col, Kind
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.choice_popup import Choice
from leadadmin.ui.widgets.pill import PillSpec

MANY_REJECTED = 0.1
"""From this part of the rows read on, the number of rejected ones is shown in danger."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


def result_pill(outcome: RunOutcome) -> PillSpec:
    """How a run ended, as a pill."""
    return {
        RunOutcome.RUNNING: PillSpec(_tr("Running"), Tone.INFO, "loader"),
        RunOutcome.SUCCEEDED: PillSpec(_tr("Done"), Tone.SUCCESS),
        RunOutcome.FAILED: PillSpec(_tr("Failed"), Tone.DANGER, "circle-x"),
        RunOutcome.CANCELLED: PillSpec(_tr("Cancelled"), Tone.NEUTRAL, "circle-stop"),
        RunOutcome.SKIPPED: PillSpec(_tr("Skipped"), Tone.NEUTRAL, "circle-minus"),
        RunOutcome.INTERRUPTED: PillSpec(_tr("Interrupted"), Tone.WARNING, "triangle-alert"),
    }[outcome]


def result_choices() -> list[Choice]:
    """Every result, as a filter offers them."""
    return [Choice(outcome, result_pill(outcome).text) for outcome in RunOutcome]


def run_name(report: RunReport) -> str:
    """What a run is called in lists: its source, with the door where that does not say what it is."""
    source = report.injector or report.source
    if report.door in (Door.API, Door.MANUAL):
        return f"{door_word(report.door)}: {source}" if source else door_word(report.door)
    return source or NOTHING


def run_pill(report: RunReport) -> PillSpec:
    """The result in a list; a run under way says how many rows it has read."""
    pill = result_pill(report.outcome)
    if report.outcome is RunOutcome.RUNNING and report.tally.read:
        return PillSpec(f"{pill.text} {number(report.tally.read)}", pill.tone, pill.icon)
    return pill


def _started(report: RunReport) -> str:
    """The time of a run of today, else the day: what tells runs of a list apart."""
    day = local_time.day(report.started)
    if local_time.local(report.started).date() == local_time.now().date():
        return local_time.clock(report.started)
    return f"{day[:1].upper()}{day[1:]}"


def _result_tooltip(report: RunReport) -> str:
    if report.outcome is RunOutcome.RUNNING:
        return _tr("{0} rows read so far").format(number(report.tally.read))
    return "\n".join(part for part in (report.error, report.hint) if part)


def _rejected_tone(report: RunReport) -> str:
    rejected = report.tally.of(RowOutcome.REJECTED)
    return "danger" if rejected and rejected >= MANY_REJECTED * report.tally.read else "text"


def _of(report: RunReport, outcome: RowOutcome) -> int:
    return report.tally.of(outcome)


def run_columns() -> list[Col[RunReport]]:
    """Columns of the history, then what its column chooser offers besides."""
    return [
        Col(
            "started", _tr("Started"), _started, width=114, minimum=86, sort=lambda r: r.started,
            tooltip=lambda r: local_time.exact(r.started), tone=lambda _r: "text2",
        ),
        Col(
            "source", _tr("Door and source"), run_name, Kind.ICON_TEXT, width=240, minimum=190, stretch=True,
            icon=lambda r: door_icon(r.door), tooltip=lambda r: f"{door_word(r.door)}: {r.injector or r.source}",
            tone=lambda _r: "text",
        ),
        Col("pool", _tr("Pool"), lambda r: r.pool or NOTHING, width=140, hides=5, hidden=True),
        Col(
            "result", _tr("Result"), lambda r: run_pill(r).text, Kind.PILL, width=132, minimum=112, pill=run_pill,
            tooltip=_result_tooltip,
        ),
        Col(
            "added", _tr("Added"), lambda r: number(_of(r, RowOutcome.ADDED)), Kind.NUMBER, width=74,
            sort=lambda r: _of(r, RowOutcome.ADDED),
        ),
        Col(
            "rejected", _tr("Rejected"), lambda r: number(_of(r, RowOutcome.REJECTED)), Kind.NUMBER, width=92,
            minimum=92, sort=lambda r: _of(r, RowOutcome.REJECTED), tone=_rejected_tone,
        ),
        Col(
            "took", _tr("Took"), lambda r: duration(r.seconds), Kind.NUMBER, width=80, sort=lambda r: r.seconds,
            tone=lambda _r: "muted", hides=1,
        ),
        Col(
            "read", _tr("Rows read"), lambda r: number(r.tally.read), Kind.NUMBER, width=90,
            sort=lambda r: r.tally.read, hides=6, hidden=True,
        ),
        Col(
            "updated", _tr("Updated"), lambda r: number(_of(r, RowOutcome.UPDATED)), Kind.NUMBER, width=80,
            sort=lambda r: _of(r, RowOutcome.UPDATED), hides=6, hidden=True,
        ),
        Col(
            "duplicates", _tr("Duplicates"), lambda r: number(_of(r, RowOutcome.DUPLICATE)), Kind.NUMBER, width=92,
            sort=lambda r: _of(r, RowOutcome.DUPLICATE), hides=6, hidden=True,
        ),
        Col("by", _tr("Started by"), lambda r: r.by, width=120, hides=6, hidden=True),
        Col(
            "id", _tr("Run"), lambda r: number(r.run_id), Kind.NUMBER, width=72, sort=lambda r: r.run_id,
            hides=6, hidden=True,
        ),
    ]  # fmt: skip


def _because(record: RowRecord) -> str:
    return remark(record.problem) if record.problem else NOTHING


def _retried(record: RowRecord) -> str:
    return "" if record.retried_in is None else _tr("run {0}").format(number(record.retried_in))


def row_columns() -> list[Col[RowRecord]]:
    """Columns of the rejected rows; they stand in the order they came in, and nothing else."""
    return [
        Col(
            "row", _tr("Row"), lambda r: number(r.row), width=66, minimum=56, tone=lambda _r: "text2", sortable=False,
        ),
        Col(
            "column", _tr("Column"), lambda r: r.problem.field if r.problem and r.problem.field else NOTHING,
            width=110, tone=lambda _r: "text2", sortable=False,
        ),
        Col(
            "value", _tr("Value"), lambda r: r.problem.value if r.problem and r.problem.value else NOTHING,
            width=130, tone=lambda _r: "danger", sortable=False,
        ),
        Col(
            "reason", _tr("Reason"), _because, width=260, minimum=260, stretch=True, sortable=False,
            tone=lambda _r: "text2",
            tooltip=lambda r: f"{sentence(r.problem)}\n{r.problem.reason.value}" if r.problem else "",
        ),
        Col(
            "retried", _tr("Retried"), _retried, Kind.ICON_TEXT, width=104, sortable=False, hides=1,
            tone=lambda _r: "text2", icon=lambda r: "refresh-cw" if r.retried_in is not None else "",
            tooltip=lambda r: _tr("Tried again in {0}").format(_retried(r)) if r.retried_in is not None else "",
        ),
    ]  # fmt: skip
