"""A forgotten password: a link by e-mail that works once, and not a word about who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from assessor.errors import LinkUsedUp, PlatformFault, TooManyTries
from assessor.mail.server import MailServer
from assessor.services.clock import ManualClock
from assessor.services.reset_password import MOST_MAILS, request_reset, send_reset
from assessor.services.set_password import set_password_by_link
from assessor.services.sign_in import sign_in
from assessor.services.staff_sessions import find_session, open_session
from assessor.storage.database import driver_connection
from tests.inbox import Inbox
from tests.integration.world import PASSWORD, World

NEW = "a new password for tests"


@pytest.fixture
def mail_server(box: Inbox) -> MailServer:
    return MailServer("127.0.0.1", "Ours <hiring@ours.example>", port=box.port, security="none", per_second=0)


def queued(world: World) -> list[str]:
    """The e-mails for which jobs wait."""
    with world.application.work(readonly=True) as work:
        jobs = "select args->>'email' from procrastinate_jobs where task_name = 'send_reset' order by id"
        return [email for (email,) in driver_connection(work.session).execute(jobs).fetchall()]


def ask(world: World, email: str, address: str = "192.0.2.1") -> None:
    with world.application.work() as work:
        request_reset(work, address, email)


def token_in(box: Inbox) -> str:
    plain = box.message().get_body(("plain",))
    assert plain is not None
    return re.findall(r"/password/([A-Za-z0-9_-]{20,})", plain.get_content())[0]


def test_the_link_sets_the_password_once_and_signs_out(
    world: World, box: Inbox, mail_server: MailServer, clock: ManualClock
) -> None:
    with world.application.work() as work:
        session = open_session(work, world.manager, "192.0.2.1", "A browser")
    assert send_reset(world.application.work, mail_server, world.manager.email.upper())
    assert box.recipients == [world.manager.email]
    token = token_in(box)
    with world.application.work() as work:
        set_password_by_link(work, token, NEW)
        assert find_session(work, session) is None
        assert sign_in(work, world.manager.email, NEW).id == world.manager.id
        with pytest.raises(LinkUsedUp):
            set_password_by_link(work, token, PASSWORD)


def test_a_link_works_for_an_hour_and_a_newer_one_voids_it(
    world: World, box: Inbox, mail_server: MailServer, clock: ManualClock
) -> None:
    tokens = []
    for _ in range(2):
        send_reset(world.application.work, mail_server, world.manager.email)
        tokens.append(token_in(box))
    with pytest.raises(LinkUsedUp), world.application.work() as work:
        set_password_by_link(work, tokens[0], NEW)
    clock.advance(seconds=timedelta(hours=1).total_seconds())
    with pytest.raises(LinkUsedUp), world.application.work() as work:
        set_password_by_link(work, tokens[1], NEW)


def test_the_same_is_done_for_an_account_and_for_none(
    world: World, box: Inbox, mail_server: MailServer
) -> None:
    ask(world, world.manager.email)
    ask(world, "nobody@mail.example")
    assert queued(world) == [world.manager.email, "nobody@mail.example"]
    assert not send_reset(world.application.work, mail_server, "nobody@mail.example")
    assert box.recipients == []


def test_nobody_is_flooded_with_mails(world: World, clock: ManualClock) -> None:
    for number in range(MOST_MAILS + 2):
        ask(world, world.manager.email, f"192.0.2.{number}")
    assert len(queued(world)) == MOST_MAILS
    clock.advance(hours=1, seconds=1)
    ask(world, world.manager.email)
    assert len(queued(world)) == MOST_MAILS + 1


def test_who_asks_too_often_has_to_wait(world: World) -> None:
    for number in range(40):
        ask(world, f"n{number}@mail.example")
    with pytest.raises(TooManyTries):
        ask(world, "one-more@mail.example")


def test_a_mail_server_that_is_away_is_asked_again(world: World) -> None:
    away = MailServer("127.0.0.1", "hiring@ours.example", port=1, security="none")
    with pytest.raises(PlatformFault):
        send_reset(world.application.work, away, world.manager.email)
