"""Every password that is opened is told to the log's redactor (spec 5: logs hold no password)."""

from pathlib import Path

from leadadmin.app.bootstrap import program_on
from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.domain.secret import Secret
from leadadmin.store.workspace import Workspace
from leadadmin.vault import WorkspaceKey
from tests.helpers.office import workspace_at


def test_stored_referred_and_typed_passwords_are_learned(tmp_path: Path) -> None:
    workspace: Workspace = workspace_at(str(tmp_path / "w.leadadmin"))
    learned: list[Secret] = []
    environment = {"LEADADMIN_KEY": WorkspaceKey.random().to_text(), "CRM_PASSWORD": "from-the-environment"}
    keyring = program_on(workspace, environment=environment, learn=learned.append).keyring
    crm = Connection(
        name="CRM", kind=ConnectionKind.MARIADB, host="127.0.0.1", database="crm", user="leads", tls=TlsMode.OFF
    )
    keyring.open(crm, keyring.keep("kept-in-the-vault", crm))
    keyring.open(crm, keyring.keep("env:CRM_PASSWORD", crm))
    keyring.open_typed(crm, "typed-just-now")
    keyring.open(crm, None)
    workspace.close()
    assert [secret.reveal() for secret in learned] == ["kept-in-the-vault", "from-the-environment", "typed-just-now"]
