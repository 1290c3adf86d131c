"""Call-backs of rows, and other system fields at their borders."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from leadadmin.domain.javadate import JavaPattern
from leadadmin.domain.reasons import Problem
from leadadmin.intake.callbacks import CallbackRule
from leadadmin.intake.prepare import prepare
from leadadmin.store.workspace import from_ms
from tests.helpers.office import Office

RULE = CallbackRule(JavaPattern.compile("yyyy/MM/dd HH:mm"), ZoneInfo("Europe/London"))
DATE_ONLY = CallbackRule(JavaPattern.compile("yyyy/MM/dd"), ZoneInfo("Europe/London"))
DUE = datetime(2031, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "value", "at"),
    [
        (RULE, "2031/01/05 09:30", None),
        (RULE, "2031/01/05 09:30", "17:00"),
        (RULE, "2031/01/05", "09:30"),
        (RULE, "2031/01/05", "9:30:00"),
        (RULE, "2031/01/05 00:00", "9:30"),
        (DATE_ONLY, "2031/01/05", "0930"),
        (DATE_ONLY, "2031/01/05", time(9, 30)),
        (RULE, date(2031, 1, 5), "9:30"),
        (RULE, datetime(2031, 1, 5), time(9, 30)),
        (RULE, datetime(2031, 1, 5, 11, 30, tzinfo=ZoneInfo("Europe/Athens")), None),
    ],
)
def test_a_time_joins_a_date_that_has_none(rule: CallbackRule, value: object, at: object) -> None:
    found = rule.take(value, at)
    assert isinstance(found, int)
    assert from_ms(found) == DUE


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_date_is_no_call_back_whatever_the_time(blank: object) -> None:
    assert RULE.take(blank, "09:30") == 0


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Sydney", "UTC"])
@pytest.mark.parametrize(
    "never", [datetime(9999, 12, 31, 23, 59, 59), datetime(1, 1, 1), date(1970, 1, 1), "0001/01/01 00:00"]
)
def test_dates_that_mean_never_are_refused_and_not_stored(never: object, zone: str) -> None:
    """No screen could show them in its own time zone, and none of them is a day to call on."""
    found = CallbackRule(RULE.pattern, ZoneInfo(zone)).take(never, None)
    assert isinstance(found, Problem)
    assert found.detail == "calendar"


@pytest.mark.parametrize("at", ["25:00", "noon"])
def test_a_time_that_is_none_is_told_as_such(at: str) -> None:
    found = RULE.take("2031/01/05 00:00", at)
    assert isinstance(found, Problem)
    assert (found.field, found.detail) == ("njCallbackTime", "time")


@pytest.mark.parametrize("priority", ["Infinity", "-inf", "NaN", "sNaN", "1E999999", "10.5", "-1", "101", "ten"])
def test_a_priority_that_is_none_refuses_its_row_and_no_more(office: Office, priority: str) -> None:
    columns = ("id", "tel", "njPriority")
    mapping = office.request().mapping
    request = office.request(mapping=type(mapping)(mapping.entries[:1]).with_system_columns(columns))
    batch = prepare(1, 1, columns, [[1, 2], ["020 7946 0001", "020 7946 0002"], [priority, "1E+1"]], request)
    assert [problem.reason.value for problem in batch.problems.values()] == ["bad_priority"]
    assert batch.priorities[1] == 10
