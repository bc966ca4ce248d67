"""How far raters agree, by assessment and criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.agreement import Agreement, Pair, agreement
from assessor.domain.people import User
from assessor.domain.review import criteria_of
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import assessments, challenges, reviews


@dataclass(frozen=True)
class CriterionAgreement:
    """What is known of one criterion of a challenge in one assessment; without a criterion of all of them together."""

    assessment: str
    challenge: str
    criterion: str
    found: Agreement


@needs(Right.SEE_CANDIDATES)
def view_agreement(work: Work, user: User) -> tuple[CriterionAgreement, ...]:
    """Of every criterion that two raters have scored in the same answer, and of each assessment."""
    by: dict[UUID, dict[tuple[str, str], list[Pair]]] = {}
    for assessment_id, challenge_id, one, other in reviews.pairs(work.session, user.organisation_id):
        challenge = challenges.get(work.session, challenge_id)
        known = by.setdefault(assessment_id, {})
        for criterion in criteria_of(challenge.spec):
            pair = one[criterion["id"]].level or 0, other[criterion["id"]].level or 0
            known.setdefault((challenge.title, criterion["title"]), []).append(pair)
    return tuple(row for assessment_id, known in by.items() for row in _rows(work, assessment_id, known))


def _rows(
    work: Work, assessment_id: UUID, known: dict[tuple[str, str], list[Pair]]
) -> Iterator[CriterionAgreement]:
    title = assessments.get(work.session, assessment_id).title
    every = [pair for pairs in known.values() for pair in pairs]
    yield CriterionAgreement(title, "", "", agreement(every))
    for (challenge, criterion), pairs in sorted(known.items()):
        yield CriterionAgreement(title, challenge, criterion, agreement(pairs))
