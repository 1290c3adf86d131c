"""The rows of a Test as a table: number, verdict, id, name, phone, and what would happen."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.phone import pretty
from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.domain.sentences import sentence
from leadadmin.domain.watermark import IdType
from leadadmin.injector.trial_report import TrialRow
from leadadmin.ui import formats
from leadadmin.ui.models.base_columns import NOTHING, Col, Kind
from leadadmin.ui.models.id_words import shown_id
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.pill import PillSpec

_PHONE_REASONS = frozenset({Reason.PHONE_INVALID, Reason.NO_PHONE, Reason.DO_NOT_CALL})


def _tr(text: str) -> str:
    return QCoreApplication.translate("InjectorTest", text)


def verdict_pill(outcome: RowOutcome) -> PillSpec:
    """A verdict as a pill."""
    return {
        RowOutcome.ADDED: PillSpec(_tr("Add"), Tone.SUCCESS, "plus"),
        RowOutcome.UPDATED: PillSpec(_tr("Update"), Tone.INFO, "pencil"),
        RowOutcome.UNCHANGED: PillSpec(_tr("Unchanged"), Tone.NEUTRAL, "minus"),
        RowOutcome.DUPLICATE: PillSpec(_tr("Duplicate"), Tone.NEUTRAL, "copy"),
        RowOutcome.SUPPRESSED: PillSpec(_tr("Suppressed"), Tone.WARNING, "phone-off"),
        RowOutcome.REJECTED: PillSpec(_tr("Rejected"), Tone.DANGER, "circle-x"),
        RowOutcome.DEFERRED: PillSpec(_tr("Deferred"), Tone.NEUTRAL, "hourglass"),
        RowOutcome.SUPERSEDED: PillSpec(_tr("Superseded"), Tone.NEUTRAL, "fast-forward"),
        RowOutcome.SEEN_BEFORE: PillSpec(_tr("Seen before"), Tone.NEUTRAL, "history"),
    }[outcome]


@dataclass(frozen=True, slots=True)
class Titles:
    """What two columns are called: the unique id's column and the first phone field; and how ids and moments read."""

    unique_id: str
    phone: str
    id_type: IdType | None
    zone: ZoneInfo


def what_happens(row: TrialRow, zone: ZoneInfo) -> str:
    """What a run would do with a row, as a sentence without a full stop."""
    if row.problem is not None:
        return sentence(row.problem).removesuffix(".")
    lead = formats.number(row.lead_id)
    match row.verdict:
        case RowOutcome.ADDED if row.callback_ms:
            said = _tr("New lead, call-back {0}").format(callback_words(row.callback_ms, zone))
        case RowOutcome.ADDED:
            said = _tr("New lead in “{0}”").format(row.pool)
        case RowOutcome.SEEN_BEFORE if row.lead_id is not None:
            said = _tr("In the ledger already as lead {0}: dropped").format(lead)
        case RowOutcome.SEEN_BEFORE:
            said = _tr("In the ledger already, unchanged: dropped")
        case _:
            said = _tr("Lead {0}").format(lead) if row.lead_id is not None else NOTHING
    return said


def callback_words(ms: int, zone: ZoneInfo) -> str:
    """A call-back's moment on the clock of `zone`: “21 Nov 2025, 10:00”."""
    moment = datetime.fromtimestamp(ms / 1000, zone)
    date = formats.exact(moment).rsplit(" ", 2)[0]
    return f"{date}, {formats.clock(moment)}"


def phone_words(row: TrialRow) -> str:
    """The phone as people read it; as it came when it was refused."""
    return pretty(row.phone) if row.phone.startswith("+") else row.phone or NOTHING


def _phone_tone(row: TrialRow) -> str:
    bad = row.verdict is RowOutcome.REJECTED and row.problem is not None and row.problem.reason in _PHONE_REASONS
    return "danger" if bad else "text"


def trial_columns(titles: Titles) -> list[Col[TrialRow]]:
    """The columns of the table."""
    return [
        Col("row", _tr("Row"), lambda row: formats.number(row.number), Kind.NUMBER, width=60, minimum=52,
            tone=lambda row: "muted", sort=lambda row: row.number),
        Col("verdict", _tr("Verdict"), lambda row: verdict_pill(row.verdict).text, Kind.PILL, width=148, minimum=140,
            pill=lambda row: verdict_pill(row.verdict)),
        Col("id", titles.unique_id, lambda row: shown_id(row.unique_id, titles.id_type),
            Kind.NUMBER if titles.id_type is IdType.INTEGER else Kind.TEXT, width=88, minimum=72, hides=1),
        Col("name", _tr("Name"), lambda row: row.name or NOTHING, width=136, minimum=96, hides=2),
        Col("phone", titles.phone, phone_words, width=146, minimum=138, tone=_phone_tone),
        Col("happens", _tr("What would happen"), lambda row: what_happens(row, titles.zone), width=300, minimum=160,
            tone=lambda row: "text2", stretch=True),
    ]  # fmt: skip
