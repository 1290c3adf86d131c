"""Ids of rows: their stored text, the greatest one, and guessing their type."""

import itertools
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadadmin.domain.watermark import (
    MAX_ID_LENGTH,
    IdType,
    canonical,
    canonical_column,
    greatest,
    greatest_of_column,
    guess,
    to_parameter,
)

GUID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (184220, "184220"),
        (-7, "-7"),
        (2**53 + 1, "9007199254740993"),
        (5.0, "5"),
        (Decimal("12.000"), "12"),
        ("0042", "42"),
        ("+42", "42"),
        (" 42 ", "42"),
        ("-0", "0"),
        ("10.0", "10"),
        (True, "1"),
        (None, None),
        ("", None),
        ("   ", None),
        (float("nan"), None),
    ],
)
def test_integers(value: object, text: str | None) -> None:
    assert canonical(value, IdType.INTEGER) == text


@pytest.mark.parametrize(
    "value",
    ["x", "1_000", "1.5", 1.5, Decimal("0.1"), "٣", "1 000", float("inf"), b"1", Decimal("1e9999999"), GUID],
)
def test_what_is_no_integer(value: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        canonical(value, IdType.INTEGER)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.500"), "1.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (Decimal("1234567890123456789012345678901234.5"), "1234567890123456789012345678901234.5"),
        (0.1, "0.1"),
        (3, "3"),
        ("007.50", "7.5"),
        ("1e3", "1000"),
    ],
)
def test_decimals(value: object, text: str) -> None:
    assert canonical(value, IdType.DECIMAL) == text


@pytest.mark.parametrize("value", ["1,5", "NaN", "Infinity", float("-inf"), "x", Decimal("1e999999"), b"1"])
def test_what_is_no_decimal(value: object) -> None:
    with pytest.raises(ValueError, match="number"):
        canonical(value, IdType.DECIMAL)


def test_texts_lose_trailing_blanks_because_char_columns_are_padded() -> None:
    assert canonical("A100   ", IdType.TEXT) == "A100"
    assert canonical("  A", IdType.TEXT) == "  A"
    assert canonical("    ", IdType.TEXT) is None
    assert canonical(7, IdType.TEXT) == "7"
    assert canonical(b"abc", IdType.TEXT) == "abc"


@pytest.mark.parametrize("value", ["a\0b", "\ud800", b"\xff\xfe", "x" * (MAX_ID_LENGTH + 1)])
@pytest.mark.parametrize("id_type", [IdType.TEXT, IdType.OPAQUE])
def test_texts_that_a_database_cannot_keep(value: object, id_type: IdType) -> None:
    if isinstance(value, bytes) and id_type is IdType.OPAQUE:
        assert canonical(value, id_type) == r"\xfffe"
        return
    with pytest.raises(ValueError, match=r"holds|long"):
        canonical(value, id_type)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05.000000"),
        (datetime(2026, 1, 2, 3, 4, 5, 6), "2026-01-02T03:04:05.000006"),
        (
            datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-02T01:00:00.000000+00:00",
        ),
        (date(2026, 1, 2), "2026-01-02T00:00:00.000000"),
        ("2026-01-02 03:04:05", "2026-01-02T03:04:05.000000"),
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000+00:00"),
        ("2026-01-02 03:04:05.1234560", "2026-01-02T03:04:05.123456"),
    ],
)
def test_datetimes(value: object, text: str) -> None:
    assert canonical(value, IdType.DATETIME) == text


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        5,
        "2026-13-01",
        "2026-01-02 03:04:05.1234567",
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))),
    ],
)
def test_what_is_no_datetime(value: object) -> None:
    with pytest.raises(ValueError, match="date and time"):
        canonical(value, IdType.DATETIME)


