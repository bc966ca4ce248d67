"""The stack that runs, and what browsers complain of."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage


@dataclass(frozen=True)
class Stack:
    """A running `assessor demo`."""

    base_url: str
    email: str
    password: str
    database: str
    """The DSN of its database."""
    link: str
    """The invitation link that it has printed."""


@dataclass
class Complaints:
    """What browsers complained of: console errors, exceptions, violations of the policy."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"exception: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "").rpartition("/")[2]
            self.heard.append(f"{message.type}: {message.text} ({where})")

    @property
    def unexpected(self) -> list[str]:
        return [each for each in self.heard if not any(part in each for part in self.expected)]
