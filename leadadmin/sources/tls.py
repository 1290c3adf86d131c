"""TLS towards sources: what is trusted, what was agreed, and why it failed, in plain words."""

import atexit
import base64
import functools
import os
import socket
import ssl
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from leadadmin.domain.connection import Connection, TlsMode
from leadadmin.sources.faults import Fault, SourceUnreachable

# OpenSSL's numbers, x509_vfy.h: X509_V_ERR_*
_EXPIRED: Final = 10
_NOT_YET_VALID: Final = 9
_WRONG_NAME: Final = frozenset({62, 64})
_NOT_TRUSTED: Final = frozenset({18, 19, 20, 21})


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a handshake ended in; `expires` is None when the certificate does not tell."""

    version: str
    expires: datetime | None

    @property
    def sentence(self) -> str:
        """For the step of a test: “Version 1.3, certificate valid until 4 Mar 2027”."""
        version = self.version.removeprefix("TLSv")
        if self.expires is None:
            return f"Version {version}"
        return f"Version {version}, certificate valid until {self.expires.day} {self.expires:%b %Y}"


def client_context(connection: Connection) -> ssl.SSLContext:
    """What this side demands of the server's certificate. Raises SourceUnreachable for an unusable CA file."""
    try:
        context = ssl.create_default_context(cafile=connection.ca_file or None)
    except OSError as error:  # ssl.SSLError is one
        raise SourceUnreachable(_ca_file_unusable(connection, str(error))) from error
    # From Python 3.13 on the strict profile is the default; CAs that database servers make for themselves fail it.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = connection.tls is not TlsMode.CA_ONLY
    return context


def agreed(wrapped: ssl.SSLSocket) -> Agreed:
    """What was agreed on a socket whose handshake is done."""
    certificate = wrapped.getpeercert() or {}
    expires = certificate.get("notAfter")
    moment = datetime.fromtimestamp(ssl.cert_time_to_seconds(expires), UTC) if isinstance(expires, str) else None
    return Agreed(wrapped.version() or "", moment)


def handshake(connection: Connection, wire: socket.socket) -> ssl.SSLSocket:
    """Wrap a socket in TLS. Raises SourceUnreachable."""
    context = client_context(connection)
    try:
        return context.wrap_socket(wire, server_hostname=connection.host.strip())
    except OSError as error:
        raise SourceUnreachable(handshake_fault(connection, error)) from error


def handshake_fault(connection: Connection, error: OSError) -> Fault:
    """Why a handshake failed."""
    words = str(error)
    host = connection.host
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Fault(
            "tls",
            "tls_failed",
            f"{host} and this computer did not agree on an encrypted connection.",
            "The server may be too old for TLS 1.2, or something else listens on this port.",
            words,
            field="tls",
        )
    number = str(error.verify_code)
    if error.verify_code in _WRONG_NAME:
        return Fault(
            "tls",
            "tls_wrong_name",
            f"The certificate of the server is not made out for “{host}”.",
            "Write the host as the certificate names it. If the name differs on purpose, choose to verify without "
            "the host name, with the server's CA file.",
            words,
            number,
            field="host",
        )
    if error.verify_code in (_EXPIRED, _NOT_YET_VALID):
        when = "has expired" if error.verify_code == _EXPIRED else "is not valid yet"
        return Fault(
            "tls",
            "tls_expired",
            f"The certificate of {host} {when}.",
            "Its administrator must renew it. Check this computer's clock too.",
            words,
            number,
            field="tls",
        )
    if error.verify_code in _NOT_TRUSTED:
        return Fault(
            "tls",
            "tls_not_trusted",
            f"The certificate of {host} is not signed by an authority this computer trusts.",
            "If it comes from your own authority, or the server made it itself, choose its CA file.",
            words,
            number,
            field="ca_file",
        )
    return Fault(
        "tls",
        "tls_not_trusted",
        f"The certificate of {host} was not accepted.",
        "The words below say why; its administrator can mend the certificate.",
        words,
        number,
        field="tls",
    )


def not_offered(connection: Connection, words: str = "") -> Fault:
    """The server speaks no TLS, and sending the password in the clear was not asked for."""
    return Fault(
        "tls",
        "tls_not_offered",
        f"{connection.host} does not offer TLS.",
        "Nothing was sent. Have TLS switched on at the server; or, in a network you trust, set TLS to Off: "
        "then passwords and leads travel unencrypted.",
        words,
        field="tls",
    )


def ca_bundle(connection: Connection) -> str:
    """A file with the authorities to trust, for drivers with a TLS library of their own (libpq).

    The connection's CA file, or this computer's list. Raises SourceUnreachable when there is none.
    """
    if connection.ca_file:
        client_context(connection)
        return connection.ca_file
    listed = ssl.get_default_verify_paths().cafile or _exported_bundle()
    if not listed:
        raise SourceUnreachable(
            Fault(
                "tls",
                "tls_no_authorities",
                "This computer has no list of certificate authorities to trust.",
                "Choose the CA file of the server.",
                field="ca_file",
            )
        )
    return listed


@functools.lru_cache(maxsize=1)
def _exported_bundle() -> str:
    """The authorities of the operating system's store as a file of this process, or an empty text."""
    authorities = ssl.create_default_context().get_ca_certs(binary_form=True)
    if not authorities:
        return ""
    handle, name = tempfile.mkstemp(prefix="leadadmin-authorities-", suffix=".pem")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        for der in authorities:
            encoded = base64.encodebytes(der).decode("ascii")
            file.write(f"-----BEGIN CERTIFICATE-----\n{encoded}-----END CERTIFICATE-----\n")
    atexit.register(_remove, name)
    return name


def _remove(name: str) -> None:
    with suppress(OSError):
        Path(name).unlink()


def _ca_file_unusable(connection: Connection, words: str) -> Fault:
    return Fault(
        "tls",
        "tls_ca_file",
        f"The CA file “{connection.ca_file}” cannot be used."
        if connection.ca_file
        else "The certificate authorities of this computer cannot be read.",
        "Choose a file in PEM format (-----BEGIN CERTIFICATE-----).",
        words,
        field="ca_file",
    )
