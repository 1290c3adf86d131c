"""The dispositions of a template as rows that are edited in a table."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from leadadmin.domain.lead import PRIORITIES, Closure, OpenStatus
from leadadmin.domain.template import RESULT_STATUSES, Disposition
from leadadmin.ui.models.base_columns import NOTHING, Kind
from leadadmin.ui.models.editable_rows import EditableRows, EditCol

_OPEN, _CLOSED = "open:", "closed:"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dispositions", text)


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """A disposition as it is edited; `problem` is a sentence. `follows`: the code follows the name."""

    disposition: Disposition
    problem: str = ""
    follows: bool = False


def end_words(disposition: Disposition) -> str:
    """Where a disposition leads to."""
    if disposition.closure is not None:
        return _closed_words(disposition.closure)
    return _open_words(disposition.status) if disposition.status is not None else NOTHING


def _closed_words(closure: Closure) -> str:
    return _tr("Closed: {0}").format(closure.label)


def _open_words(status: OpenStatus) -> str:
    return _tr("Open: {0}").format(status.label)


def suggested_disposition_code(name: str) -> str:
    """A code from a name: “Call back” becomes CALL_BACK."""
    return "_".join(name.upper().split())


class DispositionsModel(EditableRows[DispositionRow]):
    """Name, code, where it leads to, call-back date, priority, who chooses it."""

    def __init__(self) -> None:
        ends: list[tuple[object, str]] = [(_OPEN + each.value, _open_words(each)) for each in RESULT_STATUSES]
        ends += [(_CLOSED + each.value, _closed_words(each)) for each in Closure]
        super().__init__(
            (
                EditCol(
                    "name", _tr("Name"), lambda r: r.disposition.name, strong=True, width=180, minimum=130,
                    stretch=True, fixed=True, write=_renamed,
                    tone=lambda r: "danger" if r.problem else "text",
                    icon=lambda r: "circle-alert" if r.problem else "", tooltip=lambda r: r.problem,
                ),
                EditCol(
                    "code", _tr("Code"), lambda r: r.disposition.code, width=110, minimum=80, fixed=True,
                    tone=lambda r: "muted", write=_recoded,
                ),
                EditCol(
                    "end", _tr("Leads to"), lambda r: end_words(r.disposition), width=190, minimum=150, fixed=True,
                    value=_end_key, choices=lambda r: ends, write=_ended,
                ),
                EditCol(
                    "callback", _tr("Asks for a date"), lambda r: _yes(r.disposition.needs_callback), kind=Kind.TICK,
                    width=116, minimum=116, fixed=True, ticked=lambda r: r.disposition.needs_callback,
                    about=_tr("Who chooses it names the day of the call-back."),
                    write=lambda r, on: replace(r, disposition=replace(r.disposition, needs_callback=on)),
                ),
                EditCol(
                    "priority", _tr("Priority"), lambda r: _priority(r.disposition), width=76, minimum=70, fixed=True,
                    about=_tr("The priority it gives the lead, 0 to 100; lower is called earlier."),
                    value=lambda r: "" if r.disposition.priority is None else str(r.disposition.priority),
                    write=_prioritised,
                ),
                EditCol(
                    "system", _tr("System only"), lambda r: _yes(r.disposition.system), kind=Kind.TICK, width=100,
                    minimum=100, fixed=True, ticked=lambda r: r.disposition.system,
                    about=_tr("Set by the telephone system, never chosen by people."),
                    write=lambda r, on: replace(r, disposition=replace(r.disposition, system=on)),
                ),
            )
        )  # fmt: skip

    def dispositions(self) -> tuple[Disposition, ...]:
        """Return the dispositions as they stand."""
        return tuple(row.disposition for row in self.rows())


def _yes(on: bool) -> str:
    return _tr("yes") if on else _tr("no")


def _priority(disposition: Disposition) -> str:
    return NOTHING if disposition.priority is None else str(disposition.priority)


def _renamed(row: DispositionRow, name: str) -> DispositionRow:
    code = suggested_disposition_code(name) if row.follows and name else row.disposition.code
    return replace(row, disposition=replace(row.disposition, name=name, code=code))


def _recoded(row: DispositionRow, code: str) -> DispositionRow:
    return replace(row, disposition=replace(row.disposition, code=code), follows=False)


def _end_key(row: DispositionRow) -> str:
    closure, status = row.disposition.closure, row.disposition.status
    return _CLOSED + closure.value if closure else _OPEN + status.value if status else ""


def _ended(row: DispositionRow, key: object) -> DispositionRow:
    text = str(key or "")
    closure = Closure(text.removeprefix(_CLOSED)) if text.startswith(_CLOSED) else None
    status = OpenStatus(text.removeprefix(_OPEN)) if text.startswith(_OPEN) else None
    if closure is None and status is None:
        return row
    return replace(row, disposition=replace(row.disposition, closure=closure, status=status))


def _prioritised(row: DispositionRow, text: str) -> DispositionRow:
    """A number of 0 to 100, or none; anything else leaves the row as it was."""
    if not text:
        return replace(row, disposition=replace(row.disposition, priority=None))
    if not text.isdecimal() or int(text) not in PRIORITIES:
        return row
    return replace(row, disposition=replace(row.disposition, priority=int(text)))
