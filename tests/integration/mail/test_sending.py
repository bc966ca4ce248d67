"""Every state that a mail can be in, with a real server that answers so."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from assessor.domain.mail import InvitationStatus, MailKind
from assessor.errors import InvalidInput, InvitationUnknown
from assessor.mail.journal import Journal
from assessor.mail.outcome import Ending
from assessor.mail.post import PostOffice
from assessor.mail.template import Template
from assessor.services.change_invitations import Change
from assessor.services.extend_time import accommodate
from assessor.services.mail_texts import set_reminders, write_mail_text, write_reminders
from assessor.services.open_invitation import open_invitation
from assessor.services.resolve_invitation import resolve_invitation
from assessor.services.revoke_invitation import revoke_invitation
from assessor.services.send_mails import ABANDONED
from tests.inbox import Inbox
from tests.integration.mail.conftest import to

Status = InvitationStatus


def test_an_invitation_is_sent_once_with_a_link_that_opens_it(mailing, box, clock):
    made = mailing.invite()
    assert mailing.status(made) is Status.WAITING
    assert (mailing.send(), mailing.send()) == (1, 0)
    assert box.recipients == ["ada@mail.example"]
    assert mailing.status(made) is Status.SENT
    message = box.message()
    assert message["From"] == "Ours Ltd <hiring@ours.example>"
    assert message["To"] == "Ada <ada@mail.example>"
    assert parsedate_to_datetime(message["Date"]) == clock.now().replace(microsecond=0)
    for kind in ("plain", "html"):
        assert made.token in message.get_body((kind,)).get_content()
    with mailing.world.application.work(readonly=True) as work:
        assert resolve_invitation(work, made.token).id == made.attempt.id


def test_no_link_is_in_the_database_or_in_the_log(mailing, box, caplog):
    caplog.set_level(logging.DEBUG)
    box.answer = lambda envelope: f"550 refused: {envelope.content.decode()}".replace("\r\n", " ")[:500]
    made = mailing.invite()
    box.refuse["ada@mail.example"] = [f"550 http://127.0.0.1:8000/i/{made.token} is spam"]
    mailing.send()
    assert mailing.states() == ["refused"]
    assert "is spam" in mailing.row(made.attempt.id).mail_error
    ours = [
        record for record in caplog.records if not record.name.startswith("mail.")
    ]  # The inbox logs, too.
    assert made.token not in " ".join(record.getMessage() for record in ours)
    tables = mailing.ask("select table_name from information_schema.tables where table_schema = 'public'")
    for (table,) in tables:
        rows = mailing.ask(f"select count(*) from \"{table}\" as t where strpos(t::text, '{made.token}') > 0")
        assert rows == [(0,)], table
    assert made.token not in mailing.office._path.read_text()


def test_a_bounce_that_is_known_at_once_is_told_and_not_tried_again(mailing, box):
    box.refuse["gone@mail.example"] = ["550 5.1.1 no such user"]
    made, other = mailing.invite("gone@mail.example"), mailing.invite()
    mailing.send()
    mailing.send()
    assert (mailing.status(made), mailing.status(other)) == (Status.BOUNCED, Status.SENT)
    assert mailing.row(made.attempt.id).mail_error == "550 5.1.1 no such user"


def test_what_is_deferred_is_tried_again_later_and_given_up_after_a_day(mailing, box, clock):
    box.refuse["grey@mail.example"] = ["451 try later", "250"]
    box.refuse["full@mail.example"] = ["452 mailbox full"]
    grey, full = mailing.invite("grey@mail.example"), mailing.invite("full@mail.example")
    mailing.send()
    assert mailing.send() == 0, "not before a while has passed"
    assert mailing.status(grey) is Status.WAITING
    clock.advance(minutes=1)
    mailing.send()
    assert mailing.status(grey) is Status.SENT
    for _ in range(30):
        clock.advance(hours=1)
        mailing.send()
    assert mailing.status(full) is Status.FAILED
    assert mailing.ask("select tries from mail where state = 'failed'") == [(10,)]


def test_an_answer_that_is_lost_leaves_a_mail_in_doubt_until_a_person_says_what_is(mailing, box):
    box.answer = lambda _: "not a reply at all"
    there, gone = mailing.invite("there@mail.example"), mailing.invite("gone@mail.example")
    mailing.send()
    box.answer = lambda _: None
    mailing.send()
    assert {mailing.status(there), mailing.status(gone)} == {Status.DOUBT}
    assert "lost" in mailing.row(there.attempt.id).mail_error
    assert mailing.change(Change.ARRIVED, there).done == 1
    assert mailing.change(Change.RESEND, gone).done == 1
    mailing.send()
    assert box.recipients == ["gone@mail.example"]
    assert {mailing.status(there), mailing.status(gone)} == {Status.SENT}
    assert mailing.change(Change.ARRIVED, there).not_done == {"Ada": "No mail of it is in doubt."}


def test_who_opened_the_link_has_had_the_mail(mailing, box):
    box.answer = lambda _: "not a reply at all"
    made = mailing.invite()
    mailing.send()
    with mailing.world.application.work() as work:
        open_invitation(work, made.attempt.id)
    assert mailing.status(made) is Status.OPENED


def test_a_server_that_is_away_costs_no_try_and_its_trouble_is_shown(mailing, box, clock, tmp_path):
    made = mailing.invite()
    away = mailing.elsewhere(tmp_path / "other.journal")
    away.office = PostOffice(to(box, port=1), tmp_path / "other.journal")
    assert away.send() == 0
    row = mailing.row(made.attempt.id)
    assert (row.status, "Nothing listens" in row.mail_error) == (Status.WAITING, True)
    assert mailing.ask("select tries from mail") == [(0,)]
    clock.advance(minutes=1)
    assert mailing.send() == 1


def test_what_became_pointless_is_not_sent(mailing, box, clock):
    revoked = mailing.invite("a@mail.example")
    mailing.invite("b@mail.example", valid_days=1, send_at=clock.now())
    with mailing.world.application.work() as work:
        revoke_invitation(work, mailing.world.manager, revoked.attempt.id)
    clock.advance(days=2)
    assert mailing.send() == 0
    assert mailing.states() == ["cancelled", "cancelled"]
    assert box.taken == []


def test_an_invitation_for_later_waits_and_its_link_works_from_then_on(mailing, box, clock):
    made = mailing.invite(send_at=clock.now() + timedelta(days=3), valid_days=7)
    assert made.invitation.expires_at == clock.now() + timedelta(days=10)
    assert (mailing.send(), mailing.status(made)) == (0, Status.SCHEDULED)
    clock.advance(days=3)
    assert (mailing.send(), mailing.status(made)) == (1, Status.SENT)


def test_the_text_is_the_one_of_when_it_was_written(mailing, box):
    def write(subject: str) -> None:
        with mailing.world.application.work() as work:
            template = Template(subject, "{candidate_name}: {link} {duration} {expires}")
            write_mail_text(work, mailing.world.manager, MailKind.INVITATION, template)

    write("Ours: {assessment}")
    made = mailing.invite()
    with mailing.world.application.work() as work:
        accommodate(work, mailing.world.manager, made.attempt.id, 50, 0)
    write("Later")
    mailing.send()
    assert box.message()["Subject"] == "Ours: Test"
    assert "90 minutes" in box.message().get_body(("plain",)).get_content(), "with the extra time"
    with pytest.raises(InvalidInput, match="variable"):
        write("{nobody}")


def test_reminders_come_once_each_to_who_has_not_begun(mailing, box, clock):
    with mailing.world.application.work() as work:
        set_reminders(work, mailing.world.manager, mailing.world.assessment.id, [3, 1])
    idle, busy = mailing.invite("idle@mail.example"), mailing.invite("busy@mail.example")
    mailing.world.invite("Has her link from elsewhere")
    mailing.send()

    def remind() -> int:
        with mailing.world.application.work() as work:
            return write_reminders(work)

    assert remind() == 0
    clock.advance(days=11)
    mailing.change(Change.REVOKE, busy)
    assert (remind(), remind()) == (1, 0)
    mailing.send()
    assert box.recipients[2:] == ["idle@mail.example"]
    assert "Reminder" in box.message()["Subject"]
    assert idle.token in box.message().get_body(("plain",)).get_content(), "the same link"
    clock.advance(days=2, hours=1)
    assert remind() == 1
    mailing.send()
    mailing.change(Change.POSTPONE, idle, days=7)
    clock.advance(days=5)
    assert remind() == 1, "another expiry, another reminder"
    clock.advance(days=30)
    assert remind() == 0


def test_another_link_makes_the_one_before_useless(mailing, box):
    made = mailing.invite()
    mailing.send()
    mailing.change(Change.RELINK, made)
    mailing.send()
    assert len(box.taken) == 2
    fresh = box.message().get_body(("plain",)).get_content()
    assert made.token not in fresh
    with mailing.world.application.work(readonly=True) as work, pytest.raises(InvitationUnknown):
        resolve_invitation(work, made.token)


def test_a_secret_that_has_changed_is_told_and_nothing_wrong_is_sent(mailing, box):
    made = mailing.invite()
    with mailing.world.application.work() as work:
        work.session.connection().exec_driver_sql("update invitation set link_seed = 'another seed....'")
    mailing.send()
    assert box.taken == []
    assert "Make a new link" in mailing.row(made.attempt.id).mail_error


def test_letters_beyond_ascii(mailing, box):
    made = [mailing.invite(each) for each in ("josé@mail.example", "ada@bücher.example")]
    mailing.send()
    assert box.recipients == ["josé@mail.example", "ada@xn--bcher-kva.example"]
    assert {mailing.status(each) for each in made} == {Status.SENT}


def test_doubt_of_a_machine_that_does_not_come_back(mailing, box, clock, tmp_path):
    """It has claimed a mail and is gone with its journal; and it knows better when it comes back after all."""
    made = mailing.invite()
    lost = Journal.open(tmp_path / "lost.journal")
    mail_id = mailing.ask("select id from mail")[0][0]
    with mailing.world.application.work() as work:
        work.session.connection().exec_driver_sql(
            "update mail set state = 'sending', sender = %s, claimed_at = %s", (lost.name, clock.now())
        )
    mailing.send()
    assert mailing.status(made) is Status.WAITING
    clock.advance(seconds=ABANDONED.total_seconds() + 1)
    mailing.send()
    assert (mailing.status(made), box.taken) == (Status.DOUBT, [])
    lost.begin(mail_id)
    lost.end(mail_id, Ending.ACCEPTED, 250)
    lost.close()
    mailing.elsewhere(tmp_path / "lost.journal").send()
    assert mailing.status(made) is Status.SENT


@pytest.mark.parametrize("busy", [True, False])
def test_while_somebody_hands_over_nobody_else_on_this_machine_does(mailing, box, busy):
    mailing.invite()
    journal = Journal.open(mailing.office._path)
    if not busy:
        journal.close()
    assert mailing.send() == (0 if busy else 1)
    if busy:
        journal.close()


def test_many_mails_go_over_one_connection(mailing, box: Inbox):
    for number in range(60):
        mailing.invite(f"p{number}@mail.example")
    assert mailing.send() == 60
    assert sorted(box.recipients) == sorted(f"p{number}@mail.example" for number in range(60))
    assert mailing.states() == ["sent"] * 60
    assert box.connections == 1
