"""Greenhouse's Assessment Partner API (https://developers.greenhouse.io/assessment.html): it asks, and we answer.

It shows an API token as the user name of HTTP Basic. What it sends in addition to what is named here is ignored, for
it may grow; answers have the fields that it knows and no others.
"""

from __future__ import annotations

import hashlib
import logging
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from flask import Blueprint, jsonify, request, url_for
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response

from assessor.domain.assessment import AssessmentState
from assessor.domain.attempt import AttemptState
from assessor.errors import NotFound, WrongState
from assessor.mail.people import MAX_EXTERNAL_ID
from assessor.services import api_lists, invite_candidate, repeatable
from assessor.services.repeatable import Given
from assessor.services.work import Work
from assessor.web.api.operations import read_body
from assessor.web.caller import caller
from assessor.web.current import application
from assessor.web.looks import looked

greenhouse = Blueprint("greenhouse", __name__, url_prefix="/api/greenhouse")

MOST_TESTS = 500
VALID_DAYS = 30

log = logging.getLogger(__name__)


class Candidate(BaseModel):
    """Whom a test is sent to."""

    first_name: str = Field(max_length=100)
    last_name: str = Field(max_length=99)
    email: str = Field(min_length=3, max_length=254)
    greenhouse_profile_url: str = Field("", max_length=2000)


class SendTest(BaseModel):
    """What Greenhouse sends when somebody presses "Send test"."""

    partner_test_id: UUID
    candidate: Candidate
    url: str = Field("", max_length=2000)
    """Of this one sending at Greenhouse: the same if it is repeated."""


@greenhouse.get("/list_tests")
def list_tests() -> Response:
    """Every published assessment, newest first."""
    with application().work(readonly=True) as work:
        found = api_lists.assessments(work, caller().user, AssessmentState.PUBLISHED, None, MOST_TESTS)
    return jsonify([{"partner_test_id": str(each.id), "partner_test_name": each.title} for each in found])


@greenhouse.post("/send_test")
def send_test() -> Response:
    """Invite the candidate by e-mail; sent twice by Greenhouse, it is done once."""
    asked = read_body(SendTest)
    if not application().settings.sends_mail:
        raise WrongState("No mail server is set, so nothing can be sent.")
    key = f"greenhouse:{hashlib.sha256(asked.url.encode()).hexdigest()}" if asked.url else None
    with application().work() as work:
        said = asked.model_dump_json().encode()
        known = repeatable.find_answer(work, caller(), key, said) if key else None
        interview = known.body if known else _invite(work, asked)
        if key and not known:
            repeatable.keep_answer(work, caller(), key, said, Given(200, interview))
    return jsonify(partner_interview_id=interview)


@greenhouse.get("/test_status")
def test_status() -> Response:
    """Where the attempt stands, and its score once everything is graded."""
    try:
        attempt_id = UUID(request.args.get("partner_interview_id", ""))
    except ValueError:
        raise NotFound() from None
    with application().work(readonly=True) as work:
        attempt = api_lists.attempt(work, caller().user, attempt_id).attempt
    looked("read_score", by=caller().user, token_id=caller().token.id, attempt_id=attempt_id)
    graded = attempt.state is AttemptState.GRADED
    told: dict[str, object] = {"partner_status": "complete" if graded else attempt.state.value}
    if graded:
        page = url_for("staff.scorecard", attempt_id=attempt_id)
        told["partner_profile_url"] = application().settings.base_url.rstrip("/") + page
        told["partner_score"] = attempt.score
    times = {"Started At": attempt.started_at, "Completed At": attempt.submitted_at}
    told["metadata"] = {name: at.isoformat(timespec="seconds") for name, at in times.items() if at}
    return jsonify(told)


@greenhouse.post("/response_error")
def response_error() -> Response:
    """Greenhouse tells that it did not understand an answer: for the log, and without what may name a person."""
    said = request.get_json(silent=True)
    call = said.get("api_call") if isinstance(said, dict) else None
    log.warning("greenhouse did not understand an answer to %r", str(call)[:100])
    return jsonify(status="ok")


def _invite(work: Work, asked: SendTest) -> str:
    who = asked.candidate
    made = invite_candidate.invite_candidate(
        work,
        caller().user,
        asked.partner_test_id,
        f"{who.first_name} {who.last_name}",
        who.email,
        VALID_DAYS,
        external_id=_application(who.greenhouse_profile_url),
        send=True,
    )
    return str(made.attempt.id)


def _application(profile_url: str) -> str:
    """The number of the application at Greenhouse."""
    found = parse_qs(urlsplit(profile_url).query).get("application_id", [""])[0]
    return found if found.isascii() and found.isdecimal() and len(found) <= MAX_EXTERNAL_ID else ""
