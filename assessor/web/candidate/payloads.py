"""What the workbench's script sends, checked before any service sees it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, cast

from flask import request

from assessor.domain.answers import require_text
from assessor.domain.events import EventKind
from assessor.domain.signals import Signal
from assessor.errors import InvalidInput
from assessor.services.run_statement import RunMode

_LONGEST_KEY = 100
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Payload:
    """The JSON object of a request; each accessor raises InvalidInput where a value is missing or odd."""

    body: dict[str, Any]

    @property
    def text(self) -> str:
        """SQL as typed."""
        value = self.body.get("text")
        if not isinstance(value, str):
            raise InvalidInput("The text is missing.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise InvalidInput("The text contains half of a character (a lone surrogate).")
        require_text(value)
        return value

    @property
    def session(self) -> str | None:
        """The tab whose session is meant; None for a session that ends with the run."""
        value = self.body.get("session")
        return None if value is None else session_id(value)

    @property
    def mode(self) -> RunMode:
        """What a run is for."""
        try:
            return RunMode(self.body.get("mode", RunMode.RUN))
        except ValueError as error:
            raise InvalidInput("The mode is one of %(modes)s.", modes=", ".join(RunMode)) from error

    @property
    def slug(self) -> str:
        """The challenge that is looked at; empty if it is none in particular."""
        value = self.body.get("slug", "")
        if not isinstance(value, str):
            raise InvalidInput("The challenge is no text.")
        return value

    @property
    def revision(self) -> int:
        """The revision of the draft that the writer last saw."""
        value = self.body.get("revision")
        if type(value) is not int or not 0 <= value < 2**31:
            raise InvalidInput("The revision is missing or no number.")
        return value

    @property
    def key(self) -> str:
        """The idempotency key of a submission: the same key never hands in twice."""
        value = self.body.get("key")
        if not isinstance(value, str) or not 8 <= len(value) <= _LONGEST_KEY or not value.isascii():
            raise InvalidInput("The submission's key is missing or malformed.")
        return value

    @property
    def signals(self) -> list[Signal]:
        """What the page reports of pastes and absences."""
        value = self.body.get("signals")
        if not isinstance(value, list):
            raise InvalidInput("The signals are missing.")
        return [_signal(each) for each in value]


def session_id(value: object) -> str:
    """A tab's id as its page made it: short and of letters, digits, - and _. Raises InvalidInput."""
    if not isinstance(value, str) or not _SESSION.fullmatch(value):
        raise InvalidInput("The session is malformed.")
    return value


def _signal(value: object) -> Signal:
    try:
        known = cast("dict[str, Any]", value)
        kind, amount, ago = EventKind(known["kind"]), known["amount"], known["ago"]
    except (TypeError, KeyError, ValueError) as problem:
        raise InvalidInput("There is no such signal.") from problem
    if type(amount) is not int or type(ago) not in (int, float) or not math.isfinite(ago):
        raise InvalidInput("There is no such signal.")
    return Signal(kind, amount, known.get("inside") is True, ago)


def payload() -> Payload:
    """The JSON object of the request."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise InvalidInput("A JSON object is expected.")
    return Payload(body)
