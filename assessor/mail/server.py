"""Which server takes our mails."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from email.headerregistry import Address
from typing import Any, Literal

from assessor.mail.address import ascii_address, require_name

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class MailServer:
    """A submission server and how we speak with it. The password is in no repr."""

    host: str
    sender: str
    """"Name <address>" of the From header; its address is the envelope's, too."""
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    reply_to: str = ""
    timeout: float = 30.0
    """Seconds that each answer of the server may take."""
    per_second: float = 10.0
    """Mails a second at most; 0: as many as it takes."""

    @property
    def sender_address(self) -> str:
        """Of the envelope, plain ASCII."""
        return header_address(self.sender).addr_spec

    @property
    def domain(self) -> str:
        """What our Message-IDs end with."""
        return self.sender_address.rpartition("@")[2]

    def to_json(self) -> dict[str, Any]:
        """For the courier."""
        return asdict(self)


def header_address(text: str) -> Address:
    """ "Name <address>" as a header has it. Raises InvalidInput if there is no address."""
    name, _, address = text.strip().removesuffix(">").rpartition("<")
    return Address(require_name(name).strip('"'), addr_spec=ascii_address(address))
