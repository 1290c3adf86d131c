"""The system fields of a row (spec 2, System fields in a row; What an action does, column ADD), by columns."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from leadadmin.domain.lead import PRIORITIES
from leadadmin.domain.mapping import SystemField
from leadadmin.domain.names import name_key
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown
from leadadmin.domain.system_fields import is_no_change
from leadadmin.intake.batch import Batch
from leadadmin.intake.callbacks import CallbackRule, take_callbacks
from leadadmin.intake.request import IntakeRequest

MAX_EXTERNAL_ID = 255
LONGEST_POOL_NAME = 200

System = dict[SystemField, list[object]]


def text_of(value: object) -> str:
    """A cell of a system field as text without blanks around it; whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _texts(system: System, key: SystemField, rows: int) -> list[str]:
    column = system.get(key)
    return [text_of(v) for v in column] if column is not None else [""] * rows


def take_system_fields(batch: Batch, system: System, request: IntakeRequest) -> None:
    """Fill the system columns of `batch` from the mapped `system` columns, refusing what does not fit."""
    rows = batch.rows
    _take_actions(batch, _texts(system, SystemField.ACTION, rows))
    _take_homes(batch, system, request)
    given = _texts(system, SystemField.EXTERNAL_ID, rows)
    batch.external_ids = [name or None for name in _names(batch, SystemField.EXTERNAL_ID, given, MAX_EXTERNAL_ID)]
    dates, times = system.get(SystemField.CALLBACK_DATE), system.get(SystemField.CALLBACK_TIME)
    take_callbacks(batch, dates, times, CallbackRule(request.callback_pattern, request.time_zone))
    _take_priorities(batch, _texts(system, SystemField.PRIORITY, rows))
    named = _texts(system, SystemField.ALLOCATION, rows)
    batch.pools = _names(batch, SystemField.ALLOCATION, named, LONGEST_POOL_NAME)
    _take_people(batch, _texts(system, SystemField.AGENT, rows), request)
    _take_contact_hours(batch, _texts(system, SystemField.CONTACT_HOURS, rows), request)
    _take_dispositions(batch, _texts(system, SystemField.DISPOSITION, rows), request)


def refuse_no_change(batch: Batch, columns: Mapping[str, list[object]]) -> None:
    """`<No Change>` says nothing about a lead that does not exist yet (spec 2: `no_change_on_add`).

    `columns` are the mapped ones, by their names for people; what goes nowhere may say what it likes.
    """
    for name, column in columns.items():
        # A look at the whole column is much quicker than one at each cell.
        if "<" not in "".join([value for value in column if type(value) is str]):
            continue
        for index, value in enumerate(column):
            if is_no_change(value):
                batch.refuse(index, Problem(Reason.NO_CHANGE_ON_ADD, name, shown(value)))


def _take_actions(batch: Batch, actions: Sequence[str]) -> None:
    for index, action in enumerate(actions):
        if action and action.upper() != "ADD":
            detail = "unsupported_action" if action.upper() in {"MODIFY", "REALLOCATE"} else "unknown_action"
            batch.refuse(index, Problem(Reason.FIELD_INVALID, SystemField.ACTION.value, shown(action), detail))


def _take_homes(batch: Batch, system: System, request: IntakeRequest) -> None:
    """A row may name its template and campaign; here they must be those of the request."""
    campaign, template = request.campaign, request.template
    own_campaign = {name_key(campaign.name), name_key(campaign.code)}
    for key, own, reason, name in (
        (SystemField.CAMPAIGN, own_campaign, Reason.UNKNOWN_CAMPAIGN, campaign.name),
        (SystemField.TEMPLATE, {name_key(template.name)}, Reason.UNKNOWN_TEMPLATE, template.name),
    ):
        for index, text in enumerate(_texts(system, key, batch.rows)):
            if text and name_key(text) not in own:
                batch.refuse(index, Problem(reason, key.value, shown(text), "not_this_one", {"own": name}))


def _names(batch: Batch, system: SystemField, texts: Sequence[str], limit: int) -> list[str]:
    """Texts that are looked up and stored as names; what no database keeps refuses its row and is left out."""
    names = list(texts)
    for index, text in enumerate(texts):
        problem = _unkept(system, text, limit) if text else None
        if problem is not None:
            batch.refuse(index, problem)
            names[index] = ""
    return names


def _unkept(system: SystemField, text: str, limit: int) -> Problem | None:
    if len(text) > limit:
        params = {"length": f"{len(text):,}", "limit": f"{limit:,}"}
        return Problem(Reason.TOO_LARGE, system.value, shown(text), "characters", params)
    if "\0" in text:
        return Problem(Reason.FIELD_INVALID, system.value, shown(text), "nul")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        return Problem(Reason.FIELD_INVALID, system.value, shown(text), "broken_character")
    return None


def _take_priorities(batch: Batch, texts: Sequence[str]) -> None:
    batch.priorities = [None] * batch.rows
    known: dict[str, int | None] = {"": None}
    noted: list[int] = []
    for index, text in enumerate(texts):
        if not text:
            if batch.callback_ms[index]:
                noted.append(index)
            continue
        if text not in known:
            known[text] = _priority(text)
        batch.priorities[index] = known[text]
        if known[text] is None:
            batch.refuse(index, Problem(Reason.BAD_PRIORITY, SystemField.PRIORITY.value, shown(text)))
    batch.warn("A call-back came without a priority; the pool’s applies", noted)


def _priority(text: str) -> int | None:
    """A whole number from 0 to 100, also written as 10.0 or 1E+1."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    # Compared before it is made an int: infinity has none, and 1E999999 has a million digits.
    if not number.is_finite() or not PRIORITIES.start <= number < PRIORITIES.stop:
        return None
    return int(number) if number == number.to_integral_value() else None


def _take_people(batch: Batch, texts: Sequence[str], request: IntakeRequest) -> None:
    batch.agents = [None] * batch.rows
    for index, text in enumerate(texts):
        if not text:
            continue
        person = request.directory.people.get(name_key(text))
        if person is not None:
            batch.agents[index] = person.id
        else:
            detail = "shared_name" if name_key(text) in request.directory.people else ""
            batch.refuse(index, Problem(Reason.UNKNOWN_AGENT, SystemField.AGENT.value, shown(text), detail))


def _take_contact_hours(batch: Batch, texts: Sequence[str], request: IntakeRequest) -> None:
    batch.contact_hours = [None] * batch.rows
    for index, text in enumerate(texts):
        if text:
            found = request.directory.calling_hours.get(name_key(text))
            batch.contact_hours[index] = found
            if found is None:
                batch.refuse(index, Problem(Reason.UNKNOWN_CONTACT_HOURS, SystemField.CONTACT_HOURS.value, shown(text)))


def _take_dispositions(batch: Batch, texts: Sequence[str], request: IntakeRequest) -> None:
    batch.dispositions = [""] * batch.rows
    for index, text in enumerate(texts):
        if not text:
            continue
        found = request.directory.dispositions.get(name_key(text))
        if found is None:
            batch.refuse(index, Problem(Reason.UNKNOWN_DISPOSITION, SystemField.DISPOSITION.value, shown(text)))
        elif found.needs_callback and not batch.callback_ms[index]:
            params = {"format": request.callback_pattern.pattern, "example": request.callback_pattern.example}
            batch.refuse(
                index,
                Problem(Reason.BAD_CALLBACK_DATE, SystemField.CALLBACK_DATE.value, "", "needed_by_disposition", params),
            )
        else:
            batch.dispositions[index] = name_key(text)
