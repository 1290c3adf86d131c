"""The sample's past weeks by the real intake, runner and rules of calls: lists come, injectors run, agents call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from leadadmin.app.bootstrap import Program
from leadadmin.app.demo import crm
from leadadmin.app.demo.calling import Floor, past_calls
from leadadmin.app.demo.clock import CallingClock
from leadadmin.app.demo.house import House
from leadadmin.app.demo.lists import LISTS, SHAPES, PastList, rows_of
from leadadmin.app.demo.persons import Crowd
from leadadmin.app.demo.uploads import take_list
from leadadmin.app.demo.words import Words
from leadadmin.domain.calls import RetryRule
from leadadmin.domain.lead_filter import LeadFilter
from leadadmin.domain.lead_list import LeadSort
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.run import RunOutcome
from leadadmin.domain.template import Template
from leadadmin.injector.runner import Order
from leadadmin.injector.scheduler import BY
from leadadmin.store import backdating, browse_leads, calls, injectors, pools
from leadadmin.store.database import Database
from leadadmin.store.workspace import from_ms, to_ms

WEB, MEMBERS = "Web enquiries", "Member renewals"
DAYS = 50
"""How far the sample's past reaches."""
WEB_DAYS, MEMBER_DAYS = 15, 12
WEB_HOURS = (2.5, 7.0)
"""When the web injector ran on each past day, in hours UTC: late morning and early evening in Melbourne."""
ENQUIRIES_A_RUN, MEMBERS_A_RUN = 32, 80
ENQUIRIES_WAITING, MEMBERS_WAITING = 64, 58
"""Rows that no run has met yet: what the first run of a newcomer brings."""
LEADS_AT_ONCE = 20_000
CALLED = ((WEB, "SOLAR", 0.93, 8), (MEMBERS, "RENEWAL", 0.7, 13))
"""The injectors' pools with their campaigns: how much of them was called, and how well that went."""


_Event = tuple[datetime, Callable[[datetime], None]]
"""When something happened, and what: it is told the moment."""


@dataclass(frozen=True, slots=True)
class _Use:
    """How far a pool was called, and how well it went. `key` names it in every sample alike."""

    pool_id: int
    key: str
    campaign: str
    used: float
    success: float
    soon: bool


