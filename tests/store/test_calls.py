"""Calls move leads and counters together: a recount finds what the counters say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from leadadmin.domain.calls import Call
from leadadmin.domain.lead import Closure, OpenStatus
from leadadmin.domain.template import Disposition
from leadadmin.store import calls
from leadadmin.store.schema import calls as call_table
from tests.store.browse_workspace import House, empty_house
from tests.store.contracts.calls import NOW, CallsContract, counted, furnish, said


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with empty_house(tmp_path) as made:
        yield made


class TestCalls(CallsContract):
    pass


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(-5_000, 0), st.booleans()), max_size=25)
)
def test_counters_always_equal_a_recount(tmp_path: Path, made: list[tuple[int, int, int, bool]]) -> None:
    results = [
        None,
        Disposition("Sale", "SALE", closure=Closure.SUCCESS),
        Disposition("Later", "CB", status=OpenStatus.COMMON_REDIAL),
        Disposition("Mine", "MY", status=OpenStatus.PRIVATE_REDIAL),
    ]
    with empty_house(tmp_path) as house:
        ids = furnish(house)
        half = len(made) // 2
        recorded = [Call(ids[i], NOW + timedelta(minutes=m), 9, a, results[r]) for i, r, m, a in made]
        for part in (recorded[:half], recorded[half:]):
            calls.record_calls(house.conn, part)
            assert said(house) == counted(house)
        assert house.conn.execute(select(func.count()).select_from(call_table)).scalar_one() == len(made)
