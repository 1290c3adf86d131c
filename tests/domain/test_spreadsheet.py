"""Cells that a spreadsheet would calculate."""

import pytest

from leadadmin.domain.spreadsheet import plain_cell


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_shown_not_calculated(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "+442079460001", "-5", "-5.25", "-5,25", "a=b", "020 7946 0001"])
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text
