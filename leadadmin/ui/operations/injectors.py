"""What people do with injectors from any page: the call in the background, and what is said afterwards."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QCoreApplication, QObject

from leadadmin.app import injectors as work
from leadadmin.domain.errors import Expected
from leadadmin.domain.run import RowOutcome, RunOutcome, RunReport, Tally
from leadadmin.injector.rewind import RewindPreview, RewindTo
from leadadmin.injector.runner import Order
from leadadmin.sources.base import CancelToken
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui.desk import INJECTORS, LEADS, POOLS, RUNS, Desk
from leadadmin.ui.formats import count, number
from leadadmin.ui.progress import Progress
from leadadmin.ui.tasks import Task
from leadadmin.ui.theme import Tone

Failed = Callable[[Expected], None]
_CHANGED_BY_A_RUN = frozenset({INJECTORS, LEADS, POOLS, RUNS})
_SETTINGS = frozenset({INJECTORS})


def _tr(text: str) -> str:
    return QCoreApplication.translate("Injectors", text)


def token_of(progress: Progress) -> CancelToken:
    """A token for sources that is set when the person cancels the work."""
    token = CancelToken()
    progress.on_cancel(token.set)
    return token


def run_now(desk: Desk, injector_id: int, name: str, on_done: Callable[[RunReport], None] | None = None) -> Task:
    """Run an injector in the background with its progress in the status bar; the receipt's sum is said at the end."""
    runner, person = desk.program.runner, desk.program.person

    def do(progress: Progress) -> RunReport:
        token = token_of(progress)

        def told(tally: Tally) -> None:
            # A cancel sets the token; the run then ends at its next batch with a receipt.
            if not progress.cancelled:
                progress.report(tally.read)

        return runner.run(injector_id, Order(person), cancel=token, progress=told)

    def done(report: RunReport) -> None:
        say_receipt(desk, report)
        desk.bus.tell(*_CHANGED_BY_A_RUN)
        if on_done is not None:
            on_done(report)

    stays = _tr("Rows that were saved before stay; the next run takes the rest.")
    return desk.tasks.run(_tr("Running “{0}”").format(name), do, done, stays=stays)


def say_receipt(desk: Desk, report: RunReport) -> None:
    """Say how a run ended, with the way to its receipt."""
    name = report.injector or report.source
    tone, text, detail = _receipt_words(name, report)
    run_id = report.run_id
    if run_id is None:
        desk.notices.say(text, detail, tone=tone)
    else:
        desk.notices.say(
            text, detail, tone=tone, action=_tr("Show run"), on_action=lambda: desk.go("runs", run_id=run_id)
        )


def _receipt_words(name: str, report: RunReport) -> tuple[Tone, str, str]:
    match report.outcome:
        case RunOutcome.SUCCEEDED:
            tone = Tone.WARNING if report.tally.of(RowOutcome.REJECTED) else Tone.SUCCESS
            return tone, _tr("“{0}” ran: {1}").format(name, sum_words(report.tally)), _rows_read(report.tally)
        case RunOutcome.SKIPPED:
            return Tone.WARNING, report.error, report.hint
        case RunOutcome.CANCELLED:
            stays = _tr("What was saved stays: {0}. The next run takes the rest.").format(sum_words(report.tally))
            return Tone.WARNING, _tr("“{0}” was stopped.").format(name), stays
        case _:
            return Tone.DANGER, report.error, report.hint


def _rows_read(tally: Tally) -> str:
    return _tr("{0} read; every one is accounted for.").format(count(tally.read, _tr("row"), _tr("rows")))


def sum_words(tally: Tally, outcomes: Collection[RowOutcome] = tuple(RowOutcome)) -> str:
    """The receipt's sum in words: “41 added, 2 rejected”; “nothing new” without a row of these outcomes."""
    one = tally.of(RowOutcome.DUPLICATE) == 1
    words = {
        RowOutcome.ADDED: _tr("{0} added"),
        RowOutcome.UPDATED: _tr("{0} updated"),
        RowOutcome.UNCHANGED: _tr("{0} unchanged"),
        RowOutcome.DUPLICATE: _tr("{0} duplicate") if one else _tr("{0} duplicates"),
        RowOutcome.SUPPRESSED: _tr("{0} suppressed"),
        RowOutcome.REJECTED: _tr("{0} rejected"),
        RowOutcome.DEFERRED: _tr("{0} deferred"),
        RowOutcome.SUPERSEDED: _tr("{0} superseded"),
    }
    parts = [
        text.format(number(tally.of(outcome)))
        for outcome, text in words.items()
        if tally.of(outcome) and outcome in outcomes
    ]
    return ", ".join(parts) if parts else _tr("nothing new")


