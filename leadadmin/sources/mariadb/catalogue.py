"""The procedures and tables of a MariaDB or MySQL server, as one login sees them, and how they are called."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from leadadmin.sources import wording
from leadadmin.sources.base import NO_LAST_ID_PASSED, Call, NamedProcedure, Parameter, ParameterMode, Procedure
from leadadmin.sources.faults import CallFailed
from leadadmin.sources.mariadb.session import Session, TextRow
from leadadmin.sources.quoting import backquoted
from leadadmin.sources.sample import Table, TableColumn

_MODES: Final[dict[str, ParameterMode]] = {"IN": "in", "OUT": "out", "INOUT": "inout"}
_ROUTINES: Final = """
    SELECT r.ROUTINE_SCHEMA, r.ROUTINE_NAME, p.PARAMETER_NAME, p.DTD_IDENTIFIER, p.PARAMETER_MODE
    FROM information_schema.ROUTINES r
    LEFT JOIN information_schema.PARAMETERS p
        ON p.SPECIFIC_SCHEMA = r.ROUTINE_SCHEMA AND p.SPECIFIC_NAME = r.SPECIFIC_NAME
        AND p.ROUTINE_TYPE = r.ROUTINE_TYPE AND p.ORDINAL_POSITION > 0
    WHERE r.ROUTINE_TYPE = 'PROCEDURE' AND r.ROUTINE_SCHEMA NOT IN ('mysql', 'sys')
    ORDER BY r.ROUTINE_SCHEMA <> %s, r.ROUTINE_SCHEMA, r.ROUTINE_NAME, p.ORDINAL_POSITION
"""
_EXISTS: Final = """
    SELECT 1 FROM information_schema.ROUTINES
    WHERE ROUTINE_TYPE = 'PROCEDURE' AND ROUTINE_SCHEMA = %s AND ROUTINE_NAME = %s
"""
_PARAMETERS: Final = """
    SELECT PARAMETER_NAME, DTD_IDENTIFIER, PARAMETER_MODE FROM information_schema.PARAMETERS
    WHERE ROUTINE_TYPE = 'PROCEDURE' AND SPECIFIC_SCHEMA = %s AND SPECIFIC_NAME = %s AND ORDINAL_POSITION > 0
    ORDER BY ORDINAL_POSITION
"""
_COLUMNS: Final = """
    SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, c.COLUMN_KEY
    FROM information_schema.COLUMNS c
    JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
    WHERE c.TABLE_SCHEMA = %s AND t.TABLE_TYPE IN ('BASE TABLE', 'VIEW')
    ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION
"""


def _formattable(name: str) -> str:
    """The same for a statement with values, which pymysql puts in by %."""
    return backquoted(name).replace("%", "%%")


def procedures(session: Session, database: str) -> tuple[Procedure, ...]:
    """The procedures this login has a right on; those of `database` first."""
    found: defaultdict[tuple[str, str], list[Parameter]] = defaultdict(list)
    for schema, name, *parameter in session.query(_ROUTINES, database):
        found[schema or "", name or ""].extend(_parameters([tuple(parameter)] if parameter[1] else []))
    return tuple(Procedure(schema, name, tuple(each)) for (schema, name), each in found.items())


def tables(session: Session, database: str) -> list[Table]:
    """The tables and views of a database this login can see, with their columns."""
    found: defaultdict[tuple[str, str], list[TableColumn]] = defaultdict(list)
    for schema, name, column, kind, key in session.query(_COLUMNS, database):
        found[schema or "", name or ""].append(TableColumn(column or "", kind or "", key == "PRI"))
    return [Table(schema, name, tuple(columns)) for (schema, name), columns in found.items()]


def may_execute(session: Session) -> bool:
    """Whether any grant of this login (its roles' included) speaks of executing."""
    return any(
        right in (grant or "") for (grant, *_) in session.query("SHOW GRANTS") for right in ("EXECUTE", "ALL PRIV")
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A CALL ready to be sent: statements with their values, the last one being the CALL."""

    statements: tuple[tuple[str, tuple[object, ...]], ...]
    notes: tuple[str, ...]


def prepare(session: Session, call: Call, target: NamedProcedure, database: str) -> Prepared:
    """How to call a procedure so that the watermark goes to its parameter and NULL to all others.

    A procedure this login cannot see is called with the watermark alone: the server then says what is wrong.
    Raises CallFailed (parameter_missing).
    """
    schema = target.schema or database
    name = f"{_formattable(schema)}.{_formattable(target.name)}"
    if not session.query(_EXISTS, schema, target.name):
        return Prepared(((f"CALL {name}(%s)", (call.last_id,)),), ())
    parameters = _parameters(session.query(_PARAMETERS, schema, target.name))
    if not parameters:
        if call.parameter:
            raise CallFailed(wording.parameter_missing(target.name, call.parameter, ()))
        return Prepared(((f"CALL {name}()", ()),), (NO_LAST_ID_PASSED,))
    chosen = _watermark_position(target.name, call.parameter, parameters)
    return _with_parameters(name, call.last_id, parameters, chosen)


def _with_parameters(name: str, last_id: object, parameters: Sequence[Parameter], chosen: int | None) -> Prepared:
    arguments: list[str] = []
    values: list[object] = []
    before: list[tuple[str, tuple[object, ...]]] = []
    for position, parameter in enumerate(parameters):
        value = last_id if position == chosen else None
        if parameter.mode == "in":
            arguments.append("%s")
            values.append(value)
        else:
            before.append((f"SET @leadadmin_{position} = %s", (value,)))
            arguments.append(f"@leadadmin_{position}")
    notes: tuple[str, ...] = ()
    others = [each.name for position, each in enumerate(parameters) if position != chosen and each.mode != "out"]
    if others:
        notes = (f"NULL was passed for {', '.join(f'“{other}”' for other in others)}.",)
    return Prepared((*before, (f"CALL {name}({', '.join(arguments)})", tuple(values))), notes)


def _watermark_position(name: str, wanted: str, parameters: Sequence[Parameter]) -> int | None:
    takers = [position for position, each in enumerate(parameters) if each.mode != "out"]
    if not wanted:
        return takers[0] if takers else None
    for position in takers:
        if parameters[position].name.lower() == wanted.lower():
            return position
    raise CallFailed(wording.parameter_missing(name, wanted, (parameters[each].name for each in takers)))


def _parameters(rows: Iterable[TextRow]) -> list[Parameter]:
    return [Parameter(name or "", kind or "", _MODES.get(mode or "IN", "in")) for name, kind, mode in rows]
