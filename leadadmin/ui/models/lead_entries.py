"""The history of a lead as entries of a list (spec 4, One lead)."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.calls import CallSource
from leadadmin.domain.lead_history import Arrived, Called, HistoryEntry, RowMet
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RowOutcome
from leadadmin.ui import local_time
from leadadmin.ui.formats import number
from leadadmin.ui.widgets.history_list import Entry


class Kind(StrEnum):
    """What the history can be narrowed to."""

    ALL = "all"
    CALLS = "calls"
    CHANGES = "changes"
    DUPLICATES = "duplicates"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Leads", text)


def kind_of(entry: HistoryEntry) -> Kind:
    """Under which kind an entry stands; an arrival only under all."""
    match entry:
        case Called():
            return Kind.CALLS
        case RowMet():
            return Kind.DUPLICATES if entry.outcome is RowOutcome.DUPLICATE else Kind.CHANGES
        case _:
            return Kind.ALL


def source_words(door: Door, source: str, run_id: int, row: int) -> str:
    """Where a row came from: “Injector “CRM web leads”, run 4,102, row 6”."""
    words = {
        Door.INJECTOR: _tr("Injector “{0}”"),
        Door.UPLOAD: _tr("Upload “{0}”"),
        Door.API: _tr("API, “{0}”"),
        Door.MANUAL: _tr("Entered by {0}"),
    }[door].format(source)
    return _tr("{0}, run {1}, row {2}").format(words, number(run_id), number(row))


def shown_entry(entry: HistoryEntry) -> Entry:
    """An entry in words; its key is the number of the run it tells of, or None."""
    day = local_time.day(entry.at)
    icon, title, second = _words(entry)
    return Entry(
        day=f"{day[:1].upper()}{day[1:]}",
        time=local_time.clock(entry.at),
        exact=local_time.exact(entry.at),
        icon=icon,
        title=title,
        second=second,
        key=None if isinstance(entry, Called) else entry.run_id,
    )


def _words(entry: HistoryEntry) -> tuple[str, str, str]:
    match entry:
        case Arrived():
            return "arrow-down-to-line", _tr("Arrived"), source_words(entry.door, entry.source, entry.run_id, entry.row)
        case RowMet():
            where = source_words(entry.door, entry.source, entry.run_id, entry.row)
            icon, title = _met(entry.outcome)
            return icon, title, where
        case Called():
            return _call(entry)


def _met(outcome: RowOutcome) -> tuple[str, str]:
    known = {
        RowOutcome.DUPLICATE: ("copy", _tr("Duplicate met this lead")),
        RowOutcome.UPDATED: ("refresh-cw", _tr("Updated")),
        RowOutcome.UNCHANGED: ("refresh-cw", _tr("Update without a change")),
        RowOutcome.DEFERRED: ("hourglass", _tr("Update put aside: an agent held the lead")),
        RowOutcome.SUPERSEDED: ("history", _tr("Older update, not applied")),
    }
    return known.get(outcome, ("circle-alert", _tr("Row refused that names this lead")))


def _call(entry: Called) -> tuple[str, str, str]:
    if entry.source == CallSource.INJECTOR:
        title = _tr("Result from an injector: {0}").format(entry.disposition or _tr("none"))
        return "refresh-cw", title, entry.note
    told = entry.disposition or (_tr("answered") if entry.answered else _tr("no answer"))
    icon = "phone-call" if entry.answered else "phone-missed"
    parts = (entry.person, _length(entry.seconds), entry.note)
    return icon, _tr("Call, {0}").format(told), " · ".join(part for part in parts if part)


def _length(seconds: int) -> str:
    """How long a call lasted: 0:32, 12:05."""
    return f"{seconds // 60}:{seconds % 60:02}"
