"""The functions, procedures and tables of a PostgreSQL database, and how one is called."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from psycopg import sql

from leadadmin.sources import wording
from leadadmin.sources.base import (
    NO_LAST_ID_PASSED,
    Call,
    NamedProcedure,
    Parameter,
    ParameterMode,
    Procedure,
    RoutineKind,
)
from leadadmin.sources.faults import CallFailed
from leadadmin.sources.postgresql.login import DATABASES, Link
from leadadmin.sources.quoting import double_quoted
from leadadmin.sources.sample import Table, TableColumn

_MODES: Final[dict[str, ParameterMode]] = {"i": "in", "o": "out", "b": "inout", "v": "in"}
_RESULT_COLUMN: Final = "t"  # proargmodes: a column of RETURNS TABLE, not a parameter

_ROUTINES: Final[LiteralString] = """
    SELECT n.nspname, p.proname, p.prokind = 'p', p.proretset, r.typname, r.typtype = 'c',
        has_schema_privilege(n.oid, 'USAGE'), has_function_privilege(p.oid, 'EXECUTE'),
        pg_get_function_identity_arguments(p.oid), p.pronargdefaults,
        coalesce(p.proargnames, '{}'), coalesce(p.proargmodes::text[], '{}'),
        ARRAY(
            SELECT format_type(t.oid, NULL)
            FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a(oid, place)
            JOIN pg_type t ON t.oid = a.oid ORDER BY a.place
        )
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_type r ON r.oid = p.prorettype
    WHERE p.prokind IN ('f', 'p') AND r.typname NOT IN ('trigger', 'event_trigger')
"""
_OF_PEOPLE: Final[LiteralString] = """
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY n.nspname <> current_schema(), n.nspname, p.proname, p.pronargs
"""
_BY_NAME: Final[LiteralString] = """
    AND p.proname = %s AND (n.nspname = %s OR (%s = '' AND n.nspname = ANY (current_schemas(false))))
    ORDER BY array_position(current_schemas(false), n.nspname), p.pronargs
"""
_COLUMNS: Final[LiteralString] = """
    SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey))
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    ORDER BY n.nspname <> current_schema(), n.nspname, c.relname, a.attnum
"""
_CURSOR_TYPE: Final = "refcursor"


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter with what a call must know besides."""

    parameter: Parameter
    has_default: bool
    is_variadic: bool = False

    @property
    def takes_watermark(self) -> bool:
        """Whether one value goes in and it is not a cursor's name."""
        return self.parameter.mode != "out" and self.parameter.type != _CURSOR_TYPE and not self.is_variadic


@dataclass(frozen=True, slots=True)
class Routine:
    """A function or procedure as the catalogue has it; `identity` tells it from others of the same name."""

    schema: str
    name: str
    is_procedure: bool
    returns_set: bool
    result_type: str
    returns_record: bool
    usable_schema: bool
    executable: bool
    identity: str
    arguments: tuple[Argument, ...]
    has_result_columns: bool

    @property
    def gives_cursors(self) -> bool:
        """Whether rows come by cursors that it opens."""
        by_argument = any(each.parameter.type == _CURSOR_TYPE for each in self.arguments if each.parameter.mode != "in")
        return by_argument if self.is_procedure else self.result_type == _CURSOR_TYPE

    @property
    def returns_rows(self) -> bool | None:
        """Whether it returns rows; None for a function of one value, which is one row of one column."""
        if self.gives_cursors or (not self.is_procedure and (self.returns_set or self.returns_record)):
            return True
        return False if self.is_procedure or self.result_type == "void" else None

    @property
    def lacks_columns(self) -> bool:
        """Whether it returns records without saying of which columns."""
        return self.result_type == "record" and not self.has_result_columns and not self.is_procedure

    def procedure(self) -> Procedure:
        """What people see of it."""
        parameters = tuple(each.parameter for each in self.arguments)
        kind: RoutineKind = "procedure" if self.is_procedure else "function"
        return Procedure(self.schema, self.name, parameters, self.returns_rows, kind)

    def grant(self, user: str) -> str:
        """SQL that allows it to a login."""
        schema, name, login = double_quoted(self.schema), double_quoted(self.name), double_quoted(user)
        what = "PROCEDURE" if self.is_procedure else "FUNCTION"
        usage = "" if self.usable_schema else f"GRANT USAGE ON SCHEMA {schema} TO {login}; "
        return f"{usage}GRANT EXECUTE ON {what} {schema}.{name}({self.identity}) TO {login};"


def routines(link: Link) -> list[Routine]:
    """All functions and procedures people made here, also those this login may not execute."""
    return [_routine(row) for row in link.execute(_ROUTINES + _OF_PEOPLE).fetchall()]


def executable(found: Iterable[Routine]) -> tuple[Procedure, ...]:
    """Those this login may execute."""
    return tuple(each.procedure() for each in found if each.executable and each.usable_schema)


def databases(link: Link) -> tuple[str, ...]:
    """The databases this login can open."""
    return tuple(row[0] for row in link.execute(DATABASES).fetchall())


def tables(link: Link) -> list[Table]:
    """The tables and views of the database with their columns."""
    found: defaultdict[tuple[str, str], list[TableColumn]] = defaultdict(list)
    for schema, name, column, kind, is_key in link.execute(_COLUMNS).fetchall():
        found[schema, name].append(TableColumn(column, kind, is_key))
    return [Table(schema, name, tuple(columns)) for (schema, name), columns in found.items()]


