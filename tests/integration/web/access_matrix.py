"""The access matrix: every route x everybody -> the status of the answer. A route without a row fails a test.

Columns: nobody; the candidate of the attempt, and another candidate; admin, recruiter, manager and reviewer of the
organisation, then of another one; and an id that does not exist, asked for by whoever may use the route ("-": no id).

What is sent is right in itself (REQUESTS), so a status below 400 means that it was done; 302 at a GET of staff's is
the way to the sign-in page, 303 after a change the way on; 202 that it may be done, by servers that are only pretended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.designs import CRITERIA
from tests.integration.world import CHALLENGES, PASSWORD

COLUMNS = (
    "nobody", "own", "other", "admin", "recruiter", "manager", "reviewer",
    "their admin", "their recruiter", "their manager", "their reviewer", "no such id",
)  # fmt: skip

MATRIX = """
                                  nobody own other  adm rec man rev  adm rec man rev   id
# for everybody
GET    static                       200 200 200     200 200 200 200  200 200 200 200    -
GET    public.home                  200 302 302     302 302 302 302  302 302 302 302    -
GET    public.health                200 200 200     200 200 200 200  200 200 200 200    -
GET    public.plan_picture          200 200 200     200 200 200 200  200 200 200 200    -
# English has no catalogue, so nobody finds one: test_languages.py asks for those that there are
GET    public.words                 404 404 404     404 404 404 404  404 404 404 404    -
GET    auth.sign_in                 200 200 200     302 302 302 302  302 302 302 302    -
POST   auth.sign_in                 302 302 302     302 302 302 302  302 302 302 302    -
# no provider is set here: test_sign_on.py has one
GET    auth.begin_sign_on           404 404 404     302 302 302 302  302 302 302 302    -
GET    auth.finish_sign_on          404 404 404     404 404 404 404  404 404 404 404    -
# without a first step there is no second: test_second_step.py has who has made it
GET    auth.second_step             302 302 302     302 302 302 302  302 302 302 302    -
POST   auth.make_second_step        302 302 302     302 302 302 302  302 302 302 302    -
GET    auth.forgot_password         200 200 200     200 200 200 200  200 200 200 200    -
POST   auth.send_reset              303 303 303     303 303 303 303  303 303 303 303    -
GET    candidate.open_invitation    303 303 303     303 303 303 303  303 303 303 303  404
# for who has a link to a scorecard; what lies behind its door is for who went through it (test_deciding.py)
GET    shared.door                  200 200 200     200 200 200 200  200 200 200 200  404
POST   shared.enter                 303 303 303     303 303 303 303  303 303 303 303  404
GET    shared.scorecard             302 302 302     302 302 302 302  302 302 302 302  404
GET    shared.file                  302 302 302     302 302 302 302  302 302 302 302  404
# for who opened the link of this very attempt, and for nobody else
GET    candidate.attempt            404 200 404     404 404 404 404  404 404 404 404  404
POST   candidate.consent            404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.start              404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.finish             404 303 404     404 404 404 404  404 404 404 404  404
GET    candidate.challenge          404 200 404     404 404 404 404  404 404 404 404  404
POST   candidate.begin              404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.leave              404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.stop_clock         404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.resume             404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.ask                404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.contest            404 303 404     404 404 404 404  404 404 404 404  404
POST   candidate.answer_freely      404 303 404     404 404 404 404  404 404 404 404  404
GET    candidate.receipt            404 200 404     404 404 404 404  404 404 404 404  404
GET    workbench.status             404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.opened             404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.present            404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.signals            404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.reset              404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.run                404 202 404     404 404 404 404  404 404 404 404  404
GET    workbench.sessions           404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.cancel             404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.end_session        404 200 404     404 404 404 404  404 404 404 404  404
DELETE workbench.end_session        404 200 404     404 404 404 404  404 404 404 404  404
GET    workbench.schema             404 202 404     404 404 404 404  404 404 404 404  404
# the world's challenge is no incident
GET    workbench.live               404 404 404     404 404 404 404  404 404 404 404  404
PUT    workbench.draft              404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.preview            404 200 404     404 404 404 404  404 404 404 404  404
POST   workbench.submit             404 200 404     404 404 404 404  404 404 404 404  404
GET    workbench.result             404 200 404     404 404 404 404  404 404 404 404  404
GET    auth.set_password            200 200 200     200 200 200 200  200 200 200 200  410
POST   auth.use_link                303 303 303     303 303 303 303  303 303 303 303  410
# for every account
GET    auth.account                 302 302 302     200 200 200 200  200 200 200 200    -
GET    auth.second_factor           302 302 302     200 200 200 200  200 200 200 200    -
POST   auth.begin_second_factor     401 401 401     303 303 303 303  303 303 303 303    -
# what needs a right code is tested in test_second_step.py; here it is a wrong one
POST   auth.confirm_second_factor   401 401 401     400 400 400 400  400 400 400 400    -
POST   auth.renew_codes             401 401 401     400 400 400 400  400 400 400 400    -
POST   auth.turn_off_second_factor  401 401 401     400 400 400 400  400 400 400 400    -
POST   auth.sign_out                401 401 401     302 302 302 302  302 302 302 302    -
# for the account whose session it is, and that of this stage is nobody's of these
POST   auth.end_session             401 401 401     404 404 404 404  404 404 404 404  404
# to see the list of assessments
GET    staff.assessments            302 302 302     200 200 200 200  200 200 200 200    -
# to make and publish assessments
GET    staff.new_assessment         302 302 302     200 200 200 403  200 200 200 403    -
POST   staff.new_assessment         401 401 401     303 303 303 403  303 303 303 403    -
GET    staff.ready                  302 302 302     200 200 200 403  200 200 200 403    -
GET    staff.edit                   302 302 302     200 200 200 403  404 404 404 403  404
POST   staff.edit                   401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.roles                  302 302 302     200 200 200 403  200 200 200 403    -
GET    staff.new_role               302 302 302     200 200 200 403  200 200 200 403    -
POST   staff.new_role               401 401 401     303 303 303 403  303 303 303 403    -
GET    staff.role                   302 302 302     200 200 200 403  404 404 404 403  404
POST   staff.role                   401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.preview                302 302 302     200 200 200 403  404 404 404 403  404
POST   staff.begin_version          401 401 401     303 303 303 403  404 404 404 403  404
POST   staff.publish                401 401 401     303 303 303 403  404 404 404 403  404
# to see candidates, their answers and scorecards
GET    staff.assessment             302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.attempts               302 302 302     200 200 200 403  200 200 200 403    -
GET    staff.scorecard              302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.replay                 302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.scorecard_file         302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.attempts_csv           302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.statistics             302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.impact                 302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.pipeline               302 302 302     200 200 200 403  404 404 404 403  404
GET    staff.compare                302 302 302     200 200 200 403  200 200 200 403    -
POST   staff.open_evidence          401 401 401     303 303 303 403  404 404 404 403  404
POST   staff.comment                401 401 401     303 303 303 403  404 404 404 403  404
# to shortlist candidates and decide about them; nobody may who has not seen the evidence (test_deciding.py)
POST   staff.make_decision          401 401 401     409 409 409 403  404 404 404 403  404
# to share scorecards by a link
POST   staff.share                  401 401 401     200 200 200 403  404 404 404 403  404
POST   staff.revoke_share           401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.invitations            302 302 302     200 200 200 403  404 404 404 403  404
# to invite candidates and withdraw invitations
POST   staff.change_invitations     401 401 401     303 303 303 403  404 404 404 403  404
POST   staff.links                  401 401 401     200 200 200 403  404 404 404 403  404
POST   staff.reminders              401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.new_import             302 302 302     200 200 200 403  404 404 404 403  404
POST   staff.new_import             401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.show_import            302 302 302     200 200 200 403  404 404 404 403  404
POST   staff.confirm_import         401 401 401     303 303 303 403  404 404 404 403  404
POST   staff.discard_import         401 401 401     303 303 303 403  404 404 404 403  404
GET    staff.mail_text              302 302 302     200 200 200 403  200 200 200 403    -
POST   staff.mail_text              401 401 401     303 303 303 403  303 303 303 403    -
POST   staff.invite                 401 401 401     200 200 200 403  404 404 404 403  404
POST   staff.revoke                 401 401 401     303 303 303 403  404 404 404 403  404
# to add minutes while the clock runs
POST   staff.extend                 401 401 401     303 303 303 403  404 404 404 403  404
# to see and grant accommodations
POST   staff.accommodate            401 401 401     303 303 403 403  404 404 403 403  404
POST   staff.answer                 401 401 401     303 303 403 403  404 404 403 403  404
# to score design answers, each their own
GET    staff.reviews                302 302 302     403 403 403 200  403 403 403 200    -
POST   staff.claim_review           401 401 401     403 403 403 303  403 403 403 303    -
GET    staff.review                 302 302 302     403 403 403 200  403 403 403 404  404
PUT    staff.save_review            401 401 401     403 403 403 200  403 403 403 404  404
POST   staff.submit_review          401 401 401     403 403 403 303  403 403 403 404  404
# to see candidates
GET    staff.agreement              302 302 302     200 200 200 403  200 200 200 403    -
# to look a second time at contested results
GET    staff.concerns               302 302 302     200 200 200 200  200 200 200 200    -
GET    staff.concern                302 302 302     200 200 200 200  404 404 404 404  404
POST   staff.look                   401 401 401     303 303 303 303  404 404 404 404  404
# to decide about contested results
POST   staff.decide                 401 401 401     303 303 303 403  404 404 404 403  404
# to add and close accounts, and set their roles
GET    staff.users                  302 302 302     200 403 403 403  200 403 403 403    -
POST   staff.add_user               401 401 401     200 403 403 403  200 403 403 403    -
GET    staff.user                   302 302 302     200 403 403 403  404 403 403 403  404
POST   staff.change_user            401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.user_link              401 401 401     200 403 403 403  404 403 403 403  404
# nobody here has a second factor to forget, and who has none may ask it of nobody (test_second_step.py)
POST   staff.reset_second_factor    401 401 401     409 403 403 403  404 403 403 403  404
POST   staff.unbind_user            401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.require_second_step    401 401 401     409 403 403 403  409 403 403 403    -
# to give out and erase all that is held about a candidate, and to say how long it is kept
GET    staff.person                 302 302 302     200 403 403 403  404 403 403 403  404
GET    staff.person_file            302 302 302     200 403 403 403  404 403 403 403  404
POST   staff.erase_person           401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.place_hold             401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.lift_hold              401 401 401     303 403 403 403  404 403 403 403  404
GET    staff.retention              302 302 302     200 403 403 403  200 403 403 403    -
POST   staff.set_retention          401 401 401     303 403 403 403  303 403 403 403    -
# to ask voluntary questions
GET    staff.voluntary              302 302 302     200 403 403 403  200 403 403 403    -
POST   staff.add_question           401 401 401     303 403 403 403  303 403 403 403    -
POST   staff.remove_question        401 401 401     303 403 403 403  404 403 403 403  404
# to read the audit log
GET    staff.audit                  302 302 302     200 403 403 403  200 403 403 403    -
GET    staff.audit_file             302 302 302     200 403 403 403  200 403 403 403    -
# to connect other systems
GET    staff.connections            302 302 302     200 403 403 403  200 403 403 403    -
POST   staff.make_token             401 401 401     200 403 403 403  200 403 403 403    -
POST   staff.revoke_token           401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.add_webhook            401 401 401     200 403 403 403  200 403 403 403    -
GET    staff.webhook                302 302 302     200 403 403 403  404 403 403 403  404
POST   staff.switch_webhook         401 401 401     303 403 403 403  404 403 403 403  404
POST   staff.replay_delivery        401 401 401     303 403 403 403  404 403 403 403  404
# for programs: what a browser is signed in as counts for nothing (tests/integration/api has their tokens)
GET    api.openapi_document         200 200 200     200 200 200 200  200 200 200 200    -
GET    api.docs                     200 200 200     200 200 200 200  200 200 200 200    -
GET    greenhouse.list_tests        401 401 401     401 401 401 401  401 401 401 401    -
POST   greenhouse.send_test         401 401 401     401 401 401 401  401 401 401 401    -
GET    greenhouse.test_status       401 401 401     401 401 401 401  401 401 401 401    -
POST   greenhouse.response_error    401 401 401     401 401 401 401  401 401 401 401    -
GET    api.list_assessments         401 401 401     401 401 401 401  401 401 401 401    -
GET    api.get_assessment           401 401 401     401 401 401 401  401 401 401 401  401
GET    api.get_challenges           401 401 401     401 401 401 401  401 401 401 401    -
GET    api.list_invitations         401 401 401     401 401 401 401  401 401 401 401    -
POST   api.create_invitation        401 401 401     401 401 401 401  401 401 401 401    -
GET    api.get_invitation           401 401 401     401 401 401 401  401 401 401 401  401
POST   api.extend_invitation        401 401 401     401 401 401 401  401 401 401 401  401
POST   api.resend_invitation        401 401 401     401 401 401 401  401 401 401 401  401
POST   api.revoke                   401 401 401     401 401 401 401  401 401 401 401  401
GET    api.list_attempts            401 401 401     401 401 401 401  401 401 401 401    -
GET    api.get_attempt              401 401 401     401 401 401 401  401 401 401 401  401
GET    api.get_scorecard            401 401 401     401 401 401 401  401 401 401 401  401
# for every account; at the end, since others that it has open are signed out
POST   auth.change_password         401 401 401     303 303 303 303  303 303 303 303    -
POST   auth.end_other_sessions      401 401 401     303 303 303 303  303 303 303 303    -
"""


@dataclass(frozen=True)
class Request:
    """What is sent: form fields, or JSON; `on` is what the attempt or assessment must be for it to be done."""

    on: str = "running"
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None


LOOKS = frozenset(
    {
        "staff.scorecard",
        "staff.replay",
        "staff.scorecard_file",
        "staff.attempts_csv",
        "staff.audit_file",
        "staff.person_file",
    }
)
"""What is recorded when it is looked at (docs/adr/0015), beside what has tests of its own: shared scorecards, what is
compared, and what programs read."""
ATTEMPT = "the attempt"
"""In a form: the id of the attempt that the request is about."""
_PLAIN = Request()
_TEXT = {"text": "select 1", "revision": 0, "key": "0123456789abcdef", "slug": CHALLENGES[0]}
_JSON = Request(json=_TEXT)

REQUESTS: Mapping[str, Request] = {
    "auth.sign_in": Request(form={"email": "reviewer@ours.example", "password": PASSWORD}),
    "auth.send_reset": Request(form={"email": "reviewer@ours.example"}),
    "candidate.open_invitation": Request("to be opened"),
    "candidate.consent": Request("invited", {"agree": "y"}),
    "candidate.start": Request("agreed"),
    "candidate.begin": Request("timed"),
    "candidate.leave": Request("timed"),
    "candidate.stop_clock": Request("timed"),
    "candidate.resume": Request("on a break"),
    "candidate.ask": Request("invited", {"text": "I read slowly."}),
    "candidate.contest": Request("over", {"text": "That was right."}),
    "candidate.answer_freely": Request("over", {}),
    "candidate.receipt": Request("over"),
    "workbench.opened": Request("invited", json={}),
    "workbench.present": _JSON,
    "workbench.signals": Request(
        json={"slug": CHALLENGES[0], "signals": [{"kind": "away", "amount": 3, "ago": 1}]}
    ),
    "workbench.reset": _JSON,
    "workbench.run": _JSON,
    "workbench.cancel": _JSON,
    "workbench.end_session": _JSON,
    "workbench.draft": _JSON,
    "workbench.preview": Request("a design", json=_TEXT),
    "workbench.submit": _JSON,
    "staff.new_assessment": Request(
        form={
            "title": "New", "duration_minutes": "60", "practice_slug": "", "challenges-0-slug": CHALLENGES[0],
            "challenges-0-points": "30", "challenges-0-position": "1",
        }
    ),
    "staff.edit": Request(
        "draft",
        {
            "title": "Changed", "duration_minutes": "60", "practice_slug": "", "challenges-0-slug": CHALLENGES[0],
            "challenges-0-points": "30", "challenges-0-position": "1",
        },
    ),
    "staff.publish": Request("draft"),
    "staff.invite": Request(form={"name": "A", "email": "a@mail.example", "valid_days": "7"}),
    "staff.change_invitations": Request("invited", {"change": "postpone", "days": "1", "chosen": ATTEMPT}),
    "staff.reminders": Request(form={"days": "3, 1"}),
    "staff.new_import": Request(form={"pasted": "Ada <ada@mail.example>", "valid_days": "7"}),
    "staff.show_import": Request("a list"),
    "staff.confirm_import": Request("a list"),
    "staff.discard_import": Request("a list"),
    "staff.mail_text": Request(form={"subject": "Hello", "body": "{link}", "save": "1"}),
    "staff.extend": Request(form={"minutes": "5", "reason": "A fire drill."}),
    "staff.accommodate": Request("agreed", {"extra_time_percent": "25"}),
    "staff.revoke": Request("invited"),
    "staff.comment": Request(form={"about": "", "text": "Well done."}),
    "staff.make_decision": Request(form={"step": "declined", "reason": "Not enough."}),
    "staff.share": Request(form={"days": "7", "blind": "y"}),
    "staff.revoke_share": Request("shared"),
    "shared.door": Request("shared"),
    "shared.enter": Request("shared"),
    "shared.scorecard": Request("shared"),
    "shared.file": Request("shared"),
    "auth.set_password": Request("a user"),
    "auth.use_link": Request("a user", {"password": PASSWORD, "again": PASSWORD}),
    "auth.end_session": Request("a user"),
    "auth.change_password": Request(form={"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}),
    "staff.add_user": Request(form={"name": "New", "email": "{fresh}@mail.example", "roles": "reviewer"}),
    "staff.user": Request("a user"),
    "staff.new_role": Request(form={"title": "{fresh}", "A1": "3"}),
    "staff.role": Request("a role", {"title": "{fresh}", "A1": "3"}),
    "staff.change_user": Request("a user", {"roles": "recruiter", "active": "y"}),
    "staff.user_link": Request("a user"),
    "staff.reset_second_factor": Request("a user"),
    "staff.unbind_user": Request("a user"),
    "staff.require_second_step": Request(form={"required": "1"}),
    "staff.erase_person": Request("to be erased", {"typed": "Cand Idate", "why": "asked"}),
    "staff.place_hold": Request(form={"reason": "A lawsuit."}),
    "staff.lift_hold": Request("held"),
    "staff.add_question": Request(form={"title": "{fresh}?", "options": "Yes\nNo"}),
    "staff.remove_question": Request("a question"),
    "staff.set_retention": Request(form={"finished": "12", "ending": "erased"}),
    "staff.make_token": Request(form={"name": "New", "days": "30", "scopes": "attempts:read"}),
    "staff.revoke_token": Request("a token"),
    "staff.add_webhook": Request(form={"url": "https://hooks.example/{fresh}", "types": "attempt.graded"}),
    "staff.webhook": Request("a webhook"),
    "staff.switch_webhook": Request("a webhook", {"enable": "1"}),
    "staff.replay_delivery": Request("a webhook"),
    "staff.answer": Request("asked", {"text": "Yes.", "extra_time_percent": "25", "decision": "granted"}),
    "staff.review": Request("a review"),
    "staff.save_review": Request("a review", json={"level-keys": "2", "comment-keys": "So far."}),
    "staff.submit_review": Request("a review", {f"level-{name}": "2" for name in CRITERIA}),
    "staff.concern": Request("contested"),
    "staff.look": Request("contested", {"look-text": "Right.", "look-decision": "stands"}),
    "staff.decide": Request("contested", {"decide-text": "Right.", "decide-decision": "stands"}),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One route with the status that everybody gets."""

    method: str
    endpoint: str
    expected: Mapping[str, int]

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.method} {self.endpoint}"

    @property
    def changes(self) -> bool:
        """Whether it is meant to change something."""
        return self.method != "GET"

    @property
    def is_a_look(self) -> bool:
        """Whether it only reads, but leaves in the audit log that somebody has looked."""
        return self.endpoint in LOOKS

    @property
    def for_programs(self) -> bool:
        """Whether a token of the API is needed, and no token against forged forms."""
        return self.endpoint.startswith(("api.", "greenhouse."))

    @property
    def request(self) -> Request:
        """What is sent."""
        return REQUESTS.get(self.endpoint, _PLAIN)


def _row(line: str) -> Row:
    method, endpoint, *cells = line.split()
    known = zip(COLUMNS, cells, strict=True)
    return Row(method, endpoint, {column: int(cell) for column, cell in known if cell != "-"})


ROWS = tuple(
    _row(line) for line in MATRIX.splitlines()[2:] if line.strip() and not line.lstrip().startswith("#")
)
