"""What an administrator does with connections, the same for desktop and command line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadadmin.app.bootstrap import Program
from leadadmin.domain.connection import Connection, endpoint, problems
from leadadmin.domain.errors import InvalidInput
from leadadmin.sources.base import Source, Step, StepState
from leadadmin.store import connections
from leadadmin.store.database import Database


@dataclass(frozen=True, slots=True)
class Password:
    """What the form says of the password: kept as stored (`typed` None), or typed anew ("" removes it)."""

    typed: str | None = None


KEPT = Password()


def save(program: Program, connection: Connection, password: Password = KEPT) -> Connection:
    """Store a new or changed connection; returns it with its id.

    A changed endpoint makes a stored password unusable until it is typed again (spec 5, Secrets).
    Raises InvalidInput, Taken, Changed, and what the vault raises.
    """
    found = problems(connection)
    if found:
        raise InvalidInput(found)
    secret = _secret(program, connection, password)

    def work(database: Database) -> Connection:
        if connection.id is None:
            new_id = connections.add(database, connection, secret, who=program.person)
            return replace(connection, id=new_id)
        connections.change(database, connection, secret, who=program.person)
        return connection

    return program.workspace.write(work)


def _secret(program: Program, connection: Connection, password: Password) -> str | None:
    if password.typed is not None:
        return program.keyring.keep(password.typed, connection)
    if connection.id is None:
        return None
    with program.workspace.reading() as database:
        return connections.get(database, connection.id).secret


def password_lost(program: Program, connection: Connection) -> bool:
    """Whether saving `connection` makes its stored password unusable because it now points elsewhere."""
    if connection.id is None:
        return False
    with program.workspace.reading() as database:
        stored = connections.get(database, connection.id)
    return stored.secret is not None and endpoint(stored.connection) != endpoint(connection)


def source_of(program: Program, connection: Connection, password: Password = KEPT) -> Source:
    """The source of a connection as the form has it, saved or not."""
    if password.typed is not None:
        return program.keyring.open_typed(connection, password.typed)
    return program.keyring.open(connection, _secret(program, connection, password))


def check(program: Program, connection: Connection, password: Password = KEPT) -> Iterator[Step]:
    """Go through the steps of a connection's test as they happen; a saved one remembers how it ended.

    Raises InvalidInput and what the vault raises before the first step.
    """
    last: Step | None = None
    for step in source_of(program, connection, password).steps():
        last = step
        yield step
    if connection.id is None or last is None:
        return
    ok = last.state is not StepState.FAILED
    sentence = "" if ok else last.message

    def work(database: Database) -> None:
        stored = connections.get(database, connection.id or 0)
        if stored.connection == connection:
            connections.record_test(
                database, connection.id or 0, ok=ok, sentence=sentence, now_ms=program.workspace.now_ms(database)
            )

    program.workspace.write(work)
