"""A conversation with a mail server, kept open for the next mail. Says exactly when a mail may have been taken."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from assessor.mail.letter import Letter
from assessor.mail.outcome import Ending, Outcome
from assessor.mail.server import MailServer

_GO_ON = 354
_CLOSING = 421
_NOT_THE_MAILS_FAULT = frozenset({_CLOSING, 503, 530, 535, 538, -1})
"""Replies that speak of our connection or login: another mail would get the same."""
_LONGEST = 500

Trouble = (OSError, smtplib.SMTPException)


class Conversation:
    """Hands letters over, one after another. `close` ends it politely."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        """Give one letter to the server. `mark` is called right before it may be taken.

        A connection that the server has closed in the meantime is opened again.
        """
        reused = self._smtp is not None
        outcome = self._try(letter, mark)
        return self._try(letter, mark) if outcome.ending is Ending.UNSENT and reused else outcome

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is not None:
            with suppress(*Trouble):
                self._smtp.quit()
            self._drop()

    def _try(self, letter: Letter, mark: Callable[[], None]) -> Outcome:
        try:
            smtp = self._connected()
            refusal = _envelope(smtp, letter)
            if refusal is None:
                # Without the last dot: until it comes, no server may take the mail.
                smtp.send(_stuffed(letter.content))
        except Trouble as error:
            self._drop()
            return Outcome(Ending.UNSENT, _code(error), explain(error, self.server))
        if refusal is not None:
            self._after(smtp, refusal)
            return refusal
        mark()
        try:
            smtp.send(b".\r\n")
            outcome = _outcome(*smtp.getreply(), before=False)
        except Trouble:
            outcome = Outcome(Ending.DOUBT, 0, "The connection broke before the server answered.")
        if outcome.ending is Ending.DOUBT or outcome.code == _CLOSING:
            self._drop()
        return outcome

    def _after(self, smtp: smtplib.SMTP, refusal: Outcome) -> None:
        if refusal.ending is Ending.UNSENT:
            self._drop()
            return
        try:
            smtp.rset()
        except Trouble:
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect(self.server)
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def connect(server: MailServer) -> smtplib.SMTP:
    """An open, encrypted (unless set otherwise) and authenticated connection. Raises OSError or SMTPException."""
    context = ssl.create_default_context()
    host, port, name = server.host, server.port, server.domain
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, name, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(host, port, name, timeout=server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _envelope(smtp: smtplib.SMTP, letter: Letter) -> Outcome | None:
    """None if the server wants to hear the letter."""
    if letter.needs_utf8 and not smtp.has_extn("smtputf8"):
        return Outcome(
            Ending.REFUSED, 0, "The mail server takes no address with letters beyond ASCII before the @."
        )
    options = ["SMTPUTF8", "BODY=8BITMIME"] if letter.needs_utf8 else []
    code, words = smtp.mail(letter.sender, options)
    if code != 250:
        # It does not like the sender, which is the same in every mail.
        return Outcome(
            Ending.UNSENT, code, f"The mail server does not take mails from us: {_said(code, words)}"
        )
    code, words = smtp.rcpt(letter.recipient)
    if code in (250, 251):
        code, words = smtp.docmd("DATA")
    return None if code == _GO_ON else _outcome(code, words, before=True)


def _outcome(code: int, words: bytes, *, before: bool) -> Outcome:
    """What a reply means; `before` the last dot nothing can be in doubt."""
    if code in _NOT_THE_MAILS_FAULT:
        lost = Ending.DEFERRED if code > 0 else Ending.DOUBT
        return Outcome(Ending.UNSENT if before else lost, code, _said(code, words))
    kinds = {2: Ending.ACCEPTED, 4: Ending.DEFERRED, 5: Ending.REFUSED}
    return Outcome(kinds.get(code // 100, Ending.REFUSED), code, _said(code, words))


def _stuffed(content: bytes) -> bytes:
    """With dots doubled at the beginning of lines, and a line break at the end."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    return (b"." if lines.startswith(b".") else b"") + lines + (b"" if lines.endswith(b"\r\n") else b"\r\n")


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:_LONGEST]


def _code(error: Exception) -> int:
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def explain(error: Exception, server: MailServer) -> str:
    """What went wrong with a connection, and where to look. Never holds the password."""
    place = f"{server.host}:{server.port}"
    match error:
        case socket.gaierror():
            return f"No address is known for the mail server {server.host}. Check ASSESSOR_SMTP_HOST."
        case ssl.SSLCertVerificationError():
            return f"The certificate of {place} is not trusted: {error}"
        case ssl.SSLError():
            return f"{place} does not speak TLS as asked. Check ASSESSOR_SMTP_SECURITY and the port: {error}"
        case TimeoutError():
            return f"{place} did not answer within {server.timeout:g} s. A firewall may be in between."
        case ConnectionRefusedError():
            return f"Nothing listens on {place}. Check ASSESSOR_SMTP_HOST and ASSESSOR_SMTP_PORT."
        case smtplib.SMTPAuthenticationError():
            return f"{place} refused the login: {_said(error.smtp_code, error.smtp_error)}."
        case smtplib.SMTPNotSupportedError():
            return f"{place} does not offer what is asked of it: {error}"
        case smtplib.SMTPResponseException():
            return f"{place} said {_said(error.smtp_code, error.smtp_error)}"
        case _:
            return f"The connection to {place} broke: {str(error) or type(error).__name__}"