def find(link: Link, target: NamedProcedure, wanted: str) -> tuple[Routine, tuple[str, ...]]:
    """The routine of that name, and notes. Raises CallFailed (procedure_missing).

    Of several with one name it is the one with the parameter `wanted`, else the one that takes the last id alone.
    """
    found: list[Routine] = []
    if "\0" not in target.schema + target.name:  # which no name can hold, and the driver refuses to send
        rows = link.execute(_ROUTINES + _BY_NAME, (target.name, target.schema, target.schema)).fetchall()
        found = [_routine(row) for row in rows]
    if not found:
        names = [each.name for each in executable(routines(link))]
        raise CallFailed(wording.procedure_missing(target.name, names))
    chosen = min(found, key=lambda each: _fitness(each, wanted))
    if len(found) == 1:
        return chosen, ()
    return chosen, (f"{len(found):,} routines have this name; {chosen.procedure().label} was called.",)


def _fitness(routine: Routine, wanted: str) -> tuple[bool, int]:
    takers = [each for each in routine.arguments if each.takes_watermark]
    has_wanted = any(each.parameter.name.lower() == wanted.lower() for each in takers)
    needed = sum(not each.has_default for each in takers)
    return bool(wanted) and not has_wanted, abs(needed - 1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The arguments of a call as SQL with their values; `taker` is the parameter that takes the watermark."""

    arguments: sql.Composed
    values: tuple[object, ...]
    taker: Parameter | None
    notes: tuple[str, ...]


def prepare(routine: Routine, call: Call) -> Prepared:
    """Arguments that pass the watermark to its parameter, leave defaults alone, and are NULL otherwise.

    Every value is cast to the declared type, so that a NULL has one. Raises CallFailed (parameter_missing).
    """
    chosen = _watermark_position(routine, call.parameter)
    # By names a default can be left out; but a variadic routine is only found by places.
    by_name = all(each.parameter.name and not each.is_variadic for each in routine.arguments)
    parts: list[sql.Composable] = []
    values: list[object] = []
    nulls: list[str] = []
    for position, argument in enumerate(routine.arguments):
        parameter = argument.parameter
        is_output = parameter.mode == "out" and not routine.is_procedure
        if is_output or (position != chosen and argument.has_default and by_name):
            continue
        if position != chosen and parameter.mode != "out" and argument.takes_watermark:
            nulls.append(parameter.name or f"${position + 1}")
        name = sql.SQL("{} => ").format(_identifier(parameter.name)) if by_name else sql.SQL("")
        prefix = sql.SQL("VARIADIC ") if argument.is_variadic else sql.SQL("")
        # The type's name comes quoted from the server's own format_type().
        kind = sql.SQL(parameter.type.replace("%", "%%"))
        parts.append(sql.SQL("{}{}%s::{}").format(prefix, name, kind))
        values.append(call.last_id if position == chosen else None)
    notes = [f"NULL was passed for {', '.join(f'“{each}”' for each in nulls)}."] if nulls else []
    if chosen is None:
        notes.append(NO_LAST_ID_PASSED)
    taker = None if chosen is None else routine.arguments[chosen].parameter
    return Prepared(sql.SQL(", ").join(parts), tuple(values), taker, tuple(notes))


def qualified(routine: Routine) -> sql.Composed:
    """Schema and name for a statement with values."""
    return sql.SQL("{}.{}").format(_identifier(routine.schema), _identifier(routine.name))


def _identifier(name: str) -> sql.Identifier:
    """A name in a statement with values: psycopg reads % as a placeholder even inside quotes."""
    return sql.Identifier(name.replace("%", "%%"))


def _watermark_position(routine: Routine, wanted: str) -> int | None:
    takers = [position for position, each in enumerate(routine.arguments) if each.takes_watermark]
    if not wanted:
        return takers[0] if takers else None
    for position in takers:
        if routine.arguments[position].parameter.name.lower() == wanted.lower():
            return position
    names = (routine.arguments[position].parameter.name for position in takers)
    raise CallFailed(wording.parameter_missing(routine.name, wanted, names))


def _routine(row: Sequence[Any]) -> Routine:
    schema, name, is_procedure, returns_set, result, composite, usable, allowed, identity, defaults, *declared = row
    names, modes, types = declared
    modes = modes or ["i"] * len(types)
    names = names or [""] * len(types)
    places = [place for place, mode in enumerate(modes) if mode != _RESULT_COLUMN]
    inputs = [place for place in places if modes[place] != "o"]
    with_default = set(inputs[len(inputs) - defaults :]) if defaults else set()
    arguments = tuple(
        Argument(
            Parameter(names[place], types[place], _MODES[modes[place]]), place in with_default, modes[place] == "v"
        )
        for place in places
    )
    return Routine(
        schema=schema,
        name=name,
        is_procedure=is_procedure,
        returns_set=returns_set,
        result_type=result,
        returns_record=composite or result == "record",
        usable_schema=usable,
        executable=allowed,
        identity=identity,
        arguments=arguments,
        has_result_columns=any(mode in "tob" for mode in modes),
    )