def test_binary_is_kept_as_hex() -> None:
    assert canonical(b"\x00\xab", IdType.BINARY) == "0x00ab"
    assert canonical(bytearray(b"\x01"), IdType.BINARY) == "0x01"
    assert canonical(memoryview(b"\x01"), IdType.BINARY) == "0x01"
    assert canonical("0x00AB", IdType.BINARY) == "0x00ab"
    assert canonical(b"", IdType.BINARY) is None
    for wrong in ("00ab", "0xabc", "0xzz", 5):
        with pytest.raises(ValueError, match="bytes"):
            canonical(wrong, IdType.BINARY)


def test_opaque_ids_come_back_as_they_were() -> None:
    assert canonical(uuid.UUID(GUID), IdType.OPAQUE) == GUID
    assert to_parameter(canonical(b"\x01\xff", IdType.OPAQUE), IdType.OPAQUE) == b"\x01\xff"
    assert to_parameter(canonical("0xAB", IdType.OPAQUE), IdType.OPAQUE) == "0xAB"
    assert to_parameter(GUID, IdType.OPAQUE) == GUID


@pytest.mark.parametrize(
    ("smaller", "larger", "id_type"),
    [
        ("9", "10", IdType.INTEGER),
        ("-10", "-9", IdType.INTEGER),
        ("9.5", "10", IdType.DECIMAL),
        ("10", "9", IdType.TEXT),
        ("2026-01-02T03:04:05.000000", "2026-01-02T03:04:05.000001", IdType.DATETIME),
        ("0x00000000000007d1", "0x00000000000007d2", IdType.BINARY),
    ],
)
def test_greatest(smaller: str, larger: str, id_type: IdType) -> None:
    assert greatest(smaller, larger, id_type) == larger
    assert greatest(larger, smaller, id_type) == larger


def test_of_opaque_ids_the_later_given_is_the_last() -> None:
    assert greatest("b", "a", IdType.OPAQUE) == "a"
    assert greatest_of_column("z", ["b", None, "a", None], IdType.OPAQUE) == "a"


def test_nothing_is_below_everything() -> None:
    assert greatest(None, "-5", IdType.INTEGER) == "-5"
    assert greatest_of_column(None, [], IdType.INTEGER) is None
    assert greatest_of_column("5", [None], IdType.INTEGER) == "5"
    assert greatest_of_column("", ["-5"], IdType.INTEGER) == "-5"


