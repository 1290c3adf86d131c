"""The verdict of a test in one line: passed, passed with remarks, or failed and where."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.sentences import reason_title
from leadadmin.injector.trial_report import TrialReport, TrialState
from leadadmin.ui import formats
from leadadmin.ui.operations.injectors import sum_words
from leadadmin.ui.theme import Tone

_MOST_COMMON = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the strip says; `show_rejected` is how many rows its button would show."""

    tone: Tone
    strong: str
    text: str
    show_rejected: int = 0


def _tr(text: str) -> str:
    return QCoreApplication.translate("InjectorTest", text)


def verdict_of(report: TrialReport, *, dry: bool, pause_pct: int) -> Verdict:
    """The verdict on a test or dry run; `pause_pct` is where the injector pauses itself."""
    what = _tr("The dry run") if dry else _tr("The test")
    if not report.ok:
        return _failed(report, what)
    if not report.read:
        return Verdict(
            Tone.SUCCESS, _tr("{0} passed.").format(what), _tr("The source returned no rows after the last id.")
        )
    rejected = report.tally.of(RowOutcome.REJECTED)
    if report.pauses_because:
        said = _tr("A run would pause the injector: {0} {1}").format(report.pauses_because, _common(report))
        return Verdict(Tone.WARNING, _tr("{0} passed with remarks.").format(what), said.strip(), rejected)
    if rejected:
        share = formats.percent(rejected / report.tally.read)
        said = _tr("{0} of the rows would be rejected; the injector pauses above {1}%. {2}")
        return Verdict(
            Tone.WARNING,
            _tr("{0} passed with remarks.").format(what),
            said.format(share, pause_pct, _common(report)).strip(),
            rejected,
        )
    rows = formats.count(report.tally.read, _tr("row"), _tr("rows"))
    said = _tr("Of {0}: {1}.").format(rows, sum_words(report.tally))
    return Verdict(Tone.SUCCESS, _tr("{0} passed.").format(what), said)


def _failed(report: TrialReport, what: str) -> Verdict:
    step = next((step for step in report.steps if step.state is TrialState.FAILED), None)
    if step is None:
        return Verdict(Tone.DANGER, _tr("{0} failed.").format(what), "")
    strong = _tr("{0} failed at “{1}”.").format(what, step.title)
    return Verdict(Tone.DANGER, strong, f"{step.message} {step.hint}".strip())


def _common(report: TrialReport) -> str:
    """“Most common: phone invalid (11), call-back date does not fit (3).”, duplicates left out."""
    counts = {
        code: rows
        for code, rows in report.tally.reasons.items()
        if code not in (Reason.DUPLICATE.value, Reason.DO_NOT_CALL.value)
    }
    if not counts:
        return ""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])[:_MOST_COMMON]
    said = [f"{_lower(reason_title(Reason(code)))} ({formats.number(rows)})" for code, rows in ordered]
    return _tr("Most common: {0}.").format(", ".join(said))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
