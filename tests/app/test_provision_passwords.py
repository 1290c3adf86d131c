"""Passwords in a configuration file are sealed or bound, compared without being told, and never written out."""

from pathlib import Path

from leadadmin.app.bootstrap import program_on
from leadadmin.app.provision import apply, export_config
from leadadmin.app.provision_report import ApplyReport
from leadadmin.domain.connection import endpoint
from leadadmin.store import audit, connections
from leadadmin.store.connections import StoredConnection
from leadadmin.vault import resolve_password
from tests.app.provision_help import KEY, applied, new_program, sentences

PASSWORD = "correct-horse-battery"
CRM = '[[connection]]\nname = "CRM"\nkind = "mariadb"\nhost = "crm.example"\ndatabase = "crm"\nuser = "leads"\n'
SEALED = f'{CRM}password = "{PASSWORD}"\n'
REFERENCE = f'{CRM}password = "env:CRM_PASSWORD"\n'


def fields(report: ApplyReport) -> list[dict[str, object]]:
    return [dict(change.fields) for change in report.changes]


def test_a_password_is_sealed_once_and_never_told(tmp_path: Path) -> None:
    program = new_program(tmp_path / "office.leadadmin")
    rehearsed = apply(program, SEALED, folder=tmp_path, dry_run=True)
    report = applied(program, SEALED, tmp_path)
    assert fields(report)[0]["password"] == fields(rehearsed)[0]["password"] == (None, "sealed")
    with program.workspace.reading() as database:
        stored = connections.by_name(database, "CRM")
        assert PASSWORD not in "".join(entry.detail + entry.subject for entry in audit.newest(database))
    assert stored is not None
    assert stored.secret is not None
    assert stored.secret.startswith("sealed:")
    for text in (repr(report), stored.secret, export_config(program)):
        assert PASSWORD not in text
    assert "# password: sealed in its workspace" in export_config(program)
    assert applied(program, SEALED, tmp_path).changes == ()
    program.close()


def test_another_program_with_the_key_knows_the_password_again(tmp_path: Path) -> None:
    first = new_program(tmp_path / "office.leadadmin")
    applied(first, SEALED, tmp_path)
    again = program_on(first.workspace, environment=KEY)
    assert applied(again, SEALED, tmp_path).changes == ()
    changed = applied(again, SEALED.replace(PASSWORD, "another-one"), tmp_path)
    assert fields(changed) == [{"password": ("sealed", "sealed")}]
    first.close()


def test_without_the_key_nothing_is_written(tmp_path: Path) -> None:
    program = new_program(tmp_path / "office.leadadmin", environment={})
    for dry_run in (True, False):
        report = apply(program, SEALED, folder=tmp_path, dry_run=dry_run)
        assert "The workspace has no key yet" in sentences(report)["connection “CRM”, password"]
        assert (report.written, report.changes) == (False, ())
    program.close()
    sealed = new_program(tmp_path / "sealed.leadadmin")
    applied(sealed, SEALED, tmp_path)
    stranger = program_on(sealed.workspace, environment={"LEADADMIN_KEY": "five other words that do not fit"})
    report = apply(stranger, SEALED, folder=tmp_path)
    assert "does not fit this workspace" in sentences(report)["connection “CRM”, password"]
    sealed.close()


def test_a_reference_is_bound_to_its_endpoint(tmp_path: Path) -> None:
    program = new_program(tmp_path / "office.leadadmin", environment={})
    assert fields(applied(program, REFERENCE, tmp_path))[0]["password"] == (None, "env:CRM_PASSWORD")
    assert applied(program, REFERENCE, tmp_path).changes == ()
    moved = REFERENCE.replace("crm.example", "crm2.example")
    report = applied(program, moved, tmp_path)
    assert fields(report) == [
        {"host": ("crm.example", "crm2.example"), "password": ("env:CRM_PASSWORD", "env:CRM_PASSWORD")}
    ]
    assert opened(program_stored(program)) == "s3cret"
    assert 'password = "env:CRM_PASSWORD"' in export_config(program)
    refused = apply(program, REFERENCE.replace("CRM_PASSWORD", "LEADADMIN_KEY"), folder=tmp_path)
    assert "leadadmin's own" in sentences(refused)["connection “CRM”"]
    program.close()


def program_stored(program: object) -> StoredConnection:
    with program.workspace.reading() as database:  # type: ignore[attr-defined]
        stored = connections.by_name(database, "CRM")
    assert stored is not None
    return stored


def opened(stored: StoredConnection) -> str:
    secret = resolve_password(stored.secret, None, endpoint(stored.connection), {"CRM_PASSWORD": "s3cret"})
    assert secret is not None
    return secret.reveal()


def test_a_moved_connection_says_that_its_password_is_to_be_given_again(tmp_path: Path) -> None:
    program = new_program(tmp_path / "office.leadadmin")
    applied(program, SEALED, tmp_path)
    moved = CRM.replace("crm.example", "crm2.example")
    report = applied(program, moved, tmp_path)
    assert report.notes == ("The password of “CRM” was kept for another place and must be given again.",)
    assert fields(applied(program, f'{moved}password = "{PASSWORD}"', tmp_path)) == [{"password": ("sealed", "sealed")}]
    assert fields(applied(program, f'{moved}password = ""', tmp_path)) == [{"password": ("sealed", None)}]
    program.close()
