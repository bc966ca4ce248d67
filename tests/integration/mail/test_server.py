"""Speaking with a mail server: TLS, login, and what `assessor mail test` says of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from assessor.mail.letter import Letter
from assessor.mail.outcome import Ending
from assessor.mail.smtp import Conversation
from tests.inbox import PASSWORD, USER, Inbox, authenticator, certificate, inbox
from tests.integration.mail.conftest import to


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A certificate for localhost that is trusted, and the context of a server that has it."""
    file, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


@pytest.fixture
def guarded(trusted) -> Iterator[Inbox]:
    """A server that wants TLS and a login before it takes anything."""
    options = {"tls_context": trusted, "require_starttls": True, "auth_required": True}
    with inbox(authenticator=authenticator, **options) as made:
        yield made


def hand_over(box: Inbox, **options):
    letter = Letter(uuid4(), "hiring@ours.example", "ada@mail.example", b"Subject: x\r\n\r\n.\r\n", False)
    conversation = Conversation(to(box, **{"host": "localhost", **options}))
    marks = []
    outcome = conversation.hand_over(letter, lambda: marks.append(1))
    conversation.close()
    assert bool(marks) == (outcome.ending in (Ending.ACCEPTED, Ending.DOUBT))
    return outcome


def test_starttls_with_a_login(guarded):
    outcome = hand_over(guarded, security="starttls", user=USER, password=PASSWORD)
    assert (outcome.ending, outcome.code) == (Ending.ACCEPTED, 250)
    assert guarded.taken[0].content == b"Subject: x\r\n\r\n.\r\n"


def test_tls_from_the_first_byte(trusted):
    with inbox(implicit_tls=trusted) as box:
        assert hand_over(box, security="tls").ending is Ending.ACCEPTED


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"security": "starttls", "user": USER, "password": "wrong"}, "refused the login"),
        ({"security": "starttls"}, "530"),
        ({"security": "tls"}, "does not speak TLS"),
        ({"security": "starttls", "host": "127.0.0.1"}, "not trusted"),
    ],
)
def test_what_stands_in_the_way_is_said_and_the_mail_waits(guarded, options, said):
    outcome = hand_over(guarded, **options)
    assert outcome.ending is Ending.UNSENT
    assert said in outcome.words
    assert guarded.taken == []


def test_starttls_is_never_left_out_in_silence():
    with inbox() as box:
        outcome = hand_over(box, security="starttls")
    assert (outcome.ending, box.taken) == (Ending.UNSENT, [])


def test_a_server_without_smtputf8_refuses_only_who_needs_it():
    with inbox(enable_SMTPUTF8=False) as box:
        conversation = Conversation(to(box))
        strange = Letter(uuid4(), "a@ours.example", "josé@mail.example", b"x\r\n", True)
        plain = Letter(uuid4(), "a@ours.example", "ada@mail.example", b"x\r\n", False)
        first, second = (conversation.hand_over(each, lambda: None) for each in (strange, plain))
        conversation.close()
    assert (first.ending, second.ending) == (Ending.REFUSED, Ending.ACCEPTED)
    assert "beyond ASCII" in first.words


def test_a_connection_that_was_closed_in_between_is_opened_again():
    with inbox(timeout=0.3) as box:
        conversation = Conversation(to(box))
        letters = [Letter(uuid4(), "a@ours.example", f"p{n}@mail.example", b"x\r\n", False) for n in range(2)]
        assert conversation.hand_over(letters[0], lambda: None).ending is Ending.ACCEPTED
        assert conversation._smtp is not None
        assert conversation._smtp.sock is not None
        conversation._smtp.sock.recv(1000)
        assert conversation.hand_over(letters[1], lambda: None).ending is Ending.ACCEPTED
        conversation.close()
    assert box.recipients == ["p0@mail.example", "p1@mail.example"]


def mail_test(tmp_path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ASSESSOR_")}
    return subprocess.run(
        [sys.executable, "-m", "assessor.cli", "mail", "test", *arguments],
        env={**known, "ASSESSOR_HOME": str(tmp_path), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_sends_a_mail_or_says_why_not(tmp_path, box):
    settings = {"ASSESSOR_SMTP_HOST": "127.0.0.1", "ASSESSOR_SMTP_FROM": "Ours <a@ours.example>"}
    settings |= {"ASSESSOR_SMTP_PORT": str(box.port), "ASSESSOR_SMTP_SECURITY": "none"}
    sent = mail_test(tmp_path, "ada@mail.example", **settings)
    assert (sent.returncode, box.recipients) == (0, ["ada@mail.example"]), sent.stderr
    assert "250" in sent.stdout
    box.refuse["gone@mail.example"] = ["550 no such user"]
    refused = mail_test(tmp_path, "gone@mail.example", **settings)
    assert (refused.returncode, "550 no such user" in refused.stderr) == (1, True)
    nobody = mail_test(tmp_path, "ada@mail.example", **{**settings, "ASSESSOR_SMTP_PORT": "1"})
    assert "Nothing listens on 127.0.0.1:1" in nobody.stderr
    unset = mail_test(tmp_path, "ada@mail.example")
    assert "ASSESSOR_SMTP_HOST is not set" in unset.stderr
    for each in (sent, refused, nobody, unset):
        assert "Traceback" not in each.stderr
