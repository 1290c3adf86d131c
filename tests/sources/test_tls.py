"""TLS towards sources, tried on handshakes over loopback."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from leadadmin.domain.connection import Connection, ConnectionKind, TlsMode
from leadadmin.sources import tls
from leadadmin.sources.faults import SourceUnreachable
from tests.sources.certificates import Authority, Certificate

CONNECTION = Connection(
    name="CRM", kind=ConnectionKind.POSTGRESQL, host="127.0.0.1", database="crm", user="leads", connect_timeout=5
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@contextmanager
def shaking_hands(certificate: Certificate) -> Iterator[socket.socket]:
    """The client's end of a connection whose other end answers a TLS handshake with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connected, _ = listening.accept()
            try:
                with context.wrap_socket(connected, server_side=True) as wrapped:
                    wrapped.recv(1)
            except OSError:
                connected.close()  # the client did not like the certificate: that is what is tested

        server = threading.Thread(target=answer)
        server.start()
        with socket.create_connection(listening.getsockname(), 5) as client:
            yield client
        server.join(5)


def trusting(certificate: Certificate, mode: TlsMode = TlsMode.VERIFY) -> Connection:
    return replace(CONNECTION, ca_file=str(certificate.authority), tls=mode)


def fault_code(connection: Connection, certificate: Certificate) -> tuple[str, str]:
    with shaking_hands(certificate) as wire, pytest.raises(SourceUnreachable) as caught:
        tls.handshake(connection, wire)
    fault = caught.value.fault
    assert fault.step == "tls"
    assert fault.hint
    return fault.code, fault.field


def test_a_trusted_certificate_with_the_right_name_is_accepted(authority: Authority) -> None:
    certificate = authority.server()
    with shaking_hands(certificate) as wire, tls.handshake(trusting(certificate), wire) as wrapped:
        assert re.fullmatch(r"Version 1\.3, certificate valid until \d+ \w{3} 20\d\d", tls.agreed(wrapped).sentence)


def test_a_certificate_of_an_unknown_authority_is_refused(authority: Authority) -> None:
    assert fault_code(CONNECTION, authority.server()) == ("tls_not_trusted", "ca_file")


def test_a_certificate_for_another_host_is_refused(authority: Authority) -> None:
    certificate = authority.server("other.example")
    assert fault_code(trusting(certificate), certificate) == ("tls_wrong_name", "host")


def test_the_name_may_differ_when_only_the_authority_counts(authority: Authority) -> None:
    certificate = authority.server("other.example")
    with shaking_hands(certificate) as wire, tls.handshake(trusting(certificate, TlsMode.CA_ONLY), wire) as wrapped:
        assert wrapped.version()


def test_the_authority_counts_even_when_the_name_does_not(authority: Authority, tmp_path: Path) -> None:
    foreign = Authority(tmp_path).path
    connection = replace(CONNECTION, ca_file=str(foreign), tls=TlsMode.CA_ONLY)
    assert fault_code(connection, authority.server())[0] == "tls_not_trusted"


def test_an_expired_certificate_is_refused(authority: Authority) -> None:
    certificate = authority.server(days=-2)
    assert fault_code(trusting(certificate), certificate)[0] == "tls_expired"


def test_what_speaks_no_tls_is_told_apart() -> None:
    one, other = socket.socketpair()
    with one, other:
        other.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
        with pytest.raises(SourceUnreachable) as caught:
            tls.handshake(CONNECTION, one)
    assert caught.value.code == "tls_failed"


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_an_unusable_ca_file_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    connection = replace(CONNECTION, ca_file=str(file))
    for use in (tls.client_context, tls.ca_bundle):
        with pytest.raises(SourceUnreachable, match=r"ca\.pem") as caught:
            use(connection)
        assert caught.value.fault.field == "ca_file"


def test_drivers_with_their_own_tls_get_a_file_of_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path(tls.ca_bundle(CONNECTION)).is_file()
    paths = ssl.get_default_verify_paths()._replace(cafile="")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    stored = ssl.create_default_context().get_ca_certs()
    if not stored:
        with pytest.raises(SourceUnreachable, match="no list of certificate authorities"):
            tls.ca_bundle(CONNECTION)
        return
    exported = tls.ca_bundle(CONNECTION)
    assert len(ssl.create_default_context(cafile=exported).get_ca_certs()) == len(stored)
