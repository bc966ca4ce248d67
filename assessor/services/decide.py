"""People decide about a candidate, one step at a time; every step stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessor.domain.attempt import Attempt
from assessor.domain.deciding import (
    STEPS,
    MadeDecision,
    Stage,
    Step,
    has_seen,
    require_decision,
    stage,
)
from assessor.domain.people import User
from assessor.domain.precision import apart
from assessor.domain.rights import Right
from assessor.errors import InvalidInput
from assessor.reports.scorecard import Scorecard
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.view_scorecard import own_attempt, view_scorecard
from assessor.services.work import Work
from assessor.storage.queries import attempts, deciding
from assessor.storage.queries.deciding import Column

FEWEST, MOST = 2, 4
"""How many candidates are compared."""


@dataclass(frozen=True)
class Deciding:
    """Where a candidate stands, how they came there, and what the user may do now."""

    stage: Stage
    history: tuple[MadeDecision, ...]
    steps: tuple[Step, ...]
    viewed_at: datetime | None
    """When the user last had the evidence open, since it was graded."""


@needs(Right.SEE_CANDIDATES)
def view_deciding(work: Work, user: User, attempt_id: UUID) -> Deciding:
    """How it stands. Raises NotFound."""
    attempt = own_attempt(work, user, attempt_id)
    history = deciding.of_attempt(work.session, attempt_id)
    now = stage(attempt.state, history[-1].step if history else None)
    viewed = deciding.viewed_at(work.session, attempt_id, user.id)
    return Deciding(now, history, STEPS.get(now, ()), viewed if has_seen(attempt, viewed) else None)


@needs(Right.SEE_CANDIDATES)
def open_evidence(work: Work, user: User, attempt_id: UUID) -> None:
    """The user has the evidence before them. Raises NotFound."""
    own_attempt(work, user, attempt_id)
    deciding.note_view(work.session, attempt_id, user.id, work.now())


@needs(Right.CHOOSE)
def decide(work: Work, user: User, attempt_id: UUID, step: Step, reason: str) -> None:
    """Take a step. Raises NotFound, NotAllowed or InvalidInput."""
    attempt = _locked(work, user, attempt_id)
    history = deciding.of_attempt(work.session, attempt_id)
    viewed = deciding.viewed_at(work.session, attempt_id, user.id)
    require_decision(attempt, history[-1].step if history else None, step, reason, viewed)
    deciding.add(work.session, user.organisation_id, attempt_id, user.id, step, reason.strip(), work.now())


def _locked(work: Work, user: User, attempt_id: UUID) -> Attempt:
    own_attempt(work, user, attempt_id)
    return attempts.lock(work.session, attempt_id)


@dataclass(frozen=True)
class Pipeline:
    """An assessment's candidates by stage."""

    assessment_id: UUID
    title: str
    columns: dict[Stage, Column]


@needs(Right.SEE_CANDIDATES)
def view_pipeline(work: Work, user: User, assessment_id: UUID) -> Pipeline:
    """The candidates by stage. Raises NotFound."""
    assessment = find_assessment(work, user, assessment_id)
    columns = deciding.pipeline(work.session, user.organisation_id, assessment_id)
    return Pipeline(assessment_id, assessment.title, dict(columns))


@dataclass(frozen=True)
class Comparison:
    """Scorecards side by side; `alike` are the pairs of names whose scores differ by no more than their uncertainty."""

    cards: tuple[Scorecard, ...]
    alike: tuple[tuple[str, str], ...]


@needs(Right.SEE_CANDIDATES)
def compare(work: Work, user: User, attempt_ids: list[UUID]) -> Comparison | None:
    """Two to four candidates of one assessment; None where there are not so many. Raises NotFound or InvalidInput."""
    wanted = list(dict.fromkeys(attempt_ids))
    if not FEWEST <= len(wanted) <= MOST:
        return None
    cards = tuple(view_scorecard(work, user, each) for each in wanted)
    if len({card.assessment.id for card in cards}) > 1:
        raise InvalidInput("Only candidates of the same assessment can be compared.")
    pairs = [(one, other) for n, one in enumerate(cards) for other in cards[n + 1 :]]
    alike = ((a.candidate.name, b.candidate.name) for a, b in pairs if _alike(a, b))
    return Comparison(cards, tuple(alike))


def _alike(one: Scorecard, other: Scorecard) -> bool:
    if one.precision is None or other.precision is None:
        return False
    return not apart(one.precision, other.precision)
