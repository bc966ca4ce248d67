"""What a candidate sends and staff must answer: a request for an accommodation, or a contest of the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from assessor.errors import InvalidInput, NotAllowed, WrongState

MAX_TEXT = 2000


class ConcernKind(StrEnum):
    """What it is about."""

    REQUEST = "request"
    """For an accommodation, before the start."""
    CONTEST = "contest"
    """Of the result, or of the record, after the end."""


class Decision(StrEnum):
    """How it ended."""

    GRANTED = "granted"
    DECLINED = "declined"
    CHANGED = "changed"
    """The candidate is right: what grading again gives counts from now on."""
    STANDS = "stands"


DECISIONS = {
    ConcernKind.REQUEST: frozenset({Decision.GRANTED, Decision.DECLINED}),
    ConcernKind.CONTEST: frozenset({Decision.CHANGED, Decision.STANDS}),
}


@dataclass(frozen=True)
class SecondLook:
    """What a second person says of a contest."""

    user_id: UUID
    by: str
    at: datetime
    should_change: bool
    text: str


@dataclass(frozen=True)
class Concern:
    """One concern. `answered_by` is a name; without a decision it is open."""

    id: UUID
    organisation_id: UUID
    attempt_id: UUID
    kind: ConcernKind
    text: str
    sent_at: datetime
    decision: Decision | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    shadow: Mapping[str, Any] | None = None
    """What grading again gave, without a consequence: {"fault"}, or {"answers": [{"slug", "before", "after",
    "changes", "causes"}]}; None until it is done."""
    looks: tuple[SecondLook, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.decision is None

    @property
    def shadow_changes(self) -> bool:
        """Whether grading again gave something else."""
        return any(answer["changes"] for answer in (self.shadow or {}).get("answers", []))


def require_text(text: str) -> str:
    """The text without spaces around it. Raises InvalidInput where nothing, or too much, is said."""
    text = text.strip()
    if not 1 <= len(text) <= MAX_TEXT or "\x00" in text:
        raise InvalidInput("Write 1 to %(most)s characters.", most=MAX_TEXT)
    return text


def require_open(concern: Concern, kind: ConcernKind) -> None:
    """Raise WrongState unless the concern is of that kind and waits for its answer."""
    if concern.kind is not kind:
        raise WrongState(f"That is no {kind}.")
    if not concern.is_open:
        raise WrongState("It has been answered already.")


def require_decidable(concern: Concern, decider: UUID, *, others: bool) -> None:
    """Raise WrongState or NotAllowed unless this person may decide about a contest now.

    `others` says whether anybody else in the organisation could take the second look.
    """
    require_open(concern, ConcernKind.CONTEST)
    if concern.shadow is None:
        raise NotAllowed("The answers are still being graded again. Decide when that is done.")
    if others and all(look.user_id == decider for look in concern.looks):
        raise NotAllowed(
            "Somebody else has to take a second look first: nobody decides about a contest alone."
        )
