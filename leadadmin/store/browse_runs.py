"""The history of runs, and the rows of a run that were kept (spec 2, step 7; spec 4, Runs)."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from leadadmin.domain.errors import NotFound
from leadadmin.domain.problem_groups import ProblemCount, ProblemKind
from leadadmin.domain.reasons import Problem, Reason
from leadadmin.domain.run import RowOutcome, RowRecord, RunOutcome, RunReport
from leadadmin.domain.run_filter import RunFilter
from leadadmin.store import schema
from leadadmin.store.folded import contains, same
from leadadmin.store.run_report import report_from_row, report_query
from leadadmin.store.schema import injectors, pools, runs
from leadadmin.store.workspace import to_ms


def runs_page(conn: Connection, chosen: RunFilter, after: int | None = None, limit: int = 100) -> list[RunReport]:
    """At most `limit` runs of `chosen`, the newest first; `after` is the id of the last run of the page before."""
    query = _narrow(report_query(), chosen).order_by(runs.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(runs.c.id < after)
    return [report_from_row(row) for row in conn.execute(query)]


def _narrow(query: Select[Any], chosen: RunFilter) -> Select[Any]:
    if chosen.doors:
        query = query.where(runs.c.door.in_([door.value for door in chosen.doors]))
    if chosen.outcomes:
        query = query.where(runs.c.outcome.in_([outcome.value for outcome in chosen.outcomes]))
    if chosen.injector_id is not None:
        query = query.where(runs.c.injector_id == chosen.injector_id)
    if chosen.pool_id is not None:
        query = query.where(runs.c.pool_id == chosen.pool_id)
    if chosen.since is not None:
        # A run's last change is not before its start, and there is an index on it.
        since = to_ms(chosen.since)
        query = query.where(runs.c.changed_at >= since, runs.c.started_at >= since)
    if chosen.person.strip():
        query = query.where(same(runs.c.started_by, chosen.person.strip()))
    if text := chosen.text.strip():
        places = (runs.c.source, injectors.c.name, pools.c.name, runs.c.error)
        query = query.where(or_(*(contains(place, text) for place in places)))
    return query


def recent_by_injector(conn: Connection) -> dict[int, RunReport]:
    """The last run of each injector, by the injector's id; without those that were skipped, which did nothing."""
    last = (
        select(runs.c.id)
        .where(runs.c.injector_id == injectors.c.id, runs.c.outcome != RunOutcome.SKIPPED.value)
        .order_by(runs.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    ids = [run_id for run_id in conn.execute(select(last).select_from(injectors)).scalars() if run_id is not None]
    found = [report_from_row(row) for row in conn.execute(report_query().where(runs.c.id.in_(ids)))]
    return {report.injector_id: report for report in found if report.injector_id is not None}


def run_rows(
    conn: Connection,
    run_id: int,
    outcome: RowOutcome | None = None,
    reason: Reason | None = None,
    after_row: int = 0,
    limit: int = 100,
    kinds: Collection[ProblemKind] = (),
) -> list[RowRecord]:
    """At most `limit` kept rows of a run in the order they came in, beginning after row `after_row`.

    With `kinds` only rows whose problem is of one of them.
    `values` are as they stand in the workspace: what JSON has no type for is {type: text}.
    """
    table, c = schema.run_rows, schema.run_rows.c
    query = select(table).where(c.run_id == run_id, c.row > after_row)
    if outcome is not None:
        query = query.where(c.outcome == outcome.value)
    if reason is not None:
        query = query.where(c.reason == reason.value)
    if kinds:
        of_kind = (and_(c.reason == k.reason.value, c.field == k.field, c.detail == k.detail) for k in kinds)
        query = query.where(or_(*of_kind))
    return [record_from_row(row) for row in conn.execute(query.order_by(c.row).limit(limit))]


def run_row(conn: Connection, run_id: int, row: int) -> RowRecord:
    """One kept row of a run, as it stands now. Raises NotFound."""
    c = schema.run_rows.c
    found = conn.execute(select(schema.run_rows).where(c.run_id == run_id, c.row == row)).one_or_none()
    if found is None:
        raise NotFound(f"Row {row:,} of run {run_id:,} is not kept in the workspace.")
    return record_from_row(found)


def problem_counts(conn: Connection, run_id: int, outcome: RowOutcome) -> list[ProblemCount]:
    """How many rows of a run came to `outcome` for each kind of problem."""
    c = schema.run_rows.c
    kind = (c.reason, c.field, c.detail)
    query = (
        select(*kind, func.count())
        .where(c.run_id == run_id, c.outcome == outcome.value, c.reason != "")
        .group_by(*kind)
    )
    return [ProblemCount(ProblemKind(Reason(row[0]), row[1], row[2]), row[3]) for row in conn.execute(query)]


def not_retried(conn: Connection, run_id: int, outcome: RowOutcome) -> int:
    """How many rows of a run that came to `outcome` no retry has taken yet."""
    c = schema.run_rows.c
    query = select(func.count()).where(c.run_id == run_id, c.outcome == outcome.value, c.retried_in.is_(None))
    return int(conn.execute(query).scalar_one())


def people_of_runs(conn: Connection, newest: int = 5_000) -> list[str]:
    """Who started the newest runs, each once, by name; what was started by no person is left to the caller."""
    recent = select(runs.c.started_by).order_by(runs.c.id.desc()).limit(newest).subquery()
    return sorted(conn.execute(select(recent.c.started_by).distinct()).scalars(), key=str.casefold)


def record_from_row(row: Row[Any]) -> RowRecord:
    """The record in a row of `schema.run_rows`."""
    problem = None
    if row.reason:
        problem = Problem(Reason(row.reason), row.field, row.value, row.detail, json.loads(row.params))
    return RowRecord(
        run_id=row.run_id,
        row=row.row,
        outcome=RowOutcome(row.outcome),
        problem=problem,
        values=json.loads(row.row_values),
        unique_id=row.unique_id,
        lead_id=row.lead_id,
        retried_in=row.retried_in,
    )