def enable(
    desk: Desk, injector_id: int, name: str, on_failed: Failed | None = None, owner: QObject | None = None
) -> Task:
    """Switch an injector on, and end its pause."""

    def done(_result: None) -> None:
        desk.notices.say(_tr("“{0}” is switched on.").format(name), _tr("It runs by its schedule from now on."))

    return desk.change(
        _tr("Switching on"),
        lambda: work.enable(desk.program, injector_id),
        done,
        on_failed,
        topics=_SETTINGS,
        owner=owner,
    )


def disable(
    desk: Desk, injector_id: int, name: str, on_failed: Failed | None = None, owner: QObject | None = None
) -> Task:
    """Switch an injector off; a run under way goes on."""

    def done(_result: None) -> None:
        desk.notices.say(
            _tr("“{0}” is switched off.").format(name),
            _tr("A run under way goes on to its end."),
            tone=Tone.NEUTRAL,
            action=_tr("Switch on again"),
            on_action=lambda: enable(desk, injector_id, name),
        )

    return desk.change(
        _tr("Switching off"),
        lambda: work.disable(desk.program, injector_id),
        done,
        on_failed,
        topics=_SETTINGS,
        owner=owner,
    )


def copy(desk: Desk, injector_id: int, on_done: Callable[[StoredInjector], None], owner: QObject) -> Task:
    """Copy an injector under a name of its own."""
    return desk.change(
        _tr("Copying"), lambda: work.copy(desk.program, injector_id), on_done, topics=_SETTINGS, owner=owner
    )


def remove(desk: Desk, injector_id: int) -> Task:
    """Delete an injector that never ran, archive one that did; either can be undone."""

    def done(removed: StoredInjector) -> None:
        name = removed.injector.name
        if removed.state.started_once:
            text, detail = _tr("“{0}” is archived.").format(name), _tr("Its leads and runs stay. It runs no more.")
        else:
            text, detail = _tr("“{0}” is deleted.").format(name), _tr("It never ran.")
        desk.notices.say(text, detail, tone=Tone.NEUTRAL, action=_tr("Undo"), on_action=lambda: restore(desk, removed))

    return desk.change(_tr("Removing"), lambda: work.remove(desk.program, injector_id), done, topics=_SETTINGS)


def restore(desk: Desk, removed: StoredInjector) -> Task:
    """Bring back what `remove` took away; it stays switched off."""

    def done(restored: StoredInjector) -> None:
        desk.notices.say(_tr("“{0}” is back, switched off.").format(restored.injector.name))

    return desk.change(_tr("Bringing back"), lambda: work.restore(desk.program, removed), done, topics=_SETTINGS)


def preview_rewind(
    desk: Desk,
    injector_id: int,
    to: RewindTo,
    on_done: Callable[[RewindPreview], None],
    on_failed: Failed,
    owner: QObject,
) -> Task:
    """Ask the source what would come back after a rewind; writes nothing."""
    rewinder = desk.program.rewinder
    return desk.tasks.run(
        _tr("Looking what would come back"),
        lambda progress: rewinder.preview(injector_id, to, cancel=token_of(progress)),
        on_done,
        on_failed,
        stays=_tr("Nothing was written."),
        owner=owner,
    )


def rewind(
    desk: Desk,
    injector_id: int,
    name: str,
    to: RewindTo,
    on_done: Callable[[str | None], None],
    on_failed: Failed,
    owner: QObject,
) -> Task:
    """Set “last id imported”."""

    def done(value: str | None) -> None:
        desk.notices.say(
            _tr("“{0}” goes on after {1}.").format(name, value if value not in (None, "") else _tr("the beginning")),
            _tr("The next run asks the source from there; what the ledger knows is not taken twice."),
        )
        on_done(value)

    return desk.change(
        _tr("Rewinding"),
        lambda: desk.program.rewinder.rewind(injector_id, to, by=desk.program.person),
        done,
        on_failed,
        topics=_SETTINGS,
        owner=owner,
    )
