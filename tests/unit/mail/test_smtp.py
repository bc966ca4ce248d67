"""What replies and failures mean, without a server."""

from __future__ import annotations

import smtplib
import socket
import ssl

import pytest

from assessor.mail.outcome import Ending
from assessor.mail.server import MailServer
from assessor.mail.smtp import _outcome, _stuffed, explain

SERVER = MailServer("mail.example", "a@b.example", user="me", password="hush")


@pytest.mark.parametrize(
    ("code", "before", "ending"),
    [
        (250, False, Ending.ACCEPTED),
        (452, False, Ending.DEFERRED),
        (552, False, Ending.REFUSED),
        (550, True, Ending.REFUSED),
        (451, True, Ending.DEFERRED),
        (421, True, Ending.UNSENT),
        (530, True, Ending.UNSENT),
        (421, False, Ending.DEFERRED),
        (-1, False, Ending.DOUBT),
        (-1, True, Ending.UNSENT),
    ],
)
def test_what_a_reply_means(code, before, ending):
    assert _outcome(code, b"words", before=before).ending is ending


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (b"a\r\n", b"a\r\n"),
        (b"a", b"a\r\n"),
        (b".\r\n.b\r\n", b"..\r\n..b\r\n"),
        (b"a\r\n.\r\nQUIT\r\n", b"a\r\n..\r\nQUIT\r\n"),
    ],
)
def test_no_text_ends_the_mail_early(content, sent):
    assert _stuffed(content) == sent


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(-2, "unknown"), "ASSESSOR_SMTP_HOST"),
        (ConnectionRefusedError(), "Nothing listens on mail.example:587"),
        (TimeoutError(), "30 s"),
        (ssl.SSLCertVerificationError("self-signed"), "not trusted"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "ASSESSOR_SMTP_SECURITY"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "refused the login: 535 no"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "does not offer"),
        (smtplib.SMTPConnectError(554, b"go away"), "554 go away"),
        (smtplib.SMTPServerDisconnected("gone"), "broke: gone"),
        (OSError(), "broke: OSError"),
    ],
)
def test_failures_are_explained_without_the_password(error, said):
    words = explain(error, SERVER)
    assert said in words
    assert "hush" not in words
