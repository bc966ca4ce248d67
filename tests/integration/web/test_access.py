"""Nobody gets at what is not theirs: every route x everybody, as access_matrix.py says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from assessor.app import create_app
from assessor.domain.api import Scope
from assessor.domain.attempt import Attempt
from assessor.domain.people import Role, User
from assessor.domain.review import CLAIM_LASTS
from assessor.domain.rules import Navigation, Rules
from assessor.services.api_tokens import make_token
from assessor.services.clock import SystemClock
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.erase_candidate import place_hold
from assessor.services.import_invitations import read_import
from assessor.services.invite_candidate import NewInvitation
from assessor.services.manage_users import add_user
from assessor.services.role_profiles import write_profile
from assessor.services.share_scorecard import find_share, share_scorecard
from assessor.services.staff_sessions import open_session, own_sessions
from assessor.services.take_break import take_break
from assessor.services.voluntary import add_question, view_questions
from assessor.storage.queries import reviews
from tests.integration.concerns import a_concern, someone
from tests.integration.conftest import an_application, cloned
from tests.integration.designs import SLUG, design_world, handed_in
from tests.integration.services.test_sitting import finish, submit
from tests.integration.statements import recorded, writing_commits
from tests.integration.web.access_matrix import ATTEMPT, ROWS, Row
from tests.integration.web.conftest import Browser
from tests.integration.webhooks import a_delivery
from tests.integration.world import CHALLENGES, MINUTES, World

REAL_SLUG = CHALLENGES[0]
FORBIDDEN = 403
LOG = {"audit_entry", "audit_head"}
IDS = (
    "attempt_id",
    "assessment_id",
    "concern_id",
    "import_id",
    "user_id",
    "session_id",
    "token_id",
    "invitation_id",
    "share_id",
    "review_id",
    "endpoint_id",
    "delivery_id",
    "candidate_id",
    "hold_id",
    "profile_id",
    "question_id",
)


class Stage:
    """Everybody, signed in, with attempts in every state; what is only refused is shared, what succeeds is fresh."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.timed = world.with_rules(
            Rules(break_minutes=15, navigation=Navigation.FORWARD_ONLY), {REAL_SLUG: 10}
        )
        self.designs: World | None = None
        self._shared: dict[str, dict[str, Any]] = {}
        self._browsers: dict[str, Browser] = {}

    def browser(self, column: str) -> Browser:
        """The browser of a column; the columns are in access_matrix."""
        if column not in self._browsers:
            self._browsers[column] = self.fresh_browser(column)
        return self._browsers[column]

    def fresh_browser(self, column: str) -> Browser:
        """One that nothing was done with but to open an invitation or to sign in."""
        browser = Browser(self.app.test_client())
        browser.get("/sign-in")
        if column in ("own", "other"):
            browser.open(self.world.invite().token)
        elif column != "nobody":
            place = "theirs" if column.startswith("their ") else "ours"
            browser.sign_in(f"{column.removeprefix('their ')}@{place}.example")
        return browser

    def subject(self, row: Row, column: str) -> dict[str, Any]:
        """What the address of a row names, opened in the browser of its own candidate."""
        on = row.request.on
        if column == "no such id":
            return {"receipt": "0", "token": "x", **dict.fromkeys(IDS, uuid4())}
        if row.changes and row.expected[column] < 400:
            return self._make(on)
        if on not in self._shared:
            self._shared[on] = self._make(on)
        elif column == "own" and "attempt_id" in self._shared[on]:
            self.browser("own").open(self._shared[on]["token"])  # A browser forgets what it opened long ago.
        return self._shared[on]

    def _make(self, on: str) -> dict[str, Any]:
        known: dict[str, Any] = {"assessment_id": self.world.assessment.id}
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "a token": self._token,
            "a question": lambda: {"question_id": self._question()},
            "a role": lambda: {"profile_id": self._role()},
            "a webhook": lambda: a_delivery(self.world),
            "a user": self._user,
            "draft": lambda: {"assessment_id": self._draft(self.world.manager)},
            "a list": lambda: {"import_id": self._list()},
            "a review": self._review,
        }
        return known | (makers[on]() if on in makers else self._sitting(on))

    def _token(self) -> dict[str, Any]:
        with self.world.application.work() as work:
            admin = replace(self.world.manager, roles=frozenset(Role))
            return {"token_id": make_token(work, admin, "A program", list(Scope), 30).kept.id}

    def _sitting(self, on: str) -> dict[str, Any]:
        known: dict[str, Any] = {}
        world = self._world(on)
        made = self._attempt(world, on)
        receipt = ""
        if on in ("over", "contested"):
            receipt = submit(world, made.attempt, "select 1")
            finish(world, made.attempt)
        if on == "on a break":
            with world.application.work() as work:
                take_break(work, made.attempt.id)
        if on in ("asked", "contested"):
            known["concern_id"] = a_concern(world, made.attempt.id, contested=on == "contested")
        self.browser("own").open(made.token)
        known |= {"invitation_id": made.invitation.id, "candidate_id": made.attempt.candidate_id}
        if on == "held":
            known["hold_id"] = self._hold(made.attempt)
        if on == "shared":
            known |= self._shared_link(made)
        known |= {"slug": SLUG} if on == "a design" else {}
        return known | {"attempt_id": made.attempt.id, "token": made.token, "receipt": receipt}

    def _attempt(self, world: World, on: str) -> NewInvitation:
        if on in ("invited", "to be opened", "asked"):
            return world.invite()
        if on == "to be erased":
            # Everybody else here has one address, and is one person.
            return world.invite(email=f"{uuid4().hex}@mail.example")
        if on == "agreed":
            world.agreed()
        else:
            world.running()
        return world.invitations[-1]

    def _hold(self, attempt: Attempt) -> UUID:
        with self.world.application.work() as work:
            admin = replace(self.world.manager, roles=frozenset({Role.ADMIN}))
            return place_hold(work, admin, attempt.candidate_id, attempt.id, "A lawsuit.")

    def _shared_link(self, made: NewInvitation) -> dict[str, Any]:
        with self.world.application.work() as work:
            token = share_scorecard(work, self.world.manager, made.attempt.id, 7, blind=True)
            share = find_share(work, token)
        return {"share_token": token, "share_id": share.id}

    def _user(self) -> dict[str, Any]:
        """A new account of ours with a link for its password, and a session in which it is signed in."""
        with self.world.application.work() as work:
            admin = replace(self.world.manager, roles=frozenset({Role.ADMIN}))
            made = add_user(work, admin, f"{uuid4().hex}@mail.example", "New", [Role.REVIEWER])
            open_session(work, made.user, "192.0.2.1", "A browser")
            (session,) = own_sessions(work, made.user)
        return {"user_id": made.user.id, "token": made.token, "session_id": session.id}

    def _world(self, on: str) -> World:
        """The one whose assessment gives what an attempt must be."""
        if on == "a design":
            self.designs = self.designs or design_world(self.world)
            return self.designs
        return self.timed if on in ("timed", "on a break") else self.world

    def _review(self) -> dict[str, Any]:
        """A design answer that the reviewer of ours has taken."""
        self.designs = self.designs or design_world(self.world)
        handed_in(self.designs)
        with self.world.application.work() as work:
            rater, now = someone(self.world, Role.REVIEWER), work.now()
            taken = reviews.claim(work.session, rater.organisation_id, rater.id, now, now + CLAIM_LASTS)
        return {"review_id": taken}

    def _question(self) -> UUID:
        with self.world.application.work() as work:
            admin = replace(self.world.manager, roles=frozenset({Role.ADMIN}))
            if not view_questions(work, admin):
                add_question(work, admin, "Which hand do you write with?", ["Left", "Right"])
            return view_questions(work, admin)[0].id

    def _role(self) -> UUID:
        with self.world.application.work() as work:
            return write_profile(work, self.world.manager, None, f"Role {uuid4().hex}", {"A1": 3})

    def _draft(self, user: User) -> UUID:
        with self.world.application.work() as work:
            return create_assessment(work, user, Draft("Draft", "", MINUTES, [(REAL_SLUG, 1)], None)).id

    def _list(self) -> UUID:
        with self.world.application.work() as work:
            people = f"{uuid4().hex}@mail.example"
            return read_import(work, self.world.manager, self.world.assessment.id, people).id

    def ask(self, row: Row, browser: Browser, subject: dict[str, Any], *, token: bool = True) -> Any:
        """Send the request of a row from a browser; the answer, its page not followed."""
        values = {"slug": REAL_SLUG, "session": "tab1", "filename": "favicon.svg", **subject}
        values |= {"language": "en", "digest": "0", "kind": "invitation", "form": "json"}
        if row.endpoint.startswith("shared."):
            values["token"] = subject.get("share_token", "x")
        if row.endpoint == "workbench.result":
            values["slug"] = "warm-up"
        rule = next(r for r in self.app.url_map.iter_rules(row.endpoint) if row.method in r.methods)
        known = {name: values[name] for name in rule.arguments}
        url = self.app.url_map.bind("localhost").build(row.endpoint, known, row.method)
        sent = row.request
        form = {name: self._filled(value, subject) for name, value in sent.form.items()}
        form |= {"csrf_token": browser.token} if token else {}
        headers = {"X-CSRFToken": browser.token} if token and sent.json is not None else {}
        body = {"json": sent.json} if sent.json is not None else {"data": form}
        return browser.client.open(url, method=row.method, headers=headers, **(body if row.changes else {}))

    def _filled(self, value: str, subject: dict[str, Any]) -> Any:
        return subject["attempt_id"] if value == ATTEMPT else value.replace("{fresh}", uuid4().hex)

    def asking(self, row: Row, column: str) -> Browser:
        """Whose browser asks: for an id that does not exist, that of somebody who may use the route."""
        if row.endpoint.startswith("auth."):
            return self.fresh_browser("admin" if column == "no such id" else column)
        if column != "no such id":
            return self.browser(column)
        if not row.endpoint.startswith("staff."):
            return self.browser("own")
        return self.browser("reviewer" if row.expected["admin"] == FORBIDDEN else "admin")


