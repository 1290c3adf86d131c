"""Which column identifies the rows, and a guess at its type from samples."""

import pytest

from leadadmin.domain.id_column import column_called, guess_from_samples, likely_id_column
from leadadmin.domain.injector import ColumnSeen
from leadadmin.domain.watermark import IdType

TEL = ColumnSeen("tel", "text", ("1", "2"))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((TEL, ColumnSeen("customer_id", "integer", ("1", "2")), ColumnSeen("ID", "integer", ("7", "8"))), "ID"),
        ((TEL, ColumnSeen("leadNo", "integer", ("1", "2"))), "leadNo"),
        (
            (ColumnSeen("store_id", "integer", ("1", "1")), ColumnSeen("customer_id", "integer", ("1", "2"))),
            "customer_id",
        ),
        ((ColumnSeen("id", "integer", ("1", "")), TEL), ""),
        ((ColumnSeen("njExternalLeadId", "text", ("a", "b")), TEL), ""),
        ((TEL,), ""),
    ],
)
def test_the_column_that_looks_like_an_id(columns: tuple[ColumnSeen, ...], expected: str) -> None:
    assert likely_id_column(columns) == expected


def test_without_rows_the_name_decides() -> None:
    assert likely_id_column((ColumnSeen("tel", "text"), ColumnSeen("id", "integer"))) == "id"


@pytest.mark.parametrize(
    ("kind", "samples", "expected"),
    [
        ("integer", ("10", "9"), IdType.INTEGER),
        ("decimal", ("1.5", "2"), IdType.DECIMAL),
        ("date_time", ("2025-11-21 10:00:00", "2025-11-21 10:00:01"), IdType.DATETIME),
        ("binary", ("0x0001", "0x0002"), IdType.BINARY),
        ("text", ("b", "a"), IdType.OPAQUE),
        ("integer", ("not a number",), IdType.TEXT),
    ],
)
def test_samples_are_read_as_their_column_is(kind: str, samples: tuple[str, ...], expected: IdType) -> None:
    id_type, reason = guess_from_samples(ColumnSeen("id", kind, samples))
    assert id_type is expected
    assert reason.endswith(".")


def test_a_column_is_found_in_any_case_but_exactly_first() -> None:
    columns = (ColumnSeen("ID", "integer"), ColumnSeen("id", "integer"))
    assert column_called(columns, "id") is columns[1]
    assert column_called(columns[:1], "id") is columns[0]
    assert column_called(columns, "no") is None
