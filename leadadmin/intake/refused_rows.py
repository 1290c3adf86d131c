"""The rows that were not simply added, and the ledger's entries (spec 2, A run, steps 5 and 7)."""

import json

from leadadmin.domain.reasons import Reason
from leadadmin.domain.run import RowOutcome
from leadadmin.intake.row_json import row_to_json
from leadadmin.intake.writing import Writing
from leadadmin.store import bulk, ledger, schema

ROW_COLUMNS = (
    "run_id", "row", "outcome", "reason", "field", "value", "detail", "params", "row_values", "unique_id", "lead_id",
)  # fmt: skip
FIELD_LENGTH = 200


def save_refused(writing: Writing) -> None:
    """Keep every row whole that became no lead, with its reason; rows seen before are only counted."""
    batch, verdicts = writing.batch, writing.verdicts
    rows: list[tuple[object, ...]] = []
    for index, outcome in enumerate(verdicts.outcomes):
        if outcome in (RowOutcome.ADDED, RowOutcome.SEEN_BEFORE):
            continue
        problem = verdicts.problems[index]
        holder = verdicts.holders.get(index)
        rows.append(
            (
                writing.run_id, batch.first_row + index, outcome.value, problem.reason.value,
                problem.field[:FIELD_LENGTH], problem.value, problem.detail, json.dumps(dict(problem.params)),
                row_to_json(batch.source_row(index)), batch.unique_ids[index], holder.lead_id if holder else None,
            )
        )  # fmt: skip
    bulk.insert_rows(writing.database, schema.run_rows, ROW_COLUMNS, rows)


def save_ledger(writing: Writing) -> None:
    """One entry per unique id; a second row with an id of this run (`unique_id_twice`) leaves the first's.

    Refused rows that came again unchanged keep theirs, which belongs to this run from now on.
    """
    if writing.request.injector_id is None:
        return
    batch, verdicts = writing.batch, writing.verdicts
    entries: dict[str, tuple[str, str, bytes, int, int | None]] = {
        unique_id: (unique_id, entry.outcome.value, entry.row_hash, entry.run_id, entry.lead_id)
        for unique_id, entry in verdicts.met_again.items()
    }
    for index, outcome in enumerate(verdicts.outcomes):
        unique_id = batch.unique_ids[index]
        if unique_id is None or outcome is RowOutcome.SEEN_BEFORE or unique_id in entries:
            continue
        problem = verdicts.problems.get(index)
        if problem is not None and problem.reason is Reason.UNIQUE_ID_TWICE:
            continue
        lead_id = writing.lead_ids.get(index)
        entries[unique_id] = (unique_id, outcome.value, batch.hashes[index], writing.run_id, lead_id)
    ledger.write(writing.database, writing.request.injector_id, list(entries.values()))