@pytest.mark.parametrize(
    ("text", "id_type", "parameter"),
    [
        ("42", IdType.INTEGER, 42),
        ("1.5", IdType.DECIMAL, Decimal("1.5")),
        ("A1", IdType.TEXT, "A1"),
        ("", IdType.TEXT, ""),
        ("", IdType.OPAQUE, ""),
        ("", IdType.INTEGER, None),
        (None, IdType.TEXT, None),
        ("2026-01-02T03:04:05.000000", IdType.DATETIME, datetime(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05+00:00", IdType.DATETIME, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("0x00ab", IdType.BINARY, b"\x00\xab"),
    ],
)
def test_to_parameter(text: str | None, id_type: IdType, parameter: object) -> None:
    found = to_parameter(text, id_type)
    assert found == parameter
    assert type(found) is type(parameter)


@pytest.mark.parametrize(
    ("values", "id_type", "reason"),
    [
        (list(range(340)), IdType.INTEGER, "All 340 values are whole numbers."),
        ([2**53 + 1, 2**60], IdType.INTEGER, "Both values are whole numbers."),
        ([1.0, 2.0, 3.0], IdType.INTEGER, "All 3 values are whole numbers."),
        (["9", "10", None], IdType.INTEGER, "Both values are whole numbers."),
        ([Decimal(7)], IdType.INTEGER, "The only value is a whole number."),
        ([1.5, 2.0, 3.0], IdType.DECIMAL, "All 3 values are numbers."),
        (["0001", "0002", "0010"], IdType.TEXT, None),
        (["01", "9", "010"], IdType.OPAQUE, None),
        (
            [GUID, GUID.upper(), "{" + GUID + "}"],
            IdType.OPAQUE,
            None,
        ),
        ([uuid.UUID(GUID)], IdType.OPAQUE, "The only value is a GUID, which has no order."),
        ([b"\0" * 8, b"\0" * 7 + b"\x01"], IdType.BINARY, "Both values are binary."),
        ([uuid.UUID(GUID).bytes, b"\x01" * 16], IdType.OPAQUE, None),
        (["2026-01-02T03:04:05", "2026-01-02"], IdType.DATETIME, "Both values are dates with time."),
        ([datetime(2026, 1, 2), date(2026, 1, 2)], IdType.DATETIME, None),
        (["A100", "A101", "B001"], IdType.TEXT, None),
        (["a", "B", "c"], IdType.OPAQUE, None),
        ([1, "x"], IdType.OPAQUE, None),
        ([], IdType.INTEGER, None),
        ([None, ""], IdType.INTEGER, None),
        (list(range(12_340)), IdType.INTEGER, "All 12,340 values are whole numbers."),
    ],
)
def test_guess(values: list[object], id_type: IdType, reason: str | None) -> None:
    found, sentence = guess(values)
    assert found is id_type
    assert sentence.endswith(".")
    if reason is not None:
        assert sentence == reason


def test_columns_agree_with_values_and_name_the_bad_rows() -> None:
    texts, bad = canonical_column([1, None, "x", "07", 2.5], IdType.INTEGER)
    assert texts == ["1", None, None, "7", None]
    assert bad == [2, 4]
    assert canonical_column([3, 2, 1], IdType.INTEGER) == (["3", "2", "1"], [])
    assert canonical_column([10**500, 1], IdType.INTEGER) == ([None, "1"], [0])


TEXTS = st.text("aAzZ019 -.:{}\\xéß\u00a0", max_size=20)
VALUES: dict[IdType, st.SearchStrategy[object]] = {
    IdType.INTEGER: st.integers() | st.integers().map(str) | st.integers(-(10**6), 10**6).map(float),
    IdType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers(),
    IdType.TEXT: TEXTS,
    IdType.DATETIME: st.datetimes() | st.dates() | st.datetimes(timezones=st.just(UTC)),
    IdType.BINARY: st.binary(max_size=20),
    IdType.OPAQUE: TEXTS | st.uuids(),
}
ORDERED = [one for one in IdType if one is not IdType.OPAQUE]


@st.composite
def ids(draw: st.DrawFn, count: int, types: Sequence[IdType]) -> tuple[IdType, list[object]]:
    id_type = draw(st.sampled_from(types))
    return id_type, draw(st.lists(VALUES[id_type], min_size=count, max_size=count))


@given(ids(1, list(IdType)))
def test_canonical_is_idempotent_and_survives_the_parameter(case: tuple[IdType, list[object]]) -> None:
    id_type, (value,) = case
    text = canonical(value, id_type)
    assert canonical(text, id_type) == text
    assert canonical(to_parameter(text, id_type), id_type) == text


@given(ids(3, ORDERED))
def test_greatest_knows_no_order_of_arguments(case: tuple[IdType, list[object]]) -> None:
    id_type, values = case
    texts = [text for text in (canonical(value, id_type) for value in values) if text is not None]
    results = set()
    for one in itertools.permutations(texts):
        result = None
        for text in one:
            result = greatest(result, text, id_type)
        results.add(result)
    assert len(results) == 1
    if len(texts) == 3:
        a, b, c = texts
        assert greatest(greatest(a, b, id_type), c, id_type) == greatest(a, greatest(b, c, id_type), id_type)


@given(ids(6, list(IdType)))
def test_column_faces_equal_the_rules_for_one_value(case: tuple[IdType, list[object]]) -> None:
    id_type, values = case
    texts, bad = canonical_column(values, id_type)
    assert bad == []
    assert texts == [canonical(value, id_type) for value in values]
    expected = None
    for text in texts:
        if text is not None:
            expected = greatest(expected, text, id_type)
    assert greatest_of_column(None, texts, id_type) == expected
