"""Where a lead stands after a call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leadadmin.domain.calls import Call, CallSource, RetryRule, Standing, standing_after
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.domain.template import Disposition

NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)
TEAM = Owner(OwnerKind.TEAM, 1)
FRESH = Standing(OpenStatus.UNPROCESSED, None, None, 10, 0, False, TEAM, TEAM)
RULE = RetryRule(max_attempts=3, minutes=60)

SALE = Disposition("Sale", "SALE", closure=Closure.SUCCESS)
CALL_BACK = Disposition("Call back", "CB", status=OpenStatus.COMMON_REDIAL, needs_callback=True)
MINE = Disposition("My call-back", "MY", status=OpenStatus.PRIVATE_REDIAL, needs_callback=True, priority=3)


def call(disposition: Disposition | None = None, **more: object) -> Call:
    known = Call(lead_id=1, started_at=NOON, seconds=90, answered=disposition is not None, disposition=disposition)
    return replace(known, **more)  # type: ignore[arg-type]


def test_a_closure_closes_the_lead_and_ends_its_dial_time() -> None:
    after = standing_after(FRESH, call(SALE), RULE)
    assert (after.status, after.closure, after.dial_at) == (None, Closure.SUCCESS, None)
    assert (after.attempts, after.used) == (1, True)


def test_nobody_answering_is_tried_again_after_the_campaigns_minutes() -> None:
    after = standing_after(FRESH, call(), RULE)
    assert after.status is OpenStatus.AUTOMATIC_REDIAL
    assert after.dial_at == NOON + timedelta(seconds=90, minutes=60)


def test_the_last_attempt_closes_the_lead() -> None:
    standing = FRESH
    for _ in range(2):
        standing = standing_after(standing, call(), RULE)
        assert standing.closure is None
    assert standing_after(standing, call(), RULE).closure is Closure.MAX_ATTEMPTS


def test_an_agreed_call_back_is_kept_however_many_attempts_there_were() -> None:
    tried = replace(FRESH, attempts=9)
    after = standing_after(tried, call(CALL_BACK, callback_at=NOON + timedelta(days=1)), RULE)
    assert (after.status, after.dial_at) == (OpenStatus.COMMON_REDIAL, NOON + timedelta(days=1))


def test_a_call_back_without_its_date_is_refused() -> None:
    with pytest.raises(InvalidInput, match="“Call back” needs the date"):
        standing_after(FRESH, call(CALL_BACK), RULE)


def test_a_private_redial_belongs_to_the_person_until_it_is_released() -> None:
    agreed = standing_after(FRESH, call(MINE, person_id=7, callback_at=NOON + timedelta(hours=2)), RULE)
    assert agreed.owner == Owner(OwnerKind.PERSON, 7)
    assert agreed.priority == 3
    assert standing_after(agreed, call(), RULE).owner == TEAM


def test_an_injectors_word_is_no_attempt_and_no_use() -> None:
    after = standing_after(FRESH, call(SALE, source=CallSource.INJECTOR), RULE)
    assert (after.closure, after.attempts, after.used) == (Closure.SUCCESS, 0, False)
