"""The columns of the injectors' list."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from leadadmin.app.injector_views import InjectorOverview
from leadadmin.domain.injector_standing import Standing
from leadadmin.domain.run import RowOutcome, RunOutcome
from leadadmin.domain.schedule_words import in_words
from leadadmin.ui import formats
from leadadmin.ui.models.base_columns import NOTHING, Col, Kind
from leadadmin.ui.operations.injectors import sum_words
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.pill import PillSpec

Now = Callable[[], datetime]
_IN_SHORT = (RowOutcome.ADDED, RowOutcome.UPDATED, RowOutcome.REJECTED)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Injectors", text)


def standing_pill(standing: Standing) -> PillSpec:
    """The state of an injector as a pill: a word, a tone, and a shape for all but the good state."""
    return {
        Standing.ENABLED: PillSpec(_tr("Enabled"), Tone.SUCCESS),
        Standing.OFF: PillSpec(_tr("Off"), Tone.NEUTRAL, "circle-minus"),
        Standing.PAUSED: PillSpec(_tr("Paused"), Tone.WARNING, "circle-pause"),
        Standing.RUNNING: PillSpec(_tr("Running"), Tone.INFO, "loader"),
        Standing.FAILING: PillSpec(_tr("Failing"), Tone.DANGER, "circle-x"),
        Standing.NOT_TESTED: PillSpec(_tr("Not tested"), Tone.NEUTRAL, "flask-conical"),
    }[standing]


def source_words(row: InjectorOverview) -> str:
    """Connection and procedure: “North CRM · dbo.GetNewLeads”."""
    injector = row.listed.stored.injector
    what = injector.procedure.label or (_tr("query") if injector.query else "")
    return " · ".join(part for part in (row.listed.connection, what) if part) or NOTHING


def last_run_words(row: InjectorOverview) -> str:
    """What the last run came to, or what the one under way has read."""
    report = row.listed.last_run
    if report is None:
        return NOTHING
    if report.outcome is RunOutcome.RUNNING:
        return _tr("{0} so far").format(formats.count(report.tally.read, _tr("row"), _tr("rows")))
    if report.outcome is RunOutcome.SUCCEEDED:
        return sum_words(report.tally, _IN_SHORT if any(map(report.tally.of, _IN_SHORT)) else tuple(RowOutcome))
    return report.outcome.label


def _last_run_tone(row: InjectorOverview) -> str:
    report = row.listed.last_run
    if report is None:
        return "muted"
    if report.outcome in (RunOutcome.FAILED, RunOutcome.INTERRUPTED):
        return "danger"
    return "text"


def _last_run_tooltip(row: InjectorOverview) -> str:
    report = row.listed.last_run
    if report is None:
        return _tr("It never ran.")
    parts = [formats.exact(report.started.astimezone()), sum_words(report.tally), report.error, report.hint]
    return "\n".join(part for part in parts if part)


def _pool_tooltip(row: InjectorOverview) -> str:
    return _tr("Campaign: {0}").format(row.listed.campaign) if row.listed.campaign else ""


def _ago(moment: datetime | None, now: datetime) -> str:
    """“22 min ago” up to a day, then the day alone."""
    if moment is not None and now - moment >= timedelta(days=1):
        return formats.day(moment, now)
    return formats.ago(moment, now)


def _runner_words(row: InjectorOverview) -> str:
    running = row.listed.running
    return running.label if running is not None else NOTHING


def _runner_tooltip(row: InjectorOverview) -> str:
    running = row.listed.running
    return _tr("Since {0}").format(formats.exact(running.since.astimezone())) if running is not None else ""


def _added(row: InjectorOverview) -> int:
    report = row.listed.last_run
    return report.tally.of(RowOutcome.ADDED) if report is not None else -1


def injector_columns(now: Now) -> list[Col[InjectorOverview]]:
    """The list's columns; `now` tells the local time."""

    def started(row: InjectorOverview) -> datetime | None:
        return row.listed.last_run.started if row.listed.last_run else None

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone() if moment is not None else None

    return [
        Col(
            "name", _tr("Name"), lambda row: row.listed.stored.injector.name, strong=True, width=160, minimum=160,
            stretch=True, tooltip=lambda row: row.listed.stored.injector.description,
        ),
        Col(
            "state", _tr("State"), lambda row: standing_pill(row.standing).text, Kind.PILL, width=116, minimum=116,
            pill=lambda row: standing_pill(row.standing),
            tooltip=lambda row: row.listed.stored.state.paused_because,
        ),
        Col("source", _tr("Source"), source_words, width=156, minimum=120, tone=lambda row: "text2", hides=2),
        Col(
            "pool", _tr("Lead pool"), lambda row: row.listed.stored.injector.allocation or NOTHING, width=132,
            minimum=96, tooltip=_pool_tooltip,
        ),
        Col(
            "frequency", _tr("Frequency"), lambda row: in_words(row.listed.stored.injector.schedule), width=176,
            minimum=120, tone=lambda row: "text2", hides=3,
        ),
        Col(
            "last_run", _tr("Last run"), last_run_words, width=152, minimum=110, tone=_last_run_tone,
            tooltip=_last_run_tooltip, sort=_added,
        ),
        Col(
            "last_time", _tr("When"), lambda row: _ago(local(started(row)), now()), width=84, minimum=80,
            tone=lambda row: "muted", sort=started, tooltip=_last_run_tooltip, hides=4,
        ),
        Col(
            "next_run", _tr("Next run"), lambda row: formats.when(local(row.next_run), now()), width=136, minimum=136,
            tone=lambda row: "text2", sort=lambda row: row.next_run,
            tooltip=lambda row: formats.exact(row.next_run.astimezone()) if row.next_run else "",
        ),
        Col(
            "runner", _tr("Runs on"), _runner_words, width=88, minimum=84, tone=lambda row: "muted",
            tooltip=_runner_tooltip, hides=5,
            about=_tr("The computer that runs the injector at this moment"),
        ),
    ]  # fmt: skip
