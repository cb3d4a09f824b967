"""Certificates made for a test: an authority, and a server that it vouches for."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

__all__ = ["Authority"]

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """An authority whose own certificate stands in ``file``, for those who trust it."""

    file: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    @classmethod
    def made(cls, folder: Path) -> Authority:
        """Make one."""
        key, name = ec.generate_private_key(ec.SECP256R1()), _called("Test authority")
        told = _draft(name, key, datetime.now(UTC) + DAY).issuer_name(name)
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        told = told.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        signed = told.add_extension(usage, critical=True).sign(key, hashes.SHA256())
        file = folder / "authority.pem"
        file.write_bytes(signed.public_bytes(Encoding.PEM))
        return cls(file, key, name)

    def server(self, hosts: Sequence[str], until: datetime | None = None) -> ssl.SSLContext:
        """Return what a server of these names and addresses needs; its certificate is good ``until`` then."""
        key = ec.generate_private_key(ec.SECP256R1())
        told = _draft(_called(hosts[0]), key, until or datetime.now(UTC) + DAY).issuer_name(self.name)
        names = x509.SubjectAlternativeName([_host(each) for each in hosts])
        signed = told.add_extension(names, critical=False).sign(self.key, hashes.SHA256())
        file = self.file.parent / f"server-{hosts[0]}.pem"
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(plain + signed.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _draft(name: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime) -> x509.CertificateBuilder:
    told = x509.CertificateBuilder().subject_name(name).public_key(key.public_key())
    told = told.serial_number(x509.random_serial_number())
    return told.not_valid_before(until - 3 * DAY).not_valid_after(until)


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
