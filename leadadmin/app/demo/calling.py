"""What the sample's agents did with the leads so far: plausible calls, the same ones every time.

Nothing here decides what a call does to a lead; that is `domain.calls.standing_after`, as for every call.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from leadadmin.app.demo.clock import CallingClock
from leadadmin.domain.calls import OWNED, Call, RetryRule, Standing, standing_after
from leadadmin.domain.lead import OpenStatus
from leadadmin.domain.lead_list import LeadRow
from leadadmin.domain.template import Disposition

NEXT_TRY_SECONDS = 9 * 3600
"""Calling time that passes on average until a lead that is due is tried again."""
SOON_SECONDS = 1800
"""Calling time that passes on average until a lead is called that is to be called soon."""
KEPT = 0.9
"""The part of agreed call-backs that are made in time."""
NOTED = 0.06
"""The part of answered calls with a note."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A disposition by its code: how often it comes (a weight), whether someone answered, seconds at least and most."""

    code: str
    weight: float
    answered: bool
    shortest: int
    longest: int


OUTCOMES = (
    Outcome("NA", 34, False, 18, 45),
    Outcome("BUSY", 5, False, 4, 12),
    Outcome("VM", 9, False, 20, 50),
    Outcome("NO", 24, True, 25, 240),
    Outcome("CB", 9, True, 40, 200),
    Outcome("MYCB", 3, True, 60, 300),
    Outcome("VIP", 0.6, True, 120, 600),
    Outcome("UNFIT", 6, True, 60, 260),
    Outcome("WRONG", 3.5, True, 8, 40),
    Outcome("INVALID", 1.5, True, 8, 30),
    Outcome("DNC", 1.2, True, 10, 60),
)
LONGEST_SUCCESS = 900


@dataclass(frozen=True, slots=True)
class Floor:
    """Who calls one pool, by which rules, when, and how well it goes.

    `used` is the part of the leads that were called at all, first come first served; `success` the weight of a success
    beside `OUTCOMES`; `dispositions` are the template's by code. Leads are called `soon` after they arrived, or one
    after the other as time allows.
    """

    agents: Sequence[int]
    dispositions: Mapping[str, Disposition]
    rule: RetryRule
    clock: CallingClock
    used: float
    success: float
    soon: bool
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a call can come to, with the weights added up."""

    outcomes: Sequence[Outcome]
    weights: Sequence[float]


def past_calls(leads: Sequence[LeadRow], floor: Floor, now: datetime, random: Random) -> Iterator[Call]:
    """The calls of a pool's leads (in the order of arrival) until `now`."""
    choices = (*OUTCOMES, Outcome("YES", floor.success, True, 150, LONGEST_SUCCESS))
    drawn = _Drawn(choices, list(accumulate(choice.weight for choice in choices)))
    count = round(len(leads) * floor.used)
    end = floor.clock.worked(now)
    for place, lead in enumerate(leads[:count]):
        begin = floor.clock.worked(lead.dial_at or lead.arrived_at)
        wait = random.expovariate(1 / SOON_SECONDS) if floor.soon else (place + random.random()) / count * (end - begin)
        yield from _calls_of(lead, begin + wait, end, floor, drawn, random)


def _calls_of(lead: LeadRow, worked: float, end: float, floor: Floor, drawn: _Drawn, random: Random) -> Iterator[Call]:
    standing = Standing(lead.status, lead.closure, lead.dial_at, lead.priority, 0, False, None, None)
    agent = random.choice(floor.agents)
    now = floor.clock.moment(end)
    while worked < end and standing.closure is None:
        if standing.status not in OWNED:
            agent = random.choice(floor.agents)
        call = _call(lead.id, worked, agent, floor, drawn, random)
        if call.ended_at > now:
            return
        yield call
        standing = standing_after(standing, call, floor.rule)
        worked = _next(standing, floor, random)


def _call(lead_id: int, worked: float, agent: int, floor: Floor, drawn: _Drawn, random: Random) -> Call:
    started = floor.clock.moment(worked)
    outcome = random.choices(drawn.outcomes, cum_weights=drawn.weights)[0]
    disposition = floor.dispositions[outcome.code]
    return Call(
        lead_id=lead_id,
        started_at=started,
        seconds=random.randint(outcome.shortest, outcome.longest),
        answered=outcome.answered,
        disposition=disposition,
        person_id=agent,
        callback_at=_agreed(started, random) if disposition.needs_callback else None,
        note=random.choice(floor.notes) if outcome.answered and random.random() < NOTED else "",
    )


def _agreed(started: datetime, random: Random) -> datetime:
    """A time of day on one of the next days, on a quarter of an hour."""
    day = started + timedelta(days=random.choice((0, 1, 1, 2, 3, 4, 6, 7)), hours=random.randrange(1, 5))
    return day.replace(minute=random.choice((0, 15, 30, 45)), second=0, microsecond=0)


def _next(standing: Standing, floor: Floor, random: Random) -> float:
    """When the lead is called again, in seconds of calling time."""
    if standing.dial_at is None:
        return floor.clock.total
    due = floor.clock.worked(standing.dial_at)
    agreed = standing.status is not OpenStatus.AUTOMATIC_REDIAL
    if agreed and random.random() < KEPT:
        return due + random.uniform(0, 900)
    return due + random.expovariate(1 / NEXT_TRY_SECONDS)
