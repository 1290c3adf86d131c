"""Taking the sample's lists in: the door of an upload for rows that are in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from leadadmin.app.bootstrap import Program
from leadadmin.app.demo.lists import Cells, PastList, Shape
from leadadmin.domain.campaign import Campaign
from leadadmin.domain.duplicates import AllowDuplicates
from leadadmin.domain.injector import DEFAULT_CALLBACK_FORMAT
from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.lead import DEFAULT_PRIORITY
from leadadmin.domain.people import Owner, Person
from leadadmin.domain.pool import Door
from leadadmin.domain.run import RunOutcome
from leadadmin.domain.template import Template
from leadadmin.intake.pipeline import Passed, load
from leadadmin.intake.request import Directory, IntakeRequest
from leadadmin.sources.base import Block, CancelToken, Column, ColumnKind
from leadadmin.store import backdating, pools, runs
from leadadmin.store.database import Database
from leadadmin.store.workspace import to_ms


def take_list(
    program: Program,
    past: PastList,
    rows: Sequence[Cells],
    *,
    shape: Shape,
    campaign: Campaign,
    template: Template,
    person: Person,
    owner: Owner,
    now: datetime,
    at: datetime,
) -> int:
    """Load a list into a pool of its name as if `person` had uploaded it at the moment `at`; gives the pool's id."""
    name = past.named(now)
    columns = tuple(rows[0])
    request = IntakeRequest(
        door=Door.UPLOAD,
        source=f"{name}.xlsx",
        template=template,
        campaign=campaign,
        pool_name=name,
        mapping=shape.mapping,
        allow_duplicates=AllowDuplicates.NO,
        duplicate_campaigns=(campaign.id or 0,),
        callback_pattern=JavaPattern.compile(DEFAULT_CALLBACK_FORMAT),
        time_zone=ZoneInfo(campaign.time_zone),
        region=campaign.region or template.default_region,
        owner=owner,
        priority=DEFAULT_PRIORITY,
        directory=Directory(),
    )
    run_id = program.workspace.write(lambda database: _start(program, database, request, person))
    passed = Passed()
    load(
        program.workspace, run_id, [_block(columns, rows)], request,
        # Nobody else knows of a workspace that is being made, so nobody can take the run over.
        confirm=lambda _database: None, cancel=CancelToken(), passed=passed,
    )  # fmt: skip

    def finish(database: Database) -> int:
        pool = pools.by_name(database, campaign.id or 0, name)
        if pool is None or pool.id is None:
            raise AssertionError(f"the list {name} left no pool")
        runs.finish(
            database, run_id, outcome=RunOutcome.SUCCEEDED, error=None, now_ms=program.workspace.now_ms(database),
            watermark_after=None, ignored_columns=request.mapping.ignored_columns(columns), warnings=passed.notes(),
            pool_id=pool.id,
        )  # fmt: skip
        pools.change(database, replace(pool, description=past.description, active=past.active), who=person.login)
        backdating.set_back(database, run_id, to_ms(at))
        return pool.id

    return program.workspace.write(finish)


def _start(program: Program, database: Database, request: IntakeRequest, person: Person) -> int:
    return runs.start(
        database, door=request.door, source=request.source, started_by=person.name, holder=program.holder.id, fence=0,
        now_ms=program.workspace.now_ms(database), campaign_id=request.campaign_id,
    )  # fmt: skip


def _block(columns: tuple[str, ...], rows: Sequence[Cells]) -> Block:
    heads = tuple(Column(name, ColumnKind.TEXT) for name in columns)
    return Block(heads, [[row[name] for row in rows] for name in columns])
