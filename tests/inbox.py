"""A real SMTP server that keeps what it has taken, and can be told to behave badly."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Reply = str | None
USER, PASSWORD = "sender", "a password for tests"


@dataclass
class Inbox:
    """What was taken, in order, and what is answered to whom."""

    taken: list[Envelope] = field(default_factory=list)
    refuse: dict[str, list[str]] = field(default_factory=dict)
    """Replies to RCPT TO by address, used up one after another; the last one stays."""
    answer: Callable[[Envelope], Reply] = lambda _: None
    """The reply after the last dot; None: 250 after it is stored."""
    delay: float = 0.0
    """Seconds between storing a mail and answering."""
    on_taken: Callable[[int], None] = lambda _: None
    """Called with the number of mails when one was stored and is not answered yet."""
    peers: set[object] = field(default_factory=set)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds it by its name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.peers.add(session.peer)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by its name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        replies = self.refuse.get(address, [])
        if replies:
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if not reply.startswith("250"):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by its name
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        refused = self.answer(envelope)
        if refused is not None:
            return refused
        self.taken.append(envelope)
        self.on_taken(len(self.taken))
        if self.delay:
            await asyncio.sleep(self.delay)
        return "250 2.0.0 taken"

    @property
    def connections(self) -> int:
        """From how many a mail was begun."""
        return len(self.peers)

    @property
    def recipients(self) -> list[str]:
        return [address for envelope in self.taken for address in envelope.rcpt_tos]

    def message(self, number: int = -1) -> EmailMessage:
        """One mail as a mail program reads it."""
        content = self.taken[number].content
        assert isinstance(content, bytes)
        read = message_from_bytes(content, policy=default)
        assert isinstance(read, EmailMessage)
        return read


class _Controller(Controller):
    def __init__(
        self, inbox: Inbox, port: int, tls: ssl.SSLContext | None, kwargs: Mapping[str, Any]
    ) -> None:
        self.smtp_kwargs = kwargs
        super().__init__(inbox, hostname="127.0.0.1", port=port, ssl_context=tls)

    def factory(self) -> SMTP:
        return SMTP(self.handler, loop=self.loop, ident="tests", **self.smtp_kwargs)

    def _trigger_server(self) -> None:
        """Any free port was asked for; which one it is is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def inbox(port: int = 0, *, implicit_tls: ssl.SSLContext | None = None, **kwargs: Any) -> Iterator[Inbox]:
    """A server on a port of this machine (0: any that is free); keywords are aiosmtpd's (auth, STARTTLS, SMTPUTF8)."""
    made = Inbox()
    controller = _Controller(made, port, implicit_tls, {"enable_SMTPUTF8": True, **kwargs})
    controller.start()
    try:
        made.port = controller.port
        yield made
    finally:
        controller.stop()


def smtp(port: int) -> dict[str, str]:
    """The settings that send to an inbox, as fast as it takes mails."""
    return {
        "ASSESSOR_SMTP_HOST": "127.0.0.1",
        "ASSESSOR_SMTP_PORT": str(port),
        "ASSESSOR_SMTP_SECURITY": "none",
        "ASSESSOR_SMTP_FROM": "Ours Ltd <hiring@ours.example>",
        "ASSESSOR_SMTP_RATE": "0",
    }


def authenticator(server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """The file of a fresh certificate for localhost, and a server's context with it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    command = ["openssl", *words.split(), "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context
