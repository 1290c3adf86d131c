"""Thousands of spellings with the answer of Google's library: the same answer here, one by one and by column."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from leadadmin.domain.phone import Phone, Strictness, normalise
from leadadmin.domain.phone_column import normalise_column


@pytest.fixture(scope="module")
def spellings(shared_data: Path) -> list[dict[str, Any]]:
    lines = [
        json.loads(line)
        for file in sorted((shared_data / "phones").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 3_000
    return lines


@pytest.mark.parametrize(("strictness", "answer"), [(Strictness.POSSIBLE, "possible"), (Strictness.VALID, "valid")])
def test_every_spelling_is_taken_or_refused_as_expected(
    spellings: list[dict[str, Any]], strictness: Strictness, answer: str
) -> None:
    wrong = []
    for line in spellings:
        found = normalise(line["raw"], line["region"] or "", strictness)
        right = isinstance(found, Phone) == line[answer]
        if line["valid"]:
            right = found == Phone(line["e164"], line["extension"] or "", line["raw"])
        if not right:
            wrong.append((line, found))
    assert wrong == []


@pytest.mark.parametrize(("strictness", "answer"), [(Strictness.POSSIBLE, "possible"), (Strictness.VALID, "valid")])
def test_every_column_of_spellings_is_read_as_expected(
    spellings: list[dict[str, Any]], strictness: Strictness, answer: str
) -> None:
    by_region = defaultdict(list)
    for line in spellings:
        by_region[line["region"] or ""].append(line)
    wrong = []
    for region, lines in by_region.items():
        column = normalise_column([line["raw"] for line in lines], region, strictness)
        for index, line in enumerate(lines):
            number, extension = column.numbers[index], column.extensions[index]
            right = (number is not None) == line[answer] == (index not in column.problems)
            if line["valid"] and right:
                right = (number, extension) == (line["e164"], line["extension"] or "")
            if not right:
                wrong.append((line, number, extension, column.problems.get(index)))
    assert wrong == []
