"""Domain objects with plausible values, for tests that render pages without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from assessor.domain.answers import Draft, Submission, SubmissionSource
from assessor.domain.assessment import Assessment, AssessmentChallenge, AssessmentState, Challenge
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.concern import Concern, ConcernKind, Decision, SecondLook
from assessor.domain.deciding import MadeDecision, Stage, Step
from assessor.domain.events import Event, EventKind
from assessor.domain.invitation import Invitation
from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.people import Candidate, Organisation, Role, User
from assessor.domain.sandboxes import SandboxStatus
from assessor.reports.scorecard import Scorecard, ScorecardChallenge, competency_scores
from assessor.services.decide import Deciding
from assessor.services.view_around import Around
from assessor.services.view_attempt import AttemptView, ChallengeProgress
from assessor.services.view_challenge import ChallengeView, RunRecord
from assessor.services.view_record import ChallengeResult, Received, Record, Results
from assessor.storage.queries.comments import Comment
from assessor.storage.queries.shares import Share
from sandbox.schema import ColumnInfo, ForeignKey, TableInfo

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
EVIL = "<script>alert(1)</script>\"'&{{1234567*1000}}"
"""What must come out as text wherever it goes in."""


def an_id(number: int) -> UUID:
    return UUID(int=number)


def challenge(slug: str = "late-invoices", *, practice: bool = False, text: str = "") -> Challenge:
    return Challenge(
        id=an_id(100 + len(slug)),
        slug=slug,
        hash="c0ffee" * 10,
        title=f"Late invoices {text}",
        summary=f"A report that has become too slow. {text}",
        kind="query",
        level="senior",
        minutes=20,
        competencies=("B1", "D3"),
        practice=practice,
        statement=f"# Late invoices\n\nWrite **one** query. {text}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    )


def assessment(*challenges: Challenge, text: str = "") -> Assessment:
    items = tuple(AssessmentChallenge(i, 50, each) for i, each in enumerate(challenges, start=1))
    return Assessment(
        id=an_id(2),
        organisation_id=an_id(1),
        title=f"PostgreSQL developer {text}",
        intro=f"Hello. {text}",
        state=AssessmentState.PUBLISHED,
        duration_minutes=60,
        challenges=items,
        practice=challenge("practice", practice=True),
        created_at=NOW,
        published_at=NOW,
    )


def attempt(
    state: AttemptState = AttemptState.RUNNING, *, left: timedelta = timedelta(minutes=30)
) -> Attempt:
    started = state not in (AttemptState.INVITED, AttemptState.READY, AttemptState.EXPIRED)
    over = state in (AttemptState.SUBMITTED, AttemptState.GRADED)
    return Attempt(
        id=an_id(5),
        organisation_id=an_id(1),
        invitation_id=an_id(3),
        assessment_id=an_id(2),
        candidate_id=an_id(4),
        state=state,
        started_at=NOW - timedelta(minutes=30) if started else None,
        deadline_at=NOW + left if started else None,
        submitted_at=NOW if over else None,
        graded_at=NOW if state is AttemptState.GRADED else None,
        score=62.5 if state is AttemptState.GRADED else None,
    )


def candidate(text: str = "") -> Candidate:
    return Candidate(an_id(4), an_id(1), f"Ada Example {text}", "ada@mail.example")


def organisation(text: str = "") -> Organisation:
    return Organisation(an_id(1), "ours", f"Ours {text}")


def user(*roles: Role) -> User:
    return User(an_id(9), an_id(1), "morgan@ours.example", "Morgan Manager", frozenset(roles))


def invitation(extra: int = 0) -> Invitation:
    return Invitation(an_id(3), an_id(1), an_id(2), an_id(4), NOW + timedelta(days=7), None, NOW, extra)


def submission(text: str = "SELECT 1", source: SubmissionSource = SubmissionSource.CANDIDATE) -> Submission:
    return Submission(
        an_id(7), an_id(5), an_id(6), "late-invoices", text, "ab" * 32, "7F3A-90C2-11BD", source, NOW
    )


def progress(
    each: Challenge, position: int = 1, *, answer: Submission | None = None, text: str = ""
) -> ChallengeProgress:
    draft = Draft(text, 3 if text else 0, NOW if text else None)
    return ChallengeProgress(each, position, 50, SandboxStatus.READY, draft, answer, 2)


def attempt_view(
    state: AttemptState, *, text: str = "", extra: int = 0, answered: bool = False
) -> AttemptView:
    first = challenge(text=text)
    made = assessment(first, text=text)
    return AttemptView(
        attempt=attempt(state),
        assessment=made,
        candidate=candidate(text),
        organisation=organisation(text),
        invitation=invitation(extra),
        challenges=(progress(first, answer=submission() if answered else None, text=text),),
        practice=progress(challenge("practice", practice=True), 0),
        now=NOW,
        minutes=60,
    )


def concern(kind: ConcernKind, text: str = "", decision: Decision | None = None) -> Concern:
    answered = NOW if decision else None
    answers = [
        {"slug": "a-b", "before": 1.0, "after": 2.5, "changes": [f"More {text}"], "causes": ["server"]}
    ]
    look = SecondLook(an_id(9), f"Riley {text}", NOW, True, f"Wrong. {text}")
    return Concern(
        an_id(40), an_id(1), attempt().id, kind, f"It is right. {text}", NOW, decision, f"Because. {text}", answered,
        f"Robin {text}", {"answers": answers}, (look,),
    )  # fmt: skip


def record(text: str = "") -> Record:
    """Of a candidate who handed in, asked, and contested."""
    told = (concern(ConcernKind.REQUEST, text), concern(ConcernKind.CONTEST, text, Decision.STANDS))
    found = ChallengeResult(challenge(text=text), 50, 25.5, True, outcomes(text))
    return Record(
        received=(Received(challenge(text=text), submission(source=SubmissionSource.DEADLINE)),),
        told=told,
        events=tuple(Event(kind, NOW, {"slug": text}) for kind in EventKind),
        results=Results(25.5, (found, ChallengeResult(challenge("other"), 50, None, True, ()))),
    )


def challenge_view(state: AttemptState = AttemptState.RUNNING, *, text: str = "") -> ChallengeView:
    first = challenge(text=text)
    made = progress(first, text=f"SELECT 1 {text}", answer=submission())
    columns = (ColumnInfo(f"id{text}", "bigint", False, True), ColumnInfo("note", f"text{text}", True, False))
    key = ForeignKey(f"k{text}", ("id",), "other", ("id",), f"FOREIGN KEY {text}")
    table = TableInfo(f"invoice{text}", columns, (f"CREATE INDEX a {text}",), (key,), 1)
    return ChallengeView(
        attempt=attempt(state),
        assessment=assessment(first, text=text),
        progress=made,
        tables=(table,),
        runs=(
            RunRecord(f"SELECT 1 {text}", NOW, 3.2, "ok", "1 rows"),
            RunRecord("SELEC", NOW, 1.0, "error", f"ERROR 42601: {text}"),
        ),
        siblings=(made,),
        now=NOW,
    )


def plan(text: str = "") -> dict[str, Any]:
    scan = {
        "Node Type": "Seq Scan",
        "Relation Name": f"invoice{text}",
        "Filter": f"(due < now()) {text}",
        "Plan Rows": 10,
        "Actual Rows": 5000.0,
        "Actual Loops": 1,
        "Shared Hit Blocks": 900,
        "Shared Read Blocks": 12,
    }
    return {"Node Type": "Aggregate", "Strategy": "Hashed", "Plan Rows": 7, "Actual Rows": 7.0, "Actual Loops": 1,
            "Shared Hit Blocks": 900, "Shared Read Blocks": 12, "Group Key": ["a", "b"], "Plans": [scan]}  # fmt: skip


def outcomes(text: str = "") -> tuple[CheckOutcome, ...]:
    datasets = [
        {"name": f"namesakes{text}", "verdict": "passed", "rule": None, "shows": "two have the same name"},
        {"name": "no-orders", "verdict": "failed", "rule": f"missing rows {text}", "shows": text},
        {"name": "later", "verdict": None, "rule": None, "shows": ""},
    ]
    work = {"work": {"submission": 5912, "reference": 412, "slow": 1_250_000}, "ratio": 14.35}
    plans = {"plan": plan(text), "reference_plan": plan()}
    return (
        CheckOutcome(
            "right", f"Right {text}", ("B1",), Verdict.FAILED, 0, 60, f"Wrong {text}", {"datasets": datasets}
        ),
        CheckOutcome("work", "Little work", ("D3",), Verdict.PASSED, 25.5, 40, text, {**work, **plans}),
        CheckOutcome("other", "Other", ("B5",), Verdict.COULD_NOT_GRADE, 0, 10, "Later."),
    )


def scorecard(state: AttemptState = AttemptState.GRADED, *, text: str = "") -> Scorecard:
    first, second, third, fourth = (challenge(slug, text=text) for slug in ("a-b", "b-cd", "c-def", "d-efgh"))
    provenance = Provenance("c0ffee", "1.0", "docker", f"image{text}", 180007, {"jit": f"off{text}"})
    graded = GradingResult(Verdict.FAILED, 25.5, outcomes(text), provenance, text, 4.2)
    broken = GradingResult(Verdict.COULD_NOT_GRADE, 0.0, outcomes(text)[2:], provenance, "A fault.", 1.0)
    answer = submission(f"SELECT '{text}'", SubmissionSource.DEADLINE)
    challenges = (
        ScorecardChallenge(first, 50, answer, graded, 4),
        ScorecardChallenge(second, 50, answer, broken, 1),
        ScorecardChallenge(third, 50, submission(" "), None, 1),
        ScorecardChallenge(fourth, 50, None, None, 2),
    )
    kinds = enumerate(EventKind)
    return Scorecard(
        attempt=attempt(state),
        candidate=candidate(text),
        assessment=assessment(first, text=text),
        organisation=organisation(text),
        score=attempt(state).score,
        challenges=challenges,
        competencies=competency_scores(challenges[:2]),
        events=tuple(
            Event(kind, NOW + timedelta(minutes=n), {"slug": text, "text": text}) for n, kind in kinds
        ),
        invitation=invitation(),
        now=NOW,
        concerns=(concern(ConcernKind.REQUEST, text), concern(ConcernKind.CONTEST, text, Decision.CHANGED)),
    )


def around(text: str = "") -> Around:
    """Decisions, comments and links around the scorecard."""
    made = (
        MadeDecision(Step.SHORTLISTED, "", f"Morgan {text}", NOW),
        MadeDecision(Step.DECLINED, text, "Robin", NOW),
    )
    deciding = Deciding(Stage.DECIDED, made, (Step.REOPENED,), NOW)
    comments = (Comment(an_id(50), "a-b", f"Riley {text}", f"Look here. {text}", NOW),)
    ends = (NOW, NOW + timedelta(days=3), None)
    return Around(deciding, comments, (Share(an_id(51), an_id(5), True, f"Morgan {text}", *ends, 2, NOW),))