@pytest.fixture(scope="module")
def stage(server: Any, populated: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with cloned(server, "populated") as dsn:
        application = an_application(dsn, tmp_path_factory.mktemp("home"), SystemClock())
        world = World(application, populated.manager, populated.stranger, populated.assessment)
        yield Stage(create_app(application), world)
        application.close()


def test_every_route_has_a_row_and_every_row_a_route(stage: Stage) -> None:
    routes = {
        (method, rule.endpoint)
        for rule in stage.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    rows = [(row.method, row.endpoint) for row in ROWS]
    assert sorted(routes) == sorted(rows)
    for rule in stage.app.url_map.iter_rules():
        if rule.arguments & {*IDS, "token"}:
            assert all("no such id" in row.expected for row in ROWS if row.endpoint == rule.endpoint)


def changed(said: list[str]) -> set[str]:
    """The tables that statements change."""
    found = (re.match(r"\s*(?:insert into|update|delete from)\s+(\w+)", each, re.IGNORECASE) for each in said)
    return {match[1] for match in found if match}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_everybody_gets_what_the_matrix_says(stage: Stage, row: Row) -> None:
    got, wrote = {}, {}
    for column in row.expected:
        browser, subject = stage.asking(row, column), stage.subject(row, column)
        with writing_commits(stage.world.application) as commits, recorded(stage.world.application) as said:
            answer = stage.ask(row, browser, subject)
        answer.close()
        assert row.changes or changed(said) <= LOG, "only that somebody looked is written by a GET"
        got[column], wrote[column] = answer.status_code, len(commits)
    assert got == dict(row.expected)
    may_write = {200: row.changes or row.is_a_look}
    quiet = {c for c in got if not may_write.get(got[c], row.changes) or got[c] >= 400}
    assert {column: wrote[column] for column in quiet if wrote[column]} == {}, (
        "refused or only read, yet written"
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.changes], ids=lambda row: row.name)
def test_nothing_changes_without_the_token(stage: Stage, row: Row) -> None:
    column = next((column for column, status in row.expected.items() if status < 400), "admin")
    browser = stage.browser(column) if column == "own" else stage.fresh_browser(column)
    subject = stage.subject(row, column)
    with writing_commits(stage.world.application) as commits:
        answer = stage.ask(row, browser, subject, token=False)
    assert (answer.status_code, commits) == (401 if row.for_programs else 400, [])
    assert row.for_programs or "out of date" in answer.text or "signed in or out" in answer.text


def test_another_organisations_candidates_are_in_no_list(world: World, browser: Browser) -> None:
    attempt_id = world.running().id
    browser.sign_in(world.stranger.email)
    assert str(attempt_id) not in browser.get("/staff/attempts").text
    assert str(world.assessment.id) not in browser.get("/staff/").text
