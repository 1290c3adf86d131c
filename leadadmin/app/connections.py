"""What an administrator does with connections, the same for desktop and command line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadadmin.app.bootstrap import Program
from leadadmin.domain.connection import Connection, problems
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources.base import Source, Step, StepState
from leadadmin.store import connections
from leadadmin.store.connections import StoredConnection
from leadadmin.store.database import Database


@dataclass(frozen=True, slots=True)
class Password:
    """What the form says of the password: kept as stored (`typed` None), or typed anew ("" removes it)."""

    typed: str | None = None


KEPT = Password()


@dataclass(frozen=True, slots=True)
class CheckEnd:
    """How a test ended: works, or the sentence of the step that failed."""

    ok: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A connection of the workspace, and the names of the injectors that use it."""

    stored: StoredConnection
    used_by: tuple[str, ...]


def list_all(database: Database) -> tuple[Listed, ...]:
    """Every connection by name."""
    found = connections.list_all(database)
    return tuple(Listed(each, tuple(connections.injectors_using(database, each.connection.id or 0))) for each in found)


def remove(program: Program, connection_id: int) -> StoredConnection:
    """Delete a connection that no injector uses; returns it, for `put_back`. Raises Expected: in use, gone."""

    def work(database: Database) -> StoredConnection:
        stored = connections.get(database, connection_id)
        connections.remove(database, connection_id, who=program.person)
        return stored

    return program.workspace.write(work)


def put_back(program: Program, stored: StoredConnection) -> int:
    """Undo `remove`: the connection as it was, not tested, under a new id. Raises Taken."""
    return program.workspace.write(
        lambda database: connections.add(database, stored.connection, stored.secret, who=program.person)
    )


def save(
    program: Program, connection: Connection, password: Password = KEPT, *, tested: CheckEnd | None = None
) -> Connection:
    """Store a new or changed connection; returns it with its id.

    A changed endpoint makes a stored password unusable until it is typed again (spec 5, Secrets). `tested` is how
    a test of exactly these values and this password ended.
    Raises InvalidInput, Taken, Changed, and what the vault raises.
    """
    found = problems(connection)
    if found:
        raise InvalidInput(found)
    secret = _secret(program, connection, password)

    def work(database: Database) -> Connection:
        saved = connection
        if connection.id is None:
            saved = replace(connection, id=connections.add(database, connection, secret, who=program.person))
        else:
            connections.change(database, connection, secret, who=program.person)
        if tested is not None:
            _record(program, database, saved.id or 0, tested)
        return saved

    return program.workspace.write(work)


def _secret(program: Program, connection: Connection, password: Password) -> str | None:
    if password.typed is not None:
        return program.keyring.keep(password.typed, connection)
    if connection.id is None:
        return None
    with program.workspace.reading() as database:
        return connections.get(database, connection.id).secret


def source_of(program: Program, connection: Connection, password: Password = KEPT) -> Source:
    """The source of a connection as the form has it, saved or not."""
    if password.typed is not None:
        return program.keyring.open_typed(connection, password.typed)
    return program.keyring.open(connection, _secret(program, connection, password))


def check(program: Program, connection: Connection, password: Password = KEPT) -> Iterator[Step]:
    """Go through the steps of a connection's test as they happen; one tested as it is saved remembers how it ended.

    Raises InvalidInput and what the vault raises before the first step.
    """
    last: Step | None = None
    for step in source_of(program, connection, password).steps():
        last = step
        yield step
    if connection.id is None or last is None:
        return
    end = end_of(last)

    def work(database: Database) -> None:
        stored = connections.get(database, connection.id or 0)
        if stored.connection == connection:
            _record(program, database, connection.id or 0, end)

    if password.typed is None:
        program.workspace.write(work)


def end_of(last: Step) -> CheckEnd:
    """How a test ended whose last step is `last`."""
    failed = last.state is StepState.FAILED
    return CheckEnd(not failed, last.message if failed else "")


def _record(program: Program, database: Database, connection_id: int, end: CheckEnd) -> None:
    now_ms = program.workspace.now_ms(database)
    connections.record_test(database, connection_id, ok=end.ok, sentence=end.sentence, now_ms=now_ms)
