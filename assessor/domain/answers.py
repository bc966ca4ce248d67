"""What a candidate writes: drafts, runs and submissions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.domain.rules import Counts
from assessor.errors import InvalidInput, RevisionConflict

MAX_TEXT_BYTES = 100_000
"""The longest text that is kept, run or graded, in bytes of UTF-8."""


@dataclass(frozen=True)
class Draft:
    """Autosaved text; `revision` grows by one with every save and starts at 0 (nothing saved yet)."""

    text: str
    revision: int
    saved_at: datetime | None


class SubmissionSource(StrEnum):
    """Who handed in."""

    CANDIDATE = "candidate"
    DEADLINE = "deadline"
    """The time was over: the last saved draft was handed in."""


@dataclass(frozen=True)
class Submission:
    """The text that is graded, with the receipt the candidate keeps."""

    id: UUID
    attempt_id: UUID
    challenge_id: UUID
    slug: str
    text: str
    text_sha256: str
    receipt: str
    source: SubmissionSource
    submitted_at: datetime


@dataclass(frozen=True)
class Run:
    """One execution in a sandbox: what was run and how it ended; `outcome` is "ok" or says what stopped it."""

    challenge_id: UUID
    text: str
    started_at: datetime
    duration_ms: float
    outcome: str
    summary: str


def text_digest(text: str) -> str:
    """Hex SHA-256 of the UTF-8 text."""
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_code(submission_id: UUID, digest: str) -> str:
    """A short code that names one submission and its text, e.g. "7F3A-90C2-11BD"."""
    code = hashlib.sha256(f"{submission_id}:{digest}".encode()).hexdigest()[:12].upper()
    return "-".join(code[i : i + 4] for i in range(0, 12, 4))


def require_text(text: str) -> None:
    """Raise InvalidInput for a text that PostgreSQL cannot take or that is too long."""
    if "\x00" in text:
        raise InvalidInput("The text contains a NUL character, which PostgreSQL does not accept.")
    if len(text.encode(errors="surrogatepass")) > MAX_TEXT_BYTES:
        raise InvalidInput("The text is longer than %(most)s kB.", most=MAX_TEXT_BYTES // 1000)


def require_revision(stored: Draft, revision: int, text: str) -> None:
    """Raise RevisionConflict unless `revision` is the one the writer last saw (or the text is the same)."""
    if stored.revision != revision and stored.text != text:
        raise RevisionConflict(stored.revision, stored.text)


def counting(
    submissions: Sequence[Submission], results: Mapping[UUID, GradingResult | None], counts: Counts
) -> Submission | None:
    """Which of one challenge's submissions, oldest first, counts; results are by submission.

    Where the best counts, one without a verdict comes first, so that nothing is decided before all are graded; of
    equal scores the later one, and one that could not be graded only if there is no other. Of answers that people
    score the last always counts, so that nobody reads what does not.
    """
    if not submissions:
        return None
    if counts is Counts.LAST or any(result and result.for_people for result in results.values()):
        return submissions[-1]
    return max(enumerate(submissions), key=lambda item: (*_rank(results.get(item[1].id)), item[0]))[1]


def _rank(result: GradingResult | None) -> tuple[bool, float]:
    if result is None:
        return True, 0.0
    return False, -1.0 if result.verdict is Verdict.COULD_NOT_GRADE else result.score
