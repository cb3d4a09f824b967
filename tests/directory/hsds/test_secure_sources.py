"""Directories over TLS: read where the certificate is trusted, and from nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from supportmap.directory.hsds import fetch
from supportmap.directory.hsds.reading import read_url
from supportmap.directory.hsds.report import NotADirectory
from tests.certificates import Authority
from tests.directory.hsds.directories import service
from tests.directory.hsds.site import Site, a_site, page_of

HOSTS = ("localhost", "127.0.0.1", "127.0.0.2")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def site(authority: Authority) -> Iterator[Site]:
    with a_site(authority.server(HOSTS)) as server:
        server.answers["/services"] = page_of(1, 1, service("s1"))
        server.answers["/services/s1"] = service("s1", phones=[{"id": "p", "number": "555"}])
        yield server


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def ids(url: str, private: bool = True) -> list[str | None]:
    return [read.external_id for read in read_url(url, private)]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_shows_a_trusted_certificate_is_read_page_by_page(site: Site, host: str) -> None:
    assert ids(f"https://{host}:{site.server_port}/services") == ["s1"]
    assert site.asked == {"/services": 1, "/services/s1": 1}


def test_a_certificate_of_an_unknown_authority_is_refused_before_anything_is_asked(site: Site) -> None:
    with pytest.raises(NotADirectory, match=r"the address: has a certificate that isn't trusted"):
        ids(f"{site.url}/services")
    assert not site.asked


@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_expired_or_is_for_another_name_is_refused(authority: Authority) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for context in (authority.server(HOSTS, yesterday), authority.server(["public.example"])):
        with a_site(context) as site, pytest.raises(NotADirectory, match="isn't trusted"):
            ids(f"{site.url}/services")
        assert not site.asked


@pytest.mark.usefixtures("trusted")
def test_what_speaks_no_tls_cant_be_reached() -> None:
    with a_site() as site, pytest.raises(NotADirectory, match="can't be reached"):
        ids(f"https://127.0.0.1:{site.server_port}/services")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "way", ["https://127.0.0.2:{}/secret", "http://127.0.0.2:{}/", "https://10.0.0.1:{}/"]
)
def test_a_redirect_into_a_private_network_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    # No public address is at hand: this one stands for them, and no other of this machine.
    monkeypatch.setattr(fetch, "_is_public", lambda address: address == "127.0.0.1")
    site.answers["/moved/services"] = (302, b"", {"Location": way.format(site.server_port)})
    site.answers["/secret"] = page_of(1, 1, service("secret"))
    assert ids(f"{site.url}/services", private=False) == ["s1"]
    with pytest.raises(NotADirectory, match="private network"):
        ids(f"{site.url}/moved/services", private=False)
    assert "/secret" not in site.asked


@pytest.mark.usefixtures("trusted")
def test_without_leave_nothing_is_asked_of_a_private_address(site: Site) -> None:
    with pytest.raises(NotADirectory, match="private network"):
        ids(f"{site.url}/services", private=False)
    assert not site.asked


@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_another_server_is_held_to_its_own_certificate(site: Site, tmp_path: Path) -> None:
    with a_site(Authority.made(tmp_path).server(HOSTS)) as other:
        site.answers["/moved/services"] = (301, b"", {"Location": f"{other.url}/services"})
        with pytest.raises(NotADirectory, match="isn't trusted"):
            ids(f"{site.url}/moved/services")
        assert not other.asked
