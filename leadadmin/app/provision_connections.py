"""Connections in a configuration file (spec 2, External connection; spec 5, Secrets)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from leadadmin.app.provision_file import ConfigTable
from leadadmin.app.provision_report import Difference
from leadadmin.app.provision_work import NO_DIFFERENCE, Work
from leadadmin.domain.connection import SECRET_KEY, Connection, endpoint, from_config, to_config
from leadadmin.domain.errors import InvalidInput
from leadadmin.store import connections
from leadadmin.store.connections import StoredConnection
from leadadmin.store.database import Database
from leadadmin.vault import is_reference, shown_reference

SEALED: Final = "sealed"
"""What a difference shows of a password that is kept in the workspace."""
_FILES: Final = ("file", "ca_file")


def apply_connection(work: Work, table: ConfigTable) -> None:
    """Make or change a connection; its password is sealed or bound, and never told."""
    stored = connections.by_name(work.database, table.name)
    before = None if stored is None else to_config(stored.connection)
    given = {key: _resolved(work.folder, value) if key in _FILES else value for key, value in table.values.items()}
    typed = given.pop(SECRET_KEY, None)
    if typed is not None and not isinstance(typed, str):
        raise InvalidInput({SECRET_KEY: "“password” is a text in quotes: env:NAME, or the password itself."})
    kept = before if before is not None and given.get("kind", before["kind"]) == before["kind"] else {}
    wanted = from_config({**(kept or {}), **given, "name": table.name})
    secret, told = _secret(work, stored, wanted, typed)
    if not work.record(table, before, to_config(wanted), also=told):
        return
    if stored is None:
        connections.add(work.database, wanted, secret, who=work.who)
    else:
        connections.change(work.database, replace(wanted, id=stored.connection.id), secret, who=work.who)


def _resolved(folder: Path, value: Any) -> Any:
    """A file's name as seen from the folder of the configuration file."""
    return str(folder / Path(value).expanduser()) if isinstance(value, str) and value else value


def _secret(
    work: Work, stored: StoredConnection | None, wanted: Connection, typed: str | None
) -> tuple[str | None, Difference]:
    """The text to store, and what the difference tells of it."""
    before = stored.secret if stored else None
    if typed is None:
        if stored is not None and before is not None and endpoint(stored.connection) != endpoint(wanted):
            work.notes.append(f"The password of “{wanted.name}” was kept for another place and must be given again.")
        return before, NO_DIFFERENCE
    if work.keyring.is_kept(typed, wanted, before):
        return before, NO_DIFFERENCE
    secret = work.keep(typed, wanted)
    return secret, {SECRET_KEY: (_shown(before), _shown(secret))}


def _shown(secret: str | None) -> str | None:
    return None if secret is None else shown_reference(secret) or SEALED


def is_plain_password(table: ConfigTable) -> bool:
    """Whether the table holds a password that has to be sealed."""
    typed = table.values.get(SECRET_KEY)
    return table.kind == "connection" and isinstance(typed, str) and bool(typed) and not is_reference(typed)


def export_connections(database: Database) -> Iterator[dict[str, Any]]:
    """Every connection; references to the environment are shown, sealed passwords are marked for the writer."""
    for stored in connections.list_all(database):
        table = to_config(stored.connection)
        if stored.secret is not None:
            table[SECRET_KEY] = shown_reference(stored.secret)
        yield table
