"""The link of an invitation by e-mail: neutral words, without the code, and never while others wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.mail import deliver
from supportmap.pages.letters import EXTENSION
from supportmap.records.audit import AuditRow
from supportmap.settings import Settings
from tests.mailing import NOBODY, Postbox, a_mail_server
from tests.pages.conftest import HTML, House, read

CLINICAL = re.compile(
    r"support|mental|health|clinic|therap|client|patient|crisis|network|care|counsel|psych|treatment", re.I
)

pytestmark = pytest.mark.usefixtures("service_settings")


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server."""
    with a_mail_server() as box:
        yield box


@pytest.fixture
def service_settings(service_settings: Settings, postbox: Postbox) -> Settings:
    """The settings of a service with that server."""
    return replace(service_settings, smtp_url=postbox.url)


def handed(house: House) -> dict[str, str]:
    """What the form below the link carries."""
    answer = house.alice.post(house.alice.of_client("/invitation"), headers=HTML)
    found = re.findall(r'name="(token|code)" value="([^"]+)"', answer.get_data(as_text=True))
    assert len(found) == 2
    return dict(found)


def mail(house: House, email: str, **form: str) -> tuple[int, str]:
    """Send the link, and read the answer."""
    answer = house.alice.post(
        house.alice.of_client("/invitation/mail"), data={**form, "email": email}, headers=HTML
    )
    return answer.status_code, read(answer)


def test_the_link_arrives_and_the_code_does_not(house: House, postbox: Postbox, session: Session) -> None:
    made = handed(house)
    status, told = mail(house, " kim@example.org ", **made)
    assert status == 200
    assert "Sent to kim@example.org." in told
    assert f"{made['code'][:3]} {made['code'][3:]}" in told, "the code is still to be told"
    (letter,) = postbox.letters
    text = letter.get_content()
    assert f"http://localhost/join/{made['token']}" in text
    assert made["code"] not in letter.as_string()
    ours = text.replace(made["token"], "").replace("http://localhost", "") + letter["Subject"]
    assert not CLINICAL.search(ours)
    assert session.scalars(select(AuditRow.action).where(AuditRow.action == "invitation.mail")).all()
    assert "had the link of an invitation sent by e-mail" in house.alice.page(house.alice.of_client("/log"))


@pytest.mark.parametrize(
    ("email", "status", "words"),
    [
        ("kim", 422, "That isn’t an e-mail address"),
        ("kim@example.org\r\nBcc: eve@example.org", 422, "That isn’t an e-mail address"),
        (NOBODY, 502, "the mail server doesn't take this address"),
    ],
)
def test_what_is_not_sent_is_said_and_the_page_stays(
    house: House, postbox: Postbox, email: str, status: int, words: str
) -> None:
    made = handed(house)
    told = mail(house, email, **made)
    assert told[0] == status
    assert words in told[1]
    assert made["code"][:3] in told[1]
    assert postbox.letters == []


def test_only_the_invitation_that_counts_is_sent(house: House, postbox: Postbox) -> None:
    old, new = handed(house), handed(house)
    wrong = {"code": "000000" if new["code"] != "000000" else "111111"}
    for made in (old, new | wrong, new | {"token": "none"}):
        assert mail(house, "kim@example.org", **made)[0] == 404
    assert house.bob.post(house.alice.of_client("/invitation/mail"), data=new).status_code == 404
    assert postbox.letters == []


def test_nobody_waits_for_the_mail_server(
    house: House, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a letter goes out, everybody else may write: nothing is held."""
    made, written = handed(house), []

    def slowly(*given: Any) -> None:
        written.append(house.bob.post("/clients", data={"label": "New"}, headers=HTML).status_code)
        deliver(*given)

    monkeypatch.setattr("supportmap.pages.letters.deliver", slowly)
    assert mail(house, "kim@example.org", **made)[0] == 200
    assert written == [302]
    assert len(postbox.letters) == 1


def test_without_a_mail_server_the_page_offers_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(house.app.extensions, EXTENSION, None)
    answer = house.alice.post(house.alice.of_client("/invitation"), headers=HTML)
    assert "by e-mail to" not in read(answer)
