"""Certificates made for one test: an authority, and what it signs."""

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Certificate:
    """Paths of a certificate and its key in PEM format, and of the authority to trust it by."""

    certificate: Path
    key: Path
    authority: Path


class Authority:
    """Signs certificates for servers on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        builder = self._builder(self._name, self._key, 30).add_extension(x509.BasicConstraints(True, None), True)
        self.path = self._write("authority.pem", builder.sign(self._key, hashes.SHA256()))

    def server(self, name: str = "127.0.0.1", days: int = 30) -> Certificate:
        """A certificate for an address or host name; with negative `days` it has expired so long ago."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            alternative = x509.DNSName(name)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = self._builder(subject, key, days).add_extension(x509.SubjectAlternativeName([alternative]), False)
        stem = f"{name}{days}"
        certificate = self._write(f"{stem}.pem", builder.sign(self._key, hashes.SHA256()))
        key_path = self._folder / f"{stem}.key"
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        key_path.chmod(0o600)
        return Certificate(certificate, key_path, self.path)

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - datetime.timedelta(days=60),
            not_valid_after=now + datetime.timedelta(days=days),
        )

    def _write(self, name: str, certificate: x509.Certificate) -> Path:
        path = self._folder / name
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path
