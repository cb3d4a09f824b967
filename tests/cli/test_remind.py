"""``supportmap remind``: who gets a letter, how often, and that it tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supportmap.casework import plan_steps
from supportmap.casework.clients import archive_client
from supportmap.casework.logbook import access_log_of, audit_of
from supportmap.casework.plans import open_plan
from supportmap.casework.reminding import due_letters, note_sent, set_reminders, wants_reminders
from supportmap.cli import main
from supportmap.records.agency import User
from supportmap.records.database import writing
from supportmap.records.work import WorkRow
from supportmap.settings import Settings
from tests.casework.acting import Desk, a_desk
from tests.casework.planning import Planner
from tests.mailing import Postbox, a_mail_server
from tests.pages.test_mailing import CLINICAL
from tests.service import a_user


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server."""
    with a_mail_server() as box:
        yield box


@dataclass
class Morning:
    """Kim, who plans and wants to be reminded, and the command as the timer runs it."""

    settings: Settings
    kim: Planner
    alice: Desk
    url: str | None
    hosts: str = ""

    @property
    def session(self) -> Session:
        """Where all of it is kept."""
        return self.alice.session

    def remind(self) -> Result:
        """Run the command."""
        self.session.rollback()
        environ = {
            "SUPPORTMAP_DATA": str(self.settings.data),
            "SUPPORTMAP_KEY_FILE": str(self.settings.key_file),
            "SUPPORTMAP_DATABASE_URL": self.settings.database_url,
            "SUPPORTMAP_SMTP_URL": self.url,
            "SUPPORTMAP_HOSTS": self.hosts,
        }
        return CliRunner(env=environ).invoke(main, ["remind"])

    def of_account(self, **columns: object) -> None:
        """Change what is known of Kim's account."""
        with writing(self.session):
            kim = self.kim.desk.actor
            self.session.execute(update(User).where(User.id == kim.user_id).values(**columns))


@pytest.fixture
def morning(session: Session, service_settings: Settings, postbox: Postbox) -> Morning:
    """Kim's private plan is at its steps; none is due."""
    alice = a_desk(session)
    desk = replace(alice, actor=a_user(session, alice.owner.agency_id, "client", alice.owner))
    plan = desk.act(open_plan, {"title": "Evenings"}, shared=False, plan_id=uuid4())
    kim = Planner(desk, plan.id)
    kim.bring_to("act")
    desk.act(set_reminders, True)
    return Morning(service_settings, kim, alice, postbox.url)


def sent(result: Result) -> int:
    """How many letters went out, of a run without failure."""
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return int(result.stdout.removeprefix("Reminders sent: ").removesuffix(".\n"))


def test_a_step_that_is_due_is_told_once_a_day_in_words_that_tell_nothing(
    morning: Morning, postbox: Postbox
) -> None:
    morning.kim.add_step(later=1)
    assert sent(morning.remind()) == 0
    morning.kim.add_step("Ring the clinic", later=0)
    assert [sent(morning.remind()) for _ in range(2)] == [1, 0]
    (letter,) = postbox.letters
    assert letter["To"].startswith("user")
    text = letter.get_content().replace("\r\n", "\n")
    assert text == "Hello,\n\nthere is something for you to look at. Sign in when it suits you.\n"
    assert not CLINICAL.search(text + letter["Subject"])


def test_the_address_of_the_service_is_in_the_letter_where_one_is_set(
    morning: Morning, postbox: Postbox
) -> None:
    morning.kim.add_step(later=0)
    morning.hosts = ".example.org, map.example.org"
    assert sent(morning.remind()) == 1
    assert "Sign in when it suits you: https://map.example.org/" in postbox.letters[0].get_content()


def test_what_is_overdue_is_told_again_on_the_next_day(morning: Morning) -> None:
    morning.kim.add_step(later=0)
    now = datetime.now(UTC)
    for on in (now, now + timedelta(days=1)):
        (letter,) = due_letters(morning.session, on)
        with writing(morning.session):
            note_sent(morning.session, letter)
        assert due_letters(morning.session, on) == []


def test_what_is_done_or_is_for_staff_to_do_is_not_told(morning: Morning) -> None:
    morning.kim.add_step(later=0, owner="staff")
    step = morning.kim.add_step(later=0)
    morning.kim.act(plan_steps.settle_step, step, True)
    assert sent(morning.remind()) == 0
    morning.kim.act(plan_steps.settle_step, step, False)
    morning.kim.act(plan_steps.choose_anew)  # the steps wait until something is chosen
    assert sent(morning.remind()) == 0


def test_nobody_is_reminded_who_does_not_want_it(morning: Morning, postbox: Postbox) -> None:
    morning.kim.add_step(later=0)
    desk = morning.kim.desk
    for _ in range(2):
        desk.act(set_reminders, False)
    assert not wants_reminders(morning.session, desk.actor, desk.owner)
    assert sent(morning.remind()) == 0
    for _ in range(2):
        desk.act(set_reminders, True)
    count = select(func.count()).select_from(WorkRow).where(WorkRow.kind == "reminder")
    assert morning.session.scalar(count) == 1
    assert sent(morning.remind()) == len(postbox.letters) == 1


@pytest.mark.parametrize("columns", [{"confirmed_at": None}, {"active": False}, {"client_id": None}])
def test_an_account_that_is_not_in_use_gets_none(morning: Morning, columns: dict[str, object]) -> None:
    morning.kim.add_step(later=0)
    morning.of_account(**columns)
    assert sent(morning.remind()) == 0


def test_nobody_is_reminded_of_a_record_that_was_put_away(morning: Morning) -> None:
    morning.kim.add_step(later=0)
    morning.alice.act(archive_client)
    assert sent(morning.remind()) == 0


def test_what_does_not_go_out_is_told_by_the_account_and_tried_again(
    morning: Morning, postbox: Postbox
) -> None:
    morning.kim.add_step(later=0)
    morning.url = "smtp://127.0.0.1:1?from=clinic@example.org"
    failed = morning.remind()
    account = morning.kim.desk.actor.user_id
    reason = "the mail server can't be reached, or refuses: try again later"
    assert (failed.exit_code, failed.stderr) == (2, f"account {account}: {reason}\n")
    assert failed.stdout == "Reminders sent: 0.\n"
    morning.url = postbox.url
    assert sent(morning.remind()) == 1


def test_without_a_mail_server_it_says_so(morning: Morning) -> None:
    morning.url = None
    result = morning.remind()
    told = "SUPPORTMAP_SMTP_URL: is not set: reminders need a mail server to go out by\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)


def test_the_client_finds_the_letter_in_their_log_and_staff_find_nothing(morning: Morning) -> None:
    morning.kim.add_step(later=0)
    before = of_staff(morning)
    assert sent(morning.remind()) == 1
    assert of_staff(morning) == before
    desk = morning.kim.desk
    (latest, *_), _ = access_log_of(morning.session, desk.actor, desk.owner)
    assert (latest["who"], latest["what"]) == ("whoever runs the service", "reminded them by e-mail")


def of_staff(morning: Morning) -> list[object]:
    """What the team and the agency read of who did what."""
    alice = morning.alice
    alice.session.rollback()
    return [
        access_log_of(alice.session, alice.actor, alice.owner),
        audit_of(alice.session, alice.owner.agency_id),
    ]
