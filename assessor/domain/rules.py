"""What an assessment allows its candidates, and what it tells them afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Aid(StrEnum):
    """Whether something may be used for help. It is stated, never enforced, and never touches a score."""

    ALLOWED = "allowed"
    LOGGED = "logged"
    """Allowed; the candidate says in the answer what came from it."""
    FORBIDDEN = "not-allowed"


class Counts(StrEnum):
    """Which of several submissions to a challenge counts."""

    LAST = "last"
    BEST = "best"


class Shared(StrEnum):
    """What the candidate is shown of their results once all is graded."""

    NOTHING = "nothing"
    SCORES = "scores"
    CHECKS = "checks"
    """Scores, and every check with its verdict and message."""


class Navigation(StrEnum):
    """How a candidate goes through the challenges."""

    FREE = "free"
    FORWARD_ONLY = "forward-only"
    """One after the other; what is handed in or left is closed."""


@dataclass(frozen=True)
class Rules:
    """The rules of an assessment; they are frozen with it when it is published."""

    ai: Aid = Aid.FORBIDDEN
    documentation: Aid = Aid.ALLOWED
    resubmit: bool = True
    """Whether an answer may be handed in again until the time is over."""
    counts: Counts = Counts.LAST
    break_minutes: int = 0
    """How long the clock may be stopped, all breaks together; 0: not at all."""
    shared: Shared = Shared.NOTHING
    retention_months: int = 12
    """How long the organisation says it keeps answers and records."""
    pass_mark: int | None = None
    """The score from which a result counts as passed, 1 to 100, or None. It decides nothing by itself: a person does.
    Being a rule, it is locked before the first candidate can be invited."""
    navigation: Navigation = Navigation.FREE

    @property
    def forward_only(self) -> bool:
        """Whether challenges come one after the other."""
        return self.navigation is Navigation.FORWARD_ONLY

    @property
    def takes_another(self) -> bool:
        """Whether a second answer to a challenge is taken."""
        return self.resubmit and not self.forward_only

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Rules:
        """What to_json gave; a rule that is missing has its default."""
        known = {**cls().to_json(), **stored}
        known["ai"], known["documentation"] = Aid(known["ai"]), Aid(known["documentation"])
        known["counts"], known["shared"] = Counts(known["counts"]), Shared(known["shared"])
        known["navigation"] = Navigation(known["navigation"])
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """Every rule by its name."""
        return asdict(self)
