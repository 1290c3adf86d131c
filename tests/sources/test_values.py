"""Values of MariaDB and PostgreSQL on their way into blocks."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymysql.constants import FIELD_TYPE

from leadadmin.sources.base import ColumnKind
from leadadmin.sources.columnwise import converted
from leadadmin.sources.mariadb import values as mariadb
from leadadmin.sources.postgresql import values as postgresql

MOMENT = datetime(2024, 2, 29, 23, 59, 59, 500000)


@dataclass
class Field:
    type_code: int
    charsetnr: int = 45
    length: int = 10


@pytest.mark.parametrize(
    ("field", "cell", "kind", "value"),
    [
        (Field(FIELD_TYPE.LONGLONG), b"-9223372036854775808", ColumnKind.INTEGER, -(2**63)),
        (Field(FIELD_TYPE.NEWDECIMAL), b"1234567890123456.10", ColumnKind.DECIMAL, Decimal("1234567890123456.10")),
        (Field(FIELD_TYPE.NEWDECIMAL), b"1.10", ColumnKind.DECIMAL, Decimal("1.10")),
        (Field(FIELD_TYPE.DOUBLE), b"1.5e10", ColumnKind.DECIMAL, 1.5e10),
        (Field(FIELD_TYPE.DATETIME), b"2024-02-29 23:59:59.5", ColumnKind.DATE_TIME, MOMENT),
        (Field(FIELD_TYPE.DATETIME), b"0000-00-00 00:00:00", ColumnKind.DATE_TIME, "0000-00-00 00:00:00"),
        (Field(FIELD_TYPE.DATE), b"2024-02-29", ColumnKind.DATE, date(2024, 2, 29)),
        (Field(FIELD_TYPE.DATE), b"2024-00-00", ColumnKind.DATE, "2024-00-00"),
        (Field(FIELD_TYPE.TIME), b"23:59:59", ColumnKind.TIME, time(23, 59, 59)),
        (Field(FIELD_TYPE.TIME), b"-838:59:59", ColumnKind.TIME, "-838:59:59"),
        (Field(FIELD_TYPE.BIT, length=1), b"\1", ColumnKind.YES_NO, True),
        (Field(FIELD_TYPE.BIT, length=1), b"\0", ColumnKind.YES_NO, False),
        (Field(FIELD_TYPE.BIT, length=12), b"\x0f\xff", ColumnKind.INTEGER, 4095),
        (Field(FIELD_TYPE.VAR_STRING), "Åse 😀".encode(), ColumnKind.TEXT, "Åse 😀"),
        (Field(FIELD_TYPE.VAR_STRING), b"A\xff", ColumnKind.TEXT, "A\ufffd"),
        (Field(FIELD_TYPE.VAR_STRING, charsetnr=63), b"A\xff", ColumnKind.BINARY, b"A\xff"),
        (Field(FIELD_TYPE.BLOB, charsetnr=63), b"\0", ColumnKind.BINARY, b"\0"),
        (Field(FIELD_TYPE.BLOB), b"text", ColumnKind.TEXT, "text"),
        (Field(FIELD_TYPE.JSON, charsetnr=63), b'{"a":1}', ColumnKind.OTHER, '{"a":1}'),
        (Field(FIELD_TYPE.NULL), None, ColumnKind.TEXT, None),
    ],
)  # fmt: skip
def test_mariadb(field: Field, cell: bytes | None, kind: ColumnKind, value: object) -> None:
    found, convert = mariadb.conversion(field)
    assert found is kind
    (result,) = converted([cell], convert, mariadb.broken)
    assert result == value
    assert type(result) is type(value)


@given(st.lists(st.binary(max_size=12) | st.none(), max_size=6), st.sampled_from(range(256)), st.sampled_from([45, 63]))
def test_no_cell_of_mariadb_ends_a_run(cells: list[bytes | None], type_code: int, charset: int) -> None:
    _, convert = mariadb.conversion(Field(type_code, charset))
    result = converted(cells, convert, mariadb.broken)
    assert [value is None for value in result] == [cell is None for cell in cells]


@given(st.datetimes())
def test_date_times_of_mariadb_come_back_equal(moment: datetime) -> None:
    _, convert = mariadb.conversion(Field(FIELD_TYPE.DATETIME))
    assert converted([str(moment).encode()], convert, mariadb.broken) == [moment]


@pytest.mark.parametrize(
    ("oid", "cell", "kind", "value"),
    [
        (20, 1, ColumnKind.INTEGER, 1),
        (1700, Decimal("1.10"), ColumnKind.DECIMAL, Decimal("1.10")),
        (16, True, ColumnKind.YES_NO, True),
        (1114, "2024-02-29 23:59:59.5", ColumnKind.DATE_TIME, MOMENT),
        (1114, "infinity", ColumnKind.DATE_TIME, "infinity"),
        (1114, "0044-03-15 00:00:00 BC", ColumnKind.DATE_TIME, "0044-03-15 00:00:00 BC"),
        (1082, "12000-01-01", ColumnKind.DATE, "12000-01-01"),
        (1083, "24:00:00", ColumnKind.TIME, "24:00:00"),
        (3802, '{"a": 1}', ColumnKind.OTHER, '{"a": 1}'),
        (1009, ["a", "b,c", None], ColumnKind.OTHER, '["a", "b,c", null]'),
        (99999, "mood", ColumnKind.OTHER, "mood"),
    ],
)
def test_postgresql(oid: int, cell: object, kind: ColumnKind, value: object) -> None:
    found, convert = postgresql.conversion(oid)
    assert found is kind
    assert converted([cell], convert, str) == [value]
