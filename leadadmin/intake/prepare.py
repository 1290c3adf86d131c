"""From columns of a source to a batch: map, normalise, check (spec 3: rows → map → normalise and check).

Nothing here looks into the workspace, so it can run beside the writing of the batch before.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import cast

from leadadmin.domain.fields import Field, check_column
from leadadmin.domain.mapping import MappedBlock
from leadadmin.domain.phone_column import normalise_column
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.shown import shown
from leadadmin.domain.watermark import canonical_column
from leadadmin.intake.batch import Batch, PhoneColumn
from leadadmin.intake.request import IntakeRequest
from leadadmin.intake.system_fields import refuse_no_change, take_system_fields

HASH_BYTES = 16


def row_hash(row: Sequence[object]) -> bytes:
    """16 bytes that stand for the content of a row: the ledger's measure of "unchanged" (spec 2, step 5)."""
    return blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def prepare(
    number: int, first_row: int, columns: tuple[str, ...], data: list[list[object]], request: IntakeRequest
) -> Batch:
    """The batch of some rows; what is wrong with a row stands in `batch.problems`, by index in the batch."""
    hashes = [row_hash(row) for row in zip(*data, strict=True)]
    rows = len(hashes)
    batch = Batch(
        number, first_row, columns, data,
        unique_ids=[None] * rows, hashes=hashes, values={}, phones=[], external_ids=[None] * rows,
        callback_ms=[0] * rows, priorities=[None] * rows, pools=[""] * rows, agents=[None] * rows,
        contact_hours=[None] * rows, dispositions=[""] * rows,
    )  # fmt: skip
    named = dict(zip(columns, data, strict=True))
    _take_unique_ids(batch, named, request)
    mapped = request.mapping.apply(named)
    labels = {field.key: field.label for field in request.template.fields}
    refuse_no_change(batch, {labels.get(key, key): column for key, column in mapped.fields.items()})
    refuse_no_change(batch, {key.value: column for key, column in mapped.system.items()})
    for index, problems in mapped.problems.items():
        for problem in problems:
            batch.refuse(index, problem)
    take_system_fields(batch, mapped.system, request)
    _take_fields(batch, mapped, request)
    return batch


def _take_unique_ids(batch: Batch, named: dict[str, list[object]], request: IntakeRequest) -> None:
    unique = request.unique_id
    if unique is None:
        return
    column = named[unique.column]
    batch.unique_ids, misfits = canonical_column(column, unique.id_type)
    wrong = set(misfits)
    for index, text in enumerate(batch.unique_ids):
        if text is None:
            detail = "wrong_type" if index in wrong else ""
            params = {"type": unique.id_type.value} if detail else {}
            batch.refuse(index, Problem(Reason.UNIQUE_ID_MISSING, unique.column, shown(column[index]), detail, params))


def _take_fields(batch: Batch, mapped: MappedBlock, request: IntakeRequest) -> None:
    template = request.template
    nothing: list[object] = [None] * batch.rows
    for field in template.fields:
        column = mapped.fields.get(field.key)
        if field in template.phone_fields:
            _take_phones(batch, field, column or nothing, request.region)
            continue
        if column is None and not field.default and not field.required:
            continue
        checked = check_column(field, _with_default(column or nothing, field.default))
        for index, problem in checked.problems.items():
            batch.refuse(index, problem)
        if field.required:
            for index, value in enumerate(checked.values):
                if value is None and index not in checked.problems:
                    batch.refuse(index, Problem(Reason.MISSING_REQUIRED, field.label))
        batch.values[field.key] = checked.values
    _settle_phones(batch, template.phone_fields)


def _with_default(column: list[object], default: str) -> list[object]:
    if not default:
        return column
    return [default if v is None or (type(v) is str and not v.strip()) else v for v in column]


def _take_phones(batch: Batch, field: Field, column: list[object], region: str) -> None:
    originals = _with_default(column, field.default)
    texts = [v if v is None or type(v) is str else _phone_text(v) for v in originals]
    found = normalise_column(texts, field.region or region, field.strictness)
    batch.phones.append(PhoneColumn(field.key, found.numbers, found.extensions, originals))
    batch.values[field.key] = cast("list[object | None]", found.numbers)
    batch.phone_problems[field.key] = dict(found.problems)


def _phone_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _settle_phones(batch: Batch, phone_fields: Sequence[Field]) -> None:
    """A row whose phones all fail is refused; if one holds, the bad ones are dropped with a warning (spec 1)."""
    holds = [any(numbers) for numbers in zip(*(p.numbers for p in batch.phones), strict=True)]
    for field in phone_fields:
        problems = batch.phone_problems[field.key]
        dropped: list[int] = []
        for index, problem in problems.items():
            if holds[index] and not field.required:
                dropped.append(index)
            else:
                batch.refuse(index, Problem(problem.reason, field.label, problem.value, problem.detail, problem.params))
        batch.warn(f"“{field.label}” was dropped: not a phone number that can be called", dropped)
        if field.required:
            numbers = next(p.numbers for p in batch.phones if p.field_key == field.key)
            for index, found in enumerate(numbers):
                if found is None and index not in problems:
                    batch.refuse(index, Problem(Reason.MISSING_REQUIRED, field.label))
    for index, held in enumerate(holds):
        if not held:
            batch.refuse(index, Problem(Reason.NO_PHONE))
