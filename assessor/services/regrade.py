"""Staff grade finished attempts again: first it is shown who would change and why, then it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.events import EventKind
from assessor.domain.outcomes import CheckOutcome, GradingResult, Verdict, with_reviews
from assessor.domain.reproduction import differences, setting_differences
from assessor.domain.review import judged
from assessor.errors import NotFound
from assessor.kinds import grade
from assessor.packs.loader import Pack
from assessor.services.counting_answers import counting_answers
from assessor.services.reference_cache import StoredReferences
from assessor.services.review_rounds import second_review
from assessor.services.settle_attempt import settle_attempt
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import assessments, attempts, gradings, invitations
from sandbox.provider import Progress, SandboxProvider, silent


@dataclass(frozen=True)
class Regraded:
    """One submission graded again. `changes` and `causes` are sentences; without changes nothing is different."""

    attempt_id: UUID
    candidate: str
    submission: Submission
    before: GradingResult
    after: GradingResult
    changes: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True)
class _Counting:
    attempt: Attempt
    candidate: str
    submission: Submission
    before: GradingResult
    pack: Pack
    people: tuple[CheckOutcome, ...]
    """What people have said, which no machine can say again."""


def regrade(
    open_work: WorkFactory, labs: SandboxProvider, assessment_id: UUID, progress: Progress = silent
) -> tuple[Regraded, ...]:
    """Grade every counting answer of an assessment's graded attempts again, and change nothing.

    Raises NotFound, or GradingFault if the platform fails: then nothing can be said of anybody.
    """
    with open_work() as work:
        counting = _counting(work, assessment_id)
    done = []
    for number, item in enumerate(counting, 1):
        progress(f"{number} of {len(counting)}: {item.candidate}, {item.submission.slug}")
        done.append(_again(item, open_work, labs))
    return tuple(done)


def regrade_attempt(
    open_work: WorkFactory, labs: SandboxProvider, attempt_id: UUID, *, anew: bool = False
) -> tuple[Regraded, ...]:
    """The same for one attempt; with `anew` by what the second reader of a design answer said.

    Raises NotFound or GradingFault.
    """
    with open_work() as work:
        attempt = attempts.get(work.session, attempt_id)
        counting = _of_attempt(work, assessments.get(work.session, attempt.assessment_id), attempt)
        if anew:
            counting = [replace(item, people=_anew(work, item)) for item in counting]
    return tuple(_again(item, open_work, labs) for item in counting)


def _counting(work: Work, assessment_id: UUID) -> list[_Counting]:
    assessment = assessments.find_any(work.session, assessment_id)
    if assessment is None:
        raise NotFound("There is no such assessment.")
    found = attempts.of_organisation(work.session, assessment.organisation_id, assessment_id)
    graded = [attempt for attempt in found if attempt.state is AttemptState.GRADED]
    return [item for attempt in graded for item in _of_attempt(work, assessment, attempt)]


def _of_attempt(work: Work, assessment: Assessment, attempt: Attempt) -> list[_Counting]:
    found = counting_answers(work, attempt.id, assessment)
    candidate = invitations.get_candidate(work.session, attempt.candidate_id).name
    items = []
    for place in assessment.challenges:
        submission, before = found.get(place.challenge.id, (None, None))
        if submission and before:
            pack = stored_pack(work, place.challenge.id)
            items.append(_Counting(attempt, candidate, submission, before, pack, before.outcomes))
    return items


def _anew(work: Work, item: _Counting) -> tuple[CheckOutcome, ...]:
    review = second_review(work, item.submission.id)
    return judged(item.before, [review], None, 0) if review else item.people


def _again(item: _Counting, open_work: WorkFactory, labs: SandboxProvider) -> Regraded:
    subject = f"regrade {item.submission.id}"
    after = grade(item.pack, item.submission.text, labs, StoredReferences(open_work), subject)
    after = with_reviews(after, item.people)
    changes = differences(item.before, after)
    causes = setting_differences(item.before, after) if changes else ()
    return Regraded(item.attempt.id, item.candidate, item.submission, item.before, after, changes, causes)


def apply_regrade(open_work: WorkFactory, done: Sequence[Regraded]) -> int:
    """Write the verdicts that changed as new gradings beside the old ones; how many attempts got another score."""
    changed = [item for item in done if item.changes and item.after.verdict is not Verdict.COULD_NOT_GRADE]
    moved = 0
    for attempt_id in dict.fromkeys(item.attempt_id for item in changed):
        with open_work() as work:
            moved += _apply(work, attempt_id, [item for item in changed if item.attempt_id == attempt_id])
    return moved


def _apply(work: Work, attempt_id: UUID, changed: Sequence[Regraded]) -> bool:
    attempt = attempts.lock(work.session, attempt_id)
    for item in changed:
        version = item.after.provenance.grader_version
        generation = gradings.generations(work.session, item.submission.id) + 1
        grading_id = gradings.request(work.session, item.submission.id, version, generation)
        gradings.finish(work.session, grading_id, item.after, work.now())
        work.record(attempt_id, EventKind.REGRADED, slug=item.submission.slug, changes=list(item.changes))
    settled = settle_attempt(work, replace(attempt, state=AttemptState.SUBMITTED))
    return settled.score != attempt.score
