"""Repeat one verdict, to show that it stands."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.answers import Submission
from assessor.domain.outcomes import GradingResult, with_reviews
from assessor.domain.reproduction import differences, fingerprint, setting_differences
from assessor.errors import NotFound
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import grade
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import answers, gradings
from sandbox.provider import SandboxProvider


@dataclass(frozen=True)
class StoredVerdict:
    """A submission with the verdict that counts."""

    submission: Submission
    result: GradingResult


@dataclass(frozen=True)
class Reproduction:
    """The same submission graded once more, from nothing: not even the references come from a cache."""

    stored: StoredVerdict
    again: GradingResult
    changes: tuple[str, ...]
    causes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both verdicts are the same, bit for bit."""
        return fingerprint(self.stored.result) == fingerprint(self.again)


def find_verdict(work: Work, submission: str) -> StoredVerdict:
    """The verdict on a submission, named by its id or its receipt. Raises NotFound."""
    found = answers.find_submission(work.session, submission)
    result = gradings.of_submissions(work.session, [found.id]).get(found.id) if found else None
    if found is None:
        raise NotFound(f"There is no submission {submission!r}. Name it by its id or its receipt.")
    if result is None:
        raise NotFound(f"The submission {submission!r} has no verdict yet.")
    return StoredVerdict(found, result)


def reproduce_verdict(open_work: WorkFactory, labs: SandboxProvider, submission: str) -> Reproduction:
    """Grade the submission again on the stored version of its pack. Raises NotFound or GradingFault."""
    with open_work() as work:
        stored = find_verdict(work, submission)
        pack = stored_pack(work, stored.submission.challenge_id)
    subject = f"reproduce {stored.submission.id}"
    again = grade(pack, stored.submission.text, labs, MemoryReferenceCache(), subject)
    again = with_reviews(again, stored.result.outcomes)
    changes = differences(stored.result, again)
    return Reproduction(stored, again, changes, setting_differences(stored.result, again))
