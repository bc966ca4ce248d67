"""Every page with made-up objects: well-formed, escaped, complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import html5lib
import pytest

from assessor.domain.attempt import AttemptState
from assessor.domain.concern import ConcernKind, Decision
from assessor.domain.profiles import Profile
from assessor.packs.ready import ReadyAssessment, ReadyChallenge
from assessor.services import (
    assessment_titles,
    comment,
    list_assessments,
    list_attempts,
    list_challenges,
    list_concerns,
    ready_assessments,
    role_profiles,
    view_around,
    view_assessment,
    view_attempt,
    view_challenge,
    view_concern,
    view_scorecard,
    view_today,
)
from assessor.storage.queries.comments import Mention
from tests.unit.web import fakes
from tests.unit.web.fakes import EVIL

HOME = f"/attempts/{fakes.attempt().id}/"


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.text
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert "<script>alert" not in response.text
    assert " style=" not in response.text
    assert "1234567000" not in response.text
    return response.text


def a_row(state=AttemptState.GRADED, text=""):
    attempt = fakes.attempt(state)
    return list_attempts.AttemptRow(attempt, fakes.candidate(text), f"Title {text}", fakes.invitation(), 1, 3)


def a_mention(text=""):
    return Mention(
        fakes.an_id(50), fakes.attempt().id, f"Ada {text}", f"Riley {text}", f"@Morgan {text}", fakes.NOW
    )


@pytest.mark.parametrize("state", AttemptState)
@pytest.mark.parametrize("text", ["", EVIL])
def test_the_attempt_in_every_state(candidate_client, answers, state, text):
    answers(view_attempt, fakes.attempt_view(state, text=text, answered=True))
    assert "Ours" in page(candidate_client, HOME)


def test_the_invitation_says_what_counts(candidate_client, answers):
    answers(view_attempt, fakes.attempt_view(AttemptState.INVITED, extra=25))
    text = page(candidate_client, HOME)
    for said in (
        "Ours",
        "1 hour",
        "25 % of extra time",
        "What is recorded",
        "Not recorded",
        "Query",
        "Agree and continue",
    ):
        assert said in text


def test_the_overview_warns_of_what_is_not_handed_in(candidate_client, answers):
    answers(view_attempt, fakes.attempt_view(AttemptState.RUNNING))
    text = page(candidate_client, HOME)
    assert "1 challenge is not handed in yet" in text
    assert 'data-seconds-left="1800.0"' in text


def test_receipts_at_the_end(candidate_client, answers):
    answers(view_attempt, fakes.attempt_view(AttemptState.SUBMITTED, answered=True))
    assert "7F3A-90C2-11BD" in page(candidate_client, HOME)


@pytest.mark.parametrize("text", ["", EVIL])
@pytest.mark.parametrize("state", [AttemptState.READY, AttemptState.RUNNING])
def test_the_challenge(candidate_client, answers, text, state):
    answers(view_challenge, fakes.challenge_view(state, text=text))
    shown = page(candidate_client, f"{HOME}challenges/late-invoices")
    assert ('id="clock"' in shown) == (state is AttemptState.RUNNING)
    assert "7F3A-90C2-11BD" in shown


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_scorecard(staff_client, answers, text):
    answers(view_scorecard, fakes.scorecard(text=text))
    answers(view_around, fakes.around(text))
    shown = page(staff_client, f"/staff/attempts/{fakes.attempt().id}")
    for said in (
        "62.5",
        "Passed",
        "Failed",
        "Could not grade",
        "Being graded",
        "Not answered",
        "× 14.35",
        "Seq Scan",
    ):
        assert said in shown
    assert "500 times more rows than estimated" in shown
    assert "How to reproduce this" in shown
    assert "18.7" in shown


@pytest.mark.parametrize("state", AttemptState)
def test_the_scorecard_in_every_state(staff_client, answers, state):
    answers(view_scorecard, fakes.scorecard(state))
    answers(view_around, fakes.around())
    shown = page(staff_client, f"/staff/attempts/{fakes.attempt().id}")
    assert ("revoke-dialog" in shown) == (state in ("invited", "ready", "running"))


def a_ready_one(text: str) -> ready_assessments.Offered:
    challenge = fakes.challenge(text=text)
    ready = ReadyAssessment(
        slug="own",
        title=f"Own {text}",
        intro=text,
        minutes=30,
        profile="developer",
        practice="practice",
        challenge=[ReadyChallenge(slug="one", points=30)],
    )
    return ready_assessments.Offered(ready, (challenge,), ())


@pytest.mark.parametrize("text", ["", EVIL])
def test_the_lists(staff_client, answers, text, monkeypatch):
    monkeypatch.setattr(comment, "list_mentions", lambda *_: (a_mention(text),))
    assessment = fakes.assessment(fakes.challenge(text=text), text=text)
    answers(list_assessments, (list_assessments.AssessmentSummary(assessment, {AttemptState.RUNNING: 2}),))
    rows = tuple(a_row(state, text) for state in AttemptState)
    answers(assessment_titles, ((assessment.id, text),))
    answers(list_attempts, list_attempts.AttemptPage(rows, None))
    answers(view_assessment, view_assessment.AssessmentView(assessment, (a_row(text=text),), (assessment,)))
    answers(list_challenges, (fakes.challenge(text=text), fakes.challenge("practice", practice=True)))
    answers(view_today, view_today.Today(1, 2, 3, 4, fakes.NOW))
    monkeypatch.setattr(ready_assessments, "view_ready", lambda *_: (a_ready_one(text),))
    monkeypatch.setattr(role_profiles, "view_profiles", lambda *_: {"own": Profile("own", text, {"A1": 3})})
    assert "In progress" in page(staff_client, "/staff/")
    assert "Withdrawn" in page(staff_client, "/staff/attempts")
    assert "Make the link" in page(staff_client, f"/staff/assessments/{assessment.id}")
    assert "Save as draft" in page(staff_client, "/staff/assessments/new")
    assert "Begin with it" in page(staff_client, "/staff/assessments/ready")


def test_empty_lists(staff_client, answers, monkeypatch):
    monkeypatch.setattr(comment, "list_mentions", lambda *_: ())
    answers(list_assessments, ())
    answers(list_attempts, list_attempts.AttemptPage((), None))
    answers(assessment_titles, ())
    answers(view_today, view_today.Today(None, 0, None, None, fakes.NOW))
    assert "No assessments yet" in page(staff_client, "/staff/")
    assert "Nobody was invited yet" in page(staff_client, "/staff/attempts")


def test_the_pages_for_everybody(client):
    assert "You are a candidate" in page(client, "/")
    assert "Password" in page(client, "/sign-in")


def test_pages_that_are_not_built_say_what_to_do(client, app, tmp_path):
    app.static_folder = str(tmp_path)
    response = client.get("/")
    assert response.status_code == 500
    assert "make setup" in response.text


def test_a_break_shows_no_challenge(candidate_client, answers):
    view = fakes.attempt_view(AttemptState.RUNNING)
    until = fakes.NOW + timedelta(minutes=5)
    paused = replace(view.attempt, break_started_at=fakes.NOW, break_until=until)
    answers(view_attempt, replace(view, attempt=paused))
    shown = page(candidate_client, HOME)
    assert "The clock stands still at <strong>25 min</strong>" in shown
    assert "ends by itself in" in shown
    assert 'data-left="300"' in shown
    assert "Late invoices" not in shown


@pytest.mark.parametrize("text", ["", EVIL])
@pytest.mark.parametrize("kind", ConcernKind)
@pytest.mark.parametrize("decision", [None, Decision.STANDS])
def test_requests_and_contests(staff_client, answers, text, kind, decision):
    concern = fakes.concern(kind, text, decision)
    card = fakes.scorecard(text=text)
    graded = card.challenges[0]
    found = view_concern.CountingAnswer(graded.challenge, graded.submission, graded.grading)
    view = view_concern.ConcernView(
        concern, card.attempt, card.candidate, card.assessment, card.invitation, (found,), True
    )
    answers(view_concern, view)
    answers(list_concerns, (list_concerns.ConcernRow(concern, None, f"Title {text}"),))
    shown = page(staff_client, f"/staff/concerns/{concern.id}")
    assert ("Waits for an answer" in shown) == (decision is None)
    assert ("Graded again" in shown) == (kind is ConcernKind.CONTEST)
    assert "A candidate" in page(staff_client, "/staff/concerns")