class History:
    """Makes the past of a fresh sample, from its first day to `now`."""

    def __init__(self, program: Program, crm_file: Path, words: Words, now: datetime, seed: int) -> None:
        self._program = program
        self._crm = crm_file
        self._words = words
        self._now = now
        self._seed = seed
        self._random = self._fork("times")
        with program.workspace.reading() as database:
            self._house = House.read(database)
        regions = {code: SHAPES[self._template(code).name].region for code in self._house.campaigns}
        self._crowds = {code: Crowd(region, words, self._fork(f"people {code}")) for code, region in regions.items()}
        self._form = crm.EnquiryForm(self._crowds["SOLAR"], words, self._fork("form"))
        managers = tuple(
            p.login for p in self._house.people.values() if p.team_id == self._house.teams["Membership"].id
        )
        self._register = crm.Register(self._crowds["RENEWAL"], managers, self._fork("register"))
        self._uses: list[_Use] = []

    def _fork(self, purpose: str) -> Random:
        """A generator for one purpose, so that one part of the sample can change without the others."""
        return Random(f"{self._seed} {purpose}")  # noqa: S311 - the same people every time, no secret

    def _template(self, code: str) -> Template:
        return self._house.templates[self._house.campaigns[code].template_id]

    def first_rows(self) -> None:
        """Put the oldest rows into the CRM: what the injectors' Test looks at."""
        self._enquire(self._now - timedelta(days=WEB_DAYS + 0.3), self._now - timedelta(days=WEB_DAYS), 12)
        self._list_members(self._now - timedelta(days=MEMBER_DAYS), 12)

    def take_in(self) -> None:
        """Let lists come and injectors run, in the order of time."""
        events = [*self._lists(), *self._web_runs(), *self._member_runs()]
        for at, event in sorted(events, key=lambda each: each[0]):
            event(at)

    def call(self) -> None:
        """Let the agents call what came."""
        with self._program.workspace.reading() as database:
            for injector, code, used, success in CALLED:
                pool = pools.by_name(database, self._house.campaigns[code].id or 0, injector)
                if pool is not None:
                    self._uses.append(_Use(pool.id or 0, injector, code, used, success, soon=True))
        for use in self._uses:
            self._program.workspace.write(partial(self._call_pool, use))

    def leave_rows(self) -> None:
        """Put into the CRM what waits for the next runs."""
        self._enquire(self._now - timedelta(hours=4), self._now, ENQUIRIES_WAITING)
        self._list_members(self._now - timedelta(hours=2), MEMBERS_WAITING)

    def _lists(self) -> list[_Event]:
        return [(past.moment(self._now), partial(self._take, past)) for past in LISTS]

    def _take(self, past: PastList, at: datetime) -> None:
        campaign, template = self._house.campaigns[past.campaign], self._template(past.campaign)
        shape = SHAPES[template.name]
        pool_id = take_list(
            self._program, past, rows_of(past, shape, self._crowds[past.campaign], self._fork(past.key)), shape=shape,
            campaign=campaign, template=template, person=self._house.people[past.person],
            owner=Owner(OwnerKind.TEAM, self._house.team_of(campaign).id or 0), now=self._now, at=at,
        )  # fmt: skip
        self._uses.append(_Use(pool_id, past.key, past.campaign, past.used, past.success, soon=False))

    def _web_runs(self) -> list[_Event]:
        midnight = self._now.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [midnight - timedelta(days=back) for back in range(WEB_DAYS, -1, -1)]
        moments = [
            day + timedelta(hours=hours, minutes=self._random.randrange(50)) for day in days for hours in WEB_HOURS
        ]
        latest = self._now - timedelta(hours=4)
        return [(at, self._run_web) for at in moments if at < latest]

    def _run_web(self, at: datetime) -> None:
        busy = ENQUIRIES_A_RUN + self._random.randrange(-14, 20)
        self._enquire(at - timedelta(hours=5), at, busy)
        self._run(WEB, at)

    def _member_runs(self) -> list[_Event]:
        morning = self._now.replace(hour=13, minute=0, second=0, microsecond=0)
        days = [morning - timedelta(days=back) for back in range(MEMBER_DAYS - 1, 0, -1)]
        runs: list[_Event] = [(at, self._run_members) for at in days if at.weekday() < 6]
        unlucky = runs[len(runs) // 2][0] + timedelta(hours=1)
        return [*runs, (unlucky, self._fail_members)]

    def _run_members(self, at: datetime) -> None:
        self._list_members(at - timedelta(hours=3), MEMBERS_A_RUN + self._random.randrange(-35, 40))
        self._run(MEMBERS, at)

    def _fail_members(self, at: datetime) -> None:
        """The register was away for a while, so that one run failed."""
        crm.rename_table(self._crm, "members", "members_offline")
        try:
            self._run(MEMBERS, at, ends=RunOutcome.FAILED)
        finally:
            crm.rename_table(self._crm, "members_offline", "members")

    def _run(self, name: str, at: datetime, ends: RunOutcome = RunOutcome.SUCCEEDED) -> None:
        with self._program.workspace.reading() as database:
            stored = injectors.by_name(database, name)
        if stored is None:
            raise AssertionError(f"the sample has no injector {name}")
        report = self._program.runner.run(stored.injector.id or 0, Order(BY))
        run_id = report.run_id
        if report.outcome is not ends or run_id is None:
            raise AssertionError(f"the sample's run of {name} was {report.outcome}: {report.error}")
        self._program.workspace.write(partial(backdating.set_back, run_id=run_id, started_ms=to_ms(at)))

    def _enquire(self, since: datetime, until: datetime, count: int) -> None:
        step = (until - since) / count
        ahead = until.astimezone(ZoneInfo(self._house.campaigns["SOLAR"].time_zone)).utcoffset() or timedelta()
        moments = [since + step * place for place in range(count)]
        crm.add_rows(self._crm, "web_enquiries", [self._form.entry(at, local=ahead) for at in moments])

    def _list_members(self, at: datetime, count: int) -> None:
        crm.add_rows(self._crm, "members", [self._register.entry(at) for _ in range(count)])

    def _call_pool(self, use: _Use, database: Database) -> None:
        chosen = LeadFilter(pool_ids=(use.pool_id,))
        page = browse_leads.leads_page(database, chosen, LeadSort(descending=False), limit=LEADS_AT_ONCE)
        made = past_calls(page.rows, self._floor(use), self._now, self._fork(f"calls {use.key}"))
        calls.record_calls(database, list(made))

    def _floor(self, use: _Use) -> Floor:
        campaign = self._house.campaigns[use.campaign]
        hours = self._house.hours[campaign.calling_hours_id or 0]
        start = self._now - timedelta(days=DAYS)
        return Floor(
            agents=self._house.agents_of(self._house.team_of(campaign)),
            dispositions={each.code: each for each in self._template(use.campaign).dispositions},
            rule=RetryRule(campaign.max_attempts, campaign.retry_minutes),
            clock=CallingClock(hours.week, ZoneInfo(hours.time_zone), start, self._now),
            used=use.used,
            success=use.success,
            soon=use.soon,
            notes=self._words.call_notes,
        )


def moment_of(program: Program) -> datetime:
    """The database's clock, on the minute."""
    with program.workspace.reading() as database:
        return from_ms(program.workspace.now_ms(database)).replace(second=0, microsecond=0)
