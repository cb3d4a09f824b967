"""``supportmap agency`` and ``supportmap user``: what the operator types, and what the service then knows."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.access.accounts import AccountRefused, find_account
from supportmap.access.adding import add_user
from supportmap.app import create_app
from supportmap.cli import main
from supportmap.cli.serve import close_database
from supportmap.records.agency import User
from supportmap.records.audit import OPERATOR, AuditRow
from supportmap.records.database import writing
from supportmap.records.opening import opened, session_on
from supportmap.settings import Settings
from tests.access.browsers import Browser
from tests.service import a_client, an_agency

BOB = "bob@example.org"


@pytest.fixture
def run(service_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The command, with the settings of a service of its own and not yet any agency."""
    monkeypatch.setenv("SUPPORTMAP_DATA", str(service_settings.data))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(service_settings.key_file))
    if service_settings.database_url:
        monkeypatch.setenv("SUPPORTMAP_DATABASE_URL", service_settings.database_url)
    return Runner(service_settings)


class Runner:
    """Runs the command and looks at what came of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, *words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, words, input=typed)

    def agency(self, *options: str) -> str:
        result = self("agency", "add", "Harbour", *options)
        assert result.exit_code == 0, result.output
        return str(UUID(result.output.strip()))

    def refused(self, *words: str, typed: str | None = None) -> str:
        result = self(*words, typed=typed)
        assert result.exit_code == 2, result.output
        assert "Traceback" not in result.output
        assert BOB not in result.output.lower()
        return result.output.strip().split("\n")[-1]

    def signs_in(self, email: str, password: str) -> bool:
        app = create_app(self.settings)
        try:
            return Browser(app).sign_in(email, password).status_code == 200
        finally:
            close_database(app)

    def acts(self) -> list[tuple[str, str]]:
        with opened(self.settings) as (engine, keys), session_on(engine, keys) as session:
            rows = session.execute(select(AuditRow.role, AuditRow.action).order_by(AuditRow.seq))
            return [(row.role, row.action) for row in rows]


def test_an_agency_is_added_and_listed(run: Runner) -> None:
    agency = run.agency("--time-zone", "Europe/London", "--second-factor")
    assert run("agency", "list").output == f"{agency}\tEurope/London\trequired\tHarbour\n"
    assert run("agency", "second-factor", agency, "optional").exit_code == 0
    assert run("agency", "list").output == f"{agency}\tEurope/London\toptional\tHarbour\n"
    assert [act for role, act in run.acts() if role == OPERATOR] == [
        "agency.add",
        "agency.second-factor.on",
        "agency.second-factor.off",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "Harbour", "--time-zone", "Nowhere/Land"), "no such time zone"),
        (("add", "Harbour", "--time-zone", "../../etc/passwd"), "no such time zone"),
        (("add", "  "), "1 to 200"),
        (("add", "x" * 201), "1 to 200"),
        (("add", "two\nlines"), "one line"),
        (("second-factor", str(uuid4()), "required"), "no agency with this id"),
    ],
)
def test_a_bad_agency_is_refused_in_one_line(run: Runner, words: tuple[str, ...], told: str) -> None:
    run.agency()
    assert told in run.refused("agency", *words)
    assert len(run("agency", "list").output.splitlines()) == 1


def test_a_user_is_added_with_a_password_typed_twice(run: Runner) -> None:
    agency = run.agency()
    add = ("user", "add", BOB, "--role", "clinician", "--agency", agency, "--name", "Bob")
    result = run(*add, typed="a long password\na long password\n")
    assert result.exit_code == 0
    assert "a long password" not in result.output
    assert run("user", "list").output == f"{agency}\tclinician\tactive\t{BOB}\tBob\n"
    assert run.signs_in("BOB@example.org", "a long password")


def test_a_user_is_added_with_a_password_of_a_file(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a pässword of a file\r\nanother line\n", encoding="utf-8")
    add = ("user", "add", BOB, "--role", "admin", "--agency", run.agency(), "--password-file", str(file))
    assert run(*add).exit_code == 0
    assert run.signs_in(BOB, "a pässword of a file")


def test_a_made_password_is_shown_once(run: Runner) -> None:
    add = ("--role", "referral", "--agency", run.agency(), "--generate")
    shown = [
        run("user", "add", email, *add).output.split(": ")[1].strip() for email in (BOB, "al@example.org")
    ]
    assert len(set(shown)) == 2
    assert min(map(len, shown)) >= 20
    assert shown[0] not in run("user", "list").output
    assert run.signs_in(BOB, shown[0])


def test_a_disabled_user_can_be_enabled_again(run: Runner) -> None:
    add = ("user", "add", BOB, "--role", "clinician", "--agency", run.agency(), "--generate")
    password = run(*add).output.split(": ")[1].strip()
    assert run("user", "disable", "Bob@Example.org").exit_code == 0
    assert "\tdisabled\t" in run("user", "list").output
    assert not run.signs_in(BOB, password)
    assert run("user", "enable", BOB).exit_code == 0
    assert run.signs_in(BOB, password)
    told = [act for role, act in run.acts() if role == OPERATOR]
    assert told == ["agency.add", "user.add", "user.disable", "user.enable"]


def test_whoever_forgot_the_password_or_lost_the_phone_gets_in_again(run: Runner) -> None:
    add = ("user", "add", BOB, "--role", "clinician", "--agency", run.agency(), "--generate")
    old = run(*add).output.split(": ")[1].strip()
    with opened(run.settings) as (engine, keys), session_on(engine, keys) as session, writing(session):
        factor = {"tf_primary_method": "authenticator", "tf_totp_secret": "x", "mf_recovery_codes": "a b"}
        session.execute(update(User).values(factor))
    new = run("user", "reset", "BOB@example.org", "--generate").output.split(": ")[1].strip()
    app = create_app(run.settings)
    assert Browser(app).sign_in(BOB, old).status_code == 400
    assert Browser(app).sign_in(BOB, new).json["response"]["tf_required"] is True  # type: ignore[index]
    typed = "yet another password\n" * 2
    assert run("user", "reset", BOB, "--forget-second-factor", typed=typed).exit_code == 0
    answer = Browser(app).sign_in(BOB, "yet another password")
    assert answer.json["response"]["tf_required"] is False  # type: ignore[index]
    close_database(app)
    told = [act for role, act in run.acts() if role == OPERATOR]
    assert told[-2:] == ["user.reset", "user.reset.second-factor"]
    assert "nobody has" in run.refused("user", "reset", "al@example.org", "--generate")
    assert "at least 12" in run.refused("user", "reset", BOB, typed="short\nshort\n")


def test_a_bad_user_is_refused_in_one_line_and_leaves_nothing(run: Runner, tmp_path: Path) -> None:
    agency = run.agency()
    good = ("--role", "clinician", "--agency", agency, "--generate")
    assert "no e-mail address" in run.refused("user", "add", "bob", *good)
    assert "no such agency" in run.refused(
        "user", "add", BOB, "--role", "clinician", "--agency", str(uuid4()), "--generate"
    )
    assert "belongs to a client" in run.refused(
        "user", "add", BOB, "--role", "client", "--agency", agency, "--generate"
    )
    assert "belongs to a client" in run.refused("user", "add", BOB, *good, "--client", str(uuid4()))
    assert "no such client" in run.refused(
        "user", "add", BOB, "--role", "client", "--agency", agency, "--generate", "--client", str(uuid4())
    )
    assert "can't be read" in run.refused(
        "user", "add", BOB, *good[:4], "--password-file", str(tmp_path / "none")
    )
    assert "at least 12" in run.refused("user", "add", BOB, *good[:4], typed="short\nshort\n")
    assert "can't both" in run.refused("user", "add", BOB, *good, "--password-file", str(tmp_path / "none"))
    assert "nobody has" in run.refused("user", "disable", BOB)
    assert run("user", "list").output == ""
    assert run("user", "add", BOB, *good).exit_code == 0
    assert "already" in run.refused("user", "add", "BOB@EXAMPLE.ORG", *good)
    assert len(run("user", "list").output.splitlines()) == 1


def test_without_a_database_there_are_no_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTMAP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(tmp_path / "keys" / "key"))
    result = CliRunner().invoke(main, ["user", "list"])
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    result = CliRunner().invoke(main, ["agency", "add", "Harbour"])
    assert (result.exit_code, len(result.output.split())) == (0, 1)
    assert CliRunner().invoke(main, ["user", "list"]).output == ""


def test_a_second_agency_of_the_same_name_is_added_only_if_that_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTMAP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(tmp_path / "keys" / "key"))
    assert CliRunner().invoke(main, ["agency", "add", "Harbour"]).exit_code == 0
    result = CliRunner().invoke(main, ["agency", "add", " harbour "])
    assert (result.exit_code, "--again" in result.output) == (2, True)
    assert len(CliRunner().invoke(main, ["agency", "list"]).output.splitlines()) == 1
    assert CliRunner().invoke(main, ["agency", "add", "Harbour", "--again"]).exit_code == 0
    assert len(CliRunner().invoke(main, ["agency", "list"]).output.splitlines()) == 2


def test_the_same_address_in_another_agency_is_the_same_account(session: Session) -> None:
    one, other = an_agency(session), an_agency(session)
    with writing(session):
        bob = add_user(session, one, BOB, "a long password", "clinician")
    with pytest.raises(AccountRefused) as refusal, writing(session):
        add_user(session, other, "Bob@example.org", "a long password", "clinician")
    assert BOB not in str(refusal.value)
    found = find_account(session, BOB)
    assert found is not None
    assert (found.agency_id, found.user_id) == (one, bob)


def test_a_client_of_another_agency_gets_no_account(session: Session) -> None:
    one, other = an_agency(session), an_agency(session)
    theirs = a_client(session, other)
    with pytest.raises(AccountRefused, match="no such client"), writing(session):
        add_user(session, one, BOB, "a long password", "client", client=theirs.client_id)


def test_no_address_or_name_stands_in_the_row(session: Session) -> None:
    agency = an_agency(session)
    with writing(session):
        add_user(session, agency, BOB, "a long password", "clinician", "Robert Bobson")
    row = session.execute(select(*User.__table__.c)).one()
    assert not any(word in repr(tuple(row)) for word in ("bob", "Bob", "long"))
    assert row.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_database_that_the_first_agency_makes_is_for_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    monkeypatch.setenv("SUPPORTMAP_DATA", str(data))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(tmp_path / "keys" / "master.key"))
    before = os.umask(0o022)
    try:
        assert CliRunner().invoke(main, ["agency", "add", "Harbour"]).exit_code == 0
    finally:
        os.umask(before)
    assert (data / "supportmap.sqlite3").stat().st_mode & 0o077 == 0
