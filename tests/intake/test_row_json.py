"""Refused rows are kept whole: a retry sees what came."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.intake.row_json import row_from_stored, row_to_json

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=())),
    st.text("\0\\0␀a"),
    st.binary(),
    st.decimals(allow_nan=False),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.times(),
)


@given(value=VALUES)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    text = row_to_json({"cell": value})
    assert text.isascii()
    assert "\\u0000" not in text.replace("\\\\", "")
    back = row_from_stored(json.loads(text))["cell"]
    assert (type(back), back) == (type(value), value)


@pytest.mark.parametrize("value", [Decimal("1.50"), date(2026, 1, 5), datetime(2026, 1, 5, 9), time(9, 30), b"\xff"])
def test_what_json_has_no_type_for_keeps_its_own(value: object) -> None:
    assert row_from_stored(json.loads(row_to_json({"cell": value}))) == {"cell": value}
