"""A mail as it is handed over."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """One mail to one recipient. `id` is the outbox's, and the Message-ID's."""

    id: UUID
    sender: str
    recipient: str
    content: bytes
    """Headers and body with CRLF at the end of lines."""
    needs_utf8: bool
    """Whether the server must offer SMTPUTF8."""


def to_line(letter: Letter) -> str:
    """A letter as the courier reads it."""
    content = base64.b64encode(letter.content).decode()
    return json.dumps(asdict(letter) | {"id": str(letter.id), "content": content}) + "\n"


def from_line(line: str) -> Letter:
    """The letter of such a line."""
    read = json.loads(line)
    return Letter(**read | {"id": UUID(read["id"]), "content": base64.b64decode(read["content"])})
