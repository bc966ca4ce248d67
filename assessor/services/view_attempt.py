"""What a candidate sees of their attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from assessor.domain.answers import Draft, Submission
from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt, ChallengeClock, challenge_seconds_left, planned_minutes
from assessor.domain.breaks import allowed_minutes, break_left
from assessor.domain.events import EventKind
from assessor.domain.invitation import Invitation
from assessor.domain.people import Candidate, Organisation
from assessor.domain.pool import QueuePlace
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.domain.turns import in_turn
from assessor.services.open_challenge import closed_challenges
from assessor.services.work import Work
from assessor.storage.queries import (
    answers,
    assessments,
    attempts,
    clocks,
    invitations,
    organisations,
    sandboxes,
)

NEWS_FOR = timedelta(minutes=30)
"""So long a candidate is told of a repair, unless they have put the message away."""


@dataclass(frozen=True)
class ChallengeProgress:
    """Where a candidate stands with one challenge; `sandbox` is None before they agreed to start."""

    challenge: Challenge
    position: int
    points: int
    sandbox: SandboxStatus | None
    draft: Draft
    submission: Submission | None
    runs: int
    minutes: int | None = None
    """Its own time limit with the candidate's extra time; None: only that of the whole."""
    clock: ChallengeClock | None = None
    """Of its own time limit, once begun."""
    closed: bool = False
    """Handed in or left, where the way goes only forward."""
    open: bool = True
    """Whether it can be opened as far as the way goes."""

    @property
    def waits_to_begin(self) -> bool:
        """Whether it has a time of its own that has not started."""
        return self.minutes is not None and self.clock is None


@dataclass(frozen=True)
class ServerNews:
    """The last repair of the server of one challenge. `credited_seconds` is what all repairs gave back so far."""

    slug: str
    at: datetime
    mishap: Mishap
    rebuilt: bool
    credited_seconds: int


@dataclass(frozen=True)
class AttemptView:
    """An attempt with all that its candidate may see. `minutes` includes extra time."""

    attempt: Attempt
    assessment: Assessment
    candidate: Candidate
    organisation: Organisation
    invitation: Invitation
    challenges: tuple[ChallengeProgress, ...]
    practice: ChallengeProgress | None
    now: datetime
    minutes: int
    queue: QueuePlace | None = None
    """Where the candidate stands who waits for servers; None if none is waited for."""
    news: tuple[ServerNews, ...] = ()
    """Of servers that were repaired a short while ago, at most one for each."""

    @property
    def on_break(self) -> bool:
        """Whether the clock stands still and the challenges are hidden."""
        return self.attempt.on_break(self.now)

    @property
    def break_minutes(self) -> int:
        """How long all breaks may take together."""
        return allowed_minutes(self.assessment, self.invitation)

    @property
    def break_left(self) -> int:
        """Seconds of breaks that are still to be had; while one goes on, what is left of it."""
        return break_left(self.attempt, self.break_minutes, self.now)

    @property
    def everything(self) -> tuple[ChallengeProgress, ...]:
        """The challenges, and practice if there is any."""
        return (*self.challenges, self.practice) if self.practice else self.challenges

    @property
    def seconds_left(self) -> float:
        """Of the whole sitting."""
        return self.attempt.seconds_left(self.now)

    def challenge_seconds(self, progress: ChallengeProgress) -> float:
        """What is left for one challenge: of its own time if that is shorter."""
        return challenge_seconds_left(self.attempt, progress.clock, self.now)

    @property
    def sandboxes_ready(self) -> bool:
        """Whether every challenge's PostgreSQL answers."""
        return all(
            item.sandbox is SandboxStatus.READY for item in self.challenges if item.challenge.has_server
        )

    @property
    def sandboxes_failed(self) -> bool:
        """Whether some challenge's PostgreSQL could not be started."""
        return any(item.sandbox is SandboxStatus.FAILED for item in self.challenges)


@dataclass(frozen=True)
class _Known:
    sandboxes: Mapping[UUID, AttemptSandbox]
    drafts: Mapping[UUID, Draft]
    submissions: Mapping[UUID, Submission]
    runs: Mapping[UUID, int]
    clocks: Mapping[UUID, ChallengeClock]
    extra_time_percent: int
    closed: frozenset[UUID]
    turn: UUID | None
    """The one challenge that is open, where they come one after the other."""

    def progress(
        self, challenge: Challenge, position: int, points: int, limit: int | None = None
    ) -> ChallengeProgress:
        sandbox = self.sandboxes.get(challenge.id)
        return ChallengeProgress(
            challenge=challenge,
            position=position,
            points=points,
            sandbox=sandbox.status if sandbox else None,
            draft=self.drafts.get(challenge.id, answers.NO_DRAFT),
            submission=self.submissions.get(challenge.id),
            runs=self.runs.get(challenge.id, 0),
            minutes=planned_minutes(limit, self.extra_time_percent) if limit else None,
            clock=self.clocks.get(challenge.id),
            closed=challenge.id in self.closed,
            open=self.turn in (None, challenge.id) and challenge.id not in self.closed,
        )


def view_attempt(work: Work, attempt_id: UUID) -> AttemptView:
    """The attempt. Raises NotFound."""
    session = work.session
    attempt = attempts.get(session, attempt_id)
    assessment = assessments.get(session, attempt.assessment_id)
    invitation = invitations.get(session, attempt.invitation_id)
    closed = closed_challenges(work, attempt_id, assessment)
    known = _Known(
        sandboxes=sandboxes.of_attempt(session, attempt_id),
        drafts=answers.drafts(session, attempt_id),
        submissions=answers.last_submissions(session, attempt_id),
        runs=answers.run_counts(session, attempt_id),
        clocks=clocks.of_attempt(session, attempt_id),
        extra_time_percent=invitation.extra_time_percent,
        closed=closed,
        turn=in_turn(assessment, closed) if assessment.rules.forward_only else None,
    )
    practice = assessment.practice
    return AttemptView(
        attempt=attempt,
        assessment=assessment,
        candidate=invitations.get_candidate(session, attempt.candidate_id),
        organisation=organisations.get(session, attempt.organisation_id),
        invitation=invitation,
        challenges=tuple(
            known.progress(i.challenge, i.position, i.points, i.minutes) for i in assessment.challenges
        ),
        practice=known.progress(practice, 0, 0) if practice else None,
        now=work.now(),
        queue=sandboxes.place_of(session, attempt_id),
        news=_news(work, attempt),
        minutes=planned_minutes(assessment.duration_minutes, invitation.extra_time_percent),
    )


def _news(work: Work, attempt: Attempt) -> tuple[ServerNews, ...]:
    last = {}
    for event in attempts.events(work.session, attempt.id, EventKind.SANDBOX_REPAIRED):
        slug, mishap = str(event.data["slug"]), Mishap(str(event.data["mishap"]))
        last[slug] = ServerNews(slug, event.at, mishap, bool(event.data["rebuilt"]), attempt.credited_seconds)
    return tuple(news for news in last.values() if work.now() - news.at < NEWS_FOR)
