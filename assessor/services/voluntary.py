"""Voluntary questions: an organisation asks, candidates answer or not, and staff see groups.

An answer is kept under a name that only this installation's secret makes of an attempt, so that the database alone, or
a copy of it, leads from no answer to a person, and no page of staff does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.domain.voluntary import (
    MAX_QUESTIONS,
    Basis,
    Compared,
    Question,
    compare,
    require_choices,
    require_question,
    selected,
)
from assessor.errors import InvalidInput, NotFound, WrongState
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import attempts, organisations, voluntary


@dataclass(frozen=True)
class Asked:
    """What a candidate is asked, and what they have chosen, by question."""

    questions: tuple[Question, ...]
    chosen: Mapping[UUID, str]


@dataclass(frozen=True)
class ImpactView:
    """The groups by what being selected means, and then by question."""

    assessment: Assessment
    bases: Mapping[Basis, tuple[Compared, ...]]


@needs(Right.ASK)
def view_questions(work: Work, user: User) -> tuple[Question, ...]:
    """What candidates of the organisation are asked."""
    return voluntary.questions(work.session, user.organisation_id)


@needs(Right.ASK)
def add_question(work: Work, user: User, title: str, options: Sequence[str]) -> None:
    """Ask one question more. Raises InvalidInput."""
    organisations.lock(work.session, user.organisation_id)
    if len(voluntary.questions(work.session, user.organisation_id)) >= MAX_QUESTIONS:
        raise InvalidInput("There are %(most)s questions already.", most=MAX_QUESTIONS)
    voluntary.add_question(work.session, user.organisation_id, *require_question(title, options))


@needs(Right.ASK)
def remove_question(work: Work, user: User, question_id: UUID) -> None:
    """Ask it no more; all answers to it are deleted. Raises NotFound."""
    if not voluntary.remove_question(work.session, user.organisation_id, question_id):
        raise NotFound()


def view_asked(work: Work, attempt_id: UUID) -> Asked:
    """What the candidate of an attempt is asked: nothing before the sitting is over. Raises NotFound."""
    attempt = attempts.get(work.session, attempt_id)
    questions = voluntary.questions(work.session, attempt.organisation_id) if _is_over(attempt) else ()
    chosen = voluntary.answers_of(work.session, _name(work, attempt_id)) if questions else {}
    return Asked(questions, chosen)


def answer(work: Work, attempt_id: UUID, form: Mapping[str, str]) -> None:
    """Keep what the candidate chose, by the question's id, instead of what they chose before; "" is no answer.

    Only once the sitting is over, so that nobody answers for their result. Raises NotFound, WrongState or InvalidInput.
    """
    attempt = attempts.lock(work.session, attempt_id)
    if not _is_over(attempt):
        raise WrongState("These questions come after the sitting.")
    asked = voluntary.questions(work.session, attempt.organisation_id)
    kept = require_choices(asked, {each.id: form.get(str(each.id), "") for each in asked})
    voluntary.replace_answers(work.session, _name(work, attempt_id), kept)


def forget(work: Work, attempt_ids: Collection[UUID]) -> None:
    """Delete what the candidates of these attempts have said."""
    voluntary.forget(work.session, [_name(work, each) for each in attempt_ids])


@needs(Right.SEE_CANDIDATES)
def view_impact(work: Work, user: User, assessment_id: UUID) -> ImpactView:
    """Who was selected, by group. Raises NotFound."""
    assessment = find_assessment(work, user, assessment_id)
    mark = assessment.rules.pass_mark
    ended = {
        _name(work, attempt_id): outcome
        for attempt_id, outcome in voluntary.outcomes(work.session, assessment_id).items()
    }
    told = {
        question: [
            (choice, ended[person])
            for person, choice in voluntary.answers_to(work.session, question.id).items()
            if person in ended
        ]
        for question in voluntary.questions(work.session, user.organisation_id)
    }
    bases = [Basis.CHOSEN] if mark is None else [Basis.PASSED, Basis.CHOSEN]
    return ImpactView(
        assessment,
        {
            basis: tuple(
                compare(question, [(choice, selected(outcome, basis, mark)) for choice, outcome in found])
                for question, found in told.items()
            )
            for basis in bases
        },
    )


def _is_over(attempt: Attempt) -> bool:
    return attempt.state in (AttemptState.SUBMITTED, AttemptState.GRADED)


def _name(work: Work, attempt_id: UUID) -> bytes:
    return work.vault.pseudonym(attempt_id.bytes)
