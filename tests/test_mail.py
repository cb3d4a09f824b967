"""Letters go out by a real server, encrypted unless it is on this machine, or it is said why they don't."""

from __future__ import annotations

import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from supportmap.mail import Undelivered, deliver, mail_server
from supportmap.settings import BadSetting
from tests.mailing import NOBODY, PASSWORD, SENDER, USER, a_mail_server, known, with_certificate

TO, SUBJECT, TEXT = "kim@example.org", "Your link", "Grüße: https://map.example.org/join/abc\n"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate of this machine, and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return str(files[0]), str(files[1])


def test_a_letter_arrives_as_it_was_written() -> None:
    with a_mail_server() as box:
        deliver(mail_server(box.url), TO, SUBJECT, TEXT)
    (letter,) = box.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (TO, SENDER, SUBJECT)
    assert letter.get_content().replace("\r\n", "\n") == TEXT
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"]
    assert letter["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_an_encrypted_server_is_signed_in_at(
    scheme: str, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = with_certificate(*certificate)
    if scheme == "smtps":
        ways = {"ssl_context": context, "auth_require_tls": False}
    else:
        ways = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with a_mail_server(authenticator=known, **ways) as box:
        where = f"localhost:{box.port}?from={SENDER}"
        server = mail_server(f"{scheme}://{USER}:{quote(PASSWORD)}@{where}")
        with pytest.raises(Undelivered, match="can't be reached, or refuses"):
            deliver(server, TO, SUBJECT, TEXT)  # nobody vouches for the certificate
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        deliver(server, TO, SUBJECT, TEXT)
        with pytest.raises(Undelivered):
            deliver(mail_server(f"{scheme}://{USER}:wrong@{where}"), TO, SUBJECT, TEXT)
    assert len(box.letters) == 1
    assert PASSWORD not in repr(server)


def test_it_is_said_why_a_letter_does_not_go_out() -> None:
    with a_mail_server() as box, pytest.raises(Undelivered, match="doesn't take this address"):
        deliver(mail_server(box.url), NOBODY, SUBJECT, TEXT)
    with pytest.raises(Undelivered, match="can't be reached"):
        deliver(mail_server(box.url), TO, SUBJECT, TEXT)
    assert box.letters == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mail.example.org", "has to begin with"),
        ("https://mail.example.org", "has to begin with"),
        ("smtps://", "has to begin with"),
        ("smtps://host:many", "isn't an address"),
        (f"smtp://mail.example.org?from={SENDER}", "would send unencrypted"),
        ("smtps://mail.example.org", "from whom"),
        ("smtps://mail.example.org?from=sentinel", "from whom"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_without_being_told(url: str, reason: str) -> None:
    with pytest.raises(BadSetting, match=reason) as refusal:
        mail_server(url)
    assert "sentinel" not in str(refusal.value)
